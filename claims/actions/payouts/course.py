"""How paying moves a claim on: who may, what lateness adds, what is left, and its end."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from claims.actions.steps import moment_of, take_step
from claims.models import BenefitLine, Claim, Decision, Payout, PayoutLine
from claims.queries.payouts import COMPENSATION, Lateness, cash_idr, compensated_idr, lateness
from claims.rules.assessment import When
from claims.rules.clock import daily_compensation_idr, pay_by
from claims.rules.states import Status
from registry.audit import record
from registry.law.parameters import parameter
from registry.models import Holiday, User
from registry.money import format_rupiah
from registry.programs import Program
from registry.refusals import Refused


class PaidByDecider(Refused):
    code = "paid_by_decider"


def refuse_decider(claim: Claim, by: User) -> None:
    """Say in words what the database holds in any case: who approved a claim never pays it."""
    if claim.decisions.filter(kind=Decision.Kind.APPROVED, decided_by=by).exists():
        raise PaidByDecider(
            _("You approved claim %(number)s. Another person pays it.") % {"number": claim.number}
        )


def compensate(claim: Claim, payout: Payout, paid_on: date, by: User) -> None:
    """Grant what is owed for paying cash late (PP 44/2015 Pasal 37 ayat (3), 40 ayat (4)).

    The last day is that of the decision which granted it: an appeal does not move it.
    """
    for late in lateness(payout, paid_on):
        line = _compensation(claim, payout, late, paid_on)
        line.save()
        record(
            "benefit.compensated",
            subject=line,
            by=by,
            amount_idr=late.amount_idr,
            days=late.days,
            base=late.base_idr,
            payout=payout.reference,
        )


def _compensation(claim: Claim, payout: Payout, late: Lateness, paid_on: date) -> BenefitLine:
    rate = parameter(f"{claim.program.lower()}.compensation_rate_per_day", on=late.pay_by)
    percent = f"{(rate.value * 100).normalize():f}".replace(".", ",")
    formula = f"{percent} % × {late.days} × {format_rupiah(late.base_idr)}"
    if late.before_idr:
        formula = f"{formula} − {format_rupiah(late.before_idr)}"
    return BenefitLine(
        claim=claim,
        decision=late.decision,
        code=COMPENSATION,
        amount_idr=late.amount_idr,
        when=When.NOW,
        payee_kind=payout.payee.kind,
        formula=formula,
        act=rate.source,
        clause=rate.clause,
        checked=rate.checked is not None,
        released_on=paid_on,
    )


def void_compensation(claim: Claim, payout: Payout, on: date, by: User) -> None:
    """Take back what was granted for the lateness of a transfer that came back.

    What stands in a transfer stays, and is taken off when the money is paid again.
    """
    kind = payout.payee.kind
    for decision in Decision.objects.filter(lines__payouts__payout=payout).distinct():
        too_much_idr = compensated_idr(payout, decision)
        granted = claim.lines.standing().unpaid().filter(code=COMPENSATION, payee_kind=kind)
        for line in granted.filter(decision=decision).order_by("-pk"):
            if line.amount_idr > too_much_idr:
                continue
            too_much_idr -= line.amount_idr
            line.voided_on, line.void_reason = on, payout.reference
            line.save(update_fields=["voided_on", "void_reason"])
            record(
                "benefit.compensation_voided",
                subject=line,
                by=by,
                amount_idr=line.amount_idr,
                payout=payout.reference,
            )


def go_on(claim: Claim, *, on: date, by: User) -> None:
    """Say what is still at stake; take a claim of which all that is payable was paid to its end.

    While an appeal is examined, what is at stake is what that may grant: paying leaves it alone.
    """
    if claim.status not in (Status.APPROVED, Status.PAID):
        return
    paid = PayoutLine.objects.filter(
        payout__claim=claim, voided_on=None, payout__status=Payout.Status.PAID
    )
    left = claim.lines.standing().exclude(released_on=None).exclude(pk__in=paid.values("line"))
    base_idr = cash_idr(left)
    claim.daily_stake_idr = (
        daily_compensation_idr(base_idr, Program(claim.program), on=claim.pay_by)
        if base_idr and claim.pay_by
        else 0
    )
    if claim.status == Status.APPROVED and not left.exists():
        take_step(claim, Status.PAID, at=moment_of(claim, on), by=by)
    else:
        claim.save(update_fields=["daily_stake_idr"])


def reopen(claim: Claim, *, at: datetime, why: str, by: User) -> None:
    """Hand a claim of which more became payable back to the treasurer.

    No act says by when such money is paid: the office gives itself the time of the first.
    """
    if claim.status != Status.PAID:
        return
    take_step(claim, Status.APPROVED, at=at, why=why, by=by)
    claim.act_by = pay_by(
        Program(claim.program), timezone.localdate(at), Holiday.objects.days_off()
    )
    claim.save(update_fields=["act_by"])
