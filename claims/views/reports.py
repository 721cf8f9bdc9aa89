"""Reporting what happened: finding the person, and the report itself."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from claims.actions.reports import report_claim
from claims.forms.reports import CoverForm, ReportForm
from claims.models import DOCUMENT_LABELS, Claim
from claims.queries.cover import CoverAtEvent, cover_at_event
from claims.rules.states import Status
from enrollment.models import Worker
from enrollment.queries.card_statement import holder_of, read_statement
from enrollment.queries.codes import worker_of_code
from registry.models import Holiday
from registry.nik import LENGTH, NikRefused, clean_nik, read_nik
from registry.pages import page
from registry.paging import keyset_page
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require

# the columns of the index worker_same_person
_BY_PLACE: Final = ("village_id", "born_on", "name_key", "id")
_SHOWN: Final = 20
_CARD = re.compile(r"(?:.*/(?:claims/)?card/)?([^/\s]+)/?")
_COVER_KEYS: Final = ("event_on", "program", "cause", "outcome", "died_on")


@require_safe
def claim_create(request: StaffRequest) -> HttpResponse:
    """Find the person to whom it happened, by name, NIK, or the code of the card."""
    if not may(request.user, Permission.CLAIM_REPORT):
        require(request.user, Permission.CLAIM_REPORT, request.user.home_region_code)
    typed = request.GET.get("q", "").strip()
    if typed and (worker_id := _of_card(typed)):
        return redirect("claim_report", worker_id)
    context: dict[str, Any] = {"q": typed}
    if typed:
        workers = (
            Worker.objects.visible_to(request.user, Permission.CLAIM_REPORT)
            .standing()
            .select_related("village__parent")
        )
        digits = clean_nik(typed)
        found = workers.matching(digits if digits.isdigit() else typed)
        context |= {
            "page": keyset_page(found, order=_BY_PLACE, query=request.GET, size=_SHOWN),
            "nik": digits if digits.isdigit() and len(digits) >= LENGTH else "",
            "nik_is_wrong": _is_wrong(digits),
        }
    return page(request, "claims/claim_create.html", context, "claims/_claim_find.html")


def _of_card(typed: str) -> int | None:
    """Return the worker whose card was read into the box: its code, or the link around it.

    Cards printed before they were proved by a statement hold the code of the worker.
    """
    found = _CARD.fullmatch(typed)
    if found is None:
        return None
    if stated := read_statement(found[1]):
        holder = holder_of(stated)
        return holder.pk if holder else None
    return worker_of_code(found[1])


def _is_wrong(digits: str) -> bool:
    """Tell whether somebody typed a NIK that nobody can have."""
    if not digits.isdigit() or len(digits) < LENGTH - 1:
        return False
    try:
        read_nik(digits)
    except NikRefused:
        return True
    return False


@require_safe
def claim_by_card(request: StaffRequest, code: str) -> HttpResponse:
    """Lead from the code on a card to the report of its worker."""
    worker_id = worker_of_code(code)
    if worker_id is None:
        raise Http404(_("This code is on no card of Lindung. Find the worker by name or NIK."))
    return redirect("claim_report", _reportable(request, worker_id).pk)


def claim_report(request: StaffRequest, worker_id: int) -> HttpResponse:
    """Ask what happened to a worker, and record it."""
    worker = _reportable(request, worker_id)
    now = timezone.now()
    looks = "look" in request.POST
    form = ReportForm(
        None if looks else request.POST or None,
        worker=worker,
        now=now,
        draft="draft" in request.POST,
        # who looks at the cover without a script keeps what was typed
        initial=request.POST.dict() if looks else _initial(request, worker),
    )
    if form.is_valid() and (claim := _reported(request, form)):
        return redirect(claim)
    context = {"worker": worker, "form": form} | _cover(request, worker, form.data or form.initial)
    status = 422 if form.is_bound else 200
    return render(request, "claims/claim_report.html", context, status=status)


def _reported(request: StaffRequest, form: ReportForm) -> Claim | None:
    """Record the report and say so; None where it was refused, with the reason at its field."""
    try:
        claim = report_claim(
            worker=form.worker, at=form.now, draft=form.draft, by=request.user, **form.cleaned_data
        )
    except Refused as refusal:
        form.add_error(refusal.field, refusal.message)
        return None
    _tell(request, claim, is_new=claim.reported_at == form.now)
    return claim


def _initial(request: StaffRequest, worker: Worker) -> dict[str, Any]:
    """Return what the form begins with: what a link or the same page without a script gave it."""
    given: dict[str, Any] = {
        name: request.GET[name] for name in CoverForm.base_fields if name in request.GET
    }
    if worker.deceased_on:
        given = {"event_on": worker.deceased_on, "died_on": worker.deceased_on} | given
    return given


def _tell(request: StaffRequest, claim: Claim, *, is_new: bool) -> None:
    words = {"number": claim.number}
    if not is_new:
        messages.info(
            request, _("This was reported before, as %(number)s. Nothing changed.") % words
        )
    elif claim.status == Status.DRAFT:
        messages.success(
            request, _("Draft %(number)s is kept. Report it when all is told.") % words
        )
    else:
        messages.success(
            request,
            _(
                "%(number)s is recorded. Hand the family the receipt below: it says what to bring "
                "and by when they hear from you."
            )
            % words,
        )


@require_safe
def claim_cover(request: StaffRequest, worker_id: int) -> HttpResponse:
    """What the registry knows of the day that is being typed; without HTMX, the whole report."""
    worker = _reportable(request, worker_id)
    if not request.htmx:
        typed = {name: request.GET[name] for name in CoverForm.base_fields if name in request.GET}
        return redirect(reverse("claim_report", args=[worker.pk], query=typed))
    context = {"worker": worker} | _cover(request, worker, request.GET)
    return render(request, "claims/_claim_cover.html", context)


def _cover(request: StaffRequest, worker: Worker, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what can be told of what was typed so far."""
    today = timezone.localdate()
    form = CoverForm(typed, worker=worker, today=today)
    form.is_valid()
    cover: CoverAtEvent | None = None
    given = {name: form.cleaned_data[name] for name in _COVER_KEYS if name in form.cleaned_data}
    if not given.get("cause"):
        given.pop("program", None)
    if "event_on" in given:
        cover = cover_at_event(
            worker,
            today=today,
            reader=request.user,
            days_off=Holiday.objects.days_off(),
            **given,
        )
    return {
        "cover": cover,
        "cover_form": form,
        "to_bring": [DOCUMENT_LABELS[need.kind] for need in cover.to_bring] if cover else (),
        "held": [DOCUMENT_LABELS[need.kind] for need in cover.held] if cover else (),
    }


def _reportable(request: StaffRequest, worker_id: int) -> Worker:
    """Return the worker, if in scope; refuse who may not report there."""
    workers = Worker.objects.visible_to(request.user).standing()
    worker = get_object_or_404(
        workers.select_related("village__parent", "occupation"), pk=worker_id
    )
    require(request.user, Permission.CLAIM_REPORT, worker.region_code)
    return worker
