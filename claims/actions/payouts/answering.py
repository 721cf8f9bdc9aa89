"""What the bank says of a transfer: it arrived, or it could not be made."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.actions.payouts.course import compensate, go_on, refuse_decider
from claims.actions.steps import locked
from claims.models import Decision, Payout
from registry.audit import record
from registry.formats import day_text
from registry.models import User
from registry.refusals import Refused
from registry.roles import Permission, require


class AlreadyAnswered(Refused):
    code, field = "already_answered", "bank_reference"


class ReferenceUsed(Refused):
    code, field = "reference_used", "bank_reference"


class ReferenceMissing(Refused):
    code, field = "reference_missing", "bank_reference"


class PaidTooEarly(Refused):
    code, field = "paid_too_early", "paid_on"


@transaction.atomic
def record_payout(*, payout: Payout, bank_reference: str, paid_on: date, by: User) -> Payout:
    """Record that a transfer arrived, under the bank's reference; return it.

    Cash that came after the last day of payment adds a line of compensation, which is ordered
    in its turn. With the last payable line the claim is paid. The same reference and day again
    change nothing.
    """
    require(by, Permission.CLAIM_PAY, payout.region_code)
    claim = locked(payout.claim)
    payout = Payout.objects.select_for_update().get(pk=payout.pk)
    bank_reference = " ".join(bank_reference.split())
    if payout.status != Payout.Status.ORDERED:
        return _same_or_refused(payout, bank_reference, paid_on)
    refuse_decider(claim, by)
    _refuse_reference(payout, bank_reference)
    _refuse_early(payout, paid_on)
    payout.status, payout.settled_by = Payout.Status.PAID, by
    payout.bank_reference, payout.paid_on = bank_reference, paid_on
    _save_once(payout)
    record(
        "payout.paid",
        subject=payout,
        by=by,
        reference=payout.reference,
        bank_reference=bank_reference,
        amount_idr=payout.amount_idr,
        paid_on=paid_on,
    )
    compensate(claim, payout, paid_on, by)
    go_on(claim, on=paid_on, by=by)
    return payout


def _same_or_refused(payout: Payout, bank_reference: str, paid_on: date) -> Payout:
    if payout.status == Payout.Status.RETURNED:
        raise AlreadyAnswered(
            _("Transfer %(reference)s was returned by the bank. Order it again, then record that.")
            % {"reference": payout.reference}
        )
    if (payout.bank_reference, payout.paid_on) == (bank_reference, paid_on):
        return payout
    assert payout.paid_on is not None  # the database holds it of a paid one
    raise AlreadyAnswered(
        _("Transfer %(reference)s is recorded as paid on %(day)s under %(bank)s already.")
        % {
            "reference": payout.reference,
            "day": day_text(payout.paid_on),
            "bank": payout.bank_reference,
        }
    )


def _refuse_reference(payout: Payout, bank_reference: str) -> None:
    if not bank_reference:
        raise ReferenceMissing(_("Write the bank's reference, as the statement has it."))
    other = Payout.objects.filter(bank_reference=bank_reference).exclude(pk=payout.pk).first()
    if other is not None:
        # the other transfer may be of another regency, so it is not named
        raise ReferenceUsed(
            _("The bank's reference %(bank)s stands on another transfer. Check the statement.")
            % {"bank": bank_reference}
        )


def _refuse_early(payout: Payout, paid_on: date) -> None:
    decided = Decision.objects.filter(lines__payouts__payout=payout).order_by("decided_at").last()
    if decided and paid_on < (day := timezone.localdate(decided.decided_at)):
        raise PaidTooEarly(
            _("The claim was approved on %(day)s; no benefit is paid before. Check the day.")
            % {"day": day_text(day)}
        )


def _save_once(payout: Payout) -> None:
    """Save a paid transfer; two statements may bring one reference for two at one moment."""
    try:
        with transaction.atomic():
            payout.save()
    except IntegrityError:
        _refuse_reference(payout, payout.bank_reference)
        raise


@transaction.atomic
def return_payout(*, payout: Payout, reason: str, on: date, by: User) -> Payout:
    """Record that the bank could not make a transfer, and why; return it.

    Its lines are payable again. A second time changes nothing.
    """
    require(by, Permission.CLAIM_PAY, payout.region_code)
    claim = locked(payout.claim)
    payout = Payout.objects.select_for_update().get(pk=payout.pk)
    if payout.status == Payout.Status.RETURNED:
        return payout
    if payout.status == Payout.Status.PAID:
        raise AlreadyAnswered(
            _("Transfer %(reference)s is recorded as paid already. Ask the bank what holds.")
            % {"reference": payout.reference}
        )
    refuse_decider(claim, by)
    payout.status, payout.settled_by = Payout.Status.RETURNED, by
    payout.return_reason = " ".join(reason.split())[:200]
    payout.save()
    payout.lines.filter(voided_on=None).update(voided_on=on)
    record(
        "payout.returned",
        subject=payout,
        by=by,
        reference=payout.reference,
        reason=payout.return_reason,
        amount_idr=payout.amount_idr,
    )
    return payout
