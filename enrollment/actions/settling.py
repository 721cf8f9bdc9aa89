"""Spending a payer's money on worker-months: the one place where cover begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from operator import attrgetter

from enrollment.actions.bookkeeping import CHUNK, Books, Counters, lock_workers
from enrollment.actions.credits import Reduction, post_credit_notes
from enrollment.models import (
    Allocation,
    CoveragePeriod,
    CreditNote,
    Invoice,
    InvoiceLine,
    Payment,
    Sponsor,
)
from enrollment.rules.allocation import Piece, Purse, Unit, pay_units
from enrollment.rules.ledger import MonthState, Span, runs_of
from registry.models import User
from registry.months import add_months, month_range, months_between

# what paying needs of a line; 100,000 whole ones would not fit a modest server
LINE_FIELDS = (
    "invoice",
    "enrollment",
    "worker__village",
    "position",
    "since",
    "until",
    "monthly_idr",
    "amount_idr",
    "allocated_idr",
    "credited_idr",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What money did: rupiah used and left as credit, people and worker-months covered by it."""

    allocated_idr: int
    credit_idr: int
    workers_covered: int
    months_opened: int

    def as_json(self) -> dict[str, int]:
        return asdict(self)


def settle(sponsor: Sponsor, fund: str, *, on: date, by: User) -> Outcome:
    """Pay the payer's open worker-months of this fund with the money that is still free.

    Order: invoice by day of issue and number, then month, sheet row, enrollment; the first
    worker-month that cannot be paid whole ends it. A month that another payer has covered
    meanwhile is credited instead. The caller holds the sponsor's lock.
    """
    purses = [
        Purse(payment.pk, payment.credit_idr)
        for payment in Payment.objects.of_payer(sponsor, fund).with_credit()
    ]
    lines: dict[int, InvoiceLine] = {}
    units: list[Iterator[Unit]] = []
    if purses:
        for invoice in Invoice.objects.payable_by(sponsor, fund).open():
            _credit_months_covered_elsewhere(invoice, on=on, by=by)
            opened = _open_lines(invoice)
            lines.update((line.pk, line) for line in opened)
            units.append(_units(opened))
    pieces = pay_units((unit for part in units for unit in part), purses)
    opened_months, workers = _write(pieces, lines)
    return Outcome(
        allocated_idr=sum(piece.amount_idr for piece in pieces),
        credit_idr=Payment.objects.of_payer(sponsor, fund).credit_idr(),
        workers_covered=workers,
        months_opened=opened_months,
    )


def _open_lines(invoice: Invoice) -> list[InvoiceLine]:
    """The lines with something to pay, in paying order, with their workers held."""
    lock_workers(invoice.lines.open().values_list("worker_id", flat=True))
    return list(invoice.lines.open().select_related("worker").only(*LINE_FIELDS).in_order())


def _credit_months_covered_elsewhere(invoice: Invoice, *, on: date, by: User) -> None:
    """Credit the unpaid months of an invoice that another payer has covered meanwhile."""
    taken = CoveragePeriod.objects.standing().exclude(line__invoice=invoice)
    open_lines = invoice.lines.open()
    clashes: dict[int, set[date]] = {}
    lines = {}
    for period in taken.filter(worker_id__in=open_lines.values("worker_id")):
        for line in open_lines.filter(
            worker_id=period.worker_id, since__lt=period.until, until__gt=period.since
        ).select_related("worker"):
            lines[line.pk] = line
            shared = month_range(max(line.since, period.since), min(line.until, period.until))
            clashes.setdefault(line.pk, set()).update(shared)
    if not clashes:
        return
    books = Books(lines.values())
    post_credit_notes(
        [
            Reduction(
                lines[line_id],
                tuple(sorted(m for m in months if books.months[line_id][m].is_open)),
            )
            for line_id, months in clashes.items()
        ],
        reason=CreditNote.Reason.COVERED_ELSEWHERE,
        void_reason=CoveragePeriod.VoidReason.REPRICED,
        on=on,
        by=by,
    )


def _units(lines: Sequence[InvoiceLine]) -> Iterator[Unit]:
    """Yield the open worker-months of one invoice in paying order."""
    touched = Books(line for line in lines if line.allocated_idr or line.credited_idr).months
    if not lines:
        return
    first = min(map(attrgetter("since"), lines))
    last = max(map(attrgetter("until"), lines))
    for month in month_range(first, last):
        for line in lines:
            if not line.since <= month < line.until:
                continue
            state = touched[line.pk][month] if line.pk in touched else MonthState(line.monthly_idr)
            if state.is_open:
                yield Unit(line.pk, month, state.price_idr)


def _write(pieces: Sequence[Piece], lines: dict[int, InvoiceLine]) -> tuple[int, int]:
    """Write allocations, cover and counts; return worker-months opened and workers covered."""
    counters = Counters()
    for piece in pieces:
        counters.allocated[piece.line_id] += piece.amount_idr
        counters.spent[piece.payment_id] += piece.amount_idr
    Allocation.objects.bulk_create(
        (
            Allocation(
                payment_id=piece.payment_id,
                line_id=piece.line_id,
                since=piece.since,
                until=piece.until,
                amount_idr=piece.amount_idr,
            )
            for piece in pieces
        ),
        batch_size=CHUNK,
    )
    opened = 0
    workers = set()
    periods = []
    for line_id, spans in _opened_spans(pieces).items():
        line = lines[line_id]
        workers.add(line.worker_id)
        for span in spans:
            opened += months_between(span.since, span.until)
            counters.cover(line.worker.village_id, span.since, span.until, +1)
            periods.append(
                CoveragePeriod(
                    worker_id=line.worker_id,
                    line_id=line_id,
                    since=span.since,
                    until=span.until,
                    monthly_idr=span.monthly_idr,
                )
            )
    CoveragePeriod.objects.bulk_create(periods, batch_size=CHUNK)
    counters.write({line_id: line.invoice_id for line_id, line in lines.items()})
    return opened, len(workers)


def _opened_spans(pieces: Sequence[Piece]) -> dict[int, list[Span]]:
    """Return, by line, the months that were paid as runs at one price.

    A line that one piece pays is one run; only a line with several is taken apart by month.
    """
    by_line: dict[int, list[Piece]] = {}
    for piece in pieces:
        by_line.setdefault(piece.line_id, []).append(piece)
    spans = {}
    for line_id, its in by_line.items():
        if len(its) == 1:
            spans[line_id] = [Span(its[0].since, its[0].until, its[0].amount_idr)]
            continue
        price: dict[date, int] = {}
        for piece in its:
            monthly = piece.amount_idr // months_between(piece.since, piece.until)
            month = piece.since
            while month < piece.until:
                price[month] = price.get(month, 0) + monthly
                month = add_months(month, 1)
        spans[line_id] = runs_of(sorted(price.items()))
    return spans
