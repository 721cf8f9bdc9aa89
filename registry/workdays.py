"""Working days (hari kerja): Monday to Friday without the days off of the calendar given."""

from collections.abc import Collection
from datetime import date, timedelta

_DAY = timedelta(days=1)
_SATURDAY = 5


def is_working_day(day: date, days_off: Collection[date]) -> bool:
    """Tell whether a day is neither in a weekend nor among the days off."""
    return day.weekday() < _SATURDAY and day not in days_off


def next_working_day(day: date, days_off: Collection[date]) -> date:
    """Return the first working day on or after a day."""
    while not is_working_day(day, days_off):
        day += _DAY
    return day


def add_working_days(day: date, n: int, days_off: Collection[date]) -> date:
    """Return the n-th working day after a day; the day itself is never counted.

    Nothing to add gives the day back, working day or not.
    """
    if n < 0:
        raise ValueError("working days are counted forwards only")
    for _ in range(n):
        day = next_working_day(day + _DAY, days_off)
    return day
