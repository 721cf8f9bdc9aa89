"""Appeals, and the end of a claim."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from claims.actions.assessing import ReasonNeeded
from claims.actions.steps import locked, refuse_unless_in, take_step
from claims.models import Claim
from claims.rules.states import Status
from registry.models import User
from registry.refusals import Refused
from registry.roles import Permission, require

_ORDER: Final = tuple(level.value for level in Claim.AppealLevel)


class AppealImpossible(Refused):
    code, field = "appeal_impossible", "level"


class StillToPay(Refused):
    code = "still_to_pay"


@transaction.atomic
def appeal_claim(*, claim: Claim, level: str, why: str, at: datetime, by: User) -> Claim:
    """Take an appeal up on the same claim; another person will decide it. Return the claim.

    The family may ask the office to look again, or go to the labor inspector; after him the
    Minister decides, and that is final (PP 44/2015 Pasal 45). New facts are stated and assessed
    as before.
    """
    require(by, Permission.CLAIM_REPORT, claim.region_code)
    claim = locked(claim)
    if claim.status == Status.APPEALED and claim.appeal_level == level:
        return claim
    refuse_unless_in(claim, Status.APPROVED, Status.REFUSED, Status.PAID, Status.CLOSED)
    if not why.strip():
        raise ReasonNeeded(_("Write what the family says against the decision."))
    if not claim.decisions.exists():
        raise AppealImpossible(_("Nothing was decided here. Report the event anew."))
    if claim.appeal_level == Claim.AppealLevel.MINISTER:
        raise AppealImpossible(_("The Minister's decision is final (PP 44/2015 Pasal 45)."))
    inspected = Claim.AppealLevel.INSPECTOR
    if level == Claim.AppealLevel.MINISTER and claim.appeal_level != inspected:
        raise AppealImpossible(_("The labor inspector decides before the Minister does."))
    if claim.appeal_level and _ORDER.index(level) <= _ORDER.index(claim.appeal_level):
        raise AppealImpossible(_("This level has decided already. Choose the next one."))
    _refuse_told_anew(claim)
    claim.appeal_level = level
    claim.complete_on = claim.pay_by = None
    take_step(claim, Status.APPEALED, at=at, why=why, by=by)
    return claim


def _refuse_told_anew(claim: Claim) -> None:
    same = Claim.objects.filter(
        worker=claim.worker_id, program=claim.program, event_on=claim.event_on
    )
    if anew := same.exclude(pk=claim.pk).exclude(status=Status.CLOSED).first():
        raise AppealImpossible(
            _("The event was reported anew as %(number)s. Go on there.") % {"number": anew.number}
        )


@transaction.atomic
def close_claim(*, claim: Claim, why: str, at: datetime, by: User) -> Claim:
    """Close a claim with a reason: withdrawn, or with nothing left to pay. It can be appealed."""
    require(by, Permission.CLAIM_ASSESS, claim.region_code)
    claim = locked(claim)
    if claim.status == Status.CLOSED:
        return claim
    if not why.strip():
        raise ReasonNeeded(_("Write why the claim is closed."))
    if claim.lines.standing().unpaid().exists():
        raise StillToPay(_("Benefits of this claim are still to be paid. Pay them first."))
    take_step(claim, Status.CLOSED, at=at, why=why, by=by)
    return claim
