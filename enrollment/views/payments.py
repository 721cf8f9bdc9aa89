"""Payments: money received, what it paid for, its receipt, and taking it back."""

from django.contrib import messages
from django.db.models import Count, F, Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enrollment.actions.payments import post_payment, reverse_payment
from enrollment.exports.receipt import receipt_letter
from enrollment.filters import CREDIT, REVERSED, PaymentFilter, choices, year_counts
from enrollment.forms.payments import PaymentForm, ReversalForm
from enrollment.models import Invoice, Payment
from enrollment.queries.budget_year import budget_years
from enrollment.queries.destinations import paid_by_payment, shared_count, shared_months
from enrollment.queries.money import payer_credit_idr
from enrollment.queries.waiting import unused_credit
from registry.audit import record
from registry.pages import page
from registry.paging import keyset_page
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require

_NEWEST_FIRST = ("-paid_on", "-id")


@require_safe
def payment_list(request: StaffRequest) -> HttpResponse:
    """Every payment in scope, newest first, and the credit that is still to be used."""
    payments = Payment.objects.visible_to(request.user)
    chosen = PaymentFilter(request.GET, queryset=payments.select_related("sponsor", "invoice"))
    state, year = request.GET.get("state", ""), request.GET.get("year", "")
    used = F("allocated_idr") + F("refunded_idr")
    sums = PaymentFilter({"year": year}, queryset=payments).qs.aggregate(
        every=Count("pk"),
        credit=Count("pk", filter=Q(reversed_on=None, amount_idr__gt=used)),
        reversed=Count("pk", filter=~Q(reversed_on=None)),
        received_idr=Sum("amount_idr", filter=Q(reversed_on=None), default=0),
        refunded_idr=Sum("refunded_idr", default=0),
    )
    counts = {"": sums["every"], CREDIT: sums["credit"], REVERSED: sums["reversed"]}
    years = budget_years(PaymentFilter({"state": state}, queryset=payments).qs)
    context = {
        "sums": sums,
        "credits": unused_credit(request.user),
        "choices": choices(chosen, "state", _("All payments"), counts),
        "years": choices(chosen, "year", _("All budget years"), year_counts(years, year)),
        "year": year,
        "page": keyset_page(chosen.qs, order=_NEWEST_FIRST, query=request.GET),
    }
    return page(request, "enrollment/payment_list.html", context, "enrollment/_payment_list.html")


def payment_create(request: StaffRequest, invoice_id: int) -> HttpResponse:
    """Record money received; the invoice names the payer and the fund."""
    invoices = Invoice.objects.visible_to(request.user).select_related("decree__sponsor")
    invoice = get_object_or_404(invoices, pk=invoice_id)
    sponsor, fund = invoice.decree.sponsor, invoice.decree.fund
    require(request.user, Permission.PAYMENT_POST, invoice.decree.region_id)
    form = PaymentForm(request.POST or None)
    if form.is_valid():
        try:
            payment = post_payment(invoice=invoice, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            words = _("Payment %(reference)s was posted.") % {"reference": payment.reference}
            messages.success(request, words)
            # a payment belongs to its sponsor's region, which may be the province
            shown = may(request.user, Permission.REGISTER_VIEW, payment.region_code)
            return redirect(payment if shown else invoice)
    status = 422 if form.is_bound else 200
    context = {
        "invoice": invoice,
        "form": form,
        "payer_credit_idr": payer_credit_idr(sponsor, fund),
    }
    return render(request, "enrollment/payment_create.html", context, status=status)


@require_safe
def payment_detail(request: StaffRequest, payment_id: int) -> HttpResponse:
    """One payment: every worker-month that it paid for, and what is left of it."""
    payment = _visible(request, payment_id)
    paid = paid_by_payment(payment)
    shared = shared_months(payment)
    touched = {part.invoice.pk for part in paid} | {part.invoice.pk for part in shared}
    in_scope = set(
        Invoice.objects.visible_to(request.user)
        .filter(pk__in=touched | {payment.invoice_id})
        .values_list("pk", flat=True)
    )
    context = {
        "payment": payment,
        "paid": paid,
        "worker_months": sum(part.worker_months for part in paid),
        "shared": [month for month in shared if month.invoice.pk in in_scope],
        "in_scope": in_scope,
        "payer_credit_idr": payer_credit_idr(payment.sponsor, payment.fund),
        "refunds": list(payment.refunds.select_related("created_by").order_by("refunded_on", "pk")),
        "may_reverse": may(request.user, Permission.PAYMENT_POST, payment.sponsor.region_id),
        "may_refund": may(request.user, Permission.REFUND_POST, payment.sponsor.region_id),
    }
    return render(request, "enrollment/payment_detail.html", context)


@require_safe
def payment_receipt(request: StaffRequest, payment_id: int) -> HttpResponse:
    """The receipt on paper, with the amount in words."""
    payment = _visible(request, payment_id)
    record("payment.receipt_printed", subject=payment, by=request.user)
    return receipt_letter(payment)


def payment_reverse(request: StaffRequest, payment_id: int) -> HttpResponse:
    """Show what reversing a payment takes back; with a reason, take it back."""
    payment = _visible(request, payment_id)
    require(request.user, Permission.PAYMENT_POST, payment.sponsor.region_id)
    if payment.reversed_on:
        return redirect(payment)
    form = ReversalForm(request.POST or None)
    if form.is_valid():
        try:
            reverse_payment(
                payment=payment, on=timezone.localdate(), by=request.user, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            words = _("Payment %(reference)s was reversed.") % {"reference": payment.reference}
            messages.success(request, words)
            return redirect(payment)
    status = 422 if form.is_bound else 200
    context = {
        "payment": payment,
        "form": form,
        "worker_months": sum(part.worker_months for part in paid_by_payment(payment)),
        "shared_count": shared_count(payment),
    }
    return render(request, "enrollment/payment_reverse.html", context, status=status)


def _visible(request: StaffRequest, payment_id: int) -> Payment:
    payments = Payment.objects.visible_to(request.user)
    return get_object_or_404(
        payments.select_related("sponsor__region", "invoice__decree", "created_by"), pk=payment_id
    )
