"""Payment files: made of what is ordered, handed to the bank, and answered by it."""

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from claims.actions.payment_files import make_payment_file, read_bank_answer
from claims.exports import payment_file as exports
from claims.forms.payouts import AnswerForm, PaymentFileForm
from claims.models import PaymentFile, Payout
from claims.queries.payouts import files_with_answers, payouts_of_file, waiting_files
from claims.wording.claims import account_text
from claims.wording.payouts import answer_sentence
from registry.audit import record
from registry.pages import page
from registry.paging import keyset_page
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require

_NEWEST_FIRST = ("-id",)


@require_safe
def payment_file_list(request: StaffRequest) -> HttpResponse:
    """What waits for a file, and every file in scope, newest first."""
    _require_anywhere(request, Permission.CLAIM_VIEW)
    groups = waiting_files(request.user, Permission.CLAIM_VIEW)
    waiting = [
        (
            group,
            [(payout, account_text(payout.payee)) for payout in group.payouts],
            may(request.user, Permission.CLAIM_PAY, group.region.pk),
        )
        for group in groups
        if group.payouts
    ]
    context = {
        "waiting": waiting,
        "transfers": sum(len(group.payouts) for group in groups),
        "total_idr": sum(group.total_idr for group in groups),
        "changed": [
            (payout, may(request.user, Permission.CLAIM_PAY, payout.region_code))
            for group in groups
            for payout in group.changed
        ],
        "page": keyset_page(
            files_with_answers(request.user), order=_NEWEST_FIRST, query=request.GET
        ),
    }
    return page(request, "claims/payment_file_list.html", context, "claims/_payment_file_list.html")


@require_POST
def payment_file_create(request: StaffRequest) -> HttpResponse:
    """Make the file of the transfers that the treasurer saw."""
    _require_anywhere(request, Permission.CLAIM_PAY)
    payable = Payout.objects.visible_to(request.user, Permission.CLAIM_PAY)
    visible = payable.select_related("claim__worker")
    form = PaymentFileForm(request.POST, payouts=visible)
    if not form.is_valid():
        messages.error(request, _("These transfers changed meanwhile. Look at them, then go on."))
        return redirect("payment_file_list")
    try:
        file = make_payment_file(
            payouts=form.cleaned_data["payouts"], at=timezone.now(), by=request.user
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("payment_file_list")
    words = _("Payment file %(number)s is made. Download it and hand it to the bank.")
    messages.success(request, words % {"number": file.number})
    return redirect(file)


@require_safe
def payment_file_detail(request: StaffRequest, file_id: int) -> HttpResponse:
    """One file: its count and control total, and what became of each transfer."""
    file = _visible(request, file_id)
    payouts = payouts_of_file(file)
    waiting = [payout for payout in payouts if payout.status == Payout.Status.ORDERED]
    context = {
        "file": file,
        "may_pay": may(request.user, Permission.CLAIM_PAY, file.region_code),
        "rows": [(payout, account_text(payout.payee)) for payout in payouts],
        "waiting": len(waiting),
        "waiting_idr": sum(payout.amount_idr for payout in waiting),
        "is_answered": len(waiting) < len(payouts),
        **_sums(file),
    }
    return render(request, "claims/payment_file_detail.html", context)


@require_safe
def payment_file_csv(request: StaffRequest, file_id: int) -> HttpResponse:
    """The file as the bank reads it."""
    file = _visible(request, file_id)
    record("payment_file.downloaded", subject=file, by=request.user, number=file.number)
    return exports.payment_file_csv(file)


def payment_file_answer(request: StaffRequest, file_id: int) -> HttpResponse:
    """Read the bank's answer; what could not be used is listed row by row."""
    file = _visible(request, file_id, Permission.CLAIM_PAY)
    bound = request.method == "POST"
    form = AnswerForm(request.POST if bound else None, request.FILES if bound else None)
    result = None
    if form.is_valid():
        try:
            result = read_bank_answer(
                file=file,
                upload=form.cleaned_data["answer"],
                on=timezone.localdate(),
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
    if result and not result.problems:
        words = answer_sentence(result.paid, result.returned, result.known)
        messages.success(request, words)
        return redirect(file)
    context = {
        "file": file,
        "form": form,
        "result": result,
        "sentence": result and answer_sentence(result.paid, result.returned, result.known),
    }
    status = 422 if bound else 200
    return render(request, "claims/payment_file_answer.html", context, status=status)


def _require_anywhere(request: StaffRequest, right: Permission) -> None:
    """Refuse who has a right nowhere; what somebody who has it sees is his scope."""
    if not may(request.user, right):
        require(request.user, right, request.user.home_region_code)


def _visible(
    request: StaffRequest, file_id: int, right: Permission = Permission.CLAIM_VIEW
) -> PaymentFile:
    files = PaymentFile.objects.visible_to(request.user).select_related("region", "created_by")
    file = get_object_or_404(files, pk=file_id)
    require(request.user, right, file.region_code)
    return file


def _sums(file: PaymentFile) -> dict[str, int]:
    """Return the rupiah of a file by what became of them."""
    sums = dict(file.payouts.order_by().values_list("status").annotate(Sum("amount_idr")))
    return {f"{status.value}_idr": sums.get(status.value, 0) for status in Payout.Status}
