"""Which letters of a claim exist, and the decisions that they tell of."""

from __future__ import annotations

from enum import StrEnum
from operator import attrgetter

from django.db.models import QuerySet

from claims.models import Claim, Decision, Payout
from claims.rules.states import Status


class LetterKind(StrEnum):
    """A letter to the family or the worker, by the name in its address."""

    RECEIPT = "receipt"
    INCOMPLETE = "incomplete"
    DECISION = "decision"
    REFUSAL = "refusal"
    PAYMENT = "payment"


def letter_kinds(claim: Claim) -> tuple[LetterKind, ...]:
    """Return the letters that can be printed now, in the order in which they are sent.

    Steps, decisions and payouts are read whole: of many claims they are prefetched.
    """
    decided = [decision.kind for decision in sorted(claim.decisions.all(), key=attrgetter("pk"))]
    there_is = {
        LetterKind.RECEIPT: was_reported(claim),
        LetterKind.INCOMPLETE: claim.status == Status.INCOMPLETE,
        LetterKind.DECISION: Decision.Kind.APPROVED in decided,
        LetterKind.REFUSAL: decided[-1:] == [Decision.Kind.REFUSED],
        LetterKind.PAYMENT: any(
            payout.status == Payout.Status.PAID for payout in claim.payouts.all()
        ),
    }
    return tuple(kind for kind in LetterKind if there_is[kind])


def was_reported(claim: Claim) -> bool:
    """Tell whether the claim ever was more than a draft."""
    if claim.status == Status.DRAFT:
        return False
    ways = {(step.source, step.target) for step in claim.steps.all()}
    return (Status.DRAFT, Status.CLOSED) not in ways


def granting_decision(claim: Claim) -> Decision | None:
    """Return the last decision that granted something; a refused appeal leaves it standing."""
    return _decisions(claim).filter(kind=Decision.Kind.APPROVED).last()


def refusing_decision(claim: Claim) -> Decision | None:
    """Return the last decision where it is a refusal."""
    last = _decisions(claim).last()
    return last if last and last.kind == Decision.Kind.REFUSED else None


def _decisions(claim: Claim) -> QuerySet[Decision]:
    return claim.decisions.select_related("assessment__assessed_by", "decided_by").order_by("pk")
