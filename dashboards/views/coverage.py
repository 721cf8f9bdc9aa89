"""The coverage of a region on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboards.forms import CoverageDateForm
from dashboards.queries import compare_regions, nearest_shares, places_inside
from enrollment.models import Segment
from enrollment.queries.coverage import coverage_share, participants_by_payer
from enrollment.queries.waiting import last_covered_month
from registry.models import Region
from registry.requests import StaffRequest
from registry.roles import Permission, may


@require_safe
def coverage(request: StaffRequest) -> HttpResponse:
    """The coverage of the reader's own region, or of every province."""
    code = request.user.home_region_code
    if code:
        query = request.GET.urlencode()
        return redirect(reverse("coverage_detail", args=[code]) + (f"?{query}" if query else ""))
    form, on = _asked_day(request)
    provinces = list(Region.objects.visible_to(request.user).provinces())
    context = {"form": form, "on": on, "below": compare_regions(provinces, on=on)}
    return render(request, "dashboards/coverage.html", context, status=422 if form.errors else 200)


@require_safe
def coverage_detail(request: StaffRequest, code: str) -> HttpResponse:
    """The active participants of a region on a day, over every labor force on record."""
    visible = Region.objects.visible_to(request.user)
    region = get_object_or_404(visible.select_related("parent__parent__parent"), pk=code)
    form, on = _asked_day(request)
    found = coverage_share(region, on=on)
    nearest = nearest_shares(found)
    context = {
        "form": form,
        "on": on,
        "region": region,
        "crumbs": [upper for upper in _upper(region) if _in_scope(request, upper.pk)],
        "coverage": found,
        "nearest": nearest,
        "gaps": [
            (share.labour_force, max(share.labour_force.people - found.total, 0))
            for share in nearest
        ],
        "payers": [
            (payer, payer.sponsor is None or _in_scope(request, payer.sponsor.region_id))
            for payer in participants_by_payer(region, on=on)
        ],
        "segments": dict(Segment.choices),
        "last_month": None if found.registry else last_covered_month(region.pk),
        **_inside(region, on),
    }
    return render(request, "dashboards/coverage.html", context, status=422 if form.errors else 200)


def _asked_day(request: StaffRequest) -> tuple[CoverageDateForm, date]:
    """Return the form of the day, and the day asked for: today where none can be read."""
    today = timezone.localdate()
    form = CoverageDateForm(request.GET if "on" in request.GET else None, initial={"on": today})
    if form.is_valid():
        # shown as a reader writes it, however the address wrote it
        on = form.cleaned_data["on"]
        return CoverageDateForm(initial={"on": on}), on
    return form, today


def _inside(region: Region, on: date) -> dict[str, Any]:
    """Return what lies inside a region: regencies compared, or districts and villages counted."""
    if region.level == Region.Level.PROVINCE:
        return {"below": compare_regions(list(region.children.all()), on=on)}
    inside: dict[str, Any] = {}
    if region.level == Region.Level.REGENCY:
        inside["districts"] = places_inside(region, Region.Level.DISTRICT, on=on)
    if region.level != Region.Level.VILLAGE:
        inside["villages"] = places_inside(region, Region.Level.VILLAGE, on=on)
    return inside


def _upper(region: Region) -> list[Region]:
    """Return the regions that this one lies in, the largest first."""
    found = []
    while (parent := region.parent) is not None:
        found.append(parent)
        region = parent
    return found[::-1]


def _in_scope(request: StaffRequest, code: str) -> bool:
    return may(request.user, Permission.FIGURES_VIEW, code)
