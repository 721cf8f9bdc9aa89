"""The pages of checks against the population register."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from enrollment.actions.population import start_check
from enrollment.models import PopulationCheck, PopulationCheckRow
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import (
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_worker,
    nur,
    regency,
)
from registry.jobs import perform
from registry.models import Job

pytestmark = pytest.mark.django_db


def file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("jawaban.csv", text.encode())


def sent(text: str, **changes: Any) -> dict[str, object]:
    """Return what Nur types beside the file."""
    facts = {
        "file": file(text),
        "source": "Disdukcapil",
        "checked_on": "1/9/2020",
        "region": regency().pk,
    }
    return facts | changes


def check_of(*lines: str, is_read: bool = True) -> PopulationCheck:
    """Return the check of an answer that Nur sent."""
    check = start_check(
        region=regency(),
        upload=file("\n".join(("NIK;Hasil;Tanggal", *lines))),
        filename="jawaban.csv",
        source="Disdukcapil",
        checked_on=date(2020, 9, 1),
        on=date(2020, 9, 5),
        by=nur(),
    )
    if is_read:
        assert check.job_id
        perform(check.job_id)
    return PopulationCheck.objects.get()


def test_an_answer_is_sent_and_its_reading_is_watched():
    worker = make_worker(1)
    client = signed_in(nur())

    answer = client.post(reverse("population_check_create"), sent(f"NIK;Hasil\n{worker.nik};padan"))
    check = PopulationCheck.objects.get()
    at_work = words(client.get(check.get_absolute_url()))
    perform(check.job_id)
    read = words(client.get(check.get_absolute_url()))

    assert answer.url == check.get_absolute_url()
    assert "The answer is being read" in at_work
    assert "0 of 1" in at_work
    assert "1 answer was read" in read
    assert "Sabri 1" in read


def test_the_progress_asks_again_until_the_page_is_to_open_anew():
    check = check_of(f"{make_worker(1).nik};padan", is_read=False)
    client, url = signed_in(nur()), check.get_absolute_url() + "?progress=1"

    before = client.get(url, headers={"HX-Request": "true"})
    perform(check.job_id)
    after = client.get(url, headers={"HX-Request": "true"})

    assert "Rows read" in words(before)
    assert after.headers["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"file": file("NIK;Nama\n1;2\n")}, "has no column for: result"),
        ({"file": file("a;b\n1;2\n")}, "holds no column of NIKs"),
        ({"source": ""}, "Fill in “Who checked”."),
        ({"checked_on": "1/9/2199"}, "This day has not come yet."),
    ],
    ids=["no result", "no NIK", "no source", "a day to come"],
)
def test_what_cannot_be_taken_in_is_said_at_the_field_and_nothing_is_kept(changes, sentence):
    client = signed_in(nur())

    answer = client.post(reverse("population_check_create"), sent("NIK;Hasil\n1;padan", **changes))

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not PopulationCheck.objects.exists()


def test_the_same_file_again_leads_to_the_first_check():
    worker = make_worker(1)
    client = signed_in(nur())

    first = client.post(reverse("population_check_create"), sent(f"NIK;Hasil\n{worker.nik};padan"))
    second = client.post(
        reverse("population_check_create"),
        sent(f"NIK;Hasil\n{worker.nik};padan"),
        follow=True,
    )

    assert second.redirect_chain[-1][0] == first.url
    assert "This file was sent before." in words(second)


def test_a_check_shows_first_what_waits_and_then_each_outcome():
    dead, moved, fine = (make_worker(serial) for serial in (1, 2, 3))
    check = check_of(f"{dead.nik};wafat", f"{moved.nik};pindah;2/8/2020", f"{fine.nik};sesuai")
    client = signed_in(budi())

    waiting = words(client.get(check.get_absolute_url()))
    taken = words(client.get(check.get_absolute_url() + "?show=applied"))

    assert "2 people need somebody to look" in waiting
    assert "Ask for the day of death, and record it." in waiting
    assert "Record the move, with its day and where to." in waiting
    assert "Sabri 3" not in waiting
    assert "Sabri 3" in taken


def test_no_whole_nik_stands_on_the_page():
    worker = make_worker(1)
    check = check_of(f"{worker.nik};wafat")

    page = signed_in(nur()).get(check.get_absolute_url())

    assert worker.nik not in page.text
    assert "2105••••••••0000" in words(page)


def test_a_reading_that_was_broken_off_says_how_it_goes_on():
    check = check_of(f"{make_worker(1).nik};padan", is_read=False)
    Job.objects.update(status=Job.Status.CANCELLED)

    page = words(signed_in(nur()).get(check.get_absolute_url()))

    assert "Send the same file again: it is read on from there." in page


@pytest.mark.parametrize("rows", [2, 30], ids=["two rows", "thirty rows"])
def test_a_check_asks_the_database_as_often_for_few_rows_as_for_many(
    rows, django_assert_num_queries
):
    check = check_of(*(f"{make_worker(serial).nik};pindah" for serial in range(1, rows + 1)))
    client = signed_in(nur())

    with django_assert_num_queries(8):
        page = client.get(check.get_absolute_url())

    assert len(page.context["lines"]) == rows


def test_rows_come_fifty_at_a_time():
    check = check_of(*(f"{make_worker(serial).nik};pindah" for serial in range(1, 52)))
    client = signed_in(nur())

    first = client.get(check.get_absolute_url(), headers={"HX-Request": "true"})
    following = client.get(check.get_absolute_url() + "?" + first.context["page"].next_query)

    assert "<html" not in first.text
    assert (len(first.context["lines"]), len(following.context["lines"])) == (50, 1)


def test_the_list_says_how_many_people_wait():
    check_of(f"{make_worker(1).nik};wafat")

    page = words(signed_in(budi()).get(reverse("population_check_list")))

    assert "1 person needs somebody to look" in page
    assert "Send an answer" not in page


def test_the_list_without_checks_says_what_to_do():
    supervisor = words(signed_in(nur()).get(reverse("population_check_list")))
    officer = words(signed_in(budi()).get(reverse("population_check_list")))

    assert "take the sheet of NIKs" in supervisor
    assert "A supervisor sends the answers" in officer


def test_a_check_of_another_regency_is_not_there():
    check = check_of(f"{make_worker(1).nik};wafat")

    assert signed_in(citra()).get(check.get_absolute_url()).status_code == 404


def test_the_sheet_is_asked_for_with_a_purpose_and_made_by_a_job():
    decree = make_decree()
    make_enrollment(make_worker(1), decree=decree)
    client, url = signed_in(nur()), reverse("population_request")
    asked = {"region": regency().pk, "decree": decree.pk, "who": "unchecked"}

    refused = client.post(url, asked)
    taken = client.post(url, asked | {"purpose": "Tagihan Juli"})

    job = Job.objects.get()
    assert refused.status_code == 422
    assert (taken.url, job.kind) == (job.get_absolute_url(), "population_request")
    assert job.params == {"region": "2105", "decree": decree.pk, "unchecked_only": True}


@pytest.mark.parametrize(
    "name", ["population_check_create", "population_request"], ids=["send", "ask"]
)
def test_only_a_supervisor_sends_and_asks(name):
    assert signed_in(budi()).get(reverse(name)).status_code == 403


def test_the_decree_names_who_is_recorded_as_dead():
    decree = make_decree()
    worker = make_worker(1)
    make_enrollment(worker, decree=decree)
    check_of(f"{worker.nik};wafat")

    page = words(signed_in(budi()).get(decree.get_absolute_url()))

    assert "1 worker is recorded as dead and is not billed" in page
    assert PopulationCheckRow.objects.get().worker == worker
