"""Arrears at an event: the months that should have been paid by then and were not."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date, timedelta

from enrollment.rules.contributions import due_on
from registry.law.parameters import parameter
from registry.months import add_months, first_of_month
from registry.programs import Program

_DAY = timedelta(days=1)


def unpaid_before(
    event_on: date, *, paid_day_of: Mapping[date, date], days_off: Container[date]
) -> tuple[date, ...]:
    """Return the consecutive months unpaid on the day of an event, oldest first.

    A month counts when its due date lies before the event (or its end, as the parameter
    `bpu.arrears_counted_from` says) and nobody had paid it by then; the first month ever paid
    opens the count. `paid_day_of` tells for each paid month on which day it was paid.
    PP 44/2015 Pasal 39 and 42 count consecutive months.
    """
    if not paid_day_of:
        return ()
    first = min(paid_day_of)
    month = first_of_month(event_on)
    while month > first and not _ought_to_be_paid(month, event_on, days_off):
        month = add_months(month, -1)
    unpaid = []
    while month >= first and paid_day_of.get(month, date.max) > event_on:
        if _ought_to_be_paid(month, event_on, days_off):
            unpaid.append(month)
        month = add_months(month, -1)
    return tuple(reversed(unpaid))


def _ought_to_be_paid(month: date, event_on: date, days_off: Container[date]) -> bool:
    if parameter("bpu.arrears_counted_from", on=event_on).value == "month end":
        return add_months(month, 1) - _DAY < event_on
    return due_on(month, program=Program.JKK, days_off=days_off) < event_on
