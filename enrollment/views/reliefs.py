"""Reliefs published after invoices that they reach: they wait here to become credit."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from enrollment.actions.reliefs import accept_relief
from enrollment.models import Invoice
from enrollment.queries.reliefs import reliefs_waiting
from registry.formats import rupiah_text
from registry.law.parameters import NOT_READ
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may


@require_safe
def relief_list(request: StaffRequest) -> HttpResponse:
    """Every relief that is known by now and reaches months already billed."""
    waiting = reliefs_waiting(request.user, known_on=timezone.localdate())
    context = {
        "waiting": [
            (relief, may(request.user, Permission.RELIEF_ACCEPT, relief.invoice.decree.region_id))
            for relief in waiting
        ],
        "not_read": NOT_READ,
        "credit_idr": sum(relief.credit_idr for relief in waiting),
        "less_to_pay_idr": sum(relief.less_to_pay_idr for relief in waiting),
    }
    return render(request, "enrollment/relief_list.html", context)


@require_POST
def relief_accept(request: StaffRequest, invoice_id: int) -> HttpResponse:
    """Turn the relief named in the form into credit notes, and what was paid into credit."""
    invoice = get_object_or_404(Invoice.objects.visible_to(request.user), pk=invoice_id)
    try:
        released_idr = accept_relief(
            invoice=invoice,
            relief_key=request.POST.get("relief", ""),
            on=timezone.localdate(),
            by=request.user,
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("relief_list")
    messages.success(
        request,
        _("The relief was accepted: %(amount)s is now credit of the payer.")
        % {"amount": rupiah_text(released_idr)},
    )
    return redirect(invoice)
