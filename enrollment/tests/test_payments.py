"""Payments: what money pays for, in which order, and what happens when it is taken back."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from enrollment.actions.invoices import issue_invoice
from enrollment.actions.payments import AlreadyPosted, post_payment, reverse_payment
from enrollment.models import Allocation, CoverageCount, CoveragePeriod, Decree, Invoice, Payment
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_worker,
)

pytestmark = pytest.mark.django_db

PRICE = 16_800
JULY = date(2020, 7, 1)


def billed(workers: int = 3, **decree: Any) -> Invoice:
    """Return the invoice of a decree with some workers, in sheet order."""
    made = make_decree(**decree)
    for row in range(workers):
        make_enrollment(make_worker(row), decree=made, position=row + 2)
    return issue_invoice(decree=made, issued_on=date(2020, 7, 20), by=ani())


def pay(invoice: Invoice, amount_idr: int, reference: str = "BRK 1", **changes: Any) -> Payment:
    """Return the payment of an amount on an invoice, by Ani."""
    facts: dict[str, Any] = {"paid_on": date(2020, 7, 21), "by": ani()} | changes
    return post_payment(invoice=invoice, reference=reference, amount_idr=amount_idr, **facts)


def months_covered(decree: Decree) -> dict[str, int]:
    """Return how many months each worker is covered, by NIK."""
    covered: dict[str, int] = {}
    for period in CoveragePeriod.objects.standing().filter(line__invoice__decree=decree):
        months = (period.until.year - period.since.year) * 12
        months += period.until.month - period.since.month
        covered[period.worker.nik] = covered.get(period.worker.nik, 0) + months
    return covered


def test_a_whole_payment_covers_every_month_of_everybody():
    invoice = billed(workers=3)

    payment = pay(invoice, 3 * 12 * PRICE)

    assert payment.outcome == {
        "allocated_idr": 604_800,
        "credit_idr": 0,
        "workers_covered": 3,
        "months_opened": 36,
    }
    assert list(months_covered(invoice.decree).values()) == [12, 12, 12]
    assert CoverageCount.objects.get(month=JULY).participants == 3


def test_a_partial_payment_pays_month_by_month_in_sheet_order():
    invoice = billed(workers=3)

    payment = pay(invoice, 4 * PRICE + 5)

    assert payment.outcome["months_opened"] == 4
    assert payment.outcome["credit_idr"] == 5
    periods = CoveragePeriod.objects.order_by("line__position").values_list("since", "until")
    assert list(periods) == [
        (JULY, date(2020, 9, 1)),
        (JULY, date(2020, 8, 1)),
        (JULY, date(2020, 8, 1)),
    ]


def test_a_month_paid_by_two_payments_names_both_and_either_reversal_voids_it():
    invoice = billed(workers=1)
    first = pay(invoice, PRICE + 10_000, "BRK 1")
    second = pay(invoice, 6_800, "BRK 2")

    august = Allocation.objects.standing().filter(since=date(2020, 8, 1))
    both = dict(august.values_list("payment__reference", "amount_idr"))
    reverse_payment(payment=second, reason="Salah rekening", on=date(2020, 7, 25), by=ani())

    first.refresh_from_db()
    assert both == {"BRK 1": 10_000, "BRK 2": 6_800}
    assert list(months_covered(invoice.decree).values()) == [1]
    assert first.credit_idr == 10_000
    assert CoverageCount.objects.get(month=date(2020, 8, 1)).participants == 0


def test_credit_is_used_before_new_money_and_by_the_next_invoice():
    invoice = billed(workers=1)
    pay(invoice, 12 * PRICE + PRICE)
    next_decree = make_decree(number="560/2/2021", since=date(2021, 7, 1), months=2)
    make_enrollment(make_worker(7), decree=next_decree)

    issued = issue_invoice(decree=next_decree, issued_on=date(2021, 7, 2), by=ani())

    assert issued.allocated_idr == PRICE
    assert Payment.objects.get().credit_idr == 0


def test_money_of_one_fund_never_pays_a_bill_of_another():
    pay(billed(workers=1), 20 * PRICE)
    csr = make_decree(number="CSR 1", fund="CSR", since=date(2021, 7, 1), months=2)
    make_enrollment(make_worker(7), decree=csr)

    issued = issue_invoice(decree=csr, issued_on=date(2021, 7, 2), by=ani())

    assert issued.allocated_idr == 0


def test_the_same_statement_twice_posts_one_payment():
    invoice = billed(workers=1)

    first = pay(invoice, PRICE)
    again = pay(invoice, PRICE)

    assert again == first
    assert Payment.objects.count() == 1


def test_a_reference_that_stands_with_another_amount_is_refused():
    invoice = billed(workers=1)
    pay(invoice, PRICE)

    with pytest.raises(AlreadyPosted):
        pay(invoice, 2 * PRICE)


def test_a_reference_may_be_posted_again_after_its_reversal():
    invoice = billed(workers=1)
    first = pay(invoice, PRICE)
    reverse_payment(payment=first, reason="Salah jumlah", on=date(2020, 7, 22), by=ani())

    again = pay(invoice, 12 * PRICE)

    assert again != first
    assert list(months_covered(invoice.decree).values()) == [12]


def test_a_month_that_another_payer_covered_meanwhile_is_skipped_and_credited():
    invoice = billed(workers=2)
    enrollment = invoice.decree.enrollments.order_by("position").first()
    enrollment.voided_on = date(2020, 7, 20)
    enrollment.save()
    other = make_decree(number="CSR 2", fund="CSR", since=JULY, months=1)
    make_enrollment(enrollment.worker, decree=other)
    elsewhere = issue_invoice(decree=other, issued_on=date(2020, 7, 20), by=ani())
    pay(elsewhere, PRICE, "CSR 1")

    payment = pay(invoice, invoice.total_idr, "BRK 9")

    invoice.refresh_from_db()
    assert (payment.credit_idr, invoice.credited_idr, invoice.open_idr) == (PRICE, PRICE, 0)
    assert CoveragePeriod.objects.filter(worker=enrollment.worker, since=JULY).count() == 1


@pytest.mark.parametrize("nobody", [budi, citra], ids=["officer", "another regency"])
def test_only_the_treasurer_of_the_region_posts(nobody):
    invoice = billed(workers=1)

    with pytest.raises(PermissionDenied):
        pay(invoice, PRICE, by=nobody())
