"""Reported participants, by form and by file, and the contribution calculator."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from enrollment.models import ReportedParticipants
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import ani, budi, citra
from registry.tests.factories import make_region

pytestmark = pytest.mark.django_db

TYPED = {
    "region": "2105",
    "segment": "PU",
    "month": "Desember 2019",
    "participants": "5.060",
    "source": "ANTARA Kepri",
}
HEADINGS = "region_code;month;segment;participants;source"


def send(content: str | bytes, *, by=budi):
    """Return the answer to a CSV file."""
    body = content if isinstance(content, bytes) else content.encode()
    file = SimpleUploadedFile("laporan.csv", body)
    return signed_in(by()).post(reverse("reported_upload"), {"file": file})


def test_a_figure_is_entered_and_listed_with_month_and_source():
    answer = signed_in(budi()).post(reverse("reported_create"), TYPED, follow=True)

    figure = ReportedParticipants.objects.get()
    assert (figure.month, figure.participants) == (date(2019, 12, 1), 5060)
    assert "December 2019 Wage earners (PU) Kabupaten Kepulauan Anambas 5,060" in words(answer)


def test_the_same_month_entered_again_is_corrected():
    client = signed_in(budi())
    client.post(reverse("reported_create"), TYPED)
    client.post(reverse("reported_create"), TYPED | {"participants": "5.061"})

    assert ReportedParticipants.objects.get().participants == 5061


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("region", "2103"),
        ("segment", "BPU"),
        ("month", "Januari 2999"),
        ("participants", "5,060"),
        ("source", ""),
    ],
    ids=["another regency", "no segment", "month to come", "comma", "no source"],
)
def test_what_cannot_be_right_is_refused_at_its_field(field, typed):
    make_region("2103")

    answer = signed_in(budi()).post(reverse("reported_create"), TYPED | {field: typed})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}


@pytest.mark.parametrize("name", ["reported_create", "reported_upload"])
def test_who_may_not_enter_figures_is_told_so(name):
    assert signed_in(ani()).get(reverse(name)).status_code == 403


def test_figures_of_another_regency_are_not_listed():
    signed_in(budi()).post(reverse("reported_create"), TYPED)

    assert "ANTARA" not in signed_in(citra()).get(reverse("reported_list")).text


@pytest.mark.parametrize("figures", [1, 5], ids=["one figure", "five figures"])
def test_the_list_asks_the_database_as_often_for_one_as_for_many(
    figures, django_assert_num_queries
):
    client = signed_in(budi())
    for month in range(1, figures + 1):
        client.post(reverse("reported_create"), TYPED | {"month": f"2019-{month:02d}"})
    client.get(reverse("reported_list"))

    with django_assert_num_queries(6):
        client.get(reverse("reported_list"))


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADINGS}\n2105;2019-12;PU;5.060;ANTARA\n2105;2020-01;JAKON;12;ANTARA\n",
        "\ufeffregion_code,month,segment,participants,source\r\n"
        "2105,Desember 2019,pu,5060,ANTARA\r\n\r\n2105,2020-01,JAKON,12,ANTARA",
        "source\tparticipants\tsegment\tmonth\tregion_code\n"
        "ANTARA\t5060\tPU\t12/2019\t2105\nANTARA\t12\tJAKON\t2020-01\t2105",
        f"{HEADINGS}\r2105;2019-12;PU;5.060;ANTARA\r2105;2020-01;JAKON;12;ANTARA\r",
    ],
    ids=["semicolons", "commas, byte mark, blank row", "tabs, other order", "lines of an old Mac"],
)
def test_a_file_is_entered_however_it_is_separated(content):
    make_region()

    answer = send(content)

    assert answer.url == reverse("reported_list")
    assert sorted(ReportedParticipants.objects.values_list("participants", flat=True)) == [12, 5060]


def test_every_problem_of_every_row_is_said_at_once_and_nothing_entered():
    answer = send(
        f"{HEADINGS}\n2105;2019-12;PU;5060;ANTARA\n2103;2019-13;BPU;many;\n2105;2999-01;PU;1;X\n"
    )

    problems = answer.context["form"].problems
    assert answer.status_code == 422
    assert [problem.number for problem in problems] == [3, 3, 3, 3, 3, 4]
    assert not ReportedParticipants.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("month;segment;participants;source\n2019-12;PU;1;X", "lacks region_code"),
        (HEADINGS, "headings and no row"),
        (b"PK\x03\x04\x00\x00", "This file is no CSV"),
        (f'{HEADINGS}\n2105;2019-12;PU;1;"{"X" * 200_000}"', "This file is no CSV"),
        (f"{HEADINGS}\n" + "2105;2019-12;PU;1;X\n" * 5001, "at most 5,000 can be sent"),
    ],
    ids=["column missing", "no row", "a workbook", "an endless cell", "too many rows"],
)
def test_a_file_that_cannot_be_used_gets_a_clear_sentence(content, sentence):
    answer = send(content)

    assert answer.status_code == 422
    assert sentence in words(answer)


QUESTION = {
    "income_idr": "950.000",
    "since": "2026-01",
    "months": "12",
    "workers": "3",
    "fund": "CSR",
    "sector": "transport",
    "known_on": "2026-11-23",
}


@pytest.mark.parametrize(
    ("changed", "total"),
    [
        ({}, "Rp302,400"),
        ({"fund": "APBD"}, "Rp604,800"),
        ({"with_jht": "on"}, "Rp1,022,400"),
        ({"sector": "other"}, "Rp378,000"),
        ({"employer": "on"}, "Rp604,800"),
        ({"income_idr": "", "wage_base_idr": "1200000", "fund": "APBD"}, "Rp676,800"),
        ({"known_on": "2025-12-01"}, "Rp604,800"),
    ],
    ids=["relief", "regional budget", "with JHT", "other work", "employer", "by band", "unknown"],
)
def test_the_calculator_shows_the_total_of_the_rules(changed, total):
    answer = signed_in(ani()).get(reverse("quote"), QUESTION | changed)

    assert f"The contribution is {total}" in words(answer)


def test_the_calculator_shows_each_run_of_months_with_its_clauses():
    page = words(signed_in(ani()).get(reverse("quote"), QUESTION | {"sector": "other"}))

    assert "January – March 2026" in page
    assert "April – December 2026" in page
    assert "PP 50/2025, Pasal 3 ayat (4) dan (5)" in page


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"income_idr": ""}, "income_idr"),
        ({"wage_base_idr": "1200000"}, "wage_base_idr"),
        ({"income_idr": "0"}, "income_idr"),
        ({"since": "2014-01"}, "since"),
        ({"known_on": "2010-01-01"}, "since"),
        ({"months": "61"}, "months"),
    ],
    ids=["neither", "both", "nothing", "before the law", "law not known", "too many months"],
)
def test_the_calculator_says_what_to_correct(changed, field):
    answer = signed_in(ani()).get(reverse("quote"), QUESTION | changed)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_the_calculator_opens_for_all_staff():
    assert signed_in(citra()).get(reverse("quote")).status_code == 200
