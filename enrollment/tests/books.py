"""What money and cover must keep, worked out from the rows alone, month by month.

It shares no code with what it proves: sums are added up here anew.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from enrollment.models import (
    Allocation,
    CoverageCount,
    CoveragePeriod,
    CreditNote,
    Enrollment,
    Invoice,
    InvoiceLine,
    Payment,
    Refund,
)

Cell = tuple[int, date]


def assert_books_balance() -> None:
    """Fail with what differs, unless every rupiah and every month has exactly one place."""
    paid, price = _paid_by_month(), _price_by_month()
    assert not {cell for cell in paid if cell not in price}, "paid outside of the line"
    for cell, cost in price.items():
        assert cost >= 0, "credited more than billed"
        assert paid[cell] in (0, cost), "a month is paid whole or not at all"
    covered = _covered_by_month()
    assert set(covered) == {cell for cell in price if paid[cell]}, "covered if and only if paid"
    for cell, monthly_idr in covered.items():
        assert monthly_idr == paid[cell], "cover costs what was paid for it"
    _assert_nobody_stands_twice()
    _assert_lines_and_invoices()
    _assert_payments()
    _assert_counts()


def months_of(span: Allocation | CoveragePeriod | CreditNote | Enrollment | InvoiceLine) -> list:
    """Return the first days of the months of anything with `since` and `until`."""
    months, month = [], span.since
    while month < span.until:
        months.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    assert month == span.until
    return months


def _paid_by_month() -> Counter[Cell]:
    paid = Counter[Cell]()
    for allocation in Allocation.objects.filter(released_on=None).select_related(
        "payment", "line__invoice__decree"
    ):
        decree, payment = allocation.line.invoice.decree, allocation.payment
        assert (payment.sponsor_id, payment.fund) == (decree.sponsor_id, decree.fund)
        assert payment.reversed_on is None
        months = months_of(allocation)
        each, rest = divmod(allocation.amount_idr, len(months))
        assert rest == 0, "several months of one allocation are paid alike"
        for month in months:
            paid[allocation.line_id, month] += each
    return paid


def _price_by_month() -> dict[Cell, int]:
    price = {
        (line.pk, month): line.monthly_idr
        for line in InvoiceLine.objects.all()
        for month in months_of(line)
    }
    for note in CreditNote.objects.all():
        assert note.amount_idr == note.monthly_idr * note.months
        assert len(months_of(note)) == note.months
        assert 0 <= note.released_idr <= note.amount_idr
        for month in months_of(note):
            price[note.line_id, month] -= note.monthly_idr
    return price


def _covered_by_month() -> dict[Cell, int]:
    covered: dict[Cell, int] = {}
    for period in CoveragePeriod.objects.filter(voided_on=None).select_related("line"):
        assert period.worker_id == period.line.worker_id
        for month in months_of(period):
            assert (period.line_id, month) not in covered
            covered[period.line_id, month] = period.monthly_idr
    return covered


def _assert_nobody_stands_twice() -> None:
    for model in (CoveragePeriod, Enrollment):
        months = Counter(
            (row.worker_id, month)
            for row in model.objects.filter(voided_on=None)
            for month in months_of(row)
        )
        assert set(months.values()) <= {1}, f"{model.__name__}: a worker stands twice in a month"


def _assert_lines_and_invoices() -> None:
    allocated, credited = Counter[int](), Counter[int]()
    for allocation in Allocation.objects.filter(released_on=None):
        allocated[allocation.line_id] += allocation.amount_idr
    for note in CreditNote.objects.all():
        credited[note.line_id] += note.amount_idr
    sums: dict[int, list[int]] = {}
    for line in InvoiceLine.objects.all():
        kept = (line.allocated_idr, line.credited_idr)
        assert kept == (allocated[line.pk], credited[line.pk]), "line = allocations + notes + open"
        assert line.open_idr >= 0
        assert line.amount_idr == line.monthly_idr * len(months_of(line))
        for place, amount_idr in enumerate((line.amount_idr, *kept)):
            sums.setdefault(line.invoice_id, [0, 0, 0])[place] += amount_idr
    for invoice in Invoice.objects.all():
        figures = [invoice.total_idr, invoice.allocated_idr, invoice.credited_idr]
        assert figures == sums[invoice.pk], "invoice = its lines"


def _assert_payments() -> None:
    spent = Counter[int]()
    for allocation in Allocation.objects.filter(released_on=None):
        spent[allocation.payment_id] += allocation.amount_idr
    back = Counter[int]()
    for refund in Refund.objects.filter(reversed_on=None):
        back[refund.payment_id] += refund.amount_idr
    for payment in Payment.objects.all():
        used = (payment.allocated_idr, payment.refunded_idr)
        assert used == (spent[payment.pk], back[payment.pk]), "received = used + back + credit"
        assert min(used) >= 0
        assert sum(used) <= payment.amount_idr
        if not payment.reversed_on:
            assert payment.credit_idr == payment.amount_idr - sum(used)


def _assert_counts() -> None:
    people = Counter(
        (period.worker.village_id, month)
        for period in CoveragePeriod.objects.filter(voided_on=None).select_related("worker")
        for month in months_of(period)
    )
    kept = {
        (count.village_id, count.month): count.participants
        for count in CoverageCount.objects.exclude(participants=0)
    }
    assert kept == dict(people), "counts equal rows"
