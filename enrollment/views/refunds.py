"""Refunds: credit of a payment that was paid back to the treasury, and taking one back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from enrollment.actions.refunds import refund_credit, reverse_refund
from enrollment.forms.payments import ReversalForm
from enrollment.forms.refunds import RefundForm
from enrollment.models import Payment, Refund
from registry.formats import rupiah_text
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, require


def refund_create(request: StaffRequest, payment_id: int) -> HttpResponse:
    """Record that credit of one payment went back to the treasury."""
    payments = Payment.objects.visible_to(request.user).select_related("sponsor", "invoice")
    payment = get_object_or_404(payments, pk=payment_id)
    require(request.user, Permission.REFUND_POST, payment.region_code)
    form = RefundForm(request.POST or None, initial={"amount_idr": payment.credit_idr or None})
    if form.is_valid():
        try:
            refund = refund_credit(
                payment=payment, on=timezone.localdate(), by=request.user, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            words = _("%(amount)s is recorded as paid back to the treasury.")
            messages.success(request, words % {"amount": rupiah_text(refund.amount_idr)})
            return redirect(payment)
    status = 422 if form.is_bound else 200
    context = {"payment": payment, "form": form}
    return render(request, "enrollment/refund_create.html", context, status=status)


def refund_reverse(request: StaffRequest, refund_id: int) -> HttpResponse:
    """Show what taking a refund back does; with a reason, take it back."""
    refunds = Refund.objects.visible_to(request.user).select_related("payment__sponsor")
    refund = get_object_or_404(refunds, pk=refund_id)
    require(request.user, Permission.REFUND_POST, refund.region_code)
    if refund.reversed_on:
        return redirect(refund.payment)
    form = ReversalForm(request.POST or None)
    if form.is_valid():
        try:
            reverse_refund(
                refund=refund, on=timezone.localdate(), by=request.user, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            words = _("The refund was taken back; %(amount)s is credit again.")
            messages.success(request, words % {"amount": rupiah_text(refund.amount_idr)})
            return redirect(refund.payment)
    status = 422 if form.is_bound else 200
    context = {"refund": refund, "payment": refund.payment, "form": form}
    return render(request, "enrollment/refund_reverse.html", context, status=status)
