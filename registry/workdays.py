"""Working days (hari kerja): Monday to Friday without the days off of the calendar given."""

from collections.abc import Container, Iterable
from datetime import date, timedelta
from functools import cache

import holidays

_DAY = timedelta(days=1)
_SATURDAY = 5


class DaysOff:
    """The days off of every year: those of a table, or of a library for a year it lacks.

    `table` holds the days off of whole years as an office keeps them. Where the table has no day
    of a year, the library's national holidays count, and its joint leave where `joint_leave`.
    """

    def __init__(self, table: Iterable[date], *, joint_leave: bool, years: Iterable[int]) -> None:
        self._table = frozenset(table)
        self._years = frozenset(years)
        self._joint_leave = joint_leave

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        if day.year in self._years:
            return day in self._table
        return day in _of_library(day.year, self._joint_leave)


@cache
def _of_library(year: int, joint_leave: bool) -> frozenset[date]:
    categories = ("public", "government") if joint_leave else ("public",)
    return frozenset(holidays.country_holidays("ID", years=year, categories=categories))


def is_working_day(day: date, days_off: Container[date]) -> bool:
    """Tell whether a day is neither in a weekend nor among the days off."""
    return day.weekday() < _SATURDAY and day not in days_off


def next_working_day(day: date, days_off: Container[date]) -> date:
    """Return the first working day on or after a day."""
    while not is_working_day(day, days_off):
        day += _DAY
    return day


def add_working_days(day: date, n: int, days_off: Container[date]) -> date:
    """Return the n-th working day after a day; the day itself is never counted.

    Nothing to add gives the day back, working day or not.
    """
    if n < 0:
        raise ValueError("working days are counted forwards only")
    for _ in range(n):
        day = next_working_day(day + _DAY, days_off)
    return day
