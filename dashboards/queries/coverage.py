"""Figures that look across the floors: coverage side by side, and what stands nearest in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from django.db.models import Q, Sum
from django.db.models.functions import Substr

from enrollment.models import CoverageCount
from enrollment.queries.coverage import Coverage, Share, reported_in
from registry.models import LabourForce, Region
from registry.months import first_of_month, months_between
from registry.scope import below

_DECEMBER: Final = 12


@dataclass(frozen=True, slots=True)
class RegionCoverage:
    """One region beside others: participants are None where none are on record."""

    region: Region
    participants: int | None
    labour_force: LabourForce | None

    @property
    def share(self) -> Fraction | None:
        """The share of the labor force; None where either figure is missing."""
        if self.participants is None or self.labour_force is None:
            return None
        return Fraction(self.participants, self.labour_force.people)


class PlaceCount(NamedTuple):
    """A district or village with its active participants, and their part of the whole region."""

    region: Region
    participants: int
    part: Fraction | None


def compare_regions(regions: Sequence[Region], *, on: date) -> list[RegionCoverage]:
    """Return provinces, or regencies, with participants and newest labor force, highest first.

    Participants are counted as on each region's own page. Regions without a share stand last,
    by name.
    """
    registry = _active_by_code(regions, on=on)
    reported = reported_in(regions, on=on)
    forces: dict[str, LabourForce] = {}
    for force in LabourForce.objects.filter(region__in=regions).newest_first():
        forces.setdefault(force.region_id, force)
    found = []
    for region in regions:
        others = sum(report.participants for report in reported[region.pk])
        total = registry.get(region.pk, 0) + others
        found.append(RegionCoverage(region, total or None, forces.get(region.pk)))
    return sorted(found, key=lambda line: (-(line.share or -1), line.region.name))


def _active_by_code(regions: Sequence[Region], *, on: date) -> dict[str, int]:
    """Return the registry's own active participants of regions of one level, by code."""
    if not regions:
        return {}
    inside = Q()
    for region in regions:
        inside |= below(region.pk, "village_id")
    return dict(
        CoverageCount.objects.filter(inside, month=first_of_month(on))
        .order_by()
        .values_list(Substr("village_id", 1, len(regions[0].pk)))
        .annotate(sum=Sum("participants"))
    )


def places_inside(region: Region, level: str, *, on: date) -> list[PlaceCount]:
    """Return the districts, or villages, inside a region by active participants, most first.

    Below a regency there is no official labor force: the only share is that of the region's
    own participants.
    """
    places = Region.objects.within(region.pk).filter(level=level).select_related("parent")
    found = list(places)
    counts = _active_by_code(found, on=on)
    total = sum(counts.values())
    lines = [
        PlaceCount(place, counts.get(place.pk, 0), _part(counts.get(place.pk, 0), total))
        for place in found
    ]
    return sorted(lines, key=lambda line: (-line.participants, line.region.name))


def _part(participants: int, total: int) -> Fraction | None:
    return Fraction(participants, total) if total else None


def nearest_shares(coverage: Coverage) -> list[Share]:
    """Return of each publisher the share whose labor force is nearest in time, nearest first.

    Figures of one publisher with different weighting are different series: which of them a
    reader sees first is the date's choice, and all of them stand in the table below.
    """
    nearest: dict[str, Share] = {}
    for share in sorted(coverage.shares, key=lambda share: _distance(share, coverage.on)):
        nearest.setdefault(share.labour_force.publisher, share)
    return list(nearest.values())


def _distance(share: Share, on: date) -> int:
    """Return how many months lie between a labor force and a day; a year counts as its end."""
    force = share.labour_force
    return abs(months_between(date(force.year, force.month or _DECEMBER, 1), first_of_month(on)))
