"""Checks against the population register: what an answer does, whoever breaks it off."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from enrollment.actions.invoices import issue_invoice
from enrollment.actions.population import CheckedInFuture, request_sheet, start_check
from enrollment.jobs import population as reading
from enrollment.models import (
    Correction,
    PopulationCheck,
    PopulationCheckRow,
    Worker,
    WorkerEvent,
)
from enrollment.queries.population import recorded_dead, still_to_do, waiting_rows
from enrollment.sheets.population import open_answers
from enrollment.tests.books import assert_books_balance
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_worker,
    nik_of,
    nur,
    regency,
)
from enrollment.tests.steps import ISSUED, PRICE, billed, credit_of, pay
from registry.jobs import Superseded, perform
from registry.models import AuditEvent, Job
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db

CHECKED = date(2020, 9, 1)
TOLD = date(2020, 9, 5)
Line = tuple[str, ...]


def answer(*lines: Line, checked_on: date = CHECKED, **given: Any) -> PopulationCheck:
    """Return the check of an answer that Nur sent, still to be read."""
    text = "\n".join(";".join(line) for line in (("NIK", "Hasil", "Tanggal"), *lines))
    facts: dict[str, Any] = {
        "region": regency(),
        "upload": ContentFile(text.encode(), name="jawaban.csv"),
        "filename": "jawaban.csv",
        "source": "Disdukcapil",
        "checked_on": checked_on,
        "on": TOLD,
        "by": nur(),
    }
    return start_check(**facts | given)


def read(*lines: Line, **given: Any) -> PopulationCheck:
    """Return the check of an answer after it was read."""
    check = answer(*lines, **given)
    assert check.job_id
    job = perform(check.job_id)
    assert job.status == Job.Status.DONE, job.problem
    check.refresh_from_db()
    return check


def outcomes(check: PopulationCheck) -> list[tuple[int, str, str]]:
    """Return row, outcome and problem of every row."""
    return list(check.rows.order_by("pk").values_list("row", "outcome", "problem"))


def test_what_matches_is_noted_with_source_and_day():
    worker = make_worker(1)

    check = read((worker.nik, "Sesuai"))

    worker.refresh_from_db()
    assert (worker.population_status, worker.population_source) == ("matched", "Disdukcapil")
    assert worker.population_checked_on == CHECKED
    assert worker.history.first().history_user == nur()
    assert check.summary["outcomes"]["applied"] == 1


def test_a_death_with_its_day_ends_the_cover_and_gives_the_money_back():
    invoice = billed(workers=1)
    pay(invoice, invoice.total_idr)
    worker = invoice.lines.get().worker

    check = read((worker.nik, "Meninggal", "3/8/2020"))

    worker.refresh_from_db()
    assert (worker.deceased_on, worker.population_status) == (date(2020, 8, 3), "dead")
    assert credit_of(invoice) == 10 * PRICE
    assert outcomes(check) == [(2, "applied", "")]
    assert_books_balance()


def test_a_death_without_its_day_is_left_to_a_person_and_nothing_more_is_billed():
    decree = make_decree()
    dead, alive = make_worker(1), make_worker(2)
    make_enrollment(dead, decree=decree)
    make_enrollment(alive, decree=decree)

    check = read((dead.nik, "wafat"))
    shown = recorded_dead(decree)
    invoice = issue_invoice(decree=decree, issued_on=ISSUED, by=ani())

    assert outcomes(check) == [(2, "to_do", "ask_day_of_death")]
    assert (shown.count, [worker.name for worker in shown.named]) == (1, ["Sabri 1"])
    assert [line.worker for line in invoice.lines.all()] == [alive]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (("tidak padan", ""), ("mismatched", "mismatch")),
        (("pindah", "2/8/2020"), ("moved", "record_move")),
        (("meninggal", "3/10/2199"), ("dead", "death_impossible")),
        (("meninggal", "3/10/1930"), ("dead", "death_impossible")),
    ],
    ids=["does not match", "moved", "died on a day to come", "died before the birth"],
)
def test_what_a_person_must_settle_is_noted_and_left_to_a_person(line, expected):
    worker = make_worker(1)

    check = read((worker.nik, *line))

    worker.refresh_from_db()
    assert (worker.population_status, check.rows.get().problem) == expected
    assert (worker.deceased_on, worker.moved_away_on) == (None, None)
    assert list(waiting_rows(nur())) == [check.rows.get()]


def test_an_older_answer_changes_nothing_that_a_newer_one_said():
    worker = make_worker(1)
    read((worker.nik, "Sesuai"))

    older = read((worker.nik, "Tidak sesuai"), checked_on=date(2020, 8, 1))

    worker.refresh_from_db()
    assert (worker.population_status, worker.population_checked_on) == ("matched", CHECKED)
    assert outcomes(older) == [(2, "same", "older_check")]


def test_a_nik_that_answers_twice_is_done_once():
    first, second = make_worker(1), make_worker(2)

    check = read(
        (first.nik, "Sesuai"),
        (first.nik, "Sesuai"),
        (second.nik, "Sesuai"),
        (second.nik, "Meninggal", "3/8/2020"),
    )

    second.refresh_from_db()
    assert [outcome for _row, outcome, _problem in outcomes(check)] == [
        "applied",
        "same",
        "applied",
        "to_do",
    ]
    assert second.deceased_on is None


def test_a_nik_of_another_region_looks_like_one_that_nobody_has():
    elsewhere = make_worker(1, village=make_region("2103042005"))

    check = read((elsewhere.nik, "Meninggal", "3/8/2020"), (nik_of(2), "Sesuai"))

    elsewhere.refresh_from_db()
    assert (elsewhere.deceased_on, elsewhere.population_status) == (None, "unchecked")
    assert outcomes(check) == [(2, "unknown", ""), (3, "unknown", "")]
    assert set(check.rows.values_list("worker", flat=True)) == {None}


def test_rows_that_cannot_be_read_are_kept_with_what_is_wrong():
    worker = make_worker(1)

    check = read(("123", "Sesuai"), (worker.nik, "entah"))

    assert outcomes(check) == [(2, "unreadable", "nik_length"), (3, "unreadable", "result_unknown")]
    worker.refresh_from_db()
    assert worker.population_status == "unchecked"


def test_the_same_file_twice_is_the_first_check():
    worker = make_worker(1)
    first = read((worker.nik, "Sesuai"))

    second = answer((worker.nik, "Sesuai"))

    assert second == first
    assert (PopulationCheck.objects.count(), Job.objects.count()) == (1, 1)


def test_a_check_of_a_day_to_come_is_refused():
    with pytest.raises(CheckedInFuture):
        answer((nik_of(1), "Sesuai"), checked_on=date(2020, 9, 6))


@pytest.mark.parametrize("nobody", [ani, budi, citra], ids=["treasurer", "officer", "elsewhere"])
def test_only_who_may_sends_an_answer(nobody):
    with pytest.raises(PermissionDenied):
        answer((nik_of(1), "Sesuai"), by=nobody())


def test_a_reading_that_is_killed_goes_on_where_it_was(monkeypatch):
    monkeypatch.setattr(reading, "CHUNK", 2)
    workers = [make_worker(serial) for serial in range(1, 6)]
    check = answer(*((worker.nik, "Sesuai") for worker in workers))
    rows = list(open_answers(Path(check.file.path), filename=check.filename).rows())
    reading.apply_answers(check=check, done=0, rows=rows[:2], on=TOLD)

    assert check.job_id
    job = perform(check.job_id)

    assert (job.status, job.done, job.total) == (Job.Status.DONE, 5, 5)
    assert [row for row, _outcome, _problem in outcomes(check)] == [2, 3, 4, 5, 6]
    assert Counter(Worker.objects.values_list("population_status", flat=True)) == {"matched": 5}


def test_a_reading_that_another_has_overtaken_writes_nothing():
    check = answer((make_worker(1).nik, "Sesuai"), (make_worker(2).nik, "Sesuai"))
    rows = list(open_answers(Path(check.file.path), filename=check.filename).rows())
    reading.apply_answers(check=check, done=0, rows=rows[:1], on=TOLD)

    with pytest.raises(Superseded):
        reading.apply_answers(check=check, done=0, rows=rows[:1], on=TOLD)

    assert check.rows.count() == 1


def test_a_reading_that_was_cancelled_goes_on_when_the_file_is_sent_again():
    worker = make_worker(1)
    check = answer((worker.nik, "Sesuai"))
    Job.objects.update(status=Job.Status.CANCELLED)

    again = answer((worker.nik, "Sesuai"))
    perform(again.job_id)

    assert again == check
    assert again.job_id != check.job_id
    assert outcomes(again) == [(2, "applied", "")]


@pytest.mark.parametrize("count", [2, 20], ids=["two rows", "twenty rows"])
def test_matching_rows_are_read_in_the_same_number_of_queries(count, django_assert_num_queries):
    workers = [make_worker(serial) for serial in range(1, count + 1)]
    check = answer(*((worker.nik, "Sesuai") for worker in workers))
    rows = list(open_answers(Path(check.file.path), filename=check.filename).rows())

    with django_assert_num_queries(13):
        reading.apply_answers(check=check, done=0, rows=rows, on=TOLD)


def settle_death(worker: Worker) -> None:
    Worker.objects.filter(pk=worker.pk).update(deceased_on=date(2020, 8, 3))


def settle_move(worker: Worker) -> None:
    WorkerEvent.objects.create(
        worker=worker,
        kind=WorkerEvent.Kind.MOVED_WITHIN,
        happened_on=date(2020, 8, 1),
        recorded_on=TOLD,
        recorded_by=budi(),
    )


def settle_identity(worker: Worker) -> None:
    correction = Correction.objects.create(
        worker=worker,
        changes={"name": {"before": "Sabri", "after": "Sabrii"}},
        reason="KTP",
        is_identity=True,
        proposed_by=budi(),
    )
    correction.status, correction.decided_by = Correction.Status.APPLIED, nur()
    correction.decided_at = PopulationCheck.objects.get().uploaded_at
    correction.save()


def settle_by_later_check(worker: Worker) -> None:
    read((worker.nik, "Sesuai"), checked_on=date(2020, 9, 2))


@pytest.mark.parametrize(
    ("result", "settle"),
    [
        ("meninggal", settle_death),
        ("pindah", settle_move),
        ("tidak sesuai", settle_identity),
        ("tidak sesuai", settle_by_later_check),
    ],
    ids=["the death", "a move within the regency", "the identity", "a later check"],
)
def test_a_row_waits_until_what_it_asks_for_is_recorded(result, settle):
    worker = make_worker(1)
    check = read((worker.nik, result))
    before = still_to_do(check.rows.all()).count()

    settle(worker)

    assert (before, still_to_do(check.rows.all()).count()) == (1, 0)
    assert check.rows.get().outcome == PopulationCheckRow.Outcome.TO_DO


def test_a_record_that_was_given_up_is_not_changed():
    kept = make_worker(1)
    worker = make_worker(2, withdrawn_on=date(2020, 8, 1), merged_into=kept)

    check = read((worker.nik, "Meninggal", "3/8/2020"))

    worker.refresh_from_db()
    assert (worker.deceased_on, worker.population_status) == (None, "unchecked")
    assert outcomes(check) == [(2, "to_do", "given_up")]


def test_a_death_is_recorded_only_by_who_may():
    sender = make_user("tono", role="supervisor", region=regency())
    worker = make_worker(1)
    check = answer((worker.nik, "Meninggal", "3/8/2020"), by=sender)
    sender.memberships.update(role="auditor")

    perform(check.job_id)

    assert outcomes(check) == [(2, "to_do", "record_death")]


def test_the_sheet_for_the_office_holds_whole_niks_and_can_come_back_filled_in(tmp_path):
    decree = make_decree()
    asked = make_worker(1)
    make_enrollment(asked, decree=decree)
    make_worker(2)
    job = request_sheet(
        region=regency(), decree_id=decree.pk, unchecked_only=True, purpose="Tagihan", by=nur()
    )

    job = perform(job.pk)

    path = tmp_path / "jawaban.xlsx"
    path.write_bytes(job.file.read())
    (row,) = open_answers(path, filename="jawaban.xlsx").rows()
    assert (row.nik, row.problem) == (asked.nik, "result_missing")
    assert job.outcome == {"workers": 1}
    assert AuditEvent.objects.get(action="population.requested").facts["purpose"] == "Tagihan"


def test_who_was_checked_is_asked_about_again_only_when_wanted():
    for serial, status in ((1, "unchecked"), (2, "matched")):
        make_worker(serial, population_status=status)
    facts = {"region": regency(), "decree_id": None, "purpose": "Tagihan", "by": nur()}

    unchecked = perform(request_sheet(unchecked_only=True, **facts).pk)
    everybody = perform(request_sheet(unchecked_only=False, **facts).pk)

    assert (unchecked.outcome["workers"], everybody.outcome["workers"]) == (1, 2)
