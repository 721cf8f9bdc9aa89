"""Assessing a claim by the rules, and sending an assessment back."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.actions.checking import daily_stake_idr
from claims.actions.looking import seen
from claims.actions.steps import locked, official, refuse_unless_in, take_step
from claims.models import Assessment, Claim
from claims.queries.facts import facts_as_json
from claims.queries.outlook import Outlook
from claims.rules.assessment import Result
from claims.rules.record import answer_of, law_of
from claims.rules.states import Status
from registry.models import User
from registry.refusals import Refused
from registry.roles import Permission, require

_BY_THE_RULES: Final = {
    Result.ELIGIBLE: gettext_lazy("By the rules %(idr)s."),
    Result.NOT_ELIGIBLE: gettext_lazy("By the rules there is no right."),
}


class MoreNeeded(Refused):
    code = "more_needed"


class ReasonNeeded(Refused):
    code, field = "reason_needed", "why"


@transaction.atomic
def assess_claim(*, claim: Claim, at: datetime, by: User) -> Assessment:
    """Keep what the rules say of a claim today, and hand it to the approver; return it.

    A file that is not complete is assessed only when no paper could give a right. Assessed
    already, the standing assessment is returned.
    """
    require(by, Permission.CLAIM_ASSESS, claim.region_code)
    claim = locked(claim)
    if claim.status == Status.ASSESSED:
        return claim.assessments.latest("number")
    refuse_unless_in(claim, Status.REPORTED, Status.INCOMPLETE, Status.COMPLETE, Status.APPEALED)
    look = seen(claim)
    _refuse_unless_ready(claim, look)
    assessment = _keep(claim, look, at=at, by=by)
    if claim.pay_by is not None:
        claim.daily_stake_idr = daily_stake_idr(claim, look.assessment)
    why = official(_BY_THE_RULES[Result(assessment.result)], idr=assessment.total_idr)
    take_step(claim, Status.ASSESSED, at=at, why=why, by=by)
    return assessment


def _refuse_unless_ready(claim: Claim, look: Outlook) -> None:
    if look.assessment.result is Result.NOT_ELIGIBLE:
        return
    if claim.status == Status.COMPLETE and look.is_complete:
        return
    raise MoreNeeded(
        _("Something is missing still. Check the papers first; the page lists what is needed.")
    )


def _keep(claim: Claim, look: Outlook, *, at: datetime, by: User) -> Assessment:
    said = look.assessment
    return Assessment.objects.create(
        claim=claim,
        number=claim.assessments.count() + 1,
        result=said.result,
        facts=facts_as_json(claim, look.standing, look.heirs),
        answer=answer_of(said),
        law=law_of(said),
        total_now_idr=said.total_now_idr,
        total_after_arrears_idr=said.total_after_arrears_idr,
        scholarship_total_idr=said.scholarship_total_idr,
        assessed_by=by,
        assessed_at=at,
    )


@transaction.atomic
def return_claim(*, claim: Claim, why: str, at: datetime, by: User) -> Claim:
    """Send an assessment back with a note; the examiner looks again. The clock runs on."""
    require(by, Permission.CLAIM_DECIDE, claim.region_code)
    claim = locked(claim)
    refuse_unless_in(claim, Status.ASSESSED)
    if not why.strip():
        raise ReasonNeeded(_("Write what the examiner should look at again."))
    target = Status.COMPLETE if claim.complete_on else Status.INCOMPLETE
    take_step(claim, target, at=at, why=why, by=by)
    return claim
