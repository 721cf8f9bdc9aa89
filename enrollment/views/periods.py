"""The books: which periods are closed, and closing more of them."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enrollment.actions.periods import close_period
from enrollment.forms.periods import ClosingForm
from enrollment.queries.periods import (
    ClosingPreview,
    closing_preview,
    closings,
    first_open_day,
    regions_to_close,
)
from registry.formats import month_text
from registry.models import User
from registry.months import add_months, first_of_month
from registry.pages import page
from registry.paging import keyset_page
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require

_LATEST_FIRST = ("-until", "-id")


@require_safe
def period_list(request: StaffRequest) -> HttpResponse:
    """What is closed, by whom, and how an entry in it is corrected."""
    home = request.user.home_region_code
    first = first_open_day(home) if home else None
    context = {
        "page": keyset_page(closings(request.user), order=_LATEST_FIRST, query=request.GET),
        "first": first,
        "last_month": add_months(first, -1) if first else None,
        "may_close": may(request.user, Permission.PERIOD_CLOSE),
    }
    return page(request, "enrollment/period_list.html", context, "enrollment/_period_list.html")


def period_close(request: StaffRequest) -> HttpResponse:
    """Show what closing through a month holds, and close it."""
    if not may(request.user, Permission.PERIOD_CLOSE):
        require(request.user, Permission.PERIOD_CLOSE, request.user.home_region_code)
    last_full = add_months(first_of_month(timezone.localdate()), -1)
    looked_at = _typed(request.user, request.POST or request.GET)
    form = ClosingForm(
        request.POST or None, user=request.user, initial={"through": last_full} | looked_at
    )
    if form.is_valid() and _was_seen(form, request.POST.get("seen", "")):
        asked = dict(form.cleaned_data)
        until = add_months(asked.pop("through"), 1)
        try:
            period = close_period(until=until, on=timezone.localdate(), by=request.user, **asked)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            words = _("The books of %(region)s are closed through %(month)s.")
            facts = {"region": period.region, "month": month_text(add_months(period.until, -1))}
            messages.success(request, words % facts)
            return redirect("period_list")
    status = 422 if form.is_bound else 200
    context = {"form": form, "preview": _preview(request.user, looked_at, last_full)}
    return page(
        request,
        "enrollment/period_close.html",
        context,
        "enrollment/_period_preview.html",
        status=status,
    )


def _was_seen(form: ClosingForm, seen: str) -> bool:
    """Return whether what is to be closed is what the page showed.

    Closing is not undone, so that a month typed without a script is first looked at.
    """
    through: date = form.cleaned_data["through"]
    if seen == f"{form.cleaned_data['region'].pk} {through.isoformat()}":
        return True
    words = _("%(month)s was not looked at yet. What closing holds now stands on this page.")
    form.add_error("through", words % {"month": month_text(through)})
    return False


def _typed(user: User, data: QueryDict) -> dict[str, Any]:
    """Return what can be read of a form that may not be filled in yet."""
    form = ClosingForm(data, user=user)
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value}


def _preview(user: User, typed: dict[str, Any], last_full: date) -> ClosingPreview | None:
    """Return what closing as typed would hold; None while a region is to be chosen."""
    region = typed.get("region")
    if region is None:
        held = list(regions_to_close(user)[:2])
        region = held[0] if len(held) == 1 else None
    if region is None:
        return None
    return closing_preview(region, add_months(typed.get("through") or last_full, 1))
