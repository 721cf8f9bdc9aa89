"""Closing the books of a region: what was booked before stays, and is corrected by new entries."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from enrollment.models import ClosedPeriod, Sponsor
from enrollment.queries.periods import first_open_day
from registry.audit import record
from registry.formats import day_text, month_text
from registry.models import Region, User
from registry.months import add_months, first_of_month
from registry.refusals import Refused
from registry.roles import Permission, require
from registry.scope import below


class PeriodClosed(Refused):
    code = "period_closed"


class MonthNotOver(Refused):
    code, field = "month_not_over", "through"


class AlreadyClosed(Refused):
    code, field = "already_closed", "through"


def require_open(region_code: str, day: date, *, field: str | None = None) -> None:
    """Refuse an entry that would be dated in a closed period of a region; `field` asked the day."""
    first = first_open_day(region_code)
    if first is None or day >= first:
        return
    refusal = PeriodClosed(
        _(
            "The books are closed through %(month)s. Write a day from %(day)s on, and name the "
            "true day in the reason."
        )
        % {"month": month_text(add_months(first, -1)), "day": day_text(first)},
        facts={"first_open_day": first},
    )
    refusal.field = field
    raise refusal


@transaction.atomic
def close_period(
    *, region: Region, until: date, note: str = "", on: date, by: User
) -> ClosedPeriod:
    """Close the books of a region, and of all below it, up to a month (not counted); return it.

    Only months that are over by `on` can be closed, and nothing is opened again. Closing the same
    months a second time returns the first closing. Whoever is posting an entry is waited for.
    """
    require(by, Permission.PERIOD_CLOSE, region.pk)
    Region.objects.select_for_update(no_key=True).get(pk=region.pk)
    _hold_payers(region.pk)
    if known := ClosedPeriod.objects.filter(region=region, until=until).first():
        return known
    if until > first_of_month(on):
        raise MonthNotOver(
            _("%(month)s is not over yet. Only a month that is over can be closed.")
            % {"month": month_text(add_months(until, -1))}
        )
    first = first_open_day(region.pk)
    if first is not None and until <= first:
        raise AlreadyClosed(
            _("The books are already closed through %(month)s. Choose a later month.")
            % {"month": month_text(add_months(first, -1))}
        )
    period = ClosedPeriod.objects.create(region=region, until=until, note=note, closed_by=by)
    record("period.closed", subject=period, by=by, until=until, note=note)
    return period


def _hold_payers(region_code: str) -> None:
    """Hold every payer of the region: each entry of money is written under its payer's lock."""
    paying = Q(pk__in=Sponsor.objects.filter(below(region_code, "decrees__region")).values("pk"))
    held = Sponsor.objects.filter(below(region_code, "region") | paying)
    list(held.order_by("pk").select_for_update().values_list("pk", flat=True))
