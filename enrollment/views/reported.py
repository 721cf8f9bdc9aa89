"""Participants of other segments, which come as reported counts."""

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from enrollment.actions.reported import report_participants
from enrollment.forms.reported import COLUMNS, ReportedFileForm, ReportedForm
from enrollment.models import ReportedParticipants, Segment
from registry.formats import number_text
from registry.models import Region
from registry.pages import page
from registry.paging import keyset_page
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require

_NEWEST_FIRST = ("-month", "-id")


@require_safe
def reported_list(request: StaffRequest) -> HttpResponse:
    """Every reported figure in scope, the latest month first."""
    figures = ReportedParticipants.objects.visible_to(request.user)
    context = {
        "page": keyset_page(
            figures.select_related("region", "entered_by"), order=_NEWEST_FIRST, query=request.GET
        ),
        "count": figures.count(),
        "may_enter": may(request.user, Permission.REPORTED_ENTER),
    }
    return page(request, "enrollment/reported_list.html", context, "enrollment/_reported_list.html")


def reported_create(request: StaffRequest) -> HttpResponse:
    """Enter one figure; entered again for the same month, it is corrected."""
    regions = _reporting_regions(request)
    form = ReportedForm(request.POST or None, regions=regions)
    if form.is_valid():
        try:
            report_participants(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            segment = Segment(form.cleaned_data["segment"]).label
            words = _("%(segment)s, %(region)s: the figure was entered.")
            messages.success(
                request, words % {"segment": segment, "region": form.cleaned_data["region"]}
            )
            return redirect("reported_list")
    status = 422 if form.is_bound else 200
    return render(request, "enrollment/reported_create.html", {"form": form}, status=status)


def reported_upload(request: StaffRequest) -> HttpResponse:
    """Enter a file of figures: all of its rows, or none."""
    regions = _reporting_regions(request)
    bound = request.method == "POST"
    form = ReportedFileForm(
        request.POST if bound else None, request.FILES if bound else None, regions=regions
    )
    if form.is_valid():
        with transaction.atomic():
            for row in form.rows:
                report_participants(by=request.user, **row)
        messages.success(
            request,
            ngettext("%(n)s figure was entered.", "%(n)s figures were entered.", len(form.rows))
            % {"n": number_text(len(form.rows))},
        )
        return redirect("reported_list")
    context = {"form": form, "columns": COLUMNS, "segments": Segment.choices}
    status = 422 if bound else 200
    return render(request, "enrollment/reported_upload.html", context, status=status)


def _reporting_regions(request: StaffRequest) -> QuerySet[Region]:
    """Return the provinces and regencies of a user who may enter figures; refuse any other."""
    require(request.user, Permission.REPORTED_ENTER, request.user.home_region_code)
    levels = [Region.Level.PROVINCE, Region.Level.REGENCY]
    return Region.objects.visible_to(request.user).filter(level__in=levels).order_by("code")
