"""Credit notes: months of a line that need not be paid, or cost less than billed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from enrollment.actions.bookkeeping import Book, Counters, books_of, rewrite
from enrollment.models import CoveragePeriod, CreditNote
from enrollment.rules.ledger import Change, credited
from registry.models import User
from registry.months import months_between

WHOLE_PRICE = 2**31 - 1  # a month never costs more, so lowering by it leaves nothing


@dataclass(frozen=True, slots=True)
class Reduction:
    """Months of a line, and by how much each gets cheaper: the whole price unless said."""

    line_id: int
    months: tuple[date, ...]
    by_idr: int = WHOLE_PRICE
    basis: dict[str, Any] = field(default_factory=dict)


def post_credit_notes(
    reductions: Iterable[Reduction],
    *,
    reason: CreditNote.Reason,
    void_reason: CoveragePeriod.VoidReason,
    on: date,
    by: User,
) -> int:
    """Credit months of lines and return the rupiah released to their payers' credit.

    What had been allocated to a credited part is released, once: a month whose price is
    already down to nothing is passed over. Cover stays for months that still cost something
    and are paid, and ends for the others. A line is reduced once in a call.
    """
    wanted = {reduction.line_id: reduction for reduction in reductions}
    counters = Counters()
    released_idr = 0
    for books in books_of(wanted):
        changes = [(book, _change(book, wanted[book.line_id])) for book in books]
        rewrite(changes, counters, on=on, void_reason=void_reason)
        notes = [
            CreditNote(
                line_id=book.line_id,
                since=span.since,
                until=span.until,
                months=months_between(span.since, span.until),
                monthly_idr=span.monthly_idr,
                amount_idr=span.amount_idr,
                released_idr=note_released_idr,
                reason=reason,
                basis=wanted[book.line_id].basis,
                posted_on=on,
                created_by=by,
            )
            for book, change in changes
            for span, note_released_idr in change.notes
        ]
        CreditNote.objects.bulk_create(notes, batch_size=2000)
        for note in notes:
            counters.credited[note.line_id] += note.amount_idr
            released_idr += note.released_idr
    counters.write()
    return released_idr


def _change(book: Book, reduction: Reduction) -> Change:
    return credited(book.history, reduction.months, reduction.by_idr)
