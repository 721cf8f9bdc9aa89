"""Writing what happens to invoice lines: allocations, cover, and every counter kept with them.

Callers hold the sponsor's lock. Locks are taken in one order everywhere: list, decree,
region, sponsor, workers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db.models import F

from enrollment.models import (
    Allocation,
    CoverageCount,
    CoveragePeriod,
    CreditNote,
    Invoice,
    InvoiceLine,
    Payment,
    Worker,
)
from enrollment.rules import ledger as rules
from enrollment.rules.ledger import MonthState, Span
from registry.months import month_range

CHUNK = 5000

Item = TypeVar("Item")


@dataclass
class Counters:
    """Changes to the figures that are kept beside the rows, written once at the end."""

    allocated: Counter[int] = field(default_factory=Counter)  # rupiah by line
    credited: Counter[int] = field(default_factory=Counter)  # rupiah by line
    spent: Counter[int] = field(default_factory=Counter)  # rupiah by payment
    covered: Counter[tuple[str, date]] = field(default_factory=Counter)  # people by village, month

    def cover(self, village_id: str, since: date, until: date, change: int) -> None:
        """Count a worker's months in or out."""
        for month in month_range(since, until):
            self.covered[village_id, month] += change

    def write(self, invoice_of_line: Mapping[int, int]) -> None:
        """Add the changes to lines, invoices, payments and counts."""
        by_change: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        by_invoice: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
        for line_id in {*self.allocated, *self.credited}:
            change = self.allocated[line_id], self.credited[line_id]
            by_change[change].append(line_id)
            by_invoice[invoice_of_line[line_id]][0] += change[0]
            by_invoice[invoice_of_line[line_id]][1] += change[1]
        for (paid, credit), line_ids in by_change.items():
            for ids in in_chunks(sorted(line_ids)):
                InvoiceLine.objects.filter(pk__in=ids).update(
                    allocated_idr=F("allocated_idr") + paid,
                    credited_idr=F("credited_idr") + credit,
                )
        for invoice_id, (paid, credit) in sorted(by_invoice.items()):
            Invoice.objects.filter(pk=invoice_id).update(
                allocated_idr=F("allocated_idr") + paid, credited_idr=F("credited_idr") + credit
            )
        for payment_id, change_idr in sorted(self.spent.items()):
            Payment.objects.filter(pk=payment_id).update(
                allocated_idr=F("allocated_idr") + change_idr
            )
        self._write_counts()

    def _write_counts(self) -> None:
        """Add to the counts by village and month, in one order for every writer."""
        changes = sorted((key, change) for key, change in self.covered.items() if change)
        if not changes:
            return
        CoverageCount.objects.bulk_create(
            [
                CoverageCount(village_id=village_id, month=month, participants=0)
                for (village_id, month), _change in changes
            ],
            ignore_conflicts=True,
        )
        villages = {village_id for (village_id, _month), _change in changes}
        months = {month for (_village_id, month), _change in changes}
        list(
            CoverageCount.objects.filter(month__in=months, village_id__in=villages)
            .order_by("month", "village_id")
            .select_for_update()
            .values_list("pk", flat=True)
        )
        by_change: defaultdict[tuple[date, int], list[str]] = defaultdict(list)
        for (village_id, month), change in changes:
            by_change[month, change].append(village_id)
        for (month, change), village_ids in sorted(by_change.items()):
            CoverageCount.objects.filter(month=month, village_id__in=village_ids).update(
                participants=F("participants") + change
            )


class Books:
    """The months of some invoice lines, to be changed and written back."""

    def __init__(self, lines: Iterable[InvoiceLine]) -> None:
        self.lines = {line.pk: line for line in lines}
        self._allocations: defaultdict[int, list[Allocation]] = defaultdict(list)
        self._periods: defaultdict[int, list[CoveragePeriod]] = defaultdict(list)
        self._notes: defaultdict[int, list[CreditNote]] = defaultdict(list)
        for ids in in_chunks(sorted(self.lines)):
            for allocation in Allocation.objects.standing().filter(line_id__in=ids).order_by("pk"):
                self._allocations[allocation.line_id].append(allocation)
            for period in CoveragePeriod.objects.standing().filter(line_id__in=ids):
                self._periods[period.line_id].append(period)
            for note in CreditNote.objects.filter(line_id__in=ids):
                self._notes[note.line_id].append(note)
        self.months: dict[int, dict[date, MonthState]] = {
            line.pk: self._ledger(line) for line in self.lines.values()
        }
        self._before = {line_id: dict(months) for line_id, months in self.months.items()}

    def _ledger(self, line: InvoiceLine) -> dict[date, MonthState]:
        return rules.ledger(
            Span(line.since, line.until, line.amount_idr),
            [Span(note.since, note.until, note.amount_idr) for note in self._notes[line.pk]],
            [
                (paid.payment_id, Span(paid.since, paid.until, paid.amount_idr))
                for paid in self._allocations[line.pk]
            ],
        )

    def credit(self, line_id: int, months: Iterable[date], by_idr: int) -> list[Span]:
        """Lower the price of some months of a line; return what was lowered, as runs."""
        book = self.months[line_id]
        lowered = []
        for month in months:
            less = min(by_idr, book[month].price_idr)
            book[month] = rules.lowered(book[month], less)
            lowered.append((month, less))
        return rules.runs_of(lowered)

    def withdraw(self, payment_id: int) -> None:
        """Take a payment out of every month that it paid or helped to pay."""
        for book in self.months.values():
            for month, state in book.items():
                book[month] = rules.without_payment(state, payment_id)

    def released_idr(self, line_id: int, span: Span) -> int:
        """Return what of these months was paid before the changes and is not any more."""
        return sum(
            self._before[line_id][month].paid_idr - self.months[line_id][month].paid_idr
            for month in month_range(span.since, span.until)
        )

    def write(self, counters: Counters, *, on: date, void_reason: str) -> None:
        """Replace the allocations and cover of every changed month; count the changes."""
        released: list[int] = []
        voided: list[int] = []
        allocations: list[Allocation] = []
        periods: list[CoveragePeriod] = []
        for line_id, book in self.months.items():
            changed = {month for month in book if book[month] != self._before[line_id][month]}
            if not changed:
                continue
            for paid in self._allocations[line_id]:
                if changed.isdisjoint(month_range(paid.since, paid.until)):
                    continue
                released.append(paid.pk)
                counters.spent[paid.payment_id] -= paid.amount_idr
                counters.allocated[line_id] -= paid.amount_idr
                allocations += self._repaid(paid, counters)
            for period in self._periods[line_id]:
                if not changed.isdisjoint(month_range(period.since, period.until)):
                    voided.append(period.pk)
                    periods += self._recovered(period, counters)
        for ids in in_chunks(released):
            Allocation.objects.filter(pk__in=ids).update(released_on=on)
        for ids in in_chunks(voided):
            CoveragePeriod.objects.filter(pk__in=ids).update(voided_on=on, void_reason=void_reason)
        Allocation.objects.bulk_create(allocations, batch_size=CHUNK)
        CoveragePeriod.objects.bulk_create(periods, batch_size=CHUNK)

    def _repaid(self, paid: Allocation, counters: Counters) -> list[Allocation]:
        spans = rules.spans_paid_by(
            self.months[paid.line_id], paid.payment_id, paid.since, paid.until
        )
        for span in spans:
            counters.spent[paid.payment_id] += span.amount_idr
            counters.allocated[paid.line_id] += span.amount_idr
        return [
            Allocation(
                payment_id=paid.payment_id,
                line_id=paid.line_id,
                since=span.since,
                until=span.until,
                amount_idr=span.amount_idr,
            )
            for span in spans
        ]

    def _recovered(self, period: CoveragePeriod, counters: Counters) -> list[CoveragePeriod]:
        village_id = self.lines[period.line_id].worker.village_id
        counters.cover(village_id, period.since, period.until, -1)
        spans = rules.covered_spans(self.months[period.line_id], period.since, period.until)
        for span in spans:
            counters.cover(village_id, span.since, span.until, +1)
        return [
            CoveragePeriod(
                worker_id=period.worker_id,
                line_id=period.line_id,
                since=span.since,
                until=span.until,
                monthly_idr=span.monthly_idr,
            )
            for span in spans
        ]


def in_chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Yield the items in lists that both databases take as parameters."""
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


def lock_workers(worker_ids: Iterable[int]) -> None:
    """Hold the workers until the end of the transaction, in one order for every writer."""
    for ids in in_chunks(sorted(set(worker_ids))):
        list(
            Worker.objects.filter(pk__in=ids)
            .order_by("pk")
            .select_for_update()
            .values_list("pk", flat=True)
        )
