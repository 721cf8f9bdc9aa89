"""What a worker's contributions are worth on the day of an event."""

from datetime import date

import pytest

from enrollment.actions.payments import reverse_payment
from enrollment.models import Worker
from enrollment.queries.standing import standing_at
from enrollment.tests.factories import ani
from enrollment.tests.steps import PAID, PRICE, billed, pay

pytestmark = pytest.mark.django_db
NO_DAYS_OFF: frozenset[date] = frozenset()


def covered(months: int = 12) -> Worker:
    """Return a worker of whose year from July 2020 so many months are paid, on 21 July."""
    pay(billed(1), months * PRICE)
    return Worker.objects.get()


def test_the_number_is_issued_on_the_day_of_the_first_full_payment():
    standing = standing_at(covered(), event_on=date(2020, 8, 12), days_off=NO_DAYS_OFF)

    assert standing.registered_on == PAID
    assert standing.covered
    assert standing.paid_months == 2
    assert standing.arrears == ()
    assert standing.wage_base_idr == 1_000_000


def test_months_prepaid_beyond_the_event_do_not_count():
    standing = standing_at(covered(), event_on=date(2021, 6, 30), days_off=NO_DAYS_OFF)

    assert standing.paid_months == 12


def test_months_after_the_decree_count_as_unpaid():
    worker = covered()

    standing = standing_at(worker, event_on=date(2021, 9, 16), days_off=NO_DAYS_OFF)

    assert standing.arrears == (date(2021, 7, 1), date(2021, 8, 1), date(2021, 9, 1))
    assert not standing.covered
    assert not standing.arrears_settled
    assert standing.wage_base_idr == 1_000_000


def test_arrears_paid_after_the_event_are_settled():
    invoice = billed(1)
    pay(invoice, PRICE, "BRK 1")
    pay(invoice, 11 * PRICE, "BRK 2", paid_on=date(2020, 12, 1))

    standing = standing_at(Worker.objects.get(), event_on=date(2020, 9, 20), days_off=NO_DAYS_OFF)

    assert standing.arrears == (date(2020, 8, 1), date(2020, 9, 1))
    assert standing.arrears_settled
    assert standing.paid_day_of[date(2020, 8, 1)] == date(2020, 12, 1)
    assert standing.paid_months == 3


def test_a_reversed_payment_gives_no_standing():
    payment = pay(billed(1), 12 * PRICE)
    reverse_payment(payment=payment, reason="Salah rekening", on=date(2020, 7, 30), by=ani())

    standing = standing_at(Worker.objects.get(), event_on=date(2020, 8, 12), days_off=NO_DAYS_OFF)

    assert standing.registered_on is None
    assert standing.paid_months == 0
    assert standing.decree is None


def test_the_standing_takes_six_queries_whatever_was_paid(django_assert_num_queries):
    worker = covered()

    with django_assert_num_queries(6):
        standing_at(worker, event_on=date(2020, 8, 12), days_off=NO_DAYS_OFF)
