"""Paying credit back to the treasury, as the alternative to using it for the next invoice."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from enrollment.actions.periods import require_open
from enrollment.models import Payment, Refund, Sponsor
from registry.audit import record
from registry.formats import day_text, rupiah_text
from registry.models import User
from registry.refusals import Refused
from registry.roles import Permission, require


class AboveCredit(Refused):
    code, field = "above_credit", "amount_idr"


class RefundNotPositive(Refused):
    code, field = "refund_not_positive", "amount_idr"


class RefundAlreadyPosted(Refused):
    code, field = "refund_already_posted", "reference"


class RefundDayWrong(Refused):
    code, field = "refund_day_wrong", "refunded_on"


@transaction.atomic
def refund_credit(
    *,
    payment: Payment,
    amount_idr: int,
    reference: str,
    refunded_on: date,
    reason: str,
    on: date,
    by: User,
) -> Refund:
    """Record credit of one payment that was paid back to the treasury; return the refund.

    Refused above what is left of the payment, for a day to come by `on` or before the money
    arrived, and in closed books. The same reference and amount for the same payment return the
    first refund.
    """
    require(by, Permission.REFUND_POST, payment.region_code)
    payment = _held(payment)
    standing = payment.refunds.standing().filter(reference=reference).first()
    if standing is not None:
        return _same_or_refused(standing, amount_idr)
    _refuse_day(payment, refunded_on, on)
    _refuse_amount(payment, amount_idr)
    require_open(payment.region_code, refunded_on, field="refunded_on")
    refund = Refund.objects.create(
        payment=payment,
        amount_idr=amount_idr,
        reference=reference,
        refunded_on=refunded_on,
        reason=reason,
        created_by=by,
    )
    Payment.objects.filter(pk=payment.pk).update(refunded_idr=F("refunded_idr") + amount_idr)
    record(
        "refund.posted",
        subject=refund,
        by=by,
        payment=payment.reference,
        reference=reference,
        amount_idr=amount_idr,
        refunded_on=refunded_on,
        reason=reason,
    )
    return refund


@transaction.atomic
def reverse_refund(*, refund: Refund, reason: str, on: date, by: User) -> Refund:
    """Take a wrongly recorded refund back, with a reason; return it.

    Its money is credit of the payer again, which the next invoice uses. A second time changes
    nothing.
    """
    require(by, Permission.REFUND_POST, refund.region_code)
    payment = _held(refund.payment)
    refund = Refund.objects.select_for_update().get(pk=refund.pk)
    if refund.reversed_on:
        return refund
    require_open(payment.region_code, on)
    refund.reversed_on, refund.reversal_reason = on, reason
    refund.save(update_fields=["reversed_on", "reversal_reason"])
    Payment.objects.filter(pk=payment.pk).update(refunded_idr=F("refunded_idr") - refund.amount_idr)
    record(
        "refund.reversed",
        subject=refund,
        by=by,
        payment=payment.reference,
        reference=refund.reference,
        amount_idr=refund.amount_idr,
        reason=reason,
    )
    return refund


def _held(payment: Payment) -> Payment:
    """Return the payment, held with its payer until the end of the transaction."""
    Sponsor.objects.select_for_update().get(pk=payment.sponsor_id)
    payments = Payment.objects.select_related("sponsor").select_for_update(of=("self",))
    return payments.get(pk=payment.pk)


def _same_or_refused(standing: Refund, amount_idr: int) -> Refund:
    if standing.amount_idr == amount_idr:
        return standing
    raise RefundAlreadyPosted(
        _("Reference %(reference)s is already recorded with %(amount)s. Check the slip.")
        % {"reference": standing.reference, "amount": rupiah_text(standing.amount_idr)}
    )


def _refuse_day(payment: Payment, refunded_on: date, on: date) -> None:
    if refunded_on > on:
        raise RefundDayWrong(_("This day has not come yet. Copy the date of the slip."))
    if refunded_on < payment.paid_on:
        raise RefundDayWrong(
            _("The money itself came on %(day)s. Copy the date of the slip.")
            % {"day": day_text(payment.paid_on)}
        )


def _refuse_amount(payment: Payment, amount_idr: int) -> None:
    if amount_idr <= 0:
        raise RefundNotPositive(_("What is paid back is more than Rp0. Write what was sent."))
    if amount_idr > payment.credit_idr:
        raise AboveCredit(
            _(
                "%(left)s of this payment is credit, and no more can be paid back of it. What pays "
                "for months stays with them."
            )
            % {"left": rupiah_text(payment.credit_idr)},
            facts={"credit_idr": payment.credit_idr},
        )
