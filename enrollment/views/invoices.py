"""Invoices: what was billed, what is open of it, and where its money went."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Q, Sum
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from enrollment.actions.invoices import issue_invoice, set_payment_code
from enrollment.exports.invoice import invoice_letter, invoice_workbook
from enrollment.filters import (
    CREDITED,
    OPEN,
    SETTLED,
    InvoiceFilter,
    InvoiceLineFilter,
    choices,
)
from enrollment.forms.invoices import PaymentCodeForm
from enrollment.models import Decree, Invoice
from enrollment.queries.destinations import spent_on_invoice
from enrollment.queries.invoices import credited_on, price_steps
from enrollment.queries.money import net_billed_idr, payer_credit_idr
from registry.audit import record
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
    sums = invoices.aggregate(
        every=Count("pk"),
        open=Count("pk", filter=Q(total_idr__gt=F("allocated_idr") + F("credited_idr"))),
        open_idr=Sum(F("total_idr") - F("allocated_idr") - F("credited_idr"), default=0),
    )
    counts = {"": sums["every"], OPEN: sums["open"], SETTLED: sums["every"] - sums["open"]}
    context = {
        "sums": sums,
        "choices": choices(chosen, "state", _("All invoices"), counts),
        "page": keyset_page(chosen.qs, order=_NEWEST_FIRST, query=request.GET),
        "today": timezone.localdate(),
    }
    return page(request, "enrollment/invoice_list.html", context, "enrollment/_invoice_list.html")


@require_POST
def invoice_issue(request: StaffRequest, decree_id: int) -> HttpResponse:
    """Bill what the decree owes, and show the invoice."""
    decree = get_object_or_404(Decree.objects.visible_to(request.user), pk=decree_id)
    try:
        invoice = issue_invoice(decree=decree, issued_on=timezone.localdate(), by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(decree)
    messages.success(request, _("Invoice %(number)s stands.") % {"number": invoice.number})
    return redirect(invoice)


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
        invoices.select_related("decree__sponsor__region", "decree__region"), pk=invoice_id
    )
