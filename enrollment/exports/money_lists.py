"""Lists of money, and of figures that others report, as columns of an export."""

from __future__ import annotations

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from enrollment.filters import InvoiceFilter, InvoiceLineFilter, PaymentFilter
from enrollment.models import Invoice, Payment, ReportedParticipants
from enrollment.queries.reliefs import reliefs_waiting
from enrollment.queries.waiting import unused_credit
from registry.exporting import Listing, chosen_words, day, nik, number, text
from registry.formats import month_span_text, month_text
from registry.models import User


def invoices(reader: User, query: QueryDict) -> Listing:
    """Return the invoices of the page, with what is open of each."""
    chosen = InvoiceFilter(
        query, queryset=Invoice.objects.visible_to(reader).select_related("decree__sponsor")
    )
    return Listing(
        name="tagihan",
        title=_("Invoices"),
        page=reverse("invoice_list"),
        rows=chosen.qs,
        order=("-issued_on", "-id"),
        columns=[
            text(_("Number"), lambda row: row.number),
            text(_("Decree"), lambda row: row.decree.number),
            text(_("Payer"), lambda row: row.decree.sponsor.name, 36),
            text(_("Fund source"), lambda row: row.decree.get_fund_display(), 16),
            day(_("Issued on"), lambda row: row.issued_on),
            day(_("Due on"), lambda row: row.due_on),
            number(_("Workers"), lambda row: row.workers),
            number(_("Worker-months"), lambda row: row.worker_months),
            number(_("Total, in rupiah"), lambda row: row.total_idr),
            number(_("Paid, in rupiah"), lambda row: row.allocated_idr),
            number(_("Credit notes, in rupiah"), lambda row: row.credited_idr),
            number(_("Open, in rupiah"), lambda row: row.open_idr),
        ],
        chosen=chosen_words(chosen),
    )


def invoice_lines(reader: User, query: QueryDict, invoice_id: int) -> Listing:
    """Return the lines of an invoice as its page filters them."""
    visible = Invoice.objects.visible_to(reader).select_related("decree")
    invoice = get_object_or_404(visible, pk=invoice_id)
    lines = invoice.lines.select_related("worker__village")
    chosen = InvoiceLineFilter(query, queryset=lines)
    return Listing(
        name=f"baris-tagihan-{invoice.pk}",
        title=_("Lines of invoice %(number)s") % {"number": invoice.number},
        page=invoice.get_absolute_url(),
        rows=chosen.qs,
        order=("position", "enrollment_id", "since"),
        columns=[
            number(_("Place in the list"), lambda row: row.position),
            nik(_("NIK"), lambda row: row.worker.nik, lambda row: row.worker.village_id),
            text(_("Name"), lambda row: row.worker.name, 28),
            text(_("Village"), lambda row: row.worker.village.name, 20),
            text(_("Months"), lambda row: month_span_text(row.since, row.until)),
            number(_("Number of months"), lambda row: row.months),
            number(_("A month, in rupiah"), lambda row: row.monthly_idr),
            number(_("Amount, in rupiah"), lambda row: row.amount_idr),
            number(_("Paid, in rupiah"), lambda row: row.allocated_idr),
            number(_("Credit notes, in rupiah"), lambda row: row.credited_idr),
            number(_("Open, in rupiah"), lambda row: row.open_idr),
        ],
        about=invoice,
        chosen=chosen_words(chosen),
    )


def payments(reader: User, query: QueryDict) -> Listing:
    """Return the payments of the page, with what is left of each."""
    chosen = PaymentFilter(
        query, queryset=Payment.objects.visible_to(reader).select_related("sponsor", "invoice")
    )
    return Listing(
        name="pembayaran",
        title=_("Payments"),
        page=reverse("payment_list"),
        rows=chosen.qs,
        order=("-paid_on", "-id"),
        columns=[
            text(_("Bank reference"), lambda row: row.reference),
            text(_("Payer"), lambda row: row.sponsor.name, 36),
            text(_("Fund source"), lambda row: row.get_fund_display(), 16),
            text(_("Invoice"), lambda row: row.invoice.number if row.invoice else ""),
            text(_("SP2D number"), lambda row: row.sp2d_number),
            day(_("Date of the SP2D"), lambda row: row.sp2d_on),
            text(_("Budget year"), lambda row: row.budget_year, 12),
            day(_("Received on"), lambda row: row.paid_on),
            day(_("Booked on"), lambda row: row.booked_on),
            number(_("Received, in rupiah"), lambda row: row.amount_idr),
            number(_("Used for months, in rupiah"), lambda row: row.allocated_idr),
            number(_("Paid back, in rupiah"), lambda row: row.refunded_idr),
            number(_("Unused, in rupiah"), lambda row: row.credit_idr),
            day(_("Reversed on"), lambda row: row.reversed_on),
        ],
        chosen=chosen_words(chosen),
    )


def credits_unused(reader: User, _query: QueryDict) -> Listing:
    """Return the money of each payer and fund that paid for no month yet."""
    return Listing(
        name="sisa-dana",
        title=_("Unused credit"),
        page=reverse("payment_list"),
        rows=unused_credit(reader),
        columns=[
            text(_("Payer"), lambda row: row.sponsor_name, 36),
            text(_("Fund source"), lambda row: row.fund_label, 16),
            number(_("Unused, in rupiah"), lambda row: row.amount_idr),
        ],
    )


def reliefs(reader: User, _query: QueryDict) -> Listing:
    """Return the reliefs that wait to be accepted."""
    return Listing(
        name="penyesuaian-iuran",
        title=_("Contribution reliefs"),
        page=reverse("relief_list"),
        rows=reliefs_waiting(reader, known_on=timezone.localdate()),
        columns=[
            text(_("Act"), lambda row: row.relief.source),
            text(_("Clause"), lambda row: row.relief.clause),
            text(_("Invoice"), lambda row: row.invoice.number),
            text(_("Payer"), lambda row: row.invoice.decree.sponsor.name, 36),
            number(_("Workers reached"), lambda row: row.lines),
            number(_("Worker-months"), lambda row: row.months),
            number(_("Becomes credit, in rupiah"), lambda row: row.credit_idr),
            number(_("Less to pay, in rupiah"), lambda row: row.less_to_pay_idr),
        ],
    )


def reported(reader: User, _query: QueryDict) -> Listing:
    """Return the reported figures of the page."""
    return Listing(
        name="peserta-dilaporkan",
        title=_("Reported participants"),
        page=reverse("reported_list"),
        rows=ReportedParticipants.objects.visible_to(reader).select_related("region"),
        order=("-month", "-id"),
        columns=[
            text(_("Region"), lambda row: row.region.name),
            text(_("Segment"), lambda row: row.get_segment_display()),
            text(_("Month"), lambda row: month_text(row.month), 18),
            number(_("Participants"), lambda row: row.participants),
            text(_("Source"), lambda row: row.source, 50),
        ],
    )
