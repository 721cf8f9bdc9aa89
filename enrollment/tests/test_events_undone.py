"""A mistaken event taken back: what it ended begins anew, paid from the credit it had left.

In a year without a relief, so that a month costs the same whenever it is billed.
"""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from enrollment.actions.events import (
    EventStays,
    SecondPersonNeeded,
    Undone,
    change_work,
    record_death,
    record_move,
    undo_event,
)
from enrollment.actions.imports import undo_batch
from enrollment.actions.invoices import issue_invoice
from enrollment.models import Enrollment, Invoice, Payment, Worker, WorkerEvent
from enrollment.queries.money import decree_budget
from enrollment.rules.restoring import WhyNot
from enrollment.tests.books import assert_books_balance
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
    nur,
)
from enrollment.tests.steps import PRICE, billed, covered_months, credit_of, enroll, line_of, pay
from registry.models import AuditEvent, Occupation
from registry.tests.factories import make_region

pytestmark = pytest.mark.django_db

DIED = date(2022, 9, 9)
TOLD = date(2022, 9, 20)
UNDONE = date(2022, 12, 3)
YEAR = 12
JULY, ISSUED, PAID = date(2022, 7, 1), date(2022, 7, 20), date(2022, 7, 21)


def die(worker: Worker, died_on: date = DIED) -> WorkerEvent:
    """Return the death of a worker, recorded by Budi."""
    record_death(worker=worker, died_on=died_on, on=TOLD, by=budi())
    return worker.events.standing().get(kind="death")


def leave(worker: Worker) -> WorkerEvent:
    """Return the move of a worker to a place that nobody knows, recorded by Budi."""
    return record_move(worker=worker, moved_on=DIED, village=None, moved_to="", on=TOLD, by=budi())


def undo(event: WorkerEvent, **changes: Any) -> Undone:
    """Return what came of it when Nur took an event back."""
    facts: dict[str, Any] = {
        "reason": "Orang lain yang bernama sama",
        "on": UNDONE,
        "by": nur(),
    } | changes
    return undo_event(event=event, **facts)


def paid(workers: int = 1, **decree: Any) -> tuple[Invoice, Worker]:
    """Return a paid invoice and its first worker."""
    invoice = billed(workers=workers, issued_on=ISSUED, since=JULY, **decree)
    pay(invoice, invoice.total_idr, paid_on=PAID)
    return invoice, invoice.lines.in_order()[0].worker


def test_a_death_taken_back_gives_all_months_back_paid_from_the_credit():
    invoice, worker = paid()
    event = die(worker)

    undone = undo(event)

    worker.refresh_from_db()
    ((anew, bill),) = undone.restored
    assert worker.deceased_on is None
    assert (anew.since, anew.until) == (date(2022, 10, 1), date(2023, 7, 1))
    assert (bill.total_idr, bill.open_idr, credit_of(invoice)) == (9 * PRICE, 0, 0)
    assert len(covered_months(invoice.decree)["Sabri"]) == YEAR
    assert_books_balance()


@pytest.mark.parametrize(
    ("paid_months", "months_then"), [(2, 2), (3, 3), (5, 5), (12, 12)], ids=str
)
def test_no_month_is_lost_however_much_of_the_year_was_paid(paid_months, months_then):
    invoice = billed(workers=1, issued_on=ISSUED, since=JULY)
    pay(invoice, paid_months * PRICE, paid_on=PAID)

    undo(die(invoice.lines.get().worker))

    assert len(covered_months(invoice.decree)["Sabri"]) == months_then
    owed = sum(bill.open_idr for bill in Invoice.objects.all())
    assert owed == (YEAR - paid_months) * PRICE
    assert_books_balance()


def test_a_death_before_the_cover_began_gives_the_whole_membership_back_in_its_place():
    invoice, worker = paid(quota=1)

    undo(die(worker, died_on=date(2022, 6, 12)))

    assert len(covered_months(invoice.decree)["Sabri"]) == YEAR
    assert decree_budget(invoice.decree, known_on=UNDONE).quota_left == 0
    assert_books_balance()


def test_what_was_not_billed_yet_waits_for_the_next_invoice():
    decree = make_decree(since=JULY)
    make_enrollment(make_worker(), decree=decree)
    event = die(Worker.objects.get(), died_on=date(2022, 8, 2))

    undone = undo(event)

    ((_anew, bill),) = undone.restored
    assert bill is None
    invoice = issue_invoice(decree=decree, issued_on=UNDONE, by=ani())
    assert invoice.total_idr == YEAR * PRICE
    assert_books_balance()


def test_a_move_away_taken_back_restores_the_place_and_the_cover():
    invoice, worker = paid()
    event = leave(worker)

    undo(event, by=budi())

    worker.refresh_from_db()
    assert (worker.moved_away_on, worker.moved_to) == (None, "")
    assert len(covered_months(invoice.decree)["Sabri"]) == YEAR
    assert_books_balance()


def test_a_move_within_the_region_taken_back_takes_the_counts_back():
    _invoice, worker = paid()
    event = record_move(
        worker=worker,
        moved_on=DIED,
        village=make_region("2105032001"),
        moved_to="",
        on=TOLD,
        by=budi(),
    )

    undo(event, by=budi())

    worker.refresh_from_db()
    assert worker.village_id == "2105011001"
    assert_books_balance()


def test_what_was_corrected_since_stays_as_it_was_corrected():
    worker = make_worker()
    event = record_move(
        worker=worker,
        moved_on=DIED,
        village=make_region("2105032001"),
        moved_to="",
        on=TOLD,
        by=budi(),
    )
    Worker.objects.update(village=make_region("2105012002"))

    undo(event, by=budi())

    worker.refresh_from_db()
    assert worker.village_id == "2105012002"


def test_a_change_of_work_taken_back_restores_what_was_declared():
    driver = Occupation.objects.create(slug="ojek", label_id="Ojek", label_en="Ojek")
    worker = make_worker(occupation_text="tukang ojeg")
    event = change_work(worker=worker, changed_on=DIED, occupation=driver, on=TOLD, by=budi())

    undo(event, by=budi())

    worker.refresh_from_db()
    assert (worker.occupation, worker.occupation_text) == (None, "tukang ojeg")


def test_months_that_somebody_else_pays_for_meanwhile_stay_there():
    invoice, worker = paid()
    event = leave(worker)
    Worker.objects.update(moved_away_on=None)
    other = make_decree("CSR 1", sponsor=make_sponsor("pt", name="PT"), since=date(2022, 11, 1))
    make_enrollment(worker, decree=other, until=date(2023, 2, 1))
    Worker.objects.update(moved_away_on=DIED)

    undone = undo(event, by=budi())

    assert [(anew.since, anew.until) for anew, _bill in undone.restored] == [
        (date(2022, 10, 1), date(2022, 11, 1)),
        (date(2023, 2, 1), date(2023, 7, 1)),
    ]
    (left,) = undone.left_out
    assert (left.since, left.until) == (date(2022, 11, 1), date(2023, 2, 1))
    assert left.why_not == WhyNot.COVERED_MEANWHILE
    assert len(covered_months(invoice.decree)["Sabri"]) == YEAR - 3
    assert credit_of(invoice) == 3 * PRICE
    assert_books_balance()


def test_a_ceiling_used_up_meanwhile_leaves_the_cover_out_and_says_so():
    invoice, worker = paid(ceiling_idr=YEAR * PRICE)
    event = die(worker)
    make_enrollment(make_worker(9), decree=invoice.decree, until=date(2023, 1, 1))
    issue_invoice(decree=invoice.decree, issued_on=TOLD, by=ani())

    undone = undo(event)

    worker.refresh_from_db()
    assert worker.deceased_on is None
    assert [left.why_not for left in undone.left_out] == [WhyNot.CEILING]
    assert len(covered_months(invoice.decree)["Sabri"]) == 3
    assert_books_balance()


def test_a_list_undone_meanwhile_keeps_its_people_out():
    decree = make_decree(since=JULY)
    batch = enroll(decree, line_of(1))
    worker = Worker.objects.get()
    event = die(worker)
    undo_batch(batch=batch, on=TOLD, by=nur())

    undone = undo(event)

    assert [left.why_not for left in undone.left_out] == [WhyNot.LIST_UNDONE]
    assert not Enrollment.objects.standing().exists()


def test_what_began_anew_goes_with_its_list_when_that_is_undone():
    decree = make_decree(since=JULY)
    batch = enroll(decree, line_of(1), line_of(2))
    issue_invoice(decree=decree, issued_on=ISSUED, by=ani())
    undo(die(Worker.objects.order_by("pk")[0]))

    undo_batch(batch=batch, on=UNDONE, by=nur())

    assert not Enrollment.objects.standing().exists()
    assert sum(invoice.open_idr for invoice in Invoice.objects.all()) == 0
    assert not Worker.objects.standing().exists()
    assert_books_balance()


def test_a_list_undone_keeps_those_out_too_who_had_begun_anew():
    decree = make_decree(since=JULY)
    batch = enroll(decree, line_of(1))
    worker = Worker.objects.get()
    undo(die(worker))
    event = die(worker)
    undo_batch(batch=batch, on=UNDONE, by=nur())

    undone = undo(event)

    assert [left.why_not for left in undone.left_out] == [WhyNot.LIST_UNDONE]


def test_who_is_dead_in_the_population_register_is_not_brought_back():
    _invoice, worker = paid()
    event = die(worker)
    Worker.objects.update(population_status=Worker.PopulationStatus.DEAD)

    with pytest.raises(EventStays):
        undo(event)

    worker.refresh_from_db()
    assert worker.deceased_on == DIED


def test_a_second_call_changes_nothing():
    invoice, worker = paid()
    event = die(worker)
    undo(event)

    again = undo(event)

    assert (again.restored, again.left_out) == ([], [])
    assert Invoice.objects.count() == 2
    assert AuditEvent.objects.filter(action="worker.event_undone").count() == 1
    assert credit_of(invoice) == 0


def test_an_event_taken_back_says_what_it_restored():
    _invoice, worker = paid()

    undo(die(worker))

    event = WorkerEvent.objects.get()
    assert (event.undone_on, event.undone_by) == (UNDONE, nur())
    assert event.facts["restored"] == [
        {
            "enrollment": Enrollment.objects.latest("pk").pk,
            "since": "2022-10-01",
            "until": "2023-07-01",
            "invoice": Invoice.objects.latest("pk").pk,
        }
    ]


def test_who_was_taken_for_dead_may_die_later():
    invoice, worker = paid()
    undo(die(worker))

    die(worker, died_on=date(2022, 9, 15))

    assert len(covered_months(invoice.decree)["Sabri"]) == 3
    assert credit_of(invoice) == 9 * PRICE
    assert_books_balance()


def test_events_are_taken_back_in_their_order():
    worker = make_worker()
    first = record_move(
        worker=worker,
        moved_on=date(2022, 8, 1),
        village=make_region("2105032001"),
        moved_to="",
        on=TOLD,
        by=budi(),
    )
    die(worker)

    with pytest.raises(EventStays, match=str(WorkerEvent.Kind.DEATH.label)):
        undo(first, by=budi())


def test_who_recorded_a_death_does_not_take_it_back():
    record_death(worker=make_worker(), died_on=DIED, on=TOLD, by=nur())

    with pytest.raises(SecondPersonNeeded):
        undo(WorkerEvent.objects.get())


@pytest.mark.parametrize("nobody", [ani, budi, citra], ids=["treasurer", "officer", "elsewhere"])
def test_only_who_decides_corrections_takes_a_death_back(nobody):
    event = die(make_worker())

    with pytest.raises(PermissionDenied):
        undo(event, by=nobody())


def test_a_payment_reversed_meanwhile_leaves_the_months_open_but_billed():
    invoice, worker = paid()
    event = die(worker)
    Payment.objects.update(refunded_idr=9 * PRICE)

    undone = undo(event)

    ((_anew, bill),) = undone.restored
    assert bill.open_idr == 9 * PRICE
    assert len(covered_months(invoice.decree)["Sabri"]) == 3
