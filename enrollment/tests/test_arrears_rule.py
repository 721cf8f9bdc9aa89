"""Arrears at an event: consecutive months that were due before it and that nobody had paid."""

from datetime import date

import pytest

from enrollment.rules.arrears import unpaid_before
from registry.months import month_range

DUE_15TH: frozenset[date] = frozenset()


def paid(since: str, until: str, on: date | None = None) -> dict[date, date]:
    """Return months as paid, each on its first day unless said."""
    begin, end = date.fromisoformat(since), date.fromisoformat(until)
    return {month: on or month for month in month_range(begin, end)}


@pytest.mark.parametrize(
    ("paid_day_of", "event_on", "months"),
    [
        ({}, date(2024, 2, 10), 0),
        (paid("2023-01-01", "2024-02-01"), date(2024, 2, 10), 0),
        (paid("2023-01-01", "2024-02-01"), date(2024, 2, 15), 0),
        (paid("2023-01-01", "2024-02-01"), date(2024, 2, 16), 1),
        (paid("2023-01-01", "2023-12-01"), date(2024, 2, 10), 2),
        (paid("2023-01-01", "2023-11-01"), date(2024, 2, 10), 3),
        (paid("2023-01-01", "2023-10-01"), date(2024, 2, 10), 4),
        (paid("2023-01-01", "2023-06-01") | paid("2023-12-01", "2024-02-01"), date(2024, 2, 10), 0),
        (paid("2024-05-01", "2025-05-01", date(2024, 3, 20)), date(2024, 4, 20), 0),
        (paid("2023-01-01", "2023-12-01") | paid("2023-12-01", "2024-03-01", date(2024, 3, 1)),
         date(2024, 2, 10), 2),
    ],
    ids=[
        "nothing was ever paid",
        "the month of the event is not due yet",
        "on its due day it is not late yet",
        "the day after its due day it is",
        "two months, the event's own not yet due",
        "three months",
        "four months",
        "an old gap before a reactivation is not counted",
        "months before the first that was paid are none",
        "what was paid only after the event was unpaid then",
    ],
)  # fmt: skip
def test_consecutive_unpaid_months_are_counted_at_the_event(paid_day_of, event_on, months):
    unpaid = unpaid_before(event_on, paid_day_of=paid_day_of, days_off=DUE_15TH)

    assert len(unpaid) == months
    assert list(unpaid) == sorted(unpaid)


def test_a_due_day_on_a_day_off_moves_to_the_next_working_day():
    until_june = paid("2024-01-01", "2024-06-01")

    # 15 June 2024 is a Saturday, and 17 June a day off: due on Tuesday the 18th
    days_off = {date(2024, 6, 17)}

    assert not unpaid_before(date(2024, 6, 18), paid_day_of=until_june, days_off=days_off)
    assert len(unpaid_before(date(2024, 6, 19), paid_day_of=until_june, days_off=days_off)) == 1
