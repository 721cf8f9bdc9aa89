"""Who may not decide a claim, and whether what was assessed still holds."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import Q

from claims.models import Assessment, Claim
from claims.rules.assessment import Assessment as Answer
from claims.rules.record import differences
from registry.models import User


class Barred(StrEnum):
    """Why somebody who may decide does not decide this claim."""

    ASSESSED = "assessed"
    DECIDED = "decided"
    PAID = "paid"


def barred_from_deciding(claim: Claim, user: User) -> Barred | None:
    """Return why this person never decides this claim, if so: four eyes see it.

    Who paid on it may still refuse the appeal; only granting more would be one pair of eyes.
    """
    if claim.assessments.filter(assessed_by=user).exists():
        return Barred.ASSESSED
    if claim.appeal_level and claim.decisions.filter(decided_by=user).exists():
        return Barred.DECIDED
    if claim.payouts.filter(Q(ordered_by=user) | Q(settled_by=user)).exists():
        return Barred.PAID
    return None


def still_holds(stored: Assessment, today: Answer) -> bool:
    """Tell whether the rules still say today what was assessed: only that can be decided on."""
    return stored.result == today.result.value and not differences(stored.answer, today)
