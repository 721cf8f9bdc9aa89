"""The days from a complete file to the last day of payment, counted and drawn."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from registry.workdays import is_working_day

_DAY = timedelta(days=1)
# a clock that ran out long ago is told in words; drawing it would be a wall of days
_MOST_DAYS = 60


class DayKind(StrEnum):
    """What a day of the clock is."""

    START = "start"
    WORK = "work"
    OFF = "off"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class ClockDay:
    """A day of the clock, or days off in a row; `number` counts the working days."""

    since: date
    until: date
    kind: DayKind
    number: int
    is_today: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """The time to pay, in working days, and what lateness costs, in rupiah.

    `working_days_left` counts from today to the last day; it is 0 on the last day and negative
    after it. `days_late` are calendar days, as compensation is counted.
    """

    start_on: date
    pay_by: date
    days: tuple[ClockDay, ...]
    working_days_left: int
    days_late: int
    daily_idr: int

    @property
    def so_far_idr(self) -> int:
        """The compensation owed if it were paid today."""
        return self.days_late * self.daily_idr


def clock(
    *, start_on: date, pay_by: date, today: date, daily_idr: int, days_off: Container[date]
) -> Clock:
    """Return the clock of a file complete since `start_on`, as it stands today."""
    return Clock(
        start_on=start_on,
        pay_by=pay_by,
        days=tuple(_days(start_on, pay_by, today, days_off)),
        working_days_left=working_days_left(today, pay_by, days_off),
        days_late=max((today - pay_by).days, 0),
        daily_idr=daily_idr,
    )


def working_days_left(today: date, last: date, days_off: Container[date]) -> int:
    """Return the working days after today up to the last one; negative when it has passed."""
    if today > last:
        return -_working_days_between(last, today, days_off)
    return _working_days_between(today, last, days_off)


def _working_days_between(after: date, until: date, days_off: Container[date]) -> int:
    days = (after + _DAY * step for step in range(1, (until - after).days + 1))
    return sum(is_working_day(day, days_off) for day in days)


def _days(
    start_on: date, pay_by: date, today: date, days_off: Container[date]
) -> Iterator[ClockDay]:
    yield ClockDay(start_on, start_on, DayKind.START, 0, start_on == today)
    number = 0
    after = [start_on + _DAY * step for step in range(1, (pay_by - start_on).days + 1)]
    for works, run in groupby(after[:_MOST_DAYS], key=lambda day: is_working_day(day, days_off)):
        days = list(run)
        if not works:
            yield ClockDay(days[0], days[-1], DayKind.OFF, 0, days[0] <= today <= days[-1])
            continue
        for day in days:
            number += 1
            kind = DayKind.LAST if day == pay_by else DayKind.WORK
            yield ClockDay(day, day, kind, number, day == today)
