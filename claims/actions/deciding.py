"""Deciding on an assessment: by another person than who made it, and within his tier."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.actions.assessing import ReasonNeeded
from claims.actions.granting import write_lines
from claims.actions.looking import seen
from claims.actions.payouts.course import go_on
from claims.actions.steps import locked, official, refuse_unless_in, take_step
from claims.models import Assessment, Claim, Decision
from claims.rules.assessment import Result
from claims.rules.record import differences
from claims.rules.states import Status
from enrollment.models import Worker
from registry.law.parameters import parameter
from registry.models import User
from registry.refusals import Refused
from registry.roles import Permission, require

_GRANTED: Final = gettext_lazy("%(idr)s is granted.")


class SamePerson(Refused):
    code = "same_person"


class NothingToGrant(Refused):
    code = "nothing_to_grant"


class FactsChanged(Refused):
    code = "facts_changed"


class ClauseNeeded(Refused):
    code, field = "clause_needed", "clause"


class DeathGrantedAlready(Refused):
    code = "death_granted_already"


def permission_to_decide(amount_idr: int, *, on: datetime) -> Permission:
    """Return the right that deciding on an amount asks for (the office's own tiers)."""
    tiers = parameter("office.claim_approval_tiers", on=timezone.localdate(on)).value
    reached = [tier for tier in tiers if tier["from_idr"] <= amount_idr]
    return Permission(max(reached, key=lambda tier: tier["from_idr"])["permission"])


@transaction.atomic
def approve_claim(
    *, claim: Claim, at: datetime, by: User, assessment_id: int | None = None
) -> Decision:
    """Grant what was assessed; return the decision, whose lines can now be paid.

    `assessment_id` names the assessment that the approver saw; another one is not approved.

    What an earlier decision granted already is taken off, benefit by benefit. A claim of which
    nothing is to be paid today is paid at once. Approved already, the decision is returned.
    """
    require(by, Permission.CLAIM_DECIDE, claim.region_code)
    if claim.is_death:
        # one death is decided at a time: JKK and JKM are two claims, each with a lock of its own
        Worker.objects.select_for_update(no_key=True).get(pk=claim.worker_id)
    claim = locked(claim)
    if claim.status in (Status.APPROVED, Status.PAID):
        return claim.decisions.filter(kind=Decision.Kind.APPROVED).latest("pk")
    refuse_unless_in(claim, Status.ASSESSED)
    assessment = claim.assessments.latest("number")
    if assessment_id not in (None, assessment.pk):
        raise FactsChanged(_("This claim was assessed anew since you opened it. Look at it again."))
    require(by, permission_to_decide(assessment.total_idr, on=at), claim.region_code)
    _refuse_same_person(claim, by)
    _refuse_payer(claim, by)
    _refuse_what_no_longer_holds(claim, assessment)
    decision = Decision.objects.create(
        claim=claim,
        assessment=assessment,
        kind=Decision.Kind.APPROVED,
        level=claim.appeal_level,
        amount_idr=assessment.total_idr,
        pay_by=claim.pay_by,
        decided_by=by,
        decided_at=at,
    )
    write_lines(decision)
    # a death that was granted once stays granted: JKK and JKM are never both paid
    claim.grants_death = claim.grants_death or claim.is_death
    take_step(claim, Status.APPROVED, at=at, why=official(_GRANTED, idr=decision.amount_idr), by=by)
    go_on(claim, on=timezone.localdate(at), by=by)
    return decision


@transaction.atomic
def refuse_claim(
    *, claim: Claim, reason: str, at: datetime, by: User, clause: str = ""
) -> Decision:
    """Refuse what was assessed, with a reason that the letter tells; return the decision.

    Against an assessment that found a right the act and clause are asked for. An appeal that is
    refused leaves standing what an earlier decision granted, and by when it is to be paid.
    """
    require(by, Permission.CLAIM_DECIDE, claim.region_code)
    claim = locked(claim)
    if claim.status == Status.REFUSED:
        return claim.decisions.latest("pk")
    refuse_unless_in(claim, Status.ASSESSED)
    assessment = claim.assessments.latest("number")
    require(by, permission_to_decide(assessment.total_idr, on=at), claim.region_code)
    if not reason.strip():
        raise ReasonNeeded(_("Write the reason; the family reads it in the letter."))
    if assessment.result == Result.ELIGIBLE and not clause.strip():
        raise ClauseNeeded(
            _("The assessment found a right. Name the act and clause that stand against it.")
        )
    _refuse_same_person(claim, by)
    _refuse_when_changed(claim, assessment)
    decision = Decision.objects.create(
        claim=claim,
        assessment=assessment,
        kind=Decision.Kind.REFUSED,
        reason=reason,
        clause=clause,
        level=claim.appeal_level,
        decided_by=by,
        decided_at=at,
    )
    granted = claim.decisions.filter(kind=Decision.Kind.APPROVED).order_by("pk").last()
    if granted is None:
        take_step(claim, Status.REFUSED, at=at, why=reason, by=by)
    else:
        _stand_by(claim, granted)
        take_step(claim, Status.APPROVED, at=at, why=reason, by=by)
        go_on(claim, on=timezone.localdate(at), by=by)
    return decision


def _stand_by(claim: Claim, granted: Decision) -> None:
    """Give the claim back the days of the decision that stands."""
    complete_on = granted.assessment.facts.get("complete_on")
    claim.complete_on = date.fromisoformat(complete_on) if complete_on else None
    claim.pay_by = granted.pay_by


def _refuse_same_person(claim: Claim, by: User) -> None:
    """Say in words what the database holds in any case."""
    if claim.assessments.filter(assessed_by=by).exists():
        raise SamePerson(_("You assessed this claim. Another person decides it."))
    if claim.appeal_level and claim.decisions.filter(decided_by=by).exists():
        raise SamePerson(_("You decided this claim before. Another person decides the appeal."))


def _refuse_payer(claim: Claim, by: User) -> None:
    """Refuse who ordered or settled a transfer of an earlier decision: both is one pair of eyes."""
    if claim.payouts.filter(Q(ordered_by=by) | Q(settled_by=by)).exists():
        raise SamePerson(_("You paid on this claim. Another person approves the appeal."))


def _refuse_what_no_longer_holds(claim: Claim, assessment: Assessment) -> None:
    if assessment.result != Result.ELIGIBLE:
        raise NothingToGrant(_("The assessment found no right. Refuse it, or send it back."))
    other = Claim.objects.filter(worker=claim.worker_id, grants_death=True).exclude(pk=claim.pk)
    if claim.is_death and (granted := other.first()):
        raise DeathGrantedAlready(
            _("Claim %(number)s already pays for this death. JKK and JKM are never both paid.")
            % {"number": granted.number}
        )
    _refuse_when_changed(claim, assessment)


def _refuse_when_changed(claim: Claim, assessment: Assessment) -> None:
    """Refuse to decide on what the rules would no longer say today."""
    today = seen(claim).assessment
    if assessment.result != today.result or differences(assessment.answer, today):
        raise FactsChanged(
            _("Facts or contributions changed since the assessment. Send it back to be assessed.")
        )
