"""The months of one invoice line: what each costs, and which payments paid it.

A month is paid whole or not at all, so a month's parts sum to its price or to nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from registry.months import add_months, month_range, months_between


class Part(NamedTuple):
    """What one payment gave for one month, in rupiah."""

    payment_id: int
    amount_idr: int


class MonthState(NamedTuple):
    """What a month still costs after credit notes, in rupiah, and who paid it."""

    price_idr: int
    parts: tuple[Part, ...] = ()

    @property
    def paid_idr(self) -> int:
        return sum(part.amount_idr for part in self.parts)

    @property
    def is_open(self) -> bool:
        """Whether it costs something and is not paid."""
        return self.price_idr > 0 and not self.parts

    @property
    def is_covered(self) -> bool:
        """Whether its whole price was paid."""
        return bool(self.parts) and self.paid_idr == self.price_idr


class Span(NamedTuple):
    """Rupiah spread evenly over consecutive months."""

    since: date
    until: date
    amount_idr: int

    @property
    def monthly_idr(self) -> int:
        return self.amount_idr // months_between(self.since, self.until)


Ledger = Mapping[date, MonthState]


def ledger(
    line: Span, notes: Iterable[Span], allocations: Iterable[tuple[int, Span]]
) -> dict[date, MonthState]:
    """Return the state of each month of a line, from its credit notes and (payment, span)s."""
    prices = dict.fromkeys(month_range(line.since, line.until), line.monthly_idr)
    for note in notes:
        for month in month_range(note.since, note.until):
            prices[month] -= note.monthly_idr
    parts: dict[date, list[Part]] = {month: [] for month in prices}
    for payment_id, span in allocations:
        for month in month_range(span.since, span.until):
            parts[month].append(Part(payment_id, span.monthly_idr))
    return {month: MonthState(price, tuple(parts[month])) for month, price in prices.items()}


def lowered(state: MonthState, by_idr: int) -> MonthState:
    """Return the month costing `by_idr` less; what was overpaid is taken from the last payment."""
    if not 0 <= by_idr <= state.price_idr:
        raise ValueError("a month cannot cost less than nothing, or more than billed")
    price_idr = state.price_idr - by_idr
    excess = max(state.paid_idr - price_idr, 0)
    kept: list[Part] = []
    for part in reversed(state.parts):
        taken = min(excess, part.amount_idr)
        excess -= taken
        if part.amount_idr > taken:
            kept.append(Part(part.payment_id, part.amount_idr - taken))
    return MonthState(price_idr, tuple(reversed(kept)))


def without_payment(state: MonthState, payment_id: int) -> MonthState:
    """Return the month unpaid if the payment had a part in it: the other parts are released."""
    touched = any(part.payment_id == payment_id for part in state.parts)
    return MonthState(state.price_idr) if touched else state


def runs_of(amounts: Iterable[tuple[date, int]]) -> list[Span]:
    """Return consecutive months with one amount as spans; months with nothing are left out."""
    spans: list[Span] = []
    for month, amount_idr in amounts:
        if not amount_idr:
            continue
        until = add_months(month, 1)
        last = spans[-1] if spans else None
        if last and last.until == month and last.monthly_idr == amount_idr:
            spans[-1] = Span(last.since, until, last.amount_idr + amount_idr)
        else:
            spans.append(Span(month, until, amount_idr))
    return spans


def spans_paid_by(book: Ledger, payment_id: int, since: date, until: date) -> list[Span]:
    """Return what a payment pays of the months from `since` to `until`.

    Months that it pays whole form runs; a part of a month stands alone.
    """
    spans: list[Span] = []
    whole: list[tuple[date, int]] = []
    for month in month_range(since, until):
        for part in book[month].parts:
            if part.payment_id != payment_id:
                continue
            if part.amount_idr == book[month].price_idr:
                whole.append((month, part.amount_idr))
            else:
                spans.append(Span(month, add_months(month, 1), part.amount_idr))
    return sorted([*spans, *runs_of(whole)])


def covered_spans(book: Ledger, since: date, until: date) -> list[Span]:
    """Return the covered months from `since` to `until` as runs at one price."""
    return runs_of(
        (month, book[month].price_idr if book[month].is_covered else 0)
        for month in month_range(since, until)
    )


class History(NamedTuple):
    """What stands of a line: its billing, its credit notes, (payment, span)s, and its cover.

    Thousands of lines of one invoice have the same history, so that what follows from one is
    worked out once.
    """

    line: Span
    notes: tuple[Span, ...] = ()
    paid: tuple[tuple[int, Span], ...] = ()
    cover: tuple[Span, ...] = ()


class Change(NamedTuple):
    """What becomes of a line.

    `notes` are credit notes to post, each with the rupiah that it releases. `paid` and `cover`
    stand beside those of the history: None where a row stays, else the spans that replace it.
    """

    notes: tuple[tuple[Span, int], ...]
    paid: tuple[tuple[Span, ...] | None, ...]
    cover: tuple[tuple[Span, ...] | None, ...]


@lru_cache(maxsize=1024)
def states_of(history: History) -> Ledger:
    """Return the state of each month of a line with this history."""
    return ledger(history.line, history.notes, history.paid)


@lru_cache(maxsize=1024)
def credited(history: History, months: tuple[date, ...], by_idr: int) -> Change:
    """Return what becomes of a line when months cost less, at most by what they still cost."""
    before = states_of(history)
    after = dict(before)
    less = {month: min(by_idr, before[month].price_idr) for month in months}
    for month, idr in less.items():
        after[month] = lowered(before[month], idr)
    notes = tuple((span, _released_idr(before, after, span)) for span in runs_of(less.items()))
    return _change(history, after, notes)


@lru_cache(maxsize=1024)
def withdrawn(history: History, payment_id: int) -> Change:
    """Return what becomes of a line when a payment is taken out of every month of it."""
    after = {
        month: without_payment(state, payment_id) for month, state in states_of(history).items()
    }
    return _change(history, after)


def _released_idr(before: Ledger, after: Ledger, span: Span) -> int:
    """Return what of these months was paid before and is not any more, in rupiah."""
    months = month_range(span.since, span.until)
    return sum(before[month].paid_idr - after[month].paid_idr for month in months)


def _change(history: History, after: Ledger, notes: tuple[tuple[Span, int], ...] = ()) -> Change:
    before = states_of(history)
    changed = {month for month in before if before[month] != after[month]}

    def is_touched(span: Span) -> bool:
        return not changed.isdisjoint(month_range(span.since, span.until))

    return Change(
        notes=notes,
        paid=tuple(
            tuple(spans_paid_by(after, payment_id, span.since, span.until))
            if is_touched(span)
            else None
            for payment_id, span in history.paid
        ),
        cover=tuple(
            tuple(covered_spans(after, span.since, span.until)) if is_touched(span) else None
            for span in history.cover
        ),
    )
