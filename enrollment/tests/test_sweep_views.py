"""The page before an invoice, the statement, and both on paper."""

import io
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from enrollment.actions.invoices import sweep_and_bill
from enrollment.exports.invoice import invoice_letter, invoice_workbook
from enrollment.models import Decree, Invoice, Sweep
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_worker,
    nik_of,
)
from enrollment.wording.sweep import reason_label, swept_sentence

pytestmark = pytest.mark.django_db

MOVED = date(2020, 5, 3)
ISSUED_ON = date(2024, 1, 8)


def decree_with(*, moved: int = 1, here: int = 2, **changes: Any) -> Decree:
    """Return a decree under which some have moved away and some have not."""
    decree = make_decree(since=date(2024, 1, 1), **changes)
    for serial in range(1, here + 1):
        make_enrollment(make_worker(serial), decree=decree)
    for serial in range(100, 100 + moved):
        make_enrollment(make_worker(serial, moved_away_on=MOVED), decree=decree, position=serial)
    return decree


def page_of(decree: Decree) -> str:
    return reverse("invoice_sweep", args=[decree.pk])


def test_the_page_says_who_is_not_billed_and_what_is_not_spent():
    page = words(signed_in(ani()).get(page_of(decree_with())))

    assert "1 of 3 workers must not be billed" in page
    assert "Rp201,600 is not spent." in page
    assert "Sabri 100 Terempa Moved away on 3 May 2020 January – December 2024 201,600" in page
    assert "Issue the invoice of Rp403,200" in page


def test_a_clean_list_says_that_everybody_can_be_billed():
    page = words(signed_in(ani()).get(page_of(decree_with(moved=0))))

    assert "All 2 workers can be billed" in page


def test_issuing_there_bills_the_rest_and_the_statement_goes_with_the_invoice():
    decree = decree_with()
    client = signed_in(ani())

    answer = client.post(reverse("invoice_issue", args=[decree.pk]), follow=True)

    page = words(answer)
    assert answer.redirect_chain[-1][0] == Invoice.objects.get().get_absolute_url()
    assert "1 of 3 workers were taken off." in page
    assert "Moved away, 1 worker Rp201,600" in page


def test_who_is_ticked_as_the_same_person_is_not_billed():
    decree = make_decree(fund="CSR")
    people = [
        make_worker(serial, name="Sabri", born_on=date(1970, 1, 1), nik=nik_of(serial))
        for serial in (0, 5)
    ]
    members = [make_enrollment(worker, decree=decree) for worker in people]
    client = signed_in(ani())

    asked = client.get(page_of(decree))
    client.post(reverse("invoice_issue", args=[decree.pk]), {"remove": [members[1].pk]})

    assert "2 workers may stand on the list twice" in words(asked)
    assert asked.text.count('type="checkbox"') == 2
    assert Invoice.objects.get().workers == 1
    assert Sweep.objects.get().rows.get().enrollment == members[1]


@pytest.mark.parametrize("ticked", ["all", "somebody else"])
def test_ticks_that_cannot_be_lead_back_to_the_page_with_words(ticked):
    decree = make_decree(fund="CSR")
    for serial in (0, 5):
        worker = make_worker(serial, name="Sabri", born_on=date(1970, 1, 1), nik=nik_of(serial))
        make_enrollment(worker, decree=decree)
    other = make_enrollment(make_worker(9), decree=decree)
    twins = list(decree.enrollments.exclude(pk=other.pk).values_list("pk", flat=True))
    remove = twins if ticked == "all" else [other.pk]

    answer = signed_in(ani()).post(
        reverse("invoice_issue", args=[decree.pk]), {"remove": remove}, follow=True
    )

    assert answer.redirect_chain[-1][0] == page_of(decree)
    assert not Sweep.objects.exists()


def test_a_tick_that_no_database_reads_as_a_key_is_no_tick():
    decree = decree_with(moved=0)

    answer = signed_in(ani()).post(
        reverse("invoice_issue", args=[decree.pk]), {"remove": ["9" * 5000, "²", ""]}
    )

    assert answer.url == Invoice.objects.get().get_absolute_url()


def test_where_nobody_is_left_the_statement_is_shown_and_stays_reachable():
    decree = decree_with(here=0)
    client = signed_in(ani())

    before = words(client.get(page_of(decree)))
    answer = client.post(reverse("invoice_issue", args=[decree.pk]), follow=True)
    after = words(client.get(page_of(decree)))

    assert "Take them off and keep the statement" in before
    assert "so no invoice was issued" in words(answer)
    assert "The last check left nobody to bill" in after


def test_an_officer_sees_the_page_and_no_act():
    page = signed_in(budi()).get(page_of(decree_with()))

    assert "The treasurer issues the invoice." in words(page)
    assert "<button" not in page.text.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("name", ["invoice_sweep", "sweep_detail"])
def test_another_regency_sees_neither(name):
    decree = decree_with()
    sweep = sweep_and_bill(decree=decree, issued_on=ISSUED_ON, by=ani()).sweep
    subject = sweep if name == "sweep_detail" else decree

    assert signed_in(citra()).get(reverse(name, args=[subject.pk])).status_code == 404


@pytest.mark.parametrize("moved", [2, 12], ids=["two", "twelve"])
def test_the_page_asks_the_database_as_often_for_few_as_for_many(moved, django_assert_num_queries):
    decree = decree_with(moved=moved, here=moved)
    client = signed_in(ani())

    with django_assert_num_queries(16):
        client.get(page_of(decree))


@pytest.mark.parametrize("moved", [2, 12], ids=["two", "twelve"])
def test_the_statement_asks_as_often_for_few_as_for_many(moved, django_assert_num_queries):
    sweep = sweep_and_bill(decree=decree_with(moved=moved), issued_on=ISSUED_ON, by=ani()).sweep
    client = signed_in(ani())

    with django_assert_num_queries(8):
        client.get(reverse("sweep_detail", args=[sweep.pk]))


@pytest.mark.parametrize("is_kept", [False, True], ids=["before the invoice", "in the statement"])
def test_names_come_fifty_at_a_time(is_kept):
    decree = decree_with(moved=52)
    url = page_of(decree)
    if is_kept:
        sweep = sweep_and_bill(decree=decree, issued_on=ISSUED_ON, by=ani()).sweep
        url = reverse("sweep_detail", args=[sweep.pk])
    client = signed_in(ani())

    first = client.get(url, headers={"HX-Request": "true"})
    following = client.get(f"{url}?{first.context['next_query']}")

    assert "<html" not in first.text
    assert (len(first.context["lines"]), len(following.context["lines"])) == (50, 2)


def test_one_reason_can_be_chosen():
    decree = decree_with()
    make_enrollment(make_worker(50, deceased_on=MOVED), decree=decree)
    client = signed_in(ani())

    shown = client.get(page_of(decree) + "?reason=death").context["lines"]

    assert [line.worker.name for line in shown] == ["Sabri 50"]


def test_the_statement_is_a_page_of_the_invoice_and_a_sheet_of_its_workbook():
    invoice = sweep_and_bill(decree=decree_with(), issued_on=ISSUED_ON, by=ani()).invoice

    letter = invoice_letter(invoice).content
    content = b"".join(invoice_workbook(invoice).streaming_content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))

    assert letter.startswith(b"%PDF")
    assert letter.count(b"/Type /Page\n") == 2
    rows = book.get_sheet_by_index(2).to_python()
    assert [nik_of(100), "Sabri 100", "Terempa"] in [row[:3] for row in rows]
    assert rows[-1][5] == 201_600


@pytest.mark.parametrize(
    ("reason", "facts", "sentence"),
    [
        ("death", {"died_on": "2020-05-03"}, "Died on 3 May 2020"),
        (
            "death",
            {"source": "Disdukcapil", "checked_on": "2020-07-01"},
            "Recorded as dead by Disdukcapil, 1 July 2020",
        ),
        (
            "moved",
            {"source": "Disdukcapil", "checked_on": MOVED},
            "Recorded as moved by Disdukcapil, 3 May 2020",
        ),
        (
            "over_age",
            {"age": 66, "limit": 65},
            "66 years old on the first month; who is 65 cannot begin",
        ),
        ("moved", {}, "The worker moved away"),
    ],
    ids=["died", "by the register", "moved by the register", "too old", "no more is known"],
)
def test_each_reason_is_said_with_what_was_known(reason, facts, sentence, settings):
    settings.LANGUAGE_CODE = "en"

    assert swept_sentence(reason, facts) == sentence
    assert reason_label(reason)
