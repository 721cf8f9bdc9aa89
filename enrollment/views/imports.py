"""Lists of workers: sending one, what was found in it, repairing it, applying it."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from enrollment.actions.imports import (
    attach_statement,
    cancel_batch,
    send_repair,
    start_applying,
    undo_batch,
    upload_list,
)
from enrollment.exports.repair_sheet import repair_workbook
from enrollment.exports.sample_list import sample_workbook
from enrollment.filters import BatchFilter, choices
from enrollment.forms.imports import ApplyForm, ListUploadForm, RepairForm, StatementForm
from enrollment.jobs import enqueue_batch
from enrollment.models import Attestation, ImportBatch
from enrollment.queries.undoing import undo_effects
from enrollment.sheets.refusals import ListRefused
from enrollment.views.batch_page import batch_context, batch_counts, progress_context
from enrollment.views.files import file_response
from enrollment.wording import list_refusal_sentence
from registry.audit import record
from registry.pages import page
from registry.paging import keyset_page
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require

_NEWEST_FIRST = ("-id",)


@require_safe
def batch_list(request: StaffRequest) -> HttpResponse:
    """Lists in scope, newest first."""
    batches = ImportBatch.objects.visible_to(request.user)
    chosen = BatchFilter(
        request.GET,
        queryset=batches.select_related("decree__sponsor", "uploaded_by").prefetch_related("files"),
    )
    counts = batch_counts(batches)
    context = {
        "page": keyset_page(chosen.qs, order=_NEWEST_FIRST, query=request.GET),
        "choices": choices(chosen, "status", _("All lists"), counts),
        "counted": counts[""],
        "may_upload": may(request.user, Permission.BATCH_UPLOAD),
    }
    return page(request, "enrollment/batch_list.html", context, "enrollment/_batch_list.html")


def batch_create(request: StaffRequest) -> HttpResponse:
    """Send a list under a decree; `?decree=` names it."""
    if not may(request.user, Permission.BATCH_UPLOAD):
        require(request.user, Permission.BATCH_UPLOAD, request.user.home_region_code)
    initial = {"decree": request.GET.get("decree")}
    form = ListUploadForm(
        request.POST or None, request.FILES or None, user=request.user, initial=initial
    )
    if form.is_valid():
        given = form.cleaned_data
        begun_at = timezone.now()
        try:
            batch = upload_list(
                decree=given["decree"],
                upload=given["file"],
                filename=given["file"].name,
                statement=given["statement"],
                by=request.user,
            )
        except ListRefused as refusal:
            form.add_error("file", list_refusal_sentence(refusal))
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            if batch.uploaded_at < begun_at:
                messages.info(request, _("This file was sent before. Nothing changed: here it is."))
            enqueue_batch(batch)
            return redirect(batch)
    status = 422 if form.is_bound else 200
    return render(request, "enrollment/batch_create.html", {"form": form}, status=status)


@require_safe
def batch_detail(request: StaffRequest, batch_id: int) -> HttpResponse:
    """One list: being checked, checked, applied or undone, with its rows and the next step."""
    batch = _visible(request, batch_id)
    context = batch_context(request, batch) | {"form": _apply_form(request, batch)}
    return page(request, "enrollment/batch_detail.html", context, "enrollment/_batch_rows.html")


@require_safe
def batch_progress(request: StaffRequest, batch_id: int) -> HttpResponse:
    """How far the job has come; the page opens anew when it is done."""
    batch = _visible(request, batch_id)
    if not request.htmx:
        return redirect(batch)
    if not batch.is_at_work:
        return HttpResponseClientRefresh()
    context = progress_context(request, batch)
    return render(request, "enrollment/_batch_progress.html", context)


@require_POST
def batch_cancel(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Stop checking or applying the list; what was done so far is told on its page."""
    return redirect(cancel_batch(batch=_visible(request, batch_id), by=request.user))


@require_safe
def batch_repair_sheet(request: StaffRequest, batch_id: int) -> FileResponse:
    """The rows to repair as a sheet, every row with `?all=1`; it holds whole NIKs."""
    batch = _visible(request, batch_id)
    every_row = request.GET.get("all") == "1"
    rows = batch.summary.get("rows" if every_row else "refused", 0)
    record("batch.sheet_downloaded", subject=batch, by=request.user, rows=rows)
    return repair_workbook(batch, every_row=every_row, seen_by=request.user)


def batch_repair(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Send repaired rows into their list."""
    batch = _visible(request, batch_id)
    require(request.user, Permission.BATCH_UPLOAD, batch.region_code)
    form = RepairForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            batch = send_repair(batch=batch, upload=upload, filename=upload.name, by=request.user)
        except ListRefused as refusal:
            form.add_error("file", list_refusal_sentence(refusal))
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            if not batch.is_at_work:
                messages.info(request, _("This file was sent before. Nothing changed."))
            enqueue_batch(batch)
            return redirect(batch)
    return _form_page(request, "enrollment/batch_repair.html", batch, form)


@require_safe
def batch_statement(request: StaffRequest, batch_id: int) -> FileResponse:
    """The village head's signed statement."""
    batch = _visible(request, batch_id)
    return file_response(batch.statement, f"sptjm-{batch.pk}")


def batch_statement_update(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Attach the village head's signed statement, or a later one in its place."""
    batch = _visible(request, batch_id)
    require(request.user, Permission.BATCH_UPLOAD, batch.region_code)
    form = StatementForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            attach_statement(batch=batch, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("The signed statement is attached."))
            return redirect(batch)
    return _form_page(request, "enrollment/batch_statement_update.html", batch, form)


@require_POST
def batch_apply(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Let the ready rows become workers under the decree, on the word of the village head."""
    batch = _visible(request, batch_id)
    require(request.user, Permission.BATCH_APPLY, batch.region_code)
    form = _apply_form(request, batch)
    if not form.is_valid():
        context = batch_context(request, batch) | {"form": form}
        return render(request, "enrollment/batch_detail.html", context, status=422)
    try:
        batch = start_applying(batch=batch, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        enqueue_batch(batch)
    return redirect(batch)


def batch_undo(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Show what undoing the list would touch; undo it when that is confirmed."""
    batch = _visible(request, batch_id)
    require(request.user, Permission.BATCH_APPLY, batch.region_code)
    if request.method == "POST":
        try:
            undo_batch(batch=batch, on=timezone.localdate(), by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("batch_undo", batch.pk)
        return redirect(batch)
    context = {"batch": batch, "effects": undo_effects(batch)}
    return render(request, "enrollment/batch_undo.html", context)


@require_safe
def list_sample(_request: StaffRequest) -> FileResponse:
    """An example sheet to fill in."""
    return sample_workbook()


def _visible(request: StaffRequest, batch_id: int) -> ImportBatch:
    batches = ImportBatch.objects.visible_to(request.user).select_related(
        "decree__sponsor", "uploaded_by", "applied_by", "undone_by"
    )
    return get_object_or_404(batches, pk=batch_id)


def _apply_form(request: StaffRequest, batch: ImportBatch) -> ApplyForm:
    """Return the form that asks who attests the rows: once, of who can let them go in."""
    can_go_in = batch.status in (ImportBatch.Status.STAGED, ImportBatch.Status.APPLIED)
    asks = (
        can_go_in
        and may(request.user, Permission.BATCH_APPLY, batch.region_code)
        and not batch.files.filter(uploaded_by=request.user).exists()
        and not Attestation.objects.filter(batch=batch).exists()
    )
    return ApplyForm(request.POST if request.method == "POST" else None, asks=asks)


def _form_page(request: StaffRequest, template: str, batch: ImportBatch, form: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, template, {"batch": batch, "form": form}, status=status)
