"""Replacing a worker under a decree: by whom, what it comes to, and the annex that says so."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from enrollment.actions.replacing import replace_worker
from enrollment.exports.annex_replacement import replacement_letter
from enrollment.forms.replacing import AttestationForm, ReplacementForm
from enrollment.models import Annex, Decree, Enrollment, Invoice, Worker
from enrollment.queries.replacing import (
    MOST_FOUND,
    doubtful_members,
    first_month_free,
    free_places,
    replacement_effects,
    replacements,
    workers_to_choose,
)
from registry.audit import record
from registry.keys import key_named
from registry.pages import page
from registry.paging import keyset_page
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require

_IN_ORDER = ("position", "id")
_DONE = "done"


def enrollment_replace(request: StaffRequest, enrollment_id: int) -> HttpResponse:
    """Choose who takes a place, see what it comes to, do it, and see what came of it."""
    memberships = Enrollment.objects.visible_to(request.user).select_related(
        "decree__sponsor", "decree__region", "worker__village__parent"
    )
    enrollment = get_object_or_404(memberships, pk=enrollment_id)
    require(request.user, Permission.WORKER_REPLACE, enrollment.decree.region_id)
    context: dict[str, Any] = {
        "enrollment": enrollment,
        "decree": enrollment.decree,
        "free_from": first_month_free(enrollment, on=timezone.localdate()),
    }
    taken = replacements(enrollment.decree).filter(replaces=enrollment).first()
    if taken is not None and request.method == "GET":
        invoices = Invoice.objects.filter(lines__enrollment=taken)
        context |= {"taken": taken, "invoice": invoices.order_by("pk").first()}
        return render(request, "enrollment/enrollment_replaced.html", context)
    replacement = _chosen(request, enrollment)
    if replacement is None:
        return _choose(request, context)
    return _replace(request, context, replacement)


def _choose(request: StaffRequest, context: dict[str, Any]) -> HttpResponse:
    """Show whom the words typed may mean."""
    text = request.GET.get("q", "").strip()
    month: date = context["free_from"]
    found = workers_to_choose(context["decree"], request.user, text, month=month)
    context |= {"q": text, "found": found, "most_found": MOST_FOUND}
    return page(
        request,
        "enrollment/enrollment_replace_choose.html",
        context,
        "enrollment/_enrollment_replace_found.html",
    )


def _replace(request: StaffRequest, context: dict[str, Any], other: Worker) -> HttpResponse:
    """Ask for month and annex, show what the replacement comes to, and do it."""
    enrollment: Enrollment = context["enrollment"]
    today = timezone.localdate()
    asked = request.POST or (request.GET if "annex_number" in request.GET else None)
    form = ReplacementForm(asked, enrollment=enrollment)
    attestation = AttestationForm(request.POST or None)
    context |= {"form": form, "attestation": attestation, "replacement": other}
    if form.is_valid():
        if request.method == "POST" and attestation.is_valid():
            facts = form.terms | attestation.terms
            try:
                replace_worker(
                    enrollment=enrollment, replacement=other, on=today, by=request.user, **facts
                )
            except Refused as refusal:
                _put(refusal, form, attestation)
            else:
                return redirect("enrollment_replace", enrollment.pk)
        if not form.errors and "change" not in request.GET:
            context["effects"] = replacement_effects(
                enrollment,
                other,
                ends_from=form.ends_from,
                from_month=form.cleaned_data["from_month"],
                on=today,
            )
    kept = [(name, form.data[name]) for name in form.fields if form.data.get(name)]
    again = {"replacement": other.pk, **dict(kept), "change": 1}
    context |= {"kept": kept, "again": urlencode(again)}
    context["refused"] = form if form.errors else attestation
    status = 422 if form.errors or attestation.errors else 200
    return render(request, "enrollment/enrollment_replace.html", context, status=status)


def _put(refusal: Refused, form: ReplacementForm, attestation: AttestationForm) -> None:
    """Say a refusal where its field stands."""
    if refusal.field in attestation.fields:
        attestation.add_error(refusal.field, refusal.message)
    else:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, refusal.message)


def _chosen(request: StaffRequest, enrollment: Enrollment) -> Worker | None:
    """Return the worker who was chosen to take the place, if the user may enroll him."""
    asked = key_named(request.POST.get("replacement") or request.GET.get("replacement", ""))
    if asked is None:
        return None
    workers = Worker.objects.visible_to(request.user, Permission.WORKER_REGISTER).standing()
    return workers.select_related("village__parent", "occupation").filter(pk=asked).first()


@require_safe
def replacement_list(request: StaffRequest, decree_id: int) -> HttpResponse:
    """Whose place under a decree is free, or who took one, and the annexes that say so."""
    decrees = Decree.objects.visible_to(request.user).of_sponsors()
    decree = get_object_or_404(decrees.select_related("sponsor"), pk=decree_id)
    free, done = free_places(decree), replacements(decree)
    shows_done = request.GET.get("show") == _DONE
    today = timezone.localdate()
    found = keyset_page(done if shows_done else free, order=_IN_ORDER, query=request.GET)
    context = {
        "decree": decree,
        "page": found,
        "shows_done": shows_done,
        "rows": [(row, first_month_free(row, on=today)) for row in found.rows],
        "free_count": free.count(),
        "done_count": done.count(),
        "doubtful": [] if shows_done else list(doubtful_members(decree)[:50]),
        "annexes": decree.annexes.annotate(last=Max("enrollments__pk"))
        .exclude(last=None)
        .order_by("-dated_on", "-pk"),
        "may_replace": may(request.user, Permission.WORKER_REPLACE, decree.region_id),
    }
    return page(
        request,
        "enrollment/replacement_list.html",
        context,
        "enrollment/_replacement_rows.html",
    )


@require_safe
def annex_pdf(request: StaffRequest, annex_id: int) -> HttpResponse:
    """An annex with those who took a place by it, as PDF; who printed it stands in the trail."""
    annexes = Annex.objects.visible_to(request.user)
    annex = get_object_or_404(
        annexes.select_related("decree__sponsor", "decree__region"), pk=annex_id
    )
    record("annex.printed", subject=annex.decree, by=request.user, form="PDF", annex=annex.number)
    return replacement_letter(annex, at=timezone.now(), by=request.user)
