"""Ordering what a claim pays today: one transfer to each kind of recipient."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from claims.actions.payouts.course import go_on, refuse_decider
from claims.actions.steps import locked
from claims.models import PAYEE_LABELS, BenefitLine, Claim, Payee, Payout, PayoutLine
from claims.queries.payouts import may_receive
from claims.rules.assessment import PayeeKind
from claims.rules.states import Status
from registry.audit import record
from registry.models import User
from registry.refusals import Refused
from registry.roles import Permission, require


class NothingPayable(Refused):
    code = "nothing_payable"


class AccountMissing(Refused):
    code = "account_missing"


@transaction.atomic
def order_payouts(*, claim: Claim, on: date, by: User) -> list[Payout]:
    """Order a transfer for each recipient of what a claim pays today; return the transfers.

    Each goes to the account that stands for its kind of recipient. What was granted is owed in
    any state: an appeal of the family does not hold it. Ordered again, the transfers that wait
    for the bank are returned; an approved claim with nothing to pay is paid. Who approved the
    claim may not.
    """
    require(by, Permission.CLAIM_PAY, claim.region_code)
    claim = locked(claim)
    refuse_decider(claim, by)
    lines = list(claim.lines.payable().order_by("pk"))
    if not lines:
        return _ordered_before(claim, on=on, by=by)
    payees = _accounts(claim, {line.payee_kind for line in lines})
    return [
        _order(claim, payee, [line for line in lines if line.payee_kind == payee.kind], on, by)
        for payee in payees
    ]


def _ordered_before(claim: Claim, *, on: date, by: User) -> list[Payout]:
    if ordered := list(claim.payouts.awaiting_answer().order_by("pk")):
        return ordered
    # what was granted may all be paid already, or wait for the arrears or for the school
    if claim.status == Status.APPROVED:
        go_on(claim, on=on, by=by)
        return []
    if claim.payouts.paid().exists():
        raise NothingPayable(_("Everything that is payable of this claim today was paid already."))
    raise NothingPayable(
        _("Nothing of this claim is payable today. Its page says what is awaited.")
    )


def _accounts(claim: Claim, kinds: set[str]) -> list[Payee]:
    """Return the account of each kind of recipient; refuse where one lacks, naming all."""
    standing = {
        payee.kind: payee
        for payee in claim.payees.standing().filter(kind__in=kinds).select_related("heir", "bank")
    }
    asked = [kind for kind in PayeeKind if kind in kinds]
    if missing := [str(PAYEE_LABELS[kind]) for kind in asked if kind not in standing]:
        raise AccountMissing(
            _("No account is recorded for: %(who)s. Record it on the claim, then order again.")
            % {"who": ", ".join(missing)},
            facts={"kinds": [kind.value for kind in asked if kind not in standing]},
        )
    for payee in standing.values():
        _refuse_heir(claim, payee)
    return [standing[kind] for kind in asked]


def _refuse_heir(claim: Claim, payee: Payee) -> None:
    """Refuse the account of who is no heir, or is none while nearer heirs live."""
    if payee.heir and payee.heir.voided_on:
        raise AccountMissing(
            _("The account is that of %(name)s, who is no heir any more. Record another one.")
            % {"name": payee.name}
        )
    if not may_receive(payee, claim):
        raise AccountMissing(
            _(
                "The account is that of %(name)s, who is not entitled while nearer heirs live. "
                "Record the account of one of them."
            )
            % {"name": payee.name}
        )


def _order(claim: Claim, payee: Payee, lines: Sequence[BenefitLine], on: date, by: User) -> Payout:
    payout = Payout.objects.create(
        claim=claim,
        payee=payee,
        reference=f"{claim.number}/{claim.payouts.count() + 1}",
        amount_idr=sum(line.amount_idr for line in lines),
        ordered_by=by,
        ordered_on=on,
    )
    PayoutLine.objects.bulk_create(
        PayoutLine(payout=payout, line=line, amount_idr=line.amount_idr) for line in lines
    )
    record(
        "payout.ordered",
        subject=payout,
        by=by,
        reference=payout.reference,
        amount_idr=payout.amount_idr,
        lines=[line.pk for line in lines],
    )
    return payout
