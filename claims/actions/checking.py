"""Is the file complete? From the day it is, the time to pay runs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from claims.actions.looking import seen
from claims.actions.steps import locked, official, refuse_unless_in, take_step
from claims.models import DOCUMENT_LABELS, Claim
from claims.queries.outlook import Outlook
from claims.rules.assess import compensated_idr
from claims.rules.assessment import Assessment, Result
from claims.rules.clock import daily_compensation_idr, pay_by
from claims.rules.states import Status
from claims.wording.findings import finding_text
from registry.models import Holiday, User
from registry.programs import Program
from registry.roles import Permission, require

_COMPLETE: Final = gettext_lazy("Nothing is missing since %(day)s.")
_INCOMPLETE: Final = gettext_lazy("Missing: %(what)s.")


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
            _start_clock(claim, look)
            why = official(_COMPLETE, day=claim.complete_on)
            take_step(claim, Status.COMPLETE, at=at, why=why, by=by)
    elif claim.status != Status.INCOMPLETE:
        claim.complete_on = claim.pay_by = None
        take_step(claim, Status.INCOMPLETE, at=at, why=_missing(look), by=by)
    return claim


def _missing(look: Outlook) -> str:
    """Return every paper and fact that is missing, as the register keeps it."""
    with translation.override("id"):
        papers = [str(DOCUMENT_LABELS[paper.kind]) for paper in look.missing_papers]
        facts = [finding_text(finding) for finding in look.missing_facts]
    return official(_INCOMPLETE, what="; ".join([*papers, *(fact.rstrip(".") for fact in facts)]))


def _start_clock(claim: Claim, look: Outlook) -> None:
    claim.complete_on = _complete_since(claim, look)
    claim.pay_by = pay_by(Program(claim.program), claim.complete_on, Holiday.objects.days_off())
    claim.daily_stake_idr = daily_stake_idr(claim, look.assessment)


def _complete_since(claim: Claim, look: Outlook) -> date:
    """Return the day on which nothing was missing any more; of an appeal never one before it.

    A paper counts from its first page, so that a second one moves nothing.
    """
    days = [timezone.localdate(claim.stage2_at or claim.reported_at)]
    days += [paper.received_on for need in look.papers for paper in need.documents[:1]]
    days += [claim.stated_on] if claim.stated_on else []
    appealed = claim.steps.filter(target=Status.APPEALED).order_by("number").last()
    days += [timezone.localdate(appealed.at)] if appealed else []
    return max(days)


def daily_stake_idr(claim: Claim, assessment: Assessment) -> int:
    """Return what one day of delay would cost, in rupiah."""
    assert claim.pay_by is not None
    base_idr = compensated_idr(assessment.lines)
    return daily_compensation_idr(base_idr, Program(claim.program), on=claim.pay_by)
