"""What claims show on the pages of lower floors."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from claims.models import Claim
from claims.queries.inbox import with_payable
from claims.rules.states import Status
from claims.views.claim_trail import LetterLink, history, letters
from claims.wording.claims import event_sentence, waiting_label
from enrollment.models import Worker
from registry.models import User
from registry.roles import Permission, may
from registry.slots import Panel, Story

_KINDS: Final = {
    Status.INCOMPLETE: "warn",
    Status.REFUSED: "bad",
    Status.APPROVED: "good",
    Status.PAID: "good",
}


class ClaimOnPage(NamedTuple):
    """A claim in a few words: what happened, where it stands, and its letters."""

    claim: Claim
    event: str
    state: str
    kind: str
    payable_idr: int
    letters: list[LetterLink]


def worker_claims(worker: Worker, reader: User) -> Panel | None:
    """Return the claims of a worker, newest event first; None for who may not look at claims."""
    if not may(reader, Permission.CLAIM_VIEW, worker.village_id):
        return None
    claims = (
        with_payable(Claim.objects.filter(worker=worker))
        .prefetch_related("steps", "decisions", "payouts")
        .order_by("-event_on", "-pk")
    )
    return Panel(
        template="claims/_worker_claims.html",
        context={"claims": [_on_page(claim) for claim in claims]},
    )


def stories_of_claims(worker: Worker, reader: User) -> list[Story]:
    """Return what was done with a worker's claims; nothing for who may not look at claims."""
    if not may(reader, Permission.CLAIM_VIEW, worker.village_id):
        return []
    claims = Claim.objects.filter(worker=worker).select_related("reported_by")
    return [
        Story(
            event.at,
            _("Claim %(number)s: %(what)s") % {"number": claim.number, "what": event.words},
            tuple(filter(None, (event.why, event.who))),
        )
        for claim in claims.prefetch_related("steps__by")
        for event in history(claim, list(claim.steps.all()))
    ]


def _on_page(claim: Claim) -> ClaimOnPage:
    return ClaimOnPage(
        claim=claim,
        event=event_sentence(claim),
        state=waiting_label(claim),
        kind=_KINDS.get(Status(claim.status), "note"),
        payable_idr=getattr(claim, "payable_idr", 0),
        letters=letters(claim),
    )
