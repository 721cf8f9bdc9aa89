"""Closing, paying back and posting at one moment: no entry slips into closed books."""

from __future__ import annotations

from datetime import date

import pytest

from enrollment.actions.payments import post_payment
from enrollment.actions.periods import close_period
from enrollment.actions.refunds import refund_credit
from enrollment.models import ClosedPeriod, Payment, Refund
from enrollment.tests.at_once import WRITERS, all_at_once, failures
from enrollment.tests.books import assert_books_balance
from enrollment.tests.factories import ani
from enrollment.tests.steps import PAID, PRICE, billed, pay

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2020, 12, 1)


def test_a_payment_posted_while_its_month_is_closed_is_booked_in_open_books():
    invoice = billed(workers=2)
    by, region = ani(), invoice.decree.region
    postings = [
        lambda reference=f"BRK {number}": post_payment(
            invoice=invoice, reference=reference, amount_idr=PRICE, paid_on=PAID, by=by
        )
        for number in range(WRITERS - 2)
    ]
    closings = [
        lambda: close_period(region=region, until=date(2020, 8, 1), on=TODAY, by=by)
        for _number in range(2)
    ]

    outcomes = all_at_once(*postings, *closings)

    closing = ClosedPeriod.objects.get()
    late = Payment.objects.filter(created_at__gt=closing.closed_at)
    assert not failures(outcomes)
    assert Payment.objects.count() == WRITERS - 2
    assert not late.filter(booked_on__lt=closing.until).exists()
    assert_books_balance()


def test_credit_is_paid_back_once_however_many_write_at_once():
    payment = pay(billed(workers=1), 12 * PRICE + 1_000)
    by = ani()
    slips = [
        lambda reference=f"STS {number % 2}": refund_credit(
            payment=payment,
            amount_idr=600,
            reference=reference,
            refunded_on=TODAY,
            reason="Sisa",
            on=TODAY,
            by=by,
        )
        for number in range(WRITERS)
    ]

    outcomes = all_at_once(*slips)

    payment.refresh_from_db()
    assert not failures(outcomes)
    assert Refund.objects.count() == 1
    assert (payment.refunded_idr, payment.credit_idr) == (600, 400)
    assert_books_balance()
