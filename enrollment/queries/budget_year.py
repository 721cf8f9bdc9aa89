"""Figures by budget year (tahun anggaran): a decree may be paid out of two, for months of two.

Money belongs to the year out of whose budget it came, an invoice and a credit note to the year in
which they were dated, a month of cover to its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import ExtractYear

from enrollment.models import Allocation, CreditNote, Decree, Invoice, Payment
from registry.months import month_range, months_between


@dataclass(frozen=True, slots=True)
class PaidMonths:
    """Worker-months of one calendar year, and what was paid for them.

    A worker-month that two budget years paid together counts in both, its rupiah in each once.
    """

    worker_months: int
    amount_idr: int


@dataclass(slots=True)
class BudgetYear:
    """One budget year of a decree; money in rupiah.

    `received_idr` came for invoices of the decree; `paid_idr` pays for its months, also where the
    money came for another decree of the same payer, and `months` says which, by calendar year.
    """

    year: int
    billed_idr: int = 0
    credited_idr: int = 0
    received_idr: int = 0
    refunded_idr: int = 0
    credit_idr: int = 0
    used_idr: int = 0
    months: dict[int, PaidMonths] = field(default_factory=dict)

    @property
    def paid_idr(self) -> int:
        """What this year's budget paid for months of the decree."""
        return sum(part.amount_idr for part in self.months.values())


@dataclass(frozen=True, slots=True)
class DecreeYears:
    """The budget years of a decree, oldest first, and the calendar years of its paid months."""

    rows: tuple[BudgetYear, ...]
    calendar_years: tuple[int, ...]

    @property
    def total(self) -> BudgetYear:
        """Every year together, under the year 0."""
        total = BudgetYear(0)
        sums: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
        for row in self.rows:
            total.billed_idr += row.billed_idr
            total.credited_idr += row.credited_idr
            total.received_idr += row.received_idr
            total.refunded_idr += row.refunded_idr
            total.credit_idr += row.credit_idr
            total.used_idr += row.used_idr
            for year, part in row.months.items():
                sums[year][0] += part.worker_months
                sums[year][1] += part.amount_idr
        total.months = {year: PaidMonths(*found) for year, found in sorted(sums.items())}
        return total


def years_of_decree(decree: Decree) -> DecreeYears:
    """Return what each budget year billed, received and paid under a decree, in four queries."""
    rows: defaultdict[int, BudgetYear] = defaultdict(lambda: BudgetYear(0))
    for year, idr in _by_year(
        Invoice.objects.filter(decree=decree), ExtractYear("issued_on"), "total_idr"
    ):
        rows[year].billed_idr = idr
    notes = CreditNote.objects.filter(line__invoice__decree=decree)
    for year, idr in _by_year(notes, ExtractYear("posted_on"), "amount_idr"):
        rows[year].credited_idr = idr
    payments = Payment.objects.standing().filter(invoice__decree=decree)
    for year, received, used, refunded, credit in _received(payments):
        row = rows[year]
        row.received_idr, row.used_idr = received, used
        row.refunded_idr, row.credit_idr = refunded, credit
    for year, months in _paid_months(decree).items():
        rows[year].months = months
    for year, row in rows.items():
        row.year = year
    calendar = sorted({year for row in rows.values() for year in row.months})
    return DecreeYears(tuple(rows[year] for year in sorted(rows)), tuple(calendar))


def _received(payments: QuerySet[Payment]) -> list[tuple[int, int, int, int, int]]:
    """Return received, used for months, refunded and credit of payments by budget year."""
    sums = payments.order_by().values_list("budget_year")
    return list(
        sums.annotate(
            Sum("amount_idr"),
            Sum("allocated_idr"),
            Sum("refunded_idr"),
            credit=Sum(F("amount_idr") - F("allocated_idr") - F("refunded_idr")),
        )
    )


def _by_year(rows: QuerySet[Any], year: ExtractYear, amount: str) -> list[tuple[int, int]]:
    found = rows.order_by().annotate(in_year=year).values_list("in_year")
    return list(found.annotate(idr=Sum(amount)))


def _paid_months(decree: Decree) -> dict[int, dict[int, PaidMonths]]:
    """Return by budget year which calendar years' months of a decree it paid for."""
    groups = (
        Allocation.objects.standing()
        .filter(line__invoice__decree=decree)
        .order_by()
        .values_list("payment__budget_year", "since", "until")
        .annotate(lines=Count("pk"), idr=Sum("amount_idr"))
    )
    months: defaultdict[int, Counter[int]] = defaultdict(Counter)
    amounts: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for budget_year, since, until, lines, idr in groups:
        # several months of one allocation are paid whole and alike, so this divides exactly
        each_idr = idr // months_between(since, until)
        for month in month_range(since, until):
            months[budget_year][month.year] += lines
            amounts[budget_year][month.year] += each_idr
    return {
        budget_year: {
            year: PaidMonths(months[budget_year][year], idr)
            for year, idr in sorted(amounts[budget_year].items())
        }
        for budget_year in months
    }


def budget_years(payments: QuerySet[Payment]) -> dict[int, int]:
    """Return how many payments there are of each budget year, the latest year first."""
    found = payments.order_by().values_list("budget_year").annotate(n=Count("pk"))
    return dict(sorted(found, reverse=True))


def years_of_issue(invoices: QuerySet[Invoice]) -> dict[int, int]:
    """Return how many invoices were issued in each year, the latest first."""
    found = invoices.order_by().annotate(year=ExtractYear("issued_on")).values_list("year")
    return dict(sorted(found.annotate(n=Count("pk")), reverse=True))
