"""What the bank says of a transfer: it arrived, it could not be made, or it came back later."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.actions.payouts.course import (
    compensate,
    go_on,
    refuse_decider,
    reopen,
    void_compensation,
)
from claims.actions.steps import locked, moment_of
from claims.models import Claim, Decision, Payout
from claims.queries.payouts import ordered_instead
from registry.audit import record
from registry.formats import day_text
from registry.models import User
from registry.refusals import Refused
from registry.roles import Permission, require


class AlreadyAnswered(Refused):
    code, field = "already_answered", "bank_reference"


class OrderedAgain(Refused):
    code, field = "ordered_again", "bank_reference"


class ReferenceUsed(Refused):
    code, field = "reference_used", "bank_reference"


class ReferenceMissing(Refused):
    code, field = "reference_missing", "bank_reference"


class PaidTooEarly(Refused):
    code, field = "paid_too_early", "paid_on"


class NotPaidYet(Refused):
    code, field = "not_paid_yet", "paid_on"


class ReturnedImpossible(Refused):
    code, field = "returned_impossible", "returned_on"


@transaction.atomic
def record_payout(
    *,
    payout: Payout,
    bank_reference: str,
    paid_on: date,
    on: date,
    by: User,
    as_answered: bool = False,
) -> Payout:
    """Record on a day that a transfer arrived, under the bank's reference; return it.

    Cash that came after the last day of payment adds a line of compensation, which is ordered
    in its turn. With the last payable line the claim is paid. The same reference and day again
    change nothing. `as_answered` is what the bank's own answer says: it outweighs a return that
    was recorded before, while nothing was ordered instead.
    """
    require(by, Permission.CLAIM_PAY, payout.region_code)
    claim = locked(payout.claim)
    payout = Payout.objects.select_for_update().get(pk=payout.pk)
    bank_reference = " ".join(bank_reference.split())
    if _is_known(payout, bank_reference, paid_on, as_answered=as_answered):
        return payout
    refuse_decider(claim, by)
    _refuse_reference(payout, bank_reference)
    _refuse_day(payout, paid_on, on)
    after_return = payout.status == Payout.Status.RETURNED
    if after_return:
        _take_lines_back(payout)
    payout.status, payout.settled_by, payout.return_reason = Payout.Status.PAID, by, ""
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
        after_return=after_return,
    )
    compensate(claim, payout, paid_on, by)
    go_on(claim, on=paid_on, by=by)
    return payout


def _is_known(payout: Payout, bank_reference: str, paid_on: date, *, as_answered: bool) -> bool:
    """Tell whether this was said of a transfer before; refuse what contradicts its record."""
    if payout.status == Payout.Status.ORDERED:
        return False
    said = (bank_reference, paid_on) == (payout.bank_reference, payout.paid_on)
    if payout.status == Payout.Status.PAID and said:
        return True
    if payout.status == Payout.Status.RETURNED and as_answered:
        # one that came back after it was paid keeps what the answer said that paid it
        return said
    raise AlreadyAnswered(_answered_text(payout))


def _answered_text(payout: Payout) -> str:
    """Return what is recorded of a transfer already, and what to do."""
    facts = {"reference": payout.reference}
    if payout.status == Payout.Status.RETURNED:
        return (
            _("Transfer %(reference)s was returned by the bank. Order it again, then record that.")
            % facts
        )
    assert payout.paid_on is not None  # the database holds it of a paid one
    facts |= {"day": day_text(payout.paid_on), "bank": payout.bank_reference}
    return (
        _("Transfer %(reference)s is recorded as paid on %(day)s under %(bank)s already.") % facts
    )


def _take_lines_back(payout: Payout) -> None:
    """Let a transfer pay its lines again that had come back; refuse where others pay them."""
    if instead := ordered_instead(payout):
        references = ", ".join(other.reference for other in instead)
        raise OrderedAgain(
            _(
                "Transfer %(reference)s was recorded as returned, and its benefits were ordered "
                "again as %(instead)s. Stop %(instead)s at the bank, record it as returned, then "
                "send this answer again."
            )
            % {"reference": payout.reference, "instead": references}
        )
    if payout.lines.exclude(line__voided_on=None).exists():
        raise OrderedAgain(
            _(
                "Transfer %(reference)s was recorded as returned, and a later decision replaced "
                "its benefits. Ask the bank to send the money back."
            )
            % {"reference": payout.reference}
        )
    payout.lines.update(voided_on=None)


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


def _refuse_day(payout: Payout, paid_on: date, on: date) -> None:
    """Refuse a day on which the transfer cannot have been made."""
    if paid_on > on:
        raise NotPaidYet(_("This day has not come yet. Copy the date of the statement."))
    decided = Decision.objects.filter(lines__payouts__payout=payout).order_by("decided_at").last()
    if decided and paid_on < (day := timezone.localdate(decided.decided_at)):
        raise PaidTooEarly(
            _("The claim was approved on %(day)s; no benefit is paid before. Check the day.")
            % {"day": day_text(day)}
        )
    if paid_on < payout.ordered_on:
        raise PaidTooEarly(
            _("The transfer was ordered on %(day)s; it is not made before. Check the day.")
            % {"day": day_text(payout.ordered_on)}
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
            _(
                "Transfer %(reference)s is recorded as paid already. If the bank sent it back "
                "since, record that on the page of the transfer."
            )
            % {"reference": payout.reference}
        )
    refuse_decider(claim, by)
    _let_go(payout, reason, on, by)
    return payout


@transaction.atomic
def return_paid_payout(
    *, payout: Payout, reason: str, returned_on: date, on: date, by: User
) -> Payout:
    """Record on a day that the bank sent back a transfer that was recorded as paid; return it.

    Its lines are payable again, so that a paid claim waits for the treasurer anew. What its
    lateness added and nobody ordered yet is taken back: it is worked out when the money arrives.
    A second time changes nothing.
    """
    require(by, Permission.CLAIM_PAY, payout.region_code)
    claim = locked(payout.claim)
    payout = Payout.objects.select_for_update().get(pk=payout.pk)
    if payout.status == Payout.Status.RETURNED:
        return payout
    refuse_decider(claim, by)
    _refuse_return(payout, returned_on, on)
    _let_go(payout, reason, returned_on, by)
    void_compensation(claim, payout, returned_on, by)
    _wait_again(claim, payout, on, by)
    return payout


def _refuse_return(payout: Payout, returned_on: date, on: date) -> None:
    if payout.paid_on is None:
        raise ReturnedImpossible(
            _("Transfer %(reference)s is not recorded as paid. Record that it came back.")
            % {"reference": payout.reference}
        )
    if returned_on > on:
        raise ReturnedImpossible(_("This day has not come yet. Copy the date of the statement."))
    if returned_on < payout.paid_on:
        raise ReturnedImpossible(
            _("The transfer was paid on %(day)s; it does not come back before. Check the day.")
            % {"day": day_text(payout.paid_on)}
        )


def _let_go(payout: Payout, reason: str, on: date, by: User) -> None:
    """Free the lines of a transfer that is held, and write why."""
    was_paid = payout.status == Payout.Status.PAID
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
        returned_on=on,
        after_paid=was_paid,
    )


def _wait_again(claim: Claim, payout: Payout, on: date, by: User) -> None:
    why = f"{payout.reference}: {payout.return_reason}"
    reopen(claim, at=moment_of(claim, on), why=why, by=by)
    go_on(claim, on=on, by=by)
