"""Who is covered in a month, and over which labour force: a share never stands alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from django.db.models import BigIntegerField, Case, Count, F, Q, Sum, Value, When

from enrollment.models import CoverageCount, CoveragePeriod, ReportedParticipants, Sponsor
from registry.models import LabourForce, Region
from registry.months import first_of_month

_SPONSOR = "line__invoice__decree__sponsor"
_PAYER = Case(
    When(**{f"{_SPONSOR}__kind": Sponsor.Kind.SELF}, then=Value(None)),
    default=F(_SPONSOR),
    output_field=BigIntegerField(),
)


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
    """A sponsor with the active participants whom it pays for; None: who pay for themselves."""

    sponsor: Sponsor | None
    participants: int


def coverage_share(region: Region, *, on: date) -> Coverage:
    """Return who is covered in a region in the month that holds a day, and each share of it.

    Active means: the month is paid and not voided, without any grace; a worker counts where he
    lives. Reported participants are the latest at or before the day. Every labour-force record
    of the region is a denominator, whatever its date.
    """
    registry = active_participants(region, on=on)
    reported = reported_in([region], on=on)[region.pk]
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


def reported_in(regions: Collection[Region], *, on: date) -> dict[str, tuple[Reported, ...]]:
    """Return, by region, the latest figure of each segment: its own, or of its regencies.

    A province that reported a segment itself is never added to what its regencies reported.
    """
    provinces = [region for region in regions if region.level == Region.Level.PROVINCE]
    latest: dict[tuple[str, str], tuple[str | None, Reported]] = {}
    rows = ReportedParticipants.objects.filter(
        Q(region__in=regions) | Q(region__parent__in=provinces)
    ).select_related("region")
    for row in rows.latest_by_segment(on):
        report = Reported(row.segment, row.participants, row.month, row.source, row.region_id)
        latest.setdefault((row.region_id, row.segment), (row.region.parent_id, report))
    asked = {region.pk for region in regions}
    found: dict[str, list[Reported]] = {code: [] for code in asked}
    for (code, segment), (parent, report) in sorted(
        latest.items(), key=lambda item: (item[0][1], item[0][0])
    ):
        if code in asked:
            found[code].append(report)
        if parent in asked and (parent, segment) not in latest:
            found[parent].append(report)
    return {code: tuple(reports) for code, reports in found.items()}


def participants_by_payer(region: Region, *, on: date) -> list[PayerCount]:
    """Return who pays for the active participants living in a region, most first.

    Those who pay for themselves stand together.
    """
    month = first_of_month(on)
    counts = dict(
        CoveragePeriod.objects.standing()
        .within(region.pk)
        .filter(since__lte=month, until__gt=month)
        .annotate(payer=_PAYER)
        .values_list("payer")
        .annotate(workers=Count("id"))
        .order_by()
    )
    themselves = counts.pop(None, 0)
    sponsors = Sponsor.objects.filter(pk__in=counts).order_by("code")
    found = [PayerCount(sponsor, counts[sponsor.pk]) for sponsor in sponsors]
    if themselves:
        found.append(PayerCount(None, themselves))
    return sorted(found, key=lambda count: -count.participants)
