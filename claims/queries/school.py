"""Whose school years are whose: the scholarship of each child, under its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from claims.rules.assessment import Line
from claims.rules.school_plans import child_numbers
from enrollment.models import Heir


@dataclass(frozen=True, slots=True)
class ChildPlan:
    """The school years of one child; `child` is None where nobody of that birth date is named."""

    born_on: date | None
    child: Heir | None
    years: tuple[Line, ...]

    @property
    def total_idr(self) -> int:
        """All the years together, in rupiah."""
        return sum(year.amount_idr for year in self.years)


def school_plans(lines: Sequence[Line], children: Iterable[Heir] = ()) -> tuple[ChildPlan, ...]:
    """Return the yearly lines of an assessment as one plan for each child, in their order."""
    years: dict[int, list[Line]] = {}
    for line, number in zip(lines, child_numbers(lines), strict=True):
        years.setdefault(number, []).append(line)
    unnamed = list(children)
    plans = []
    for found in years.values():
        child = _child_of(found[0], unnamed)
        if child is not None:
            unnamed.remove(child)
        plans.append(ChildPlan(found[0].child_born_on, child, tuple(found)))
    return tuple(plans)


def _child_of(first: Line, children: Iterable[Heir]) -> Heir | None:
    """Return the child born on that day; of two, the one who goes to that grade."""
    born = [child for child in children if child.born_on == first.child_born_on]
    same = [child for child in born if (child.level, child.grade) == (first.level, first.grade)]
    return next(iter(same or born), None)
