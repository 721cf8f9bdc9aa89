"""Invoices: what was billed, what is open of it, and where its money went."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Q, Sum
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from enrollment.actions.invoices import set_payment_code, sweep_and_bill
from enrollment.actions.sweeping import OneMustStay, SweepChanged
from enrollment.exports.invoice import invoice_letter, invoice_workbook
from enrollment.filters import (
    CREDITED,
    OPEN,
    SETTLED,
    InvoiceFilter,
    InvoiceLineFilter,
    choices,
    year_counts,
)
from enrollment.forms.invoices import PaymentCodeForm
from enrollment.models import Decree, Invoice, Sweep
from enrollment.queries.budget_year import years_of_issue
from enrollment.queries.destinations import spent_on_invoice
from enrollment.queries.invoices import credited_on, price_steps
from enrollment.queries.money import net_billed_idr, payer_credit_idr
from enrollment.queries.statements import sweep_of, swept_groups
from enrollment.views.sweep_page import statement_context, sweep_context
from enrollment.wording.sweep import reason_label
from registry.audit import record
from registry.keys import key_named
from registry.pages import page
from registry.paging import keyset_page
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require

_NEWEST_FIRST = ("-issued_on", "-id")
_AS_PRINTED = ("position", "enrollment_id", "since")


@require_safe
def invoice_list(request: StaffRequest) -> HttpResponse:
    """Every invoice in scope, newest first."""
    invoices = Invoice.objects.visible_to(request.user)
    chosen = InvoiceFilter(request.GET, queryset=invoices.select_related("decree__sponsor"))
    state, year = request.GET.get("state", ""), request.GET.get("year", "")
    sums = InvoiceFilter({"year": year}, queryset=invoices).qs.aggregate(
        every=Count("pk"),
        open=Count("pk", filter=Q(total_idr__gt=F("allocated_idr") + F("credited_idr"))),
        open_idr=Sum(F("total_idr") - F("allocated_idr") - F("credited_idr"), default=0),
    )
    counts = {"": sums["every"], OPEN: sums["open"], SETTLED: sums["every"] - sums["open"]}
    years = years_of_issue(InvoiceFilter({"state": state}, queryset=invoices).qs)
    context = {
        "sums": sums,
        "choices": choices(chosen, "state", _("All invoices"), counts),
        "years": choices(chosen, "year", _("All budget years"), year_counts(years, year)),
        "year": year,
        "page": keyset_page(chosen.qs, order=_NEWEST_FIRST, query=request.GET),
        "today": timezone.localdate(),
    }
    return page(request, "enrollment/invoice_list.html", context, "enrollment/_invoice_list.html")


@require_safe
def invoice_sweep(request: StaffRequest, decree_id: int) -> HttpResponse:
    """Who would not be billed, and what the invoice would then come to, before it is issued."""
    decrees = Decree.objects.visible_to(request.user).select_related("sponsor", "region")
    decree = get_object_or_404(decrees, pk=decree_id)
    context = sweep_context(request, decree, today=timezone.localdate())
    return page(request, "enrollment/invoice_sweep.html", context, "enrollment/_sweep_rows.html")


@require_POST
def invoice_issue(request: StaffRequest, decree_id: int) -> HttpResponse:
    """Take off who must not be paid for, bill the rest, and show the invoice.

    `remove` are the memberships that were ticked as of a person who stands there twice.
    """
    decree = get_object_or_404(Decree.objects.visible_to(request.user), pk=decree_id)
    ticked = [key for pk in request.POST.getlist("remove") if (key := key_named(pk)) is not None]
    try:
        issued = sweep_and_bill(
            decree=decree, issued_on=timezone.localdate(), also_remove=ticked, by=request.user
        )
    except (SweepChanged, OneMustStay) as refusal:
        messages.error(request, refusal.message)
        return redirect("invoice_sweep", decree.pk)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(decree)
    if issued.invoice is None:
        assert issued.sweep is not None  # nobody to bill without a sweep is refused
        messages.success(request, _("Nobody is left to be billed. This statement is kept."))
        return redirect("sweep_detail", issued.sweep.pk)
    messages.success(request, _("Invoice %(number)s stands.") % {"number": issued.invoice.number})
    return redirect(issued.invoice)


@require_safe
def sweep_detail(request: StaffRequest, sweep_id: int) -> HttpResponse:
    """The statement of one sweep: who was taken off, why, and what was not spent."""
    sweeps = Sweep.objects.visible_to(request.user).select_related("decree__sponsor", "invoice")
    sweep = get_object_or_404(sweeps, pk=sweep_id)
    context = statement_context(request, sweep)
    return page(request, "enrollment/sweep_detail.html", context, "enrollment/_sweep_rows.html")


@require_safe
def invoice_detail(request: StaffRequest, invoice_id: int) -> HttpResponse:
    """One invoice: what is open of it, its lines, its payments, and how it was computed."""
    invoice = _visible(request, invoice_id)
    lines = invoice.lines.select_related("worker__village")
    chosen = InvoiceLineFilter(request.GET, queryset=lines)
    counted = lines.aggregate(
        every=Count("pk"),
        open=Count("pk", filter=Q(amount_idr__gt=F("allocated_idr") + F("credited_idr"))),
        credited=Count("pk", filter=Q(credited_idr__gt=0)),
    )
    counts = {"": counted["every"], OPEN: counted["open"], CREDITED: counted["credited"]}
    shown = keyset_page(chosen.qs, order=_AS_PRINTED, query=request.GET)
    context = {
        "invoice": invoice,
        "page": shown,
        "rows": [
            (line, may(request.user, Permission.REGISTER_VIEW, line.worker.village_id))
            for line in shown.rows
        ],
        "credited": credited_on(invoice),
        "choices": choices(chosen, "show", _("All lines"), counts),
    }
    if not request.htmx:
        context |= _money_of(request, invoice)
    return page(
        request, "enrollment/invoice_detail.html", context, "enrollment/_invoice_lines.html"
    )


def _money_of(request: StaffRequest, invoice: Invoice) -> dict[str, Any]:
    """Return what stands around the lines: payments, credit, the price, and the rights."""
    decree = invoice.decree
    spendings = spent_on_invoice(invoice)
    return {
        "decree": decree,
        "spendings": spendings,
        "received_idr": sum(s.payment.amount_idr for s in spendings if not s.payment.reversed_on),
        "payer_credit_idr": payer_credit_idr(decree.sponsor, decree.fund),
        "steps": price_steps(invoice),
        "ceiling_left_idr": decree.ceiling_idr - net_billed_idr(decree),
        "payments_in_scope": may(request.user, Permission.REGISTER_VIEW, decree.sponsor.region_id),
        "may_post": may(request.user, Permission.PAYMENT_POST, decree.region_id),
        "may_bill": may(request.user, Permission.INVOICE_ISSUE, decree.region_id),
        "may_order": may(request.user, Permission.WORKER_REGISTER, decree.region_id),
        "sweep": (sweep := sweep_of(invoice)),
        "swept_groups": [
            (reason_label(group.reason), group) for group in (swept_groups(sweep) if sweep else [])
        ],
    }


@require_safe
def invoice_pdf(request: StaffRequest, invoice_id: int) -> HttpResponse:
    """The invoice on paper."""
    invoice = _visible(request, invoice_id)
    record("invoice.printed", subject=invoice, by=request.user, form="PDF")
    return invoice_letter(invoice)


@require_safe
def invoice_sheet(request: StaffRequest, invoice_id: int) -> FileResponse:
    """Every line of the invoice as a workbook."""
    invoice = _visible(request, invoice_id)
    record("invoice.printed", subject=invoice, by=request.user, form="XLSX")
    return invoice_workbook(invoice)


def invoice_payment_code(request: StaffRequest, invoice_id: int) -> HttpResponse:
    """Enter the code under which the payer sends the money."""
    invoice = _visible(request, invoice_id)
    require(request.user, Permission.INVOICE_ISSUE, invoice.decree.region_id)
    initial = {"payment_code": invoice.payment_code}
    form = PaymentCodeForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            set_payment_code(invoice=invoice, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("The payment code stands on the invoice."))
            return redirect(invoice)
    status = 422 if form.is_bound else 200
    context = {"invoice": invoice, "form": form}
    return render(request, "enrollment/invoice_payment_code.html", context, status=status)


def _visible(request: StaffRequest, invoice_id: int) -> Invoice:
    invoices = Invoice.objects.visible_to(request.user)
    return get_object_or_404(
        invoices.select_related("decree__sponsor__region", "decree__region", "sweep"),
        pk=invoice_id,
    )
