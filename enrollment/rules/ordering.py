"""What a worker who pays for himself may order next, and how he stands with his contributions.

Up to three consecutive unpaid months are owed and come first in the next order (PP 44/2015
Pasal 39 and 42); beyond, the membership rests, and whoever comes back begins anew without them.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enrollment.rules.arrears import unpaid_before
from registry.law.parameters import parameter
from registry.months import add_months, first_of_month, month_range, months_between


class State(StrEnum):
    """How a worker stands with the contributions that he pays himself."""

    NEW = "new"
    ACTIVE = "active"
    ARREARS = "arrears"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a worker stands on a day; `arrears` are the unpaid months, oldest first.

    Of a lapsed member they are those that made him lapse, and are not charged any more.
    """

    state: State
    arrears: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class NextOrder:
    """The months that an order may take: from `month` on, at most `room` (None: any number).

    `owed` are the arrears that stand at its beginning, oldest first. `behind` says that it
    begins behind months that are paid, or under another membership, already.
    """

    month: date
    owed: tuple[date, ...]
    behind: bool
    room: int | None

    def holds(self, months: int) -> bool:
        """Tell whether so many months fit before those of another membership."""
        return self.room is None or months <= self.room


def standing(on: date, *, paid: Collection[date], days_off: Container[date]) -> Standing:
    """Return how a worker stands on a day whose paid months, by whomever, are these."""
    if not paid:
        return Standing(State.NEW)
    unpaid = unpaid_before(on, paid_day_of=dict.fromkeys(paid, date.min), days_off=days_off)
    if len(unpaid) > rests_after(on):
        return Standing(State.LAPSED, unpaid)
    return Standing(State.ARREARS if unpaid else State.ACTIVE, unpaid)


def has_lapsed(
    unpaid_from: date, on: date, *, paid: Collection[date], days_off: Container[date]
) -> bool:
    """Tell whether an order unpaid from a month on is too old to be asked for any more.

    So many months in a row are overdue since then. What was owed before the order began does not
    count: whoever comes back has the same time to pay as who is new.
    """
    overdue = 0
    for month in month_range(unpaid_from, first_not_due(on, days_off=days_off)):
        if month in paid:
            break
        overdue += 1
    return overdue > rests_after(on)


def rests_after(on: date) -> int:
    """Return the consecutive unpaid months that a membership outlives."""
    months: int = parameter("bpu.inactive_after_months", on=on).value
    return months


def first_not_due(on: date, *, days_off: Container[date]) -> date:
    """Return the first month that is not overdue on a day: this one, or the next."""
    month = first_of_month(on)
    paid = {add_months(month, -2): date.min}
    unpaid = unpaid_before(on, paid_day_of=paid, days_off=days_off)
    return add_months(unpaid[-1], 1) if unpaid else add_months(month, -1)


def next_order(
    on: date,
    *,
    paid: Collection[date],
    taken: Collection[date],
    days_off: Container[date],
) -> NextOrder:
    """Return which months an order of this day takes; `taken` stand under a membership.

    Arrears that are still owed come first. Otherwise it begins with this month, or behind the
    months that somebody pays for without a break: no month twice, none left out.
    """
    now = standing(on, paid=paid, days_off=days_off)
    charged = parameter("bpu.reactivation_charges_arrears", on=on).value
    owed = now.arrears if now.state is State.ARREARS or charged else ()
    held = {*paid, *taken}
    month = begin = owed[0] if owed else first_of_month(on)
    while month in held:
        month = add_months(month, 1)
    later = [other for other in held if other > month]
    return NextOrder(
        month=month,
        owed=tuple(unpaid for unpaid in owed if unpaid >= month and unpaid not in held),
        behind=month > begin,
        room=months_between(month, min(later)) if later else None,
    )


def months_of(periods: Iterable[tuple[date, date]]) -> set[date]:
    """Return the months of half-open periods."""
    return {month for since, until in periods for month in month_range(since, until)}


def offered_months(on: date) -> tuple[int, ...]:
    """Return for how many months at once one may pay."""
    months: tuple[int, ...] = parameter("bpu.advance_periods_months", on=on).value
    return months


def too_young_or_old(age: int, *, month: date, is_member: bool) -> bool:
    """Tell whether the age on the first day of the first month keeps somebody out.

    Who was a member before may go on beyond the highest age: no text ends it.
    """
    if age < parameter("bpu.min_age_years", on=month).value:
        return True
    too_old: bool = age >= parameter("bpu.max_age_excl_years", on=month).value
    return too_old and not is_member
