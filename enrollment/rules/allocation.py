"""Which worker-months a payment pays for: the order, and the unit, of paying."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from registry.months import add_months, months_between


class Unit(NamedTuple):
    """One worker-month with all its programs; the price is what is still open of it, in rupiah."""

    line_id: int
    month: date
    price_idr: int


class Purse(NamedTuple):
    """Money of one payment that is still free, in rupiah."""

    payment_id: int
    amount_idr: int


class Piece(NamedTuple):
    """What one payment pays of one line: whole months, or a part of a single month."""

    line_id: int
    payment_id: int
    since: date
    until: date
    amount_idr: int


def pay_units(units: Iterable[Unit], purses: Sequence[Purse]) -> list[Piece]:
    """Return what each purse pays, in paying order, whole units only.

    Units come in the order in which they are paid, purses in the order in which they are
    emptied. The first unit that the money left cannot pay in full ends it: a cheaper one behind
    it never goes first. Months of a line that one purse pays whole, one after the other at one
    price, become one piece; a month that takes several purses gives a piece of it for each.
    """
    till = _Till(purses)
    runs: list[_Run] = []
    growing: dict[int, _Run] = {}
    month = until = date.min
    for line_id, unit_month, price_idr in units:
        if price_idr > till.left_idr:
            break
        if price_idr < 0:
            raise ValueError("a worker-month cannot cost less than nothing")
        if unit_month != month:
            month, until = unit_month, add_months(unit_month, 1)
        parts = till.spend(price_idr)
        run = growing.pop(line_id, None)
        if run is not None and len(parts) == 1 and run.goes_on(parts[0][0], month, price_idr):
            run.until = until
            growing[line_id] = run
            continue
        for payment_id, part_idr in parts:
            run = _Run(line_id, payment_id, month, until, part_idr)
            runs.append(run)
            if part_idr == price_idr:
                growing[line_id] = run
    return [run.piece() for run in runs]


class _Run:
    """Months of one line that one payment pays at one price: a piece that still grows."""

    __slots__ = ("line_id", "payment_id", "price_idr", "since", "until")

    def __init__(
        self, line_id: int, payment_id: int, since: date, until: date, price_idr: int
    ) -> None:
        self.line_id = line_id
        self.payment_id = payment_id
        self.since = since
        self.until = until
        self.price_idr = price_idr

    def goes_on(self, payment_id: int, month: date, price_idr: int) -> bool:
        return self.until == month and self.price_idr == price_idr and self.payment_id == payment_id

    def piece(self) -> Piece:
        months = months_between(self.since, self.until)
        return Piece(self.line_id, self.payment_id, self.since, self.until, months * self.price_idr)


class _Till:
    """The purses, emptied in order; no more is spent than they hold."""

    __slots__ = ("_open_idr", "_payment_id", "_waiting", "left_idr")

    def __init__(self, purses: Sequence[Purse]) -> None:
        if any(purse.amount_idr < 0 for purse in purses):
            raise ValueError("a purse cannot hold less than nothing")
        self._waiting = iter([purse for purse in purses if purse.amount_idr])
        self._payment_id = 0
        self._open_idr = 0
        self.left_idr = sum(purse.amount_idr for purse in purses)

    def spend(self, price_idr: int) -> list[tuple[int, int]]:
        """Return (payment, part) of a price that is not above `left_idr`, which it lowers."""
        self.left_idr -= price_idr
        if 0 < price_idr <= self._open_idr:
            self._open_idr -= price_idr
            return [(self._payment_id, price_idr)]
        parts = []
        while price_idr:
            if not self._open_idr:
                self._payment_id, self._open_idr = next(self._waiting)
            part_idr = min(price_idr, self._open_idr)
            parts.append((self._payment_id, part_idr))
            self._open_idr -= part_idr
            price_idr -= part_idr
        return parts
