"""Credit paid back to the treasury: how much, once, and taken back when recorded wrongly."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from enrollment.actions.invoices import issue_invoice
from enrollment.actions.payments import RefundStands, reverse_payment
from enrollment.actions.periods import PeriodClosed, close_period
from enrollment.actions.refunds import (
    AboveCredit,
    RefundAlreadyPosted,
    RefundDayWrong,
    RefundNotPositive,
    refund_credit,
    reverse_refund,
)
from enrollment.models import Payment, Refund
from enrollment.tests.books import assert_books_balance
from enrollment.tests.factories import ani, budi, citra, make_decree, make_enrollment, make_worker
from enrollment.tests.steps import PRICE, billed, credit_of, pay
from registry.models import AuditEvent

pytestmark = pytest.mark.django_db

TODAY = date(2020, 12, 1)


def paid_too_much(credit_idr: int = 1_000) -> Payment:
    """Return a payment for one worker of which so much is credit."""
    return pay(billed(workers=1), 12 * PRICE + credit_idr)


def refund(payment: Payment, amount_idr: int = 1_000, **changes: Any) -> Refund:
    """Return the refund of an amount, by Ani."""
    facts: dict[str, Any] = {
        "reference": "STS 1",
        "refunded_on": date(2020, 11, 30),
        "reason": "Akhir tahun anggaran",
        "on": TODAY,
        "by": ani(),
    }
    return refund_credit(payment=payment, amount_idr=amount_idr, **facts | changes)


def test_money_paid_back_is_no_credit_any_more():
    payment = paid_too_much(1_000)

    refund(payment, 600)

    payment.refresh_from_db()
    assert (payment.refunded_idr, payment.credit_idr) == (600, 400)
    assert credit_of(payment.invoice) == 400
    assert AuditEvent.objects.get(action="refund.posted").facts["amount_idr"] == 600
    assert_books_balance()


def test_the_next_invoice_does_not_use_what_was_paid_back():
    payment = paid_too_much(2 * PRICE)
    refund(payment, PRICE)
    later = make_decree("SK 2", since=date(2021, 7, 1), months=2)
    make_enrollment(make_worker(7), decree=later)

    issued = issue_invoice(decree=later, issued_on=date(2021, 7, 2), by=ani())

    payment.refresh_from_db()
    assert issued.allocated_idr == PRICE
    assert payment.credit_idr == 0
    assert_books_balance()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"amount_idr": 1_001}, AboveCredit),
        ({"amount_idr": 0}, RefundNotPositive),
        ({"refunded_on": date(2020, 12, 2)}, RefundDayWrong),
        ({"refunded_on": date(2020, 7, 20)}, RefundDayWrong),
    ],
    ids=["above the credit", "nothing", "a day to come", "before the money came"],
)
def test_what_cannot_have_been_paid_back_is_refused(changes, refusal):
    payment = paid_too_much(1_000)

    with pytest.raises(refusal):
        refund(payment, **changes)

    assert not Refund.objects.exists()


def test_the_same_slip_twice_records_one_refund():
    payment = paid_too_much(1_000)

    first = refund(payment, 400)
    again = refund(payment, 400)

    payment.refresh_from_db()
    assert again == first
    assert payment.refunded_idr == 400


def test_a_slip_that_stands_with_another_amount_is_refused():
    payment = paid_too_much(1_000)
    refund(payment, 400)

    with pytest.raises(RefundAlreadyPosted):
        refund(payment, 500)


def test_a_refund_taken_back_is_credit_again_and_its_slip_can_be_recorded_anew():
    payment = paid_too_much(1_000)
    wrong = refund(payment, 1_000)

    reverse_refund(refund=wrong, reason="Salah ketik", on=TODAY, by=ani())
    again = reverse_refund(refund=wrong, reason="Dua kali", on=TODAY, by=ani())
    anew = refund(payment, 600)

    payment.refresh_from_db()
    assert again.reversal_reason == "Salah ketik"
    assert anew.pk != wrong.pk
    assert (payment.refunded_idr, payment.credit_idr) == (600, 400)
    assert_books_balance()


def test_a_payment_is_not_reversed_while_money_of_it_stands_as_paid_back():
    payment = paid_too_much(1_000)
    standing = refund(payment)

    with pytest.raises(RefundStands, match=r"Rp1\.000|Rp1,000"):
        reverse_payment(payment=payment, reason="Ganda", on=TODAY, by=ani())

    reverse_refund(refund=standing, reason="Ganda", on=TODAY, by=ani())
    reverse_payment(payment=payment, reason="Ganda", on=TODAY, by=ani())
    payment.refresh_from_db()
    assert payment.reversed_on == TODAY
    assert_books_balance()


def test_a_refund_dated_in_closed_books_is_refused_at_its_day():
    payment = paid_too_much(1_000)
    close_period(region=payment.sponsor.region, until=TODAY, on=TODAY, by=ani())

    with pytest.raises(PeriodClosed) as refused:
        refund(payment)

    assert refused.value.field == "refunded_on"
    assert refund(payment, refunded_on=TODAY).refunded_on == TODAY


@pytest.mark.parametrize("nobody", [budi, citra], ids=["officer", "another regency"])
def test_only_the_treasurer_of_the_region_pays_back(nobody):
    payment = paid_too_much(1_000)
    standing = refund(payment, 1)

    with pytest.raises(PermissionDenied):
        refund(payment, 2, reference="STS 2", by=nobody())
    with pytest.raises(PermissionDenied):
        reverse_refund(refund=standing, reason="Coba", on=TODAY, by=nobody())
