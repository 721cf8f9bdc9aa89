"""A death: the month of death counts, what comes after is credited, and to whom."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from enrollment.actions.corrections import correct_worker
from enrollment.actions.events import (
    DeathAlreadyRecorded,
    DeathImpossible,
    record_death,
    record_move,
)
from enrollment.actions.invoices import issue_invoice
from enrollment.models import CoverageCount, CoveragePeriod, CreditNote, Enrollment, Worker
from enrollment.queries.effects import death_effects
from enrollment.tests.books import assert_books_balance
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
)
from enrollment.tests.steps import ISSUED, PRICE, billed, covered_months, credit_of, pay
from registry.models import AuditEvent
from registry.roles import Role
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db

DIED = date(2020, 9, 9)
TOLD = date(2020, 9, 20)


def die(worker: Worker, died_on: date = DIED, on: date = TOLD) -> Worker:
    """Return the worker after Budi recorded the death."""
    return record_death(worker=worker, died_on=died_on, on=on, by=budi())


def test_the_month_of_death_stays_covered_and_the_rest_becomes_credit():
    invoice = billed(workers=2)
    pay(invoice, invoice.total_idr)
    worker = invoice.lines.in_order().first().worker

    die(worker)

    invoice.refresh_from_db()
    covered = covered_months(invoice.decree)
    assert covered["Sabri"] == ["2020-07", "2020-08", "2020-09"]
    assert len(covered["Sabri 1"]) == 12
    assert credit_of(invoice) == invoice.credited_idr == 9 * PRICE
    assert CoverageCount.objects.get(month=date(2020, 9, 1)).participants == 2
    assert CoverageCount.objects.get(month=date(2020, 10, 1)).participants == 1
    assert_books_balance()


@pytest.mark.parametrize(
    ("died_on", "months"),
    [
        (date(2020, 6, 30), 0),
        (date(2020, 7, 1), 1),
        (date(2020, 7, 31), 1),
        (date(2020, 8, 1), 2),
        (date(2021, 6, 30), 12),
        (date(2021, 7, 1), 12),
    ],
    ids=[
        "before the cover began",
        "on its first day",
        "on the last day of a month",
        "on the first day of a month",
        "on its last day",
        "after it ended",
    ],
)
def test_cover_ends_with_the_month_of_death(died_on, months):
    invoice = billed(workers=1)
    pay(invoice, invoice.total_idr)

    die(invoice.lines.get().worker, died_on, on=date(2021, 7, 2))

    assert len(covered_months(invoice.decree).get("Sabri", [])) == months
    assert credit_of(invoice) == (12 - months) * PRICE
    assert_books_balance()


def test_what_was_not_paid_yet_is_owed_no_more_and_releases_nothing():
    invoice = billed(workers=1)
    pay(invoice, PRICE)

    die(invoice.lines.get().worker)

    invoice.refresh_from_db()
    note = CreditNote.objects.get()
    assert invoice.open_idr == 2 * PRICE
    assert (note.reason, note.months, note.released_idr) == ("death", 9, 0)
    assert credit_of(invoice) == 0
    assert_books_balance()


def test_money_goes_back_to_the_payments_that_had_paid():
    invoice = billed(workers=1, months=4)
    first = pay(invoice, 2 * PRICE + 10_000, "BRK 1")
    second = pay(invoice, 2 * PRICE - 10_000, "BRK 2")

    die(invoice.lines.get().worker, died_on=date(2020, 8, 9))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.credit_idr, second.credit_idr) == (10_000, 2 * PRICE - 10_000)
    assert_books_balance()


def test_each_payer_of_the_months_after_a_death_gets_his_own_money_back():
    first = billed(workers=1, months=6)
    pay(first, first.total_idr)
    worker = first.lines.get().worker
    sponsor = make_sponsor("pt-timah", name="PT Timah")
    csr = make_decree(number="CSR 1", sponsor=sponsor, fund="CSR", since=date(2021, 1, 1), months=6)
    make_enrollment(worker, decree=csr)
    second = issue_invoice(decree=csr, issued_on=ISSUED, by=ani())
    pay(second, second.total_idr, "CSR 1")

    die(worker)

    assert (credit_of(first), credit_of(second)) == (3 * PRICE, 6 * PRICE)
    assert_books_balance()


def test_memberships_end_with_the_month_and_those_still_to_begin_are_void():
    decree = make_decree()
    worker = make_worker()
    running = make_enrollment(worker, decree=decree)
    later = make_enrollment(worker, decree=make_decree(number="560/2", since=date(2021, 7, 1)))

    die(worker)

    running.refresh_from_db()
    later.refresh_from_db()
    assert (running.until, running.voided_on) == (date(2020, 10, 1), None)
    assert (later.voided_on, later.end_reason) == (TOLD, Enrollment.EndReason.DEATH)


def test_who_died_before_the_bill_is_billed_to_the_month_of_death():
    decree = make_decree()
    make_enrollment(make_worker(), decree=decree)
    die(Worker.objects.get(), died_on=date(2020, 8, 2), on=date(2020, 8, 4))

    invoice = issue_invoice(decree=decree, issued_on=date(2020, 8, 5), by=ani())

    assert invoice.total_idr == 2 * PRICE


def test_the_preview_says_what_the_death_then_does():
    invoice = billed(workers=1)
    pay(invoice, 4 * PRICE)
    worker = invoice.lines.get().worker

    preview = death_effects(worker, died_on=DIED)
    die(worker)

    invoice.refresh_from_db()
    assert preview.months_voided == 1
    assert (preview.credit_note_idr, preview.released_idr) == (
        invoice.credited_idr,
        credit_of(invoice),
    )


def test_the_same_day_twice_changes_nothing():
    invoice = billed(workers=1)
    pay(invoice, invoice.total_idr)
    worker = die(invoice.lines.get().worker)

    die(worker)

    assert CreditNote.objects.count() == 1
    assert AuditEvent.objects.filter(action="worker.died").count() == 1
    assert credit_of(invoice) == 9 * PRICE


def test_another_day_is_refused_once_a_death_is_recorded():
    worker = die(make_worker())

    with pytest.raises(DeathAlreadyRecorded):
        die(worker, died_on=date(2020, 9, 10))


@pytest.mark.parametrize(
    "died_on", [date(2020, 9, 21), date(1960, 1, 1)], ids=["still to come", "before the birth"]
)
def test_an_impossible_day_is_refused(died_on):
    worker = make_worker()

    with pytest.raises(DeathImpossible):
        die(worker, died_on=died_on)


@pytest.mark.parametrize("nobody", [ani, citra], ids=["treasurer", "another regency"])
def test_only_the_officer_of_the_workers_region_records_a_death(nobody):
    with pytest.raises(PermissionDenied):
        record_death(worker=make_worker(), died_on=DIED, on=TOLD, by=nobody())


def test_a_corrected_village_takes_the_counts_along():
    invoice = billed(workers=2)
    pay(invoice, 3 * PRICE)
    worker = invoice.lines.in_order().first().worker
    admin = make_user("wati", role=Role.ADMINISTRATOR, region=make_region())
    right = {"village": make_region("2105032001")}

    correct_worker(worker=worker, changes=right, reason="KTP", on=TOLD, by=admin)

    counts = CoverageCount.objects.filter(participants__gt=0).order_by("village_id", "month")
    assert list(counts.values_list("village_id", "month", "participants")) == [
        ("2105011001", date(2020, 7, 1), 1),
        ("2105032001", date(2020, 7, 1), 1),
        ("2105032001", date(2020, 8, 1), 1),
    ]
    assert_books_balance()


def test_a_worker_is_not_moved_out_of_the_region_of_who_moves_him():
    worker = make_worker()
    admin = make_user("wati", role=Role.ADMINISTRATOR, region=make_region())
    away = {"village": make_region("2103042005")}

    with pytest.raises(PermissionDenied):
        correct_worker(worker=worker, changes=away, reason="KTP", on=TOLD, by=admin)


def test_voided_cover_says_why():
    invoice = billed(workers=1)
    pay(invoice, invoice.total_idr)

    die(invoice.lines.get().worker)

    voided = CoveragePeriod.objects.exclude(voided_on=None).get()
    assert (voided.voided_on, voided.void_reason) == (TOLD, "death")


@pytest.mark.parametrize("happened", ["died", "moved"], ids=str)
def test_paid_months_of_a_membership_that_an_old_register_voided_end_too(happened):
    invoice = billed(workers=1)
    pay(invoice, invoice.total_idr)
    Enrollment.objects.update(voided_on=TOLD)
    worker = Worker.objects.get()

    if happened == "died":
        die(worker)
    else:
        record_move(worker=worker, moved_on=DIED, village=None, moved_to="", on=TOLD, by=budi())

    assert covered_months(invoice.decree)["Sabri"] == ["2020-07", "2020-08", "2020-09"]
    assert credit_of(invoice) == 9 * PRICE
    assert_books_balance()


def test_nobody_dies_on_a_record_that_was_withdrawn():
    worker = make_worker(withdrawn_on=TOLD)

    with pytest.raises(DeathImpossible):
        die(worker)
