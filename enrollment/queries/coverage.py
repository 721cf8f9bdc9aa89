"""Who is covered in a month, and over which labour force: a share never stands alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Count, Q, Sum

from enrollment.models import CoverageCount, CoveragePeriod, ReportedParticipants, Sponsor
from registry.models import LabourForce, Region
from registry.months import first_of_month


@dataclass(frozen=True, slots=True)
class Reported:
    """The participants of one segment, as one region's office reported them for a month."""

    segment: str
    participants: int
    month: date
    source: str
    region_code: str


@dataclass(frozen=True, slots=True)
class Share:
    """A share with the denominator that makes it one; exact, and above 1 where it is."""

    labour_force: LabourForce
    share: Fraction


@dataclass(frozen=True, slots=True)
class Coverage:
    """Active participants of a region on a day, over every labour force on record, newest first."""

    region: Region
    on: date
    registry: int
    reported: tuple[Reported, ...]
    shares: tuple[Share, ...]

    @property
    def reported_by_segment(self) -> dict[str, int]:
        """Participants by segment; of a province, its regencies together."""
        sums: Counter[str] = Counter()
        for report in self.reported:
            sums[report.segment] += report.participants
        return dict(sums)

    @property
    def total(self) -> int:
        """The registry's own active participants and those reported."""
        return self.registry + sum(report.participants for report in self.reported)


class PayerCount(NamedTuple):
    """A sponsor with the active participants whom it pays for."""

    sponsor: Sponsor
    participants: int


def coverage_share(region: Region, *, on: date) -> Coverage:
    """Return who is covered in a region in the month that holds a day, and each share of it.

    Active means: the month is paid and not voided, without any grace; a worker counts where he
    lives. Reported participants are the latest at or before the day. Every labour-force record
    of the region is a denominator, whatever its date.
    """
    registry = active_participants(region, on=on)
    reported = _reported(region, on=on)
    total = registry + sum(report.participants for report in reported)
    shares = tuple(
        Share(labour_force, Fraction(total, labour_force.people))
        for labour_force in LabourForce.objects.filter(region=region).newest_first()
    )
    return Coverage(region, on, registry, reported, shares)


def active_participants(region: Region, *, on: date) -> int:
    """Return how many workers living in a region are covered in the month that holds a day."""
    counts = CoverageCount.objects.within(region.pk).filter(month=first_of_month(on))
    return counts.aggregate(sum=Sum("participants"))["sum"] or 0


def _reported(region: Region, *, on: date) -> tuple[Reported, ...]:
    """Return the latest figure of each segment: the region's own, or of a province's regencies.

    A province that reported a segment itself is never added to what its regencies reported.
    """
    places = Q(region=region)
    if region.level == Region.Level.PROVINCE:
        places |= Q(region__parent=region)
    latest: dict[tuple[str, str], Reported] = {}
    for row in ReportedParticipants.objects.filter(places).latest_by_segment(on):
        report = Reported(row.segment, row.participants, row.month, row.source, row.region_id)
        latest.setdefault((row.region_id, row.segment), report)
    own = {segment for code, segment in latest if code == region.pk}
    return tuple(
        report
        for (code, segment), report in sorted(latest.items(), key=lambda item: item[0][::-1])
        if code == region.pk or segment not in own
    )


def participants_by_payer(region: Region, *, on: date) -> list[PayerCount]:
    """Return who pays for the active participants living in a region, most first."""
    month = first_of_month(on)
    counts = dict(
        CoveragePeriod.objects.standing()
        .within(region.pk)
        .filter(since__lte=month, until__gt=month)
        .values_list("line__invoice__decree__sponsor")
        .annotate(workers=Count("id"))
        .order_by()
    )
    sponsors = Sponsor.objects.filter(pk__in=counts)
    found = [PayerCount(sponsor, counts[sponsor.pk]) for sponsor in sponsors]
    return sorted(found, key=lambda count: (-count.participants, count.sponsor.code))
