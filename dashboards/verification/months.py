"""The invariants of single worker-months, read as a stream so that any number fits in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet

from enrollment.models import Allocation, CoverageCount, CoveragePeriod, CreditNote, InvoiceLine
from registry.months import month_range, months_between

_CHUNK = 5000

# first month, month after the last, rupiah (of all these months, or of one: see its use)
Piece = tuple[date, date, int]
Pieces = tuple[Piece, ...]


class Outcome(NamedTuple):
    """Of one line: its covered months, what they cost, and how many months are wrong."""

    covered: int
    covered_idr: int
    wrong: int


def covered_months() -> dict[str, int]:
    """Return whether the allocations of each month sum to its price or to nothing, and whether
    exactly the months that are paid are covered, at that price."""
    lines = Counter[str]()
    notes = _Stream(CreditNote.objects.all(), "amount_idr")
    allocations = _Stream(Allocation.objects.standing(), "amount_idr")
    periods = _Stream(CoveragePeriod.objects.standing(), "monthly_idr")
    rows = InvoiceLine.objects.order_by("pk").values_list("pk", "since", "until", "monthly_idr")
    for pk, since, until, monthly_idr in rows.iterator(chunk_size=_CHUNK):
        outcome = _outcome(
            (since, until, monthly_idr), notes.of(pk), allocations.of(pk), periods.of(pk)
        )
        lines["lines"] += 1
        lines["covered_months"] += outcome.covered
        lines["covered_idr"] += outcome.covered_idr
        lines["differences"] += outcome.wrong
    return {name: lines[name] for name in ("lines", "covered_months", "covered_idr", "differences")}


# most lines are alike: the same months, paid alike
@lru_cache(maxsize=10_000)
def _outcome(line: Piece, notes: Pieces, allocations: Pieces, periods: Pieces) -> Outcome:
    since, until, monthly_idr = line
    prices = Counter(dict.fromkeys(month_range(since, until), monthly_idr))
    paid, covered = Counter[date](), Counter[date]()
    wrong = 0
    for first, end, amount_idr in notes:
        less_idr, rest = divmod(amount_idr, months_between(first, end))
        wrong += bool(rest)
        prices.subtract(dict.fromkeys(month_range(first, end), less_idr))
    for first, end, amount_idr in allocations:
        part_idr, rest = divmod(amount_idr, months_between(first, end))
        wrong += bool(rest)
        paid.update(dict.fromkeys(month_range(first, end), part_idr))
    for first, end, price_idr in periods:
        covered.update(dict.fromkeys(month_range(first, end), price_idr))
    for month in prices.keys() | paid.keys() | covered.keys():
        price_idr = prices[month]
        due = price_idr if month in covered else 0
        wrong += price_idr < 0 or paid[month] != due or covered[month] != due
    return Outcome(len(covered), covered.total(), wrong)


class _Stream:
    """The pieces of every line, asked for in the order of the lines' keys."""

    def __init__(self, pieces: QuerySet[Any], amount: str) -> None:
        rows = pieces.order_by("line_id", "since", "pk").values_list(
            "line_id", "since", "until", amount
        )
        self._rows: Iterator[tuple[int, date, date, int]] = rows.iterator(chunk_size=_CHUNK)
        self._next = next(self._rows, None)

    def of(self, line_id: int) -> Pieces:
        """Return the pieces of a line, and forget them."""
        found = []
        while self._next and self._next[0] == line_id:
            found.append(self._next[1:])
            self._next = next(self._rows, None)
        return tuple(found)


def counts() -> dict[str, int]:
    """Return whether the counts by village and month equal the covered workers who live there."""
    rows = Counter[tuple[str, date]]()
    groups = (
        CoveragePeriod.objects.standing()
        .values_list("worker__village_id", "since", "until")
        .annotate(workers=Count("pk"))
        .order_by()
    )
    for village_id, since, until, workers in groups.iterator(chunk_size=_CHUNK):
        for month in month_range(since, until):
            rows[village_id, month] += workers
    kept = Counter[tuple[str, date]]()
    for count in CoverageCount.objects.values_list("village_id", "month", "participants").iterator(
        chunk_size=_CHUNK
    ):
        kept[count[0], count[1]] += count[2]
    return {
        "worker_months": rows.total(),
        "counted": kept.total(),
        "differences": sum(rows[key] != kept[key] for key in rows.keys() | kept.keys()),
    }
