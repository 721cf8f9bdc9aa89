"""What a death does to cover and money, before it is recorded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from enrollment.models import Allocation, CreditNote, InvoiceLine, Worker
from enrollment.rules.ledger import MonthState, Span, ledger
from registry.months import add_months, first_of_month


@dataclass(frozen=True, slots=True)
class DeathEffects:
    """What the months after a death come to: cover that ends, money that returns.

    `credit_note_idr` is all that need not be paid, of which `released_idr` had been paid and
    becomes the payers' credit.
    """

    from_month: date
    months_voided: int
    credit_note_idr: int
    released_idr: int

    @property
    def less_to_pay_idr(self) -> int:
        """What the payers owed and now owe no more."""
        return self.credit_note_idr - self.released_idr


def death_effects(worker: Worker, *, died_on: date) -> DeathEffects:
    """Return what recording the death would do; the month of death itself stays covered."""
    from_month = add_months(first_of_month(died_on), 1)
    after = [
        state
        for months in _ledgers(worker, from_month)
        for month, state in months.items()
        if month >= from_month
    ]
    return DeathEffects(
        from_month=from_month,
        months_voided=sum(state.is_covered for state in after),
        credit_note_idr=sum(state.price_idr for state in after),
        released_idr=sum(state.paid_idr for state in after),
    )


def _ledgers(worker: Worker, from_month: date) -> list[dict[date, MonthState]]:
    """Return the months of each of the worker's lines that reach beyond a month."""
    lines = list(InvoiceLine.objects.filter(worker=worker, until__gt=from_month))
    notes: defaultdict[int, list[Span]] = defaultdict(list)
    for note in CreditNote.objects.filter(line__in=lines):
        notes[note.line_id].append(Span(note.since, note.until, note.amount_idr))
    paid: defaultdict[int, list[tuple[int, Span]]] = defaultdict(list)
    for piece in Allocation.objects.standing().filter(line__in=lines):
        span = Span(piece.since, piece.until, piece.amount_idr)
        paid[piece.line_id].append((piece.payment_id, span))
    return [
        ledger(Span(line.since, line.until, line.amount_idr), notes[line.pk], paid[line.pk])
        for line in lines
    ]
