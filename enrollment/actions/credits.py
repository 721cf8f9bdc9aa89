"""Credit notes: months of a line that need not be paid, or cost less than billed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from enrollment.actions.bookkeeping import Books, Counters
from enrollment.models import CoveragePeriod, CreditNote, InvoiceLine
from registry.models import User
from registry.months import months_between

WHOLE_PRICE = 2**31 - 1  # a month never costs more, so lowering by it leaves nothing


@dataclass(frozen=True, slots=True)
class Reduction:
    """Months of a line, and by how much each gets cheaper: the whole price unless said."""

    line: InvoiceLine
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
    already down to nothing, or a reduction already posted, is passed over. Cover stays for
    months that still cost something and are paid, and ends for the others.
    """
    wanted = list(reductions)
    books = Books({reduction.line.pk: reduction.line for reduction in wanted}.values())
    counters = Counters()
    notes = []
    for reduction in wanted:
        line = reduction.line
        for span in books.credit(line.pk, reduction.months, reduction.by_idr):
            released_idr = books.released_idr(line.pk, span)
            counters.credited[line.pk] += span.amount_idr
            notes.append(
                CreditNote(
                    line=line,
                    since=span.since,
                    until=span.until,
                    months=months_between(span.since, span.until),
                    monthly_idr=span.monthly_idr,
                    amount_idr=span.amount_idr,
                    released_idr=released_idr,
                    reason=reason,
                    basis=reduction.basis,
                    posted_on=on,
                    created_by=by,
                )
            )
    books.write(counters, on=on, void_reason=void_reason)
    CreditNote.objects.bulk_create(notes, batch_size=2000)
    counters.write({line.pk: line.invoice_id for line in books.lines.values()})
    return sum(note.released_idr for note in notes)
