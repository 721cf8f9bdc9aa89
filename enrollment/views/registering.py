"""Registering one worker, and enrolling one who is on record."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from enrollment.actions.registering import enroll_worker, register_worker
from enrollment.forms.registering import CoverForm
from enrollment.models import Enrollment, Worker
from enrollment.queries.registering import open_decrees
from enrollment.views.files import file_response
from enrollment.views.register_page import enroll_context, register_context, register_form
from enrollment.wording.attestations import attested_lines
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require


def worker_register(request: StaffRequest) -> HttpResponse:
    """Ask for one worker, NIK first, and register him.

    HTMX asks with a POST what is known of what was typed so far, and nothing is saved then: the
    digits of a NIK stand in no address and no log.
    """
    if not may(request.user, Permission.WORKER_REGISTER):
        require(request.user, Permission.WORKER_REGISTER, request.user.home_region_code)
    today = timezone.localdate()
    form = register_form(request, today=today)
    if not form.is_bound:
        form.fields["nik"].widget.attrs["autofocus"] = True
    if request.htmx and form.is_bound:
        context = register_context(form, request.user)
        return render(request, "enrollment/_worker_register_look.html", context)
    if form.is_valid():
        try:
            registered = register_worker(**form.person, **form.terms, on=today, by=request.user)
        except Refused as refusal:
            form.add_error(_field_of(refusal, form), refusal.message)
        else:
            return redirect("worker_registered", registered.worker.pk)
    status = 422 if form.is_bound else 200
    context = register_context(form, request.user)
    return render(request, "enrollment/worker_register.html", context, status=status)


@require_safe
def worker_registered(request: StaffRequest, worker_id: int) -> HttpResponse:
    """What came of it, whose move it is, and the way to the next worker."""
    worker = _visible(request, worker_id)
    enrollment = (
        Enrollment.objects.visible_to(request.user)
        .standing()
        .filter(worker=worker)
        .select_related("decree__sponsor", "attestation")
        .order_by("-pk")
        .first()
    )
    attestation = getattr(enrollment, "attestation", None)
    context = {
        "worker": worker,
        "enrollment": enrollment,
        "is_own": enrollment is not None and enrollment.decree.sponsor.worker_id == worker.pk,
        "invoice": enrollment and enrollment.decree.invoices.filter(lines__worker=worker).first(),
        "attestation": attestation,
        "attested": attested_lines(attestation) if attestation else [],
        "may_register": may(request.user, Permission.WORKER_REGISTER),
        "may_bill": may(request.user, Permission.INVOICE_ISSUE),
    }
    return render(request, "enrollment/worker_registered.html", context)


def worker_enroll(request: StaffRequest, worker_id: int) -> HttpResponse:
    """Put a worker on record under a decree, or take his own order, with what he attests."""
    worker = _visible(request, worker_id)
    require(request.user, Permission.WORKER_REGISTER, worker.region_code)
    today = timezone.localdate()
    form = CoverForm(
        request.POST or None,
        offers=open_decrees(request.user, on=today),
        today=today,
        initial={"income_idr": worker.income_idr},
    )
    if request.htmx and form.is_bound:
        context = enroll_context(form, worker)
        return render(request, "enrollment/_worker_enroll_look.html", context)
    if form.is_valid():
        try:
            enroll_worker(worker=worker, **form.terms, on=today, by=request.user)
        except Refused as refusal:
            form.add_error(_field_of(refusal, form), refusal.message)
        else:
            return redirect("worker_registered", worker.pk)
    status = 422 if form.is_bound else 200
    context = enroll_context(form, worker)
    return render(request, "enrollment/worker_enroll.html", context, status=status)


@require_safe
def worker_photo(request: StaffRequest, worker_id: int) -> FileResponse:
    """The photo of a worker, for who may see the record."""
    worker = _visible(request, worker_id)
    return file_response(worker.photo, f"foto-{worker.pk}")


def _field_of(refusal: Refused, form: CoverForm) -> str | None:
    """Return the field beside which a refusal stands; None for one of the whole form."""
    field = "payer" if refusal.field == "decree" else refusal.field
    return field if field in form.fields else None


def _visible(request: StaffRequest, worker_id: int) -> Worker:
    workers = Worker.objects.visible_to(request.user).standing()
    return get_object_or_404(
        workers.select_related(
            "village__parent__parent", "occupation", "second_occupation", "own_payer"
        ),
        pk=worker_id,
    )
