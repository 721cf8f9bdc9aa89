"""Decrees: what a sponsor decided to pay, what its ceiling buys, and the annex by name."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enrollment.actions.sponsors import create_decree
from enrollment.exports.annex import annex_letter, annex_workbook
from enrollment.filters import DecreeFilter
from enrollment.forms.decrees import DecreeForm, DecreePreviewForm
from enrollment.jobs.pack import RIGHT as PACK_RIGHT
from enrollment.models import Decree, ImportBatch, Invoice, Sponsor
from enrollment.queries.decrees import (
    CeilingPreview,
    ceiling_preview,
    price_steps,
    with_enrolled,
)
from enrollment.queries.money import DecreeBudget, decree_budget
from enrollment.queries.population import recorded_dead
from enrollment.rules.contributions import NoSuchBase
from enrollment.views.files import file_response
from registry.audit import record
from registry.formats import month_text, rupiah_text
from registry.keys import key_named
from registry.law.parameters import MissingParameter
from registry.pages import page
from registry.paging import keyset_page
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require

_NEWEST_FIRST = ("-decided_on", "-id")


@require_safe
def decree_list(request: StaffRequest) -> HttpResponse:
    """Decrees in scope, newest first."""
    decrees = Decree.objects.visible_to(request.user).of_sponsors()
    chosen = DecreeFilter(request.GET, queryset=with_enrolled(decrees))
    context = {
        "q": request.GET.get("q", "").strip(),
        "page": keyset_page(chosen.qs, order=_NEWEST_FIRST, query=request.GET),
        "counted": decrees.count(),
        "may_create": may(request.user, Permission.SPONSOR_CREATE),
    }
    return page(request, "enrollment/decree_list.html", context, "enrollment/_decree_list.html")


def decree_create(request: StaffRequest) -> HttpResponse:
    """Record a decree; `?sponsor=` names who decided it."""
    if not may(request.user, Permission.SPONSOR_CREATE):
        require(request.user, Permission.SPONSOR_CREATE, request.user.home_region_code)
    form = DecreeForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        today=timezone.localdate(),
        initial=_initial(request),
    )
    if form.is_valid():
        try:
            decree = create_decree(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        except NoSuchBase as refusal:
            form.add_error("wage_base_idr", _nearest_bases(refusal))
        except MissingParameter:
            form.add_error("since", _no_law(form.cleaned_data))
        else:
            messages.success(request, _("Decree %(number)s is recorded.") % {"number": decree})
            return redirect(decree)
    status = 422 if form.is_bound else 200
    context = {"form": form} | _preview(request, form.data if form.is_bound else {})
    return render(request, "enrollment/decree_create.html", context, status=status)


def _initial(request: StaffRequest) -> dict[str, Any]:
    """Return what the form begins with: the sponsor that was named, and its region."""
    asked = request.GET.get("sponsor", "")
    sponsors = Sponsor.objects.visible_to(request.user).paying_for_others()
    sponsor = sponsors.filter(pk=key_named(asked) or 0).first()
    region = sponsor.region_id if sponsor else request.user.home_region_code
    return {"sponsor": sponsor, "region": region, "fund": "APBD", "months": 12}


def _nearest_bases(refusal: NoSuchBase) -> str:
    nearest = ", ".join(rupiah_text(base) for base in refusal.nearest)
    return _("No band has this wage base. The nearest are %(nearest)s.") % {"nearest": nearest}


def _no_law(given: dict[str, Any]) -> str:
    return _("The law of %(month)s is not on record. Choose a later first month.") % {
        "month": month_text(given["since"])
    }


@require_safe
def decree_preview(request: StaffRequest) -> HttpResponse:
    """What a ceiling buys, while the decree is being typed."""
    context = _preview(request, request.GET)
    return page(
        request, "enrollment/decree_preview.html", context, "enrollment/_decree_preview.html"
    )


def _preview(request: StaffRequest, typed: Any) -> dict[str, Any]:
    """Return the preview of what was typed so far; none while too little was typed."""
    today = timezone.localdate()
    form = DecreePreviewForm(typed, today=today)
    preview: CeilingPreview | None = None
    if form.is_valid():
        try:
            preview = ceiling_preview(Decree(**form.cleaned_data))
        except (NoSuchBase, MissingParameter):
            preview = None
    typed_in = form.cleaned_data if preview else {}
    return {"preview": preview, "typed": typed_in, "known_on": typed_in.get("decided_on", today)}


@require_safe
def decree_detail(request: StaffRequest, decree_id: int) -> HttpResponse:
    """One decree: its budget, its lists, its invoices, and whose move it is.

    The order of a self-payer has no such page: its invoice tells all of it.
    """
    own = Decree.objects.visible_to(request.user).own_orders().filter(pk=decree_id).first()
    if own and (order := own.invoices.order_by("pk").last()):
        return redirect(order)
    decree = _visible(request, decree_id)
    today = timezone.localdate()
    budget = decree_budget(decree, known_on=today)
    batches = list(
        decree.batches.select_related("uploaded_by").prefetch_related("files").order_by("-pk")
    )
    invoices = list(Invoice.objects.filter(decree=decree).order_by("-issued_on", "-pk"))
    context = {
        "decree": decree,
        "budget": budget,
        "known_on": decree.decided_on,
        "steps": price_steps(budget.months),
        "batches": batches,
        "invoices": invoices,
        "recorded_dead": recorded_dead(decree),
        "sponsor_in_scope": may(request.user, Permission.REGISTER_VIEW, decree.sponsor.region_id),
        "may_upload": may(request.user, Permission.BATCH_UPLOAD, decree.region_id),
        "may_apply": may(request.user, Permission.BATCH_APPLY, decree.region_id),
        "may_bill": may(request.user, Permission.INVOICE_ISSUE, decree.region_id),
        "may_pack": may(request.user, PACK_RIGHT, decree.region_id),
        "may_print": may(request.user, Permission.WORKER_REGISTER, decree.region_id),
        "may_renew": may(request.user, Permission.DECREE_RENEW, decree.region_id),
        "ends_soon": today < decree.until <= today + timedelta(days=90),
        "renewal": Decree.objects.filter(renews=decree).first(),
    }
    context |= _next_step(budget, batches, invoices)
    return render(request, "enrollment/decree_detail.html", context)


def _next_step(
    budget: DecreeBudget, batches: list[ImportBatch], invoices: list[Invoice]
) -> dict[str, Any]:
    """Return what must happen next under a decree, and the list or invoice that it is about."""
    for batch in batches:
        if batch.is_at_work:
            return {"next_step": "wait", "batch_ahead": batch}
        if batch.status == ImportBatch.Status.STAGED:
            step = "repair" if batch.summary.get("refused") else "apply"
            return {"next_step": step, "batch_ahead": batch}
    if budget.unbilled_workers:
        return {"next_step": "bill" if budget.unbilled_fits else "too_dear"}
    for invoice in reversed(invoices):
        if invoice.open_idr:
            return {"next_step": "pay", "open_invoice": invoice}
    return {"next_step": "done" if budget.enrolled else "upload"}


@require_safe
def decree_scan(request: StaffRequest, decree_id: int) -> FileResponse:
    """The scan of the decree."""
    decree = _visible(request, decree_id)
    return file_response(decree.scan, f"sk-{slugify(decree.number) or decree.pk}")


@require_safe
def decree_annex_pdf(request: StaffRequest, decree_id: int) -> HttpResponse:
    """The annex by name as PDF; who printed it stands in the trail."""
    decree = _visible(request, decree_id)
    record("annex.printed", subject=decree, by=request.user, form="PDF")
    return annex_letter(decree, at=timezone.now(), by=request.user)


@require_safe
def decree_annex_sheet(request: StaffRequest, decree_id: int) -> FileResponse:
    """The annex by name as a workbook; who took it stands in the trail."""
    decree = _visible(request, decree_id)
    record("annex.printed", subject=decree, by=request.user, form="XLSX")
    return annex_workbook(decree)


def _visible(request: StaffRequest, decree_id: int) -> Decree:
    decrees = Decree.objects.visible_to(request.user).of_sponsors()
    return get_object_or_404(decrees.select_related("sponsor", "region__parent"), pk=decree_id)
