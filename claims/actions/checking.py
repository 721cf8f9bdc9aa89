"""Is the file complete? From the day it is, the time to pay runs."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from claims.actions.facts import FactsContradict
from claims.actions.steps import locked, refuse_unless_in, take_step
from claims.models import Claim
from claims.queries.outlook import Outlook, outlook
from claims.rules.assess import compensated_idr
from claims.rules.assessment import Assessment, Result
from claims.rules.clock import daily_compensation_idr, pay_by
from claims.rules.problems import BadFacts
from claims.rules.states import Status
from claims.wording.problems import problem_text
from registry.models import Holiday, User
from registry.programs import Program
from registry.roles import Permission, require


def seen(claim: Claim) -> Outlook:
    """Return the outlook of a claim; refuse with words where its facts contradict each other."""
    try:
        return outlook(claim, days_off=Holiday.objects.days_off())
    except BadFacts as bad:
        problems = {problem.key: problem_text(problem) for problem in bad.problems}
        raise FactsContradict(" ".join(problems.values()), problems=problems) from bad


@transaction.atomic
def check_claim(*, claim: Claim, at: datetime, by: User) -> Claim:
    """Find the file complete, or name what is missing; return the claim.

    A complete file starts the clock on the day its last paper came in, not on the day somebody
    looked: PP 44/2015 Pasal 37 and 40 count from the complete application. A claim to which no
    paper can give a right stays where it is, to be assessed.
    """
    require(by, Permission.CLAIM_ASSESS, claim.region_code)
    claim = locked(claim)
    refuse_unless_in(claim, Status.REPORTED, Status.INCOMPLETE, Status.COMPLETE, Status.APPEALED)
    look = seen(claim)
    if look.assessment.result is Result.NOT_ELIGIBLE:
        return claim
    if look.is_complete:
        if claim.status != Status.COMPLETE:
            _start_clock(claim, look, at=at)
            take_step(claim, Status.COMPLETE, at=at, by=by)
    elif claim.status != Status.INCOMPLETE:
        claim.complete_on = claim.pay_by = None
        take_step(claim, Status.INCOMPLETE, at=at, by=by)
    return claim


def _start_clock(claim: Claim, look: Outlook, *, at: datetime) -> None:
    claim.complete_on = _complete_since(claim, look, at)
    claim.pay_by = pay_by(Program(claim.program), claim.complete_on, Holiday.objects.days_off())
    claim.daily_stake_idr = daily_stake_idr(claim, look.assessment)


def _complete_since(claim: Claim, look: Outlook, at: datetime) -> date:
    """Return the day on which nothing was missing any more; of an appeal, of its examination."""
    if claim.status == Status.APPEALED:
        return timezone.localdate(at)
    told = timezone.localdate(claim.stage2_at or claim.reported_at)
    came_in = [paper.received_on for need in look.papers for paper in need.documents[:1]]
    return max([told, *came_in])


def daily_stake_idr(claim: Claim, assessment: Assessment) -> int:
    """Return what one day of delay would cost, in rupiah."""
    assert claim.pay_by is not None
    base_idr = compensated_idr(assessment.lines)
    return daily_compensation_idr(base_idr, Program(claim.program), on=claim.pay_by)
