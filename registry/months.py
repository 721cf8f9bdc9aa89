"""Months: a month is the `date` of its first day; periods are half-open."""

import re
from collections.abc import Iterator
from datetime import date

_MONTH = re.compile(r"([1-9]\d{3})-(0[1-9]|1[0-2])", re.ASCII)


def first_of_month(day: date) -> date:
    """Return the month that holds a day."""
    return date(day.year, day.month, 1)


def add_months(month: date, n: int) -> date:
    """Return the month that stands `n` months after (or, negative, before) another."""
    years, index = divmod(month.month - 1 + n, 12)
    return date(month.year + years, index + 1, 1)


def months_between(since: date, until: date) -> int:
    """Return the number of months of a half-open period; negative when it runs backwards."""
    return (until.year - since.year) * 12 + until.month - since.month


def month_range(since: date, until: date) -> Iterator[date]:
    """Yield each month of a half-open period, in order."""
    for n in range(months_between(since, until)):
        yield add_months(since, n)


def parse_month(text: str) -> date:
    """Return the month written as `2020-07`; ValueError for anything else."""
    found = _MONTH.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not a month like 2020-07: {text!r}")
    return date(int(found[1]), int(found[2]), 1)
