"""What was paid for claims, by region, program and month: the figures that dashboards add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from claims.models import Payout, PayoutLine
from registry.models import Region

# of the codes of a province, a regency, a district and a village
_DIGITS: Final = (2, 4, 6, 10)


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
    and contain each other. What the bank returned is not among it. One query asks for the
    villages, whatever the number of regions: a claim lies in one village, so that they add up.
    """
    wanted = {region.pk for region in regions}
    if not wanted:
        return []
    field = PayoutLine.scope_field
    rows = (
        PayoutLine.objects.filter(
            **{f"{field}__gte": min(wanted), f"{field}__lte": max(map(_last_village, wanted))},
            voided_on=None,
            payout__status=Payout.Status.PAID,
            payout__paid_on__gte=since,
            payout__paid_on__lt=until,
        )
        .order_by()
        .values_list(field, "payout__claim__program", TruncMonth("payout__paid_on"))
        .annotate(claims=Count("payout__claim", distinct=True), amount=Sum("amount_idr"))
    )
    sums: defaultdict[tuple[str, date, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for village, program, month, claims, amount_idr in rows:
        for code in wanted.intersection(village[:digits] for digits in _DIGITS):
            known = sums[code, month, program]
            sums[code, month, program] = known[0] + claims, known[1] + amount_idr
    return [
        PaidSum(code, program, month, claims, amount_idr)
        for (code, month, program), (claims, amount_idr) in sorted(sums.items())
    ]


def _last_village(code: str) -> str:
    """Return what no village of a region comes after."""
    return code.ljust(_DIGITS[-1], "9")
