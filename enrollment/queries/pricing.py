"""What one worker costs under a decree, by the law known on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Min

from enrollment.models import CoveragePeriod, Decree, Worker
from enrollment.rules.contributions import MemberFacts, quote, reliefs_published_between
from registry.models import Occupation
from registry.months import months_between
from registry.programs import Fund, Sector


def worker_price_idr(
    decree: Decree, worker: Worker, *, since: date, until: date, known_on: date
) -> int:
    """Return what the months of a worker under a decree cost, in rupiah."""
    paid = CoveragePeriod.objects.standing().filter(worker=worker)
    first_paid = paid.aggregate(first=Min("since"))["first"]
    months = quote(
        wage_base_idr=decree.wage_base_idr,
        programs=decree.programs,
        since=since,
        months=months_between(since, until),
        facts=MemberFacts(
            fund=Fund(decree.fund),
            sector=sector_of(worker.occupation),
            member_since=min(first_paid or since, since),
            paid_up=_is_paid_up(worker, since, until, known_on),
            employer=worker.is_employer,
        ),
        known_on=known_on,
    )
    return sum(month.total_idr for month in months)


def sector_of(occupation: Occupation | None) -> Sector:
    """Return the sector by which reliefs tell workers apart."""
    return Sector(occupation.sector) if occupation else Sector.OTHER


def _is_paid_up(worker: Worker, since: date, until: date, known_on: date) -> bool:
    """Return whether each month that a known relief asks to be paid is paid, or is paid for now."""
    asked = {
        relief.paid_up_through
        for relief in reliefs_published_between(date.min, known_on)
        if relief.paid_up_through and not since <= relief.paid_up_through < until
    }
    paid = CoveragePeriod.objects.standing().filter(worker=worker)
    return all(paid.filter(since__lte=month, until__gt=month).exists() for month in asked)
