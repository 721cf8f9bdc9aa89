"""Which of the books are closed."""

from __future__ import annotations

from datetime import date

from django.db.models import Max, Q

from enrollment.models import ClosedPeriod


def first_open_day(region_code: str) -> date | None:
    """Return the first day of a region's books that is not closed, None where nothing was closed.

    What was closed for a province is closed for its regencies.
    """
    condition = Q(region=region_code)
    for length in (2, 4, 6):
        condition |= Q(region=region_code[:length])
    closed = ClosedPeriod.objects.filter(condition).aggregate(until=Max("until"))
    until: date | None = closed["until"]
    return until


def open_day(region_code: str, day: date) -> date:
    """Return the day under which the books take something of this day: itself, or a later one."""
    first = first_open_day(region_code)
    return max(day, first) if first else day
