"""What ends an own order: taken back, handed over, lapsed; and reliefs that come unasked."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from enrollment.actions.enrolling import CoveredAlready, enroll_under_decree
from enrollment.actions.orders import cancel_order, hand_over, lapse_unpaid, relieve_unasked
from enrollment.actions.orders.ending import NotAnOwnOrder, OrderPaid
from enrollment.actions.periods import PeriodClosed, close_period
from enrollment.models import CreditNote, Enrollment
from enrollment.queries.own import own_standing
from enrollment.queries.reliefs import reliefs_waiting
from enrollment.tests.books import assert_books_balance
from enrollment.tests.factories import ani, budi, citra, make_decree, make_worker, regency
from enrollment.tests.ordering import driver, months_ordered, order, ordered_and_paid
from enrollment.tests.shell import run_command
from enrollment.tests.steps import billed, covered_months, pay
from registry.models import AuditEvent

pytestmark = pytest.mark.django_db
MAY_5 = date(2025, 5, 5)
ON = date(2025, 5, 6)
OCTOBER = date(2025, 10, 20)


def paid_in_part(months: int = 12, *, paid: int = 2):
    """Return a worker of whose order from May 2025 so many months are paid, and its invoice."""
    worker = make_worker()
    invoice = order(worker, months, on=MAY_5)
    pay(invoice, paid * 16_800, paid_on=MAY_5)
    return worker, invoice


def test_an_unpaid_order_taken_back_owes_nothing_and_frees_its_months():
    worker = make_worker()
    invoice = order(worker, 3, on=MAY_5)

    invoice = cancel_order(invoice=invoice, on=ON, by=budi())
    again = order(worker, 6, on=ON)

    assert (invoice.open_idr, invoice.credited_idr) == (0, 3 * 16_800)
    assert months_ordered(worker) == [("2025-05", "2025-11")]
    assert again.decree.number == f"Mandiri {worker.card_number}/2025-05/2"
    assert_books_balance()


def test_only_the_unpaid_months_of_an_order_are_taken_back():
    worker, invoice = paid_in_part()

    invoice = cancel_order(invoice=invoice, on=ON, by=budi())

    assert (invoice.open_idr, invoice.credited_idr) == (0, 10 * 16_800)
    assert months_ordered(worker) == [("2025-05", "2025-07")]
    assert covered_months(invoice.decree) == {"Sabri": ["2025-05", "2025-06"]}
    assert_books_balance()


def test_taking_back_twice_changes_nothing():
    invoice = order(make_worker(), on=MAY_5)
    cancel_order(invoice=invoice, on=ON, by=budi())

    cancel_order(invoice=invoice, on=ON, by=budi())

    assert CreditNote.objects.count() == 1
    assert AuditEvent.objects.filter(action="order.cancelled").count() == 1


def test_an_order_paid_whole_is_not_taken_back():
    invoice = ordered_and_paid(make_worker(), on=MAY_5)

    with pytest.raises(OrderPaid):
        cancel_order(invoice=invoice, on=ON, by=budi())


def test_a_paid_order_that_a_relief_made_cheaper_is_not_taken_back_either():
    worker = driver()
    invoice = ordered_and_paid(worker, 12, on=date(2025, 12, 1))
    order(worker, 1, on=date(2026, 12, 20))

    with pytest.raises(OrderPaid):
        cancel_order(invoice=invoice, on=date(2026, 12, 21), by=budi())


@pytest.mark.parametrize("act", [lapse_unpaid, relieve_unasked])
def test_a_day_in_closed_books_is_refused_in_words(act):
    order(make_worker(1), 1, on=date(2025, 12, 1))
    ordered_and_paid(driver(2), 12, on=date(2025, 12, 1))
    by = ani() if act is relieve_unasked else budi()
    close_period(region=regency(), until=date(2026, 7, 1), on=date(2026, 7, 2), by=ani())

    with pytest.raises(PeriodClosed) as refusal:
        act(on=date(2026, 6, 25), by=by)

    assert refusal.value.facts == {"first_open_day": date(2026, 7, 1)}


def test_the_invoice_of_a_sponsor_is_no_own_order():
    with pytest.raises(NotAnOwnOrder):
        cancel_order(invoice=billed(1), on=ON, by=budi())


@pytest.mark.parametrize("who", [ani, citra], ids=["treasurer", "officer next door"])
def test_nobody_else_takes_an_order_back(who):
    invoice = order(make_worker(), on=MAY_5)

    with pytest.raises(PermissionDenied):
        cancel_order(invoice=invoice, on=ON, by=who())


def test_a_sponsor_takes_over_behind_the_months_that_the_worker_paid():
    worker, _invoice = paid_in_part(6, paid=2)
    decree = make_decree(since=date(2025, 6, 1))
    june = date(2025, 6, 1)

    with pytest.raises(CoveredAlready):
        enroll_under_decree(decree=decree, worker=worker, on=june, by=budi())
    ended = hand_over(worker=worker, from_month=june, on=june, by=budi())
    enroll_under_decree(decree=decree, worker=worker, on=june, by=budi())

    assert ended.credited_idr == 4 * 16_800
    assert months_ordered(worker) == [("2025-05", "2025-07"), ("2025-07", "2026-06")]
    assert Enrollment.objects.get(decree__sponsor__worker=worker).end_reason == "changed_payer"
    assert_books_balance()


def test_and_back_to_paying_himself_when_the_decree_is_over():
    worker, _invoice = paid_in_part(6, paid=2)
    hand_over(worker=worker, from_month=date(2025, 6, 1), on=ON, by=budi())
    decree = make_decree(since=date(2025, 6, 1), months=3)
    enroll_under_decree(decree=decree, worker=worker, on=ON, by=budi())

    order(worker, 3, on=date(2025, 8, 20))

    assert months_ordered(worker) == [
        ("2025-05", "2025-07"),
        ("2025-07", "2025-09"),
        ("2025-09", "2025-12"),
    ]


def test_handing_over_what_is_paid_or_not_there_changes_nothing():
    worker = make_worker()
    ordered_and_paid(worker, 3, on=MAY_5)

    ended = hand_over(worker=worker, from_month=date(2025, 5, 1), on=ON, by=budi())

    assert ended.enrollments == ()
    assert months_ordered(worker) == [("2025-05", "2025-08")]
    assert not AuditEvent.objects.filter(action="order.handed_over").exists()


def test_unpaid_months_lapse_when_four_are_overdue_and_the_paid_ones_stay():
    worker, invoice = paid_in_part()

    early = lapse_unpaid(on=date(2025, 10, 15), by=budi())
    lapsed = lapse_unpaid(on=date(2025, 10, 16), by=budi())
    again = lapse_unpaid(on=OCTOBER, by=budi())

    invoice.refresh_from_db()
    assert (early, lapsed, again) == ([], [worker], [])
    assert (invoice.open_idr, invoice.credited_idr) == (0, 10 * 16_800)
    assert months_ordered(worker) == [("2025-05", "2025-07")]
    assert_books_balance()


def test_a_fresh_order_of_who_came_back_does_not_lapse_at_once():
    worker = make_worker()
    ordered_and_paid(worker, 1, on=MAY_5)
    order(worker, 3, on=date(2025, 10, 2))

    assert lapse_unpaid(on=OCTOBER, by=budi()) == []
    assert own_standing(worker, on=OCTOBER).open_invoice is not None


@pytest.mark.parametrize(
    ("who", "region"), [(citra, ""), (ani, ""), (budi, "2103")], ids=["citra", "ani", "elsewhere"]
)
def test_nothing_lapses_where_nobody_has_the_right(who, region):
    paid_in_part()

    assert lapse_unpaid(on=OCTOBER, by=who(), region_code=region) == []


def test_the_command_lapses_and_tells_whom(capsys):
    worker, _invoice = paid_in_part()
    budi()

    code, facts = run_command(capsys, "lapse_self_paid", "--actor", "budi", "--on", "2025-10-20")

    assert code == 0
    assert facts == {"on": "2025-10-20", "lapsed": 1, "cards": [worker.card_number]}


def test_a_relief_reaches_own_orders_without_anybody_looking_for_them(capsys):
    worker = driver()
    ordered_and_paid(worker, 12, on=date(2025, 12, 5))
    ani()
    on = date(2026, 1, 2)

    waiting = reliefs_waiting(ani(), known_on=on)
    answers = [
        run_command(capsys, "relieve_self_paid", "--actor", "ani", "--on", "2026-01-02")[1]
        for _time in range(2)
    ]

    assert waiting == []
    assert [answer["released_idr"] for answer in answers] == [11 * 8_400, 0]
    assert own_standing(worker, on=on).credit_idr == 11 * 8_400
    assert_books_balance()


def test_what_a_relief_releases_pays_the_next_open_months_at_once():
    worker = driver()
    invoice = order(worker, 12, on=date(2025, 12, 5))
    pay(invoice, 5 * 16_800, paid_on=date(2025, 12, 8))

    relieve_unasked(on=date(2026, 1, 2), by=ani())

    invoice.refresh_from_db()
    assert invoice.credited_idr == 11 * 8_400
    assert invoice.allocated_idr == 5 * 16_800
    assert covered_months(invoice.decree)["Sabri"][-1] == "2026-08"
    assert_books_balance()


def test_nobody_without_the_right_posts_reliefs():
    ordered_and_paid(driver(), 12, on=date(2025, 12, 5))

    assert relieve_unasked(on=date(2026, 1, 2), by=budi()) == 0
