"""Transfers of a claim: ordered, recorded, returned, and what becomes payable later."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from claims.actions.payouts import (
    confirm_school_year,
    order_payouts,
    record_payout,
    release_after_arrears,
    return_paid_payout,
    return_payout,
)
from claims.forms.payouts import LaterReturnForm, NoteForm, PayoutForm, ReturnForm
from claims.models import BenefitLine, Claim, Payout
from claims.queries.facts import standing_of
from claims.queries.payouts import (
    awaiting_arrears,
    last_returned,
    lateness,
    lines_of,
    school_years_due,
)
from claims.rules.assessment import When
from claims.views.visible import visible_claim
from claims.wording.claims import account_text, claim_title, formula_text
from claims.wording.payouts import line_name
from registry.formats import number_text, rupiah_text
from registry.law.parameters import parameter
from registry.models import Holiday
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require


@require_POST
def claim_order(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Order what a claim pays today, and say where the transfers go from here."""
    claim = visible_claim(request, claim_id, Permission.CLAIM_PAY)
    try:
        payouts = order_payouts(claim=claim, on=timezone.localdate(), by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(claim)
    _say_ordered(request, payouts)
    return redirect(claim)


def _say_ordered(request: StaffRequest, payouts: Sequence[Payout]) -> None:
    words = ngettext(
        "%(n)s transfer of %(amount)s is ordered. It goes to the bank with the next payment file.",
        "%(n)s transfers of %(amount)s together are ordered. They go to the bank with the next "
        "payment file.",
        len(payouts),
    )
    amount_idr = sum(payout.amount_idr for payout in payouts)
    if not payouts:
        messages.success(request, _("Nothing is left to pay today. The claim is paid."))
    else:
        facts = {"n": number_text(len(payouts)), "amount": rupiah_text(amount_idr)}
        messages.success(request, words % facts)
    for payout in payouts:
        if returned := last_returned(payout.payee):
            messages.warning(
                request,
                _("The bank returned the last transfer to %(holder)s: %(reason)s")
                % {
                    "holder": payout.payee.holder,
                    "reason": returned.return_reason or _("it gave no reason."),
                },
            )


def payout_record(request: StaffRequest, payout_id: int) -> HttpResponse:
    """Record that a transfer arrived; one that did is shown, one that came back leads away."""
    looks = request.method in ("GET", "HEAD")
    payout = _payable(request, payout_id, Permission.CLAIM_VIEW if looks else Permission.CLAIM_PAY)
    form = PayoutForm(request.POST or None)
    if payout.status == Payout.Status.RETURNED and not form.is_bound:
        return redirect(payout.claim)
    if form.is_valid():
        try:
            paid = record_payout(
                payout=payout, on=timezone.localdate(), by=request.user, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            _say_paid(request, paid)
            return redirect(payout.claim)
    late = lateness(payout, timezone.localdate())
    context = _transfer(payout) | {
        "form": form,
        "asked": form.is_bound or payout.status == Payout.Status.ORDERED,
        "may_pay": may(request.user, Permission.CLAIM_PAY, payout.region_code),
        "late": late if payout.status == Payout.Status.ORDERED else (),
        "late_idr": sum(each.amount_idr for each in late),
    }
    status = 422 if form.is_bound else 200
    return render(request, "claims/payout_record.html", context, status=status)


def _say_paid(request: StaffRequest, payout: Payout) -> None:
    words = _("%(amount)s is paid to %(holder)s.")
    facts = {"amount": rupiah_text(payout.amount_idr), "holder": payout.payee.holder}
    messages.success(request, words % facts)


def payout_return(request: StaffRequest, payout_id: int) -> HttpResponse:
    """Record why the bank could not make a transfer, or sent one back that was paid."""
    payout = _payable(request, payout_id)
    was_paid = payout.status == Payout.Status.PAID
    form = (LaterReturnForm if was_paid else ReturnForm)(request.POST or None)
    if payout.status == Payout.Status.RETURNED and not form.is_bound:
        return redirect(payout.claim)
    if form.is_valid():
        act = return_paid_payout if was_paid else return_payout
        today = timezone.localdate()
        try:
            act(payout=payout, on=today, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            # what the action says of a transfer as a whole belongs to no field of the form
            known = refusal.field if refusal.field in form.fields else None
            form.add_error(known, refusal.message)
        else:
            words = _("Transfer %(reference)s came back. Look at the account, then order it again.")
            messages.success(request, words % {"reference": payout.reference})
            return redirect(payout.claim)
    context = _transfer(payout) | {"form": form, "was_paid": was_paid}
    status = 422 if form.is_bound else 200
    return render(request, "claims/payout_return.html", context, status=status)


def _payable(
    request: StaffRequest, payout_id: int, right: Permission = Permission.CLAIM_PAY
) -> Payout:
    """Return a transfer in scope, on which the user has this right."""
    payouts = Payout.objects.visible_to(request.user).select_related(
        "claim__worker__village", "payee__bank", "file"
    )
    payout = get_object_or_404(payouts, pk=payout_id)
    require(request.user, right, payout.region_code)
    return payout


def _transfer(payout: Payout) -> dict[str, object]:
    return {
        "payout": payout,
        "claim": payout.claim,
        "title": claim_title(payout.claim),
        "account": account_text(payout.payee),
        "lines": [(line_name(line), formula_text(line), line) for line in lines_of(payout)],
    }


def claim_release(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Make what awaited the arrears payable, as the registry or a noted proof shows."""
    claim = visible_claim(request, claim_id)
    _require_pay_or_assess(request, claim)
    standing = standing_of(claim, days_off=Holiday.objects.days_off())
    may_note = may(request.user, Permission.CLAIM_ASSESS, claim.region_code)
    form = NoteForm(
        request.POST if request.method == "POST" else None,
        label=_("Which proof you saw"),
        help_text=_("Paper, number and day, like: receipt of BPJS 4471, 2 September 2020."),
    )
    form.fields["note"].required = not standing.arrears_settled
    if form.is_valid():
        note = form.cleaned_data["note"]
        try:
            release_after_arrears(claim=claim, at=timezone.now(), by=request.user, note=note)
        except Refused as refusal:
            known = refusal.field if refusal.field in form.fields else None
            form.add_error(known, refusal.message)
        else:
            messages.success(request, _("What awaited the arrears can be ordered now."))
            return redirect(claim)
    lines = awaiting_arrears(claim)
    context = {
        "claim": claim,
        "title": claim_title(claim),
        "form": form,
        "standing": standing,
        "may_note": may_note,
        "lines": [(line_name(line), line) for line in lines],
        "total_idr": sum(line.amount_idr for line in lines),
    }
    status = 422 if form.is_bound else 200
    return render(request, "claims/claim_release.html", context, status=status)


def line_confirm(request: StaffRequest, claim_id: int, line_id: int) -> HttpResponse:
    """Make one school year payable by the letter of the school."""
    claim = visible_claim(request, claim_id)
    _require_pay_or_assess(request, claim)
    years = claim.lines.filter(when=When.YEARLY).select_related("child", "claim__worker")
    line = get_object_or_404(years, pk=line_id)
    form = NoteForm(
        request.POST or None,
        label=_("Letter of the school"),
        help_text=_(
            "School, number and day of the letter, like: SMPN 1 Siantan, 42/2021, 12 July."
        ),
    )
    if form.is_valid():
        try:
            confirm_school_year(
                line=line, on=timezone.localdate(), by=request.user, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("This school year can be ordered now."))
            return redirect(claim)
    context = {"claim": claim, "title": claim_title(claim), "form": form, "line": line}
    status = 422 if form.is_bound else 200
    return render(request, "claims/line_confirm.html", context | _school_year(line), status=status)


def _school_year(line: BenefitLine) -> dict[str, object]:
    """Return what the page of a school year says beside its form."""
    today = timezone.localdate()
    due = school_years_due(line.claim, on=today)
    return {
        "label": line_name(line),
        "below_age": parameter("jkm.scholarship_below_age", on=line.due_on or today).value,
        "others": [(line_name(other), other) for other in due if other != line],
    }


def _require_pay_or_assess(request: StaffRequest, claim: Claim) -> None:
    if not may(request.user, Permission.CLAIM_PAY, claim.region_code):
        require(request.user, Permission.CLAIM_ASSESS, claim.region_code)
