"""The start page: what waits for the reader, and how the region stands."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboards.queries import nearest_shares
from dashboards.worklists import worklist
from enrollment.models import Segment
from enrollment.queries.coverage import coverage_share
from enrollment.queries.waiting import last_covered_month
from registry.models import Region
from registry.recent import recently_opened
from registry.requests import StaffRequest
from registry.roles import Permission, may

_MORNING_ENDS, _MIDDAY_ENDS, _AFTERNOON_ENDS = 11, 15, 18
_STARTS: Final = (
    (Permission.WORKER_REGISTER, "worker_register"),
    (Permission.BATCH_UPLOAD, "batch_create"),
    (Permission.CLAIM_REPORT, "claim_create"),
    (Permission.SPONSOR_CREATE, "decree_create"),
    (Permission.REPORTED_ENTER, "reported_create"),
    (Permission.PAYMENT_POST, "invoice_list"),
)


@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """What waits for the reader, what can be begun, and how the region stands."""
    user, now = request.user, timezone.localtime()
    waiting = worklist(user, today=now.date())
    region = Region.objects.filter(pk=user.home_region_code).first()
    context = {
        "greeting": _greeting(now.hour) % {"name": user.first_name or user.get_username()},
        "now": now,
        "waiting": waiting,
        "starts": {name: may(user, permission) for permission, name in _STARTS},
        "recent": recently_opened(request, user),
        "region": region,
    }
    if region:
        context["coverage"] = found = coverage_share(region, on=now.date())
        context["nearest"] = nearest_shares(found)
        context["segments"] = dict(Segment.choices)
        context["last_month"] = last_covered_month(region.pk)
    return render(request, "dashboards/home.html", context)


def _greeting(hour: int) -> str:
    if hour < _MORNING_ENDS:
        return _("Good morning, %(name)s")
    if hour < _MIDDAY_ENDS:
        return _("Good day, %(name)s")
    if hour < _AFTERNOON_ENDS:
        return _("Good afternoon, %(name)s")
    return _("Good evening, %(name)s")
