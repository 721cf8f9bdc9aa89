"""Sponsors: who pays contributions for workers."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enrollment.actions.sponsors import create_sponsor
from enrollment.filters import SponsorFilter
from enrollment.forms.sponsors import SponsorForm
from enrollment.models import Decree, Sponsor
from enrollment.queries.decrees import with_enrolled
from enrollment.queries.waiting import unused_credit
from registry.pages import page
from registry.paging import keyset_page
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require
from registry.scope import in_scope

_BY_NAME = ("name", "id")
_NEWEST_FIRST = ("-decided_on", "-id")


@require_safe
def sponsor_list(request: StaffRequest) -> HttpResponse:
    """Sponsors in scope by name, with how many decrees each has."""
    sponsors = Sponsor.objects.visible_to(request.user).paying_for_others()
    decrees = Count("decrees", filter=in_scope(request.user, "decrees__region"))
    chosen = SponsorFilter(
        request.GET, queryset=sponsors.select_related("region").annotate(decree_count=decrees)
    )
    context = {
        "q": request.GET.get("q", "").strip(),
        "page": keyset_page(chosen.qs, order=_BY_NAME, query=request.GET),
        "counted": sponsors.count(),
        "may_create": may(request.user, Permission.SPONSOR_CREATE),
    }
    return page(request, "enrollment/sponsor_list.html", context, "enrollment/_sponsor_list.html")


def sponsor_create(request: StaffRequest) -> HttpResponse:
    """Record who pays."""
    if not may(request.user, Permission.SPONSOR_CREATE):
        require(request.user, Permission.SPONSOR_CREATE, request.user.home_region_code)
    initial = {"region": request.user.home_region_code}
    form = SponsorForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid():
        try:
            sponsor = create_sponsor(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Sponsor %(name)s is recorded.") % {"name": sponsor.name})
            return redirect(sponsor)
    status = 422 if form.is_bound else 200
    return render(request, "enrollment/sponsor_create.html", {"form": form}, status=status)


@require_safe
def sponsor_detail(request: StaffRequest, sponsor_id: int) -> HttpResponse:
    """One sponsor: its decrees, and money of it that is not used yet.

    Who pays for himself has his page among the workers.
    """
    sponsors = Sponsor.objects.visible_to(request.user).select_related("region__parent", "worker")
    sponsor = get_object_or_404(sponsors, pk=sponsor_id)
    if sponsor.worker:
        return redirect(sponsor.worker)
    decrees = Decree.objects.visible_to(request.user).filter(sponsor=sponsor)
    context = {
        "sponsor": sponsor,
        "page": keyset_page(with_enrolled(decrees), order=_NEWEST_FIRST, query=request.GET),
        "credits": [c for c in unused_credit(request.user) if c.sponsor_id == sponsor.pk],
        "may_create": may(request.user, Permission.SPONSOR_CREATE, sponsor.region_id),
        "first_decree": f"?sponsor={sponsor.pk}",
    }
    return page(request, "enrollment/sponsor_detail.html", context, "enrollment/_decree_rows.html")
