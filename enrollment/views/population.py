"""Checks against the population register: sending an answer, what it did, and asking for one."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from enrollment.actions.population import request_sheet, start_check
from enrollment.filters import Choice
from enrollment.forms.population import UNCHECKED, CheckForm, RequestForm
from enrollment.models import Decree, PopulationCheck, PopulationCheckRow
from enrollment.queries.population import check_summary, still_to_do, waiting_rows
from enrollment.sheets.refusals import ListRefused
from enrollment.wording.population import check_refusal_sentence, row_sentence
from registry.models import Region
from registry.pages import page
from registry.paging import keyset_page
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require

_NEWEST_FIRST = ("-id",)
_AS_READ = ("id",)
_EVERY = "every"
_OPEN = "open"
Outcome = PopulationCheckRow.Outcome


@require_safe
def population_check_list(request: StaffRequest) -> HttpResponse:
    """Checks in scope, newest first, and how many people wait for somebody."""
    checks = PopulationCheck.objects.visible_to(request.user)
    context = {
        "page": keyset_page(
            checks.select_related("job", "uploaded_by"), order=_NEWEST_FIRST, query=request.GET
        ),
        "counted": checks.count(),
        "to_do": waiting_rows(request.user).count(),
        "may_check": may(request.user, Permission.POPULATION_CHECK),
    }
    return page(
        request,
        "enrollment/population_check_list.html",
        context,
        "enrollment/_population_check_list.html",
    )


def population_check_create(request: StaffRequest) -> HttpResponse:
    """Send an answer of the population register."""
    regions = _regions(request)
    form = CheckForm(request.POST or None, request.FILES or None, regions=regions)
    if form.is_valid():
        given = form.cleaned_data
        begun_at = timezone.now()
        try:
            check = start_check(
                region=given["region"],
                upload=given["file"],
                filename=given["file"].name,
                source=given["source"],
                checked_on=given["checked_on"],
                on=timezone.localdate(),
                by=request.user,
            )
        except ListRefused as refusal:
            form.add_error("file", check_refusal_sentence(refusal))
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            if check.uploaded_at < begun_at:
                messages.info(request, _("This file was sent before. Here is what it did."))
            return redirect(check)
    status = 422 if form.is_bound else 200
    return render(request, "enrollment/population_check_create.html", {"form": form}, status=status)


@require_safe
def population_check_detail(request: StaffRequest, check_id: int) -> HttpResponse:
    """One check: how far its reading is, what it did, and what waits for somebody.

    While it is being read, HTMX asks for its progress, and opens the page anew at the end.
    """
    checks = PopulationCheck.objects.visible_to(request.user)
    check = get_object_or_404(checks.select_related("job", "uploaded_by", "region"), pk=check_id)
    at_work = bool(check.job and check.job.is_at_work)
    if request.htmx and not request.htmx.boosted and request.GET.get("progress"):
        if not at_work:
            return HttpResponseClientRefresh()
        return render(request, "enrollment/_population_progress.html", {"check": check})
    context = {"check": check, "at_work": at_work} | _rows(request, check)
    return page(
        request,
        "enrollment/population_check_detail.html",
        context,
        "enrollment/_population_check_rows.html",
    )


def _rows(request: StaffRequest, check: PopulationCheck) -> dict[str, Any]:
    """Return a page of rows with what each asks for, and the links that choose among them."""
    rows = check.rows.all()
    open_rows = still_to_do(rows)
    # while it is read, and when that was broken off, the counts are those of the moment
    summary = check.summary or check_summary(check)
    outcomes: dict[str, int] = summary["outcomes"]
    to_do = open_rows.count()
    choices = list(_choices(request, outcomes, to_do))
    current = next((choice for choice in choices if choice.current), None)
    chosen: QuerySet[PopulationCheckRow] = rows
    if current and current.query == f"show={_OPEN}":
        chosen = open_rows
    elif current and current.query != f"show={_EVERY}":
        chosen = rows.filter(outcome=current.query.removeprefix("show="))
    found = keyset_page(chosen.select_related("worker__village"), order=_AS_READ, query=request.GET)
    waiting = set(still_to_do(rows.filter(pk__in=[row.pk for row in found.rows])).values_list("pk"))
    return {
        "page": found,
        "lines": [
            {
                "row": row,
                "words": row_sentence(row),
                "waits": (row.pk,) in waiting,
                "in_scope": row.worker is not None
                and may(request.user, Permission.REGISTER_VIEW, row.worker.village_id),
            }
            for row in found.rows
        ],
        "choices": choices,
        "choice": current.label if current else "",
        "to_do": to_do,
        "outcomes": outcomes,
        "read": summary["rows"],
    }


def _choices(request: StaffRequest, outcomes: dict[str, int], to_do: int) -> Iterator[Choice]:
    """Yield the links that choose rows: what waits for somebody first, then each outcome."""
    offered = [(_OPEN, _("Somebody has to look"), to_do)]
    offered += [
        (outcome.value, str(outcome.label), outcomes.get(outcome.value, 0))
        for outcome in Outcome
        if outcome is not Outcome.TO_DO
    ]
    offered.append((_EVERY, _("Every row"), sum(outcomes.values())))
    asked = request.GET.get("show", "")
    if asked not in [name for name, _label, _count in offered]:
        asked = _OPEN if to_do else _EVERY
    for name, label, count in offered:
        if count or name in (asked, _EVERY):
            yield Choice(label, f"show={name}", count, name == asked)


def population_request(request: StaffRequest) -> HttpResponse:
    """Ask for the sheet of NIKs to be checked; `?decree=` names whose workers."""
    regions = _regions(request)
    decrees = (
        Decree.objects.visible_to(request.user, Permission.POPULATION_CHECK)
        .of_sponsors()
        .select_related("sponsor")
        .order_by("-decided_on", "-pk")
    )
    initial = {"decree": request.GET.get("decree")}
    form = RequestForm(request.POST or None, regions=regions, decrees=decrees, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        job = request_sheet(
            region=given["region"],
            decree_id=given["decree"].pk if given["decree"] else None,
            unchecked_only=given["who"] == UNCHECKED,
            purpose=given["purpose"],
            by=request.user,
        )
        return redirect(job)
    status = 422 if form.is_bound else 200
    return render(request, "enrollment/population_request.html", {"form": form}, status=status)


def _regions(request: StaffRequest) -> QuerySet[Region]:
    """Return the provinces and regencies whose workers the user may check; refuse any other."""
    if not may(request.user, Permission.POPULATION_CHECK):
        require(request.user, Permission.POPULATION_CHECK, request.user.home_region_code)
    levels = [Region.Level.PROVINCE, Region.Level.REGENCY]
    regions = Region.objects.visible_to(request.user, Permission.POPULATION_CHECK)
    return regions.filter(level__in=levels).order_by("code")
