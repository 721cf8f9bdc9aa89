"""What was paid for claims, by region, program and month: the figures that dashboards add up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from claims.models import Payout, PayoutLine
from registry.models import Region


@dataclass(frozen=True, slots=True)
class PaidSum:
    """Benefits that arrived in one month, of one program, for workers of one region; in rupiah."""

    region_code: str
    program: str
    month: date
    claims: int
    amount_idr: int


def paid_by_region_and_period(
    regions: Collection[Region], *, since: date, until: date
) -> list[PaidSum]:
    """Return what was paid from `since` to before `until`, a row per region, program and month.

    A claim belongs to the region where its worker lives; the regions may be of different levels
    and contain each other. What the bank returned is not among it.
    """
    found = []
    for region in regions:
        code = region.pk
        rows = (
            PayoutLine.objects.within(code)
            .filter(
                voided_on=None,
                payout__status=Payout.Status.PAID,
                payout__paid_on__gte=since,
                payout__paid_on__lt=until,
            )
            .order_by()
            .values_list("payout__claim__program", TruncMonth("payout__paid_on"))
            .annotate(claims=Count("payout__claim", distinct=True), amount=Sum("amount_idr"))
        )
        found += [
            PaidSum(code, program, month, claims, amount) for program, month, claims, amount in rows
        ]
    return sorted(found, key=lambda row: (row.region_code, row.month, row.program))
