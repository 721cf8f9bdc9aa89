"""Writing what happens to invoice lines: allocations, cover, and every counter kept with them.

Callers hold the sponsor's lock. Locks are taken in one order everywhere: list, decree,
region, sponsor, workers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar

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
from enrollment.rules.ledger import Change, History, Span
from registry.bulk import insert_rows
from registry.months import month_range

CHUNK = 5000
BOOK_FIELDS = (
    *("pk", "invoice_id", "worker_id", "worker__village_id"),
    *("since", "until", "amount_idr"),
)

Item = TypeVar("Item")
AllocationRow = tuple[int, int, date, date, int]  # payment, line, since, until, rupiah
PeriodRow = tuple[int, int, date, date, int]  # worker, line, since, until, rupiah a month


@dataclass
class Counters:
    """Changes to the figures that are kept beside the rows, written once at the end."""

    allocated: Counter[int] = field(default_factory=Counter)  # rupiah by line
    credited: Counter[int] = field(default_factory=Counter)  # rupiah by line
    spent: Counter[int] = field(default_factory=Counter)  # rupiah by payment
    covered: Counter[tuple[str, date, date]] = field(default_factory=Counter)  # people by period
    invoice_of: dict[int, int] = field(default_factory=dict)  # of every line with a change

    def cover(self, village_id: str, span: Span, change: int) -> None:
        """Count a worker's months in or out."""
        self.covered[village_id, span.since, span.until] += change

    def write(self) -> None:
        """Add the changes to lines, invoices, payments and counts."""
        by_change: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        by_invoice: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
        for line_id in {*self.allocated, *self.credited}:
            change = self.allocated[line_id], self.credited[line_id]
            by_change[change].append(line_id)
            by_invoice[self.invoice_of[line_id]][0] += change[0]
            by_invoice[self.invoice_of[line_id]][1] += change[1]
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
        people = Counter[tuple[str, date]]()
        for (village_id, since, until), change in self.covered.items():
            for month in month_range(since, until):
                people[village_id, month] += change
        changes = sorted((key, change) for key, change in people.items() if change)
        if not changes:
            return
        CoverageCount.objects.bulk_create(
            [
                CoverageCount(village_id=village_id, month=month, participants=0)
                for (village_id, month), _change in changes
            ],
            ignore_conflicts=True,
        )
        list(
            CoverageCount.objects.filter(
                month__in={month for (_village, month), _change in changes},
                village_id__in={village_id for (village_id, _month), _change in changes},
            )
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


class Book(NamedTuple):
    """One invoice line with its history, and the rows that the history was read from."""

    line_id: int
    invoice_id: int
    worker_id: int
    village_id: str
    history: History
    allocation_ids: tuple[int, ...]
    period_ids: tuple[int, ...]


def books_of(line_ids: Iterable[int]) -> Iterator[list[Book]]:
    """Yield the books of invoice lines, some thousand at a time."""
    for ids in in_chunks(sorted(set(line_ids))):
        notes: defaultdict[int, list[Span]] = defaultdict(list)
        paid: defaultdict[int, list[tuple[int, Span]]] = defaultdict(list)
        cover: defaultdict[int, list[Span]] = defaultdict(list)
        allocation_ids: defaultdict[int, list[int]] = defaultdict(list)
        period_ids: defaultdict[int, list[int]] = defaultdict(list)
        noted = CreditNote.objects.filter(line_id__in=ids).order_by("pk")
        for line_id, since, until, idr in noted.values_list(
            "line_id", "since", "until", "amount_idr"
        ):
            notes[line_id].append(Span(since, until, idr))
        allocations = Allocation.objects.standing().filter(line_id__in=ids).order_by("pk")
        for pk, line_id, payment_id, since, until, idr in allocations.values_list(
            "pk", "line_id", "payment_id", "since", "until", "amount_idr"
        ):
            allocation_ids[line_id].append(pk)
            paid[line_id].append((payment_id, Span(since, until, idr)))
        periods = CoveragePeriod.objects.standing().filter(line_id__in=ids).order_by("pk")
        for pk, line_id, since, until in periods.values_list("pk", "line_id", "since", "until"):
            period_ids[line_id].append(pk)
            cover[line_id].append(Span(since, until, 0))
        lines = InvoiceLine.objects.filter(pk__in=ids).order_by("pk")
        yield [
            Book(
                *(pk, invoice_id, worker_id, village_id),
                History(Span(*span), tuple(notes[pk]), tuple(paid[pk]), tuple(cover[pk])),
                tuple(allocation_ids[pk]),
                tuple(period_ids[pk]),
            )
            for pk, invoice_id, worker_id, village_id, *span in lines.values_list(*BOOK_FIELDS)
        ]


def rewrite(
    changes: Sequence[tuple[Book, Change]], counters: Counters, *, on: date, void_reason: str
) -> None:
    """Replace the allocations and the cover of lines as their changes say; count it."""
    released: list[int] = []
    voided: list[int] = []
    allocations: list[AllocationRow] = []
    periods: list[PeriodRow] = []
    for book, change in changes:
        counters.invoice_of[book.line_id] = book.invoice_id
        for pk, (payment_id, was), paid in zip(
            book.allocation_ids, book.history.paid, change.paid, strict=True
        ):
            if paid is not None:
                released.append(pk)
                left_idr = sum(span.amount_idr for span in paid) - was.amount_idr
                counters.spent[payment_id] += left_idr
                counters.allocated[book.line_id] += left_idr
                allocations += ((payment_id, book.line_id, *span) for span in paid)
        for pk, was, covered in zip(book.period_ids, book.history.cover, change.cover, strict=True):
            if covered is not None:
                voided.append(pk)
                counters.cover(book.village_id, was, -1)
                for span in covered:
                    counters.cover(book.village_id, span, +1)
                    periods.append(period_row(book.worker_id, book.line_id, span))
    for ids in in_chunks(released):
        Allocation.objects.filter(pk__in=ids).update(released_on=on)
    for ids in in_chunks(voided):
        CoveragePeriod.objects.filter(pk__in=ids).update(voided_on=on, void_reason=void_reason)
    insert_allocations(allocations)
    insert_periods(periods)


def insert_allocations(rows: Iterable[AllocationRow]) -> None:
    """Write what payments pay of lines."""
    insert_rows(Allocation, ("payment", "line", "since", "until", "amount_idr"), rows)


def insert_periods(rows: Iterable[PeriodRow]) -> None:
    """Write covered months."""
    insert_rows(CoveragePeriod, ("worker", "line", "since", "until", "monthly_idr"), rows)


def period_row(worker_id: int, line_id: int, span: Span) -> PeriodRow:
    """Return a worker's covered months at one price as they are written."""
    return worker_id, line_id, span.since, span.until, span.monthly_idr


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


def move_counts(worker: Worker, village_before: str) -> None:
    """Count all covered months of a worker in the village where he lives now."""
    counters = Counters()
    for period in worker.coverage_periods.standing():
        span = Span(period.since, period.until, 0)
        counters.cover(village_before, span, -1)
        counters.cover(worker.village_id, span, +1)
    counters.write()
