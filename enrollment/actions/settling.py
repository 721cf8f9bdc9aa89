"""Spending a payer's money on worker-months: the one place where cover begins."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import F

from enrollment.actions.bookkeeping import (
    Counters,
    books_of,
    insert_allocations,
    insert_periods,
    lock_workers,
    period_row,
)
from enrollment.actions.credits import Reduction, post_credit_notes
from enrollment.models import (
    CoveragePeriod,
    CreditNote,
    Invoice,
    InvoiceLine,
    Payment,
    Sponsor,
)
from enrollment.queries.periods import open_day
from enrollment.rules.allocation import Piece, Purse, Unit, pay_units
from enrollment.rules.ledger import Span, runs_of, states_of
from registry.models import User
from registry.months import month_range, months_between


@dataclass(frozen=True, slots=True)
class Outcome:
    """What money did: rupiah used and left as credit, people and worker-months covered by it."""

    allocated_idr: int
    credit_idr: int
    workers_covered: int
    months_opened: int

    def as_json(self) -> dict[str, int]:
        return asdict(self)


OPEN_LINE_FIELDS = (
    "worker_id",
    "worker__village_id",
    "since",
    "until",
    "monthly_idr",
    "amount_idr",
    F("amount_idr") - F("allocated_idr") - F("credited_idr"),
)


class OpenLine(NamedTuple):
    """What paying needs of a line; 100,000 whole ones would not fit a modest server."""

    worker_id: int
    village_id: str
    since: date
    until: date
    monthly_idr: int
    amount_idr: int
    open_idr: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it was paid or credited."""
        return self.open_idr == self.amount_idr


def settle(sponsor: Sponsor, fund: str, *, on: date, by: User) -> Outcome:
    """Pay the payer's open worker-months of this fund with the money that is still free.

    Order: invoice by day of issue and number, then month, sheet row, enrollment; the first
    worker-month that cannot be paid whole ends it. A month that another payer has covered
    meanwhile is credited instead. The caller holds the sponsor's lock.
    """
    payments = Payment.objects.of_payer(sponsor, fund)
    purses = [Purse(payment.pk, payment.credit_idr) for payment in payments.with_credit()]
    invoices = list(Invoice.objects.payable_by(sponsor, fund).open()) if purses else []
    # before anybody's cover is looked at: another payer may be about to cover the same people
    lock_workers(
        InvoiceLine.objects.open().filter(invoice__in=invoices).values_list("worker_id", flat=True)
    )
    counters = Counters()
    workers: set[int] = set()
    for invoice in invoices:
        _credit_months_covered_elsewhere(invoice, on=on, by=by)
        lines = _open_lines(invoice)
        pieces = pay_units(_units(lines), purses)
        counters.invoice_of.update(dict.fromkeys(lines, invoice.pk))
        _write(pieces, lines, counters)
        workers.update(lines[piece.line_id].worker_id for piece in pieces)
        spent = Counter[int]()
        for piece in pieces:
            spent[piece.payment_id] += piece.amount_idr
        if spent.total() < sum(line.open_idr for line in lines.values()):
            break
        purses = [Purse(key, amount_idr - spent[key]) for key, amount_idr in purses]
    opened = sum(
        people * months_between(since, until)
        for (_village, since, until), people in counters.covered.items()
    )
    counters.write()
    return Outcome(
        allocated_idr=counters.spent.total(),
        credit_idr=payments.credit_idr(),
        workers_covered=len(workers),
        months_opened=opened,
    )


def _credit_months_covered_elsewhere(invoice: Invoice, *, on: date, by: User) -> None:
    """Credit the unpaid months of an invoice that another payer has covered meanwhile."""
    taken = CoveragePeriod.objects.standing().exclude(line__invoice=invoice)
    open_lines = invoice.lines.open()
    clashes: dict[int, set[date]] = {}
    for period in taken.filter(worker_id__in=open_lines.values("worker_id")):
        for line in open_lines.filter(
            worker_id=period.worker_id, since__lt=period.until, until__gt=period.since
        ):
            shared = month_range(max(line.since, period.since), min(line.until, period.until))
            clashes.setdefault(line.pk, set()).update(shared)
    if not clashes:
        return
    states = {
        book.line_id: states_of(book.history) for books in books_of(clashes) for book in books
    }
    post_credit_notes(
        [
            Reduction(line_id, tuple(sorted(m for m in months if states[line_id][m].is_open)))
            for line_id, months in clashes.items()
        ],
        reason=CreditNote.Reason.COVERED_ELSEWHERE,
        void_reason=CoveragePeriod.VoidReason.REPRICED,
        # the payer's books may be those of the province, and open where the regency's are closed
        on=open_day(invoice.region_code, on),
        by=by,
    )


def _open_lines(invoice: Invoice) -> dict[int, OpenLine]:
    """Return the lines with something to pay by their key, in paying order."""
    rows = invoice.lines.open().in_order().values_list("pk", *OPEN_LINE_FIELDS)
    return {pk: OpenLine(*facts) for pk, *facts in rows}


def _units(lines: dict[int, OpenLine]) -> Iterator[Unit]:
    """Yield the open worker-months of one invoice in paying order."""
    if not lines:
        return
    touched = {
        book.line_id: states_of(book.history)
        for books in books_of(line_id for line_id, line in lines.items() if not line.is_whole)
        for book in books
    }
    first = min(line.since for line in lines.values())
    last = max(line.until for line in lines.values())
    for month in month_range(first, last):
        for line_id, line in lines.items():
            if not line.since <= month < line.until:
                continue
            if line.is_whole:
                yield Unit(line_id, month, line.monthly_idr)
            elif touched[line_id][month].is_open:
                yield Unit(line_id, month, touched[line_id][month].price_idr)


def _write(pieces: Sequence[Piece], lines: dict[int, OpenLine], counters: Counters) -> None:
    """Write allocations and cover, and count them."""
    insert_allocations(
        (piece.payment_id, piece.line_id, piece.since, piece.until, piece.amount_idr)
        for piece in pieces
    )
    for piece in pieces:
        counters.allocated[piece.line_id] += piece.amount_idr
        counters.spent[piece.payment_id] += piece.amount_idr
    opened = _opened_spans(pieces)
    insert_periods(
        period_row(lines[line_id].worker_id, line_id, span)
        for line_id, spans in opened.items()
        for span in spans
    )
    for line_id, spans in opened.items():
        for span in spans:
            counters.cover(lines[line_id].village_id, span, +1)


def _opened_spans(pieces: Sequence[Piece]) -> dict[int, list[Span]]:
    """Return, by line, the months that were paid as runs at one price.

    A line that one piece pays is one run; only a line with several is taken apart by month.
    """
    by_line: defaultdict[int, list[Span]] = defaultdict(list)
    for piece in pieces:
        by_line[piece.line_id].append(Span(piece.since, piece.until, piece.amount_idr))
    return {
        line_id: spans if len(spans) == 1 else _joined(spans) for line_id, spans in by_line.items()
    }


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Return spans, of which several may pay one month together, as runs at one price."""
    price = Counter[date]()
    for span in spans:
        for month in month_range(span.since, span.until):
            price[month] += span.monthly_idr
    return runs_of(sorted(price.items()))
