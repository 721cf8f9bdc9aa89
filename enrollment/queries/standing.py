"""What a worker's contributions were worth on the day of an event: the right to a benefit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date

from enrollment.models import Allocation, CoveragePeriod, Decree, Worker
from enrollment.rules.arrears import unpaid_before
from registry.months import first_of_month, month_range


@dataclass(frozen=True, slots=True)
class Standing:
    """The contributions of one worker as they stood for an event.

    `registered_on` is the day of the first full payment, or where later that of the first month
    paid for; None where nothing was ever paid.
    `paid_day_of` tells for each covered month when it was paid; `paid_months` counts those up to
    and including the event's. `arrears` are the consecutive months unpaid on that day. `decree`
    paid for the event's month, or else for the last month before it; `covered` tells whether the
    event's own month is paid.
    """

    registered_on: date | None
    paid_months: int
    arrears: tuple[date, ...]
    arrears_settled: bool
    paid_day_of: Mapping[date, date]
    covered: bool
    decree: Decree | None
    since: date | None = None
    until: date | None = None

    @property
    def wage_base_idr(self) -> int | None:
        """The wage base of the band in force at the event."""
        return self.decree.wage_base_idr if self.decree else None


def standing_at(worker: Worker, *, event_on: date, days_off: Container[date]) -> Standing:
    """Return what stood for a worker on the day of an event, in a constant number of queries.

    Each table is asked by key: one join of all was 2 s on a database that knew no statistics yet.
    """
    periods = list(
        CoveragePeriod.objects.standing()
        .filter(worker=worker)
        .prefetch_related("line__invoice__decree__sponsor")
        .order_by("since")
    )
    paid_day_of = _paid_days(periods)
    arrears = unpaid_before(event_on, paid_day_of=paid_day_of, days_off=days_off)
    month = first_of_month(event_on)
    begun = [period for period in periods if period.since <= month]
    last = begun[-1] if begun else None
    return Standing(
        registered_on=max(min(paid_day_of.values()), min(paid_day_of)) if paid_day_of else None,
        paid_months=sum(paid <= month for paid in paid_day_of),
        arrears=arrears,
        arrears_settled=bool(arrears) and all(unpaid in paid_day_of for unpaid in arrears),
        paid_day_of=paid_day_of,
        covered=month in paid_day_of,
        decree=last.line.invoice.decree if last else None,
        since=last.since if last else None,
        until=last.until if last else None,
    )


def _paid_days(periods: list[CoveragePeriod]) -> dict[date, date]:
    """Return on which day each covered month was paid in full.

    Credit that lay there before the invoice pays on the invoice's day, as does a month that a
    relief made free.
    """
    pieces: defaultdict[int, list[Allocation]] = defaultdict(list)
    lines = [period.line_id for period in periods]
    standing = Allocation.objects.standing().filter(line_id__in=lines).select_related("payment")
    for piece in standing:
        pieces[piece.line_id].append(piece)
    days: dict[date, date] = {}
    for period in periods:
        issued_on = period.line.invoice.issued_on
        for month in month_range(period.since, period.until):
            paid_on = [
                piece.payment.paid_on
                for piece in pieces[period.line_id]
                if piece.since <= month < piece.until
            ]
            days[month] = max([issued_on, *paid_on])
    return days
