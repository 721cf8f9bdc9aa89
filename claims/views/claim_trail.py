"""What lies behind a claim and beside it: its steps, stages, letters, and the cover it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import Claim, ClaimStep
from claims.queries.letters import LetterKind, letter_kinds
from claims.rules.states import MOVERS, Mover, Status
from claims.views.next_step import Case
from claims.wording.claims import MOVER_LABELS, person_name, step_sentence
from enrollment.queries.standing import Standing
from registry.formats import day_text, month_span_text, month_text
from registry.law.parameters import parameter
from registry.models import User
from registry.months import add_months
from registry.roles import Permission, may


class Event(NamedTuple):
    """One line of the history: when, what, why, and who."""

    at: datetime
    words: str
    why: str
    who: str


def history(claim: Claim, steps: Sequence[ClaimStep]) -> list[Event]:
    """Return what was done with a claim, newest first."""
    begun = Status(steps[0].source if steps else claim.status)
    first = _("Kept as a draft.") if begun == Status.DRAFT else step_sentence(begun, begun)
    # filing moves the moment of the report, so that of the draft is no longer known
    drafted = begun == Status.DRAFT and steps
    events = (
        [] if drafted else [Event(claim.reported_at, first, "", person_name(claim.reported_by))]
    )
    events += [
        Event(step.at, step_sentence(step.source, step.target), step.why, person_name(step.by))
        for step in steps
    ]
    return events[::-1]


class Stage(NamedTuple):
    """One of the five stages of a claim: its tag says done, now or later."""

    label: str
    note: str
    tag: str
    kind: str


_STAGES: Final = (
    gettext_lazy("Reported"),
    gettext_lazy("Papers complete"),
    gettext_lazy("Assessed"),
    gettext_lazy("Decided"),
    gettext_lazy("Paid"),
)
# how many stages lie behind a claim in each state
_BEHIND: Final = {
    Status.DRAFT: 0,
    Status.REPORTED: 1,
    Status.SUSPECTED: 1,
    Status.INCOMPLETE: 1,
    Status.APPEALED: 1,
    Status.COMPLETE: 2,
    Status.ASSESSED: 3,
    Status.APPROVED: 4,
    Status.REFUSED: 4,
    Status.PAID: 5,
}
_WHO: Final = (
    Mover.OFFICER,
    Mover.EXAMINER,
    Mover.EXAMINER,
    Mover.APPROVER,
    Mover.TREASURER,
)
_DECISION: Final = 3
_REACHED: Final = (
    frozenset({Status.REPORTED, Status.SUSPECTED}),
    frozenset({Status.COMPLETE}),
    frozenset({Status.ASSESSED}),
    frozenset({Status.APPROVED, Status.REFUSED}),
    frozenset({Status.PAID}),
)


def stages(claim: Claim, steps: Sequence[ClaimStep], *, mine: bool) -> list[Stage]:
    """Return the five stages with who did each, whose move is now, and who comes later."""
    status = Status(claim.status)
    if status == Status.CLOSED:
        before = [Status(step.source) for step in steps if step.target == Status.CLOSED]
        status = before[-1] if before else Status.DRAFT
    behind = _BEHIND[status]
    found = []
    for number, label in enumerate(_STAGES):
        if number < behind:
            found.append(_done(str(label), number, claim, steps))
        elif number == behind and claim.status not in (Status.REFUSED, Status.CLOSED):
            found.append(_now(str(label), claim, mine=mine))
        else:
            found.append(_later(str(label), number, claim))
    return found


def _done(label: str, number: int, claim: Claim, steps: Sequence[ClaimStep]) -> Stage:
    reached = [step for step in steps if _reaches(step, number)]
    if number == 0 and not (steps and steps[0].source == Status.DRAFT):
        note = _note(claim.reported_at, claim.reported_by)
    else:
        note = _note(reached[-1].at, reached[-1].by) if reached else ""
    refused = number == _DECISION and reached and reached[-1].target == Status.REFUSED
    if refused:
        return Stage(label, note, _("Refused"), "bad")
    # a right that no paper could give is assessed without a complete file
    if number == 1 and not reached:
        return Stage(label, _("Not needed: no paper could give a right."), "", "")
    return Stage(label, note, _("Done"), "good")


def _reaches(step: ClaimStep, number: int) -> bool:
    """Tell whether a step ended a stage; what becomes payable later is no new decision."""
    reopened = number == _DECISION and step.source != Status.ASSESSED
    return step.target in _REACHED[number] and not reopened


def _note(at: datetime, by: User) -> str:
    return f"{day_text(at)}, {person_name(by)}"


def _now(label: str, claim: Claim, *, mine: bool) -> Stage:
    mover = MOVERS[Status(claim.status)]
    if mine:
        return Stage(label, str(MOVER_LABELS[mover]), _("Your move"), "warn")
    return Stage(label, str(MOVER_LABELS[mover]), _("Now"), "note")


def _later(label: str, number: int, claim: Claim) -> Stage:
    if claim.status in (Status.REFUSED, Status.CLOSED):
        return Stage(label, _("Not any more"), "", "")
    return Stage(label, str(MOVER_LABELS[_WHO[number]]), _("Later"), "plain")


class LetterLink(NamedTuple):
    """A letter that exists in this state, and what it is for."""

    kind: str
    label: str
    note: str


_LETTERS: Final = {
    LetterKind.RECEIPT: (
        gettext_lazy("Receipt of the report"),
        gettext_lazy("What to bring, and by when they hear"),
    ),
    LetterKind.INCOMPLETE: (
        gettext_lazy("What is still missing"),
        gettext_lazy("Each paper, and why"),
    ),
    LetterKind.DECISION: (gettext_lazy("Decision"), gettext_lazy("Every amount with its clause")),
    LetterKind.REFUSAL: (
        gettext_lazy("Refusal"),
        gettext_lazy("The reasons, and how to appeal"),
    ),
    LetterKind.PAYMENT: (
        gettext_lazy("Payment"),
        gettext_lazy("What was paid, and to which account"),
    ),
}


def letters(claim: Claim) -> list[LetterLink]:
    """Return the letters to the family that exist by now."""
    return [LetterLink(kind.value, *map(str, _LETTERS[kind])) for kind in letter_kinds(claim)]


def cover_words(case: Case, standing: Standing) -> dict[str, Any]:
    """Return whether cover stood on the day of the event, who paid, and what was unpaid.

    The payer is named to whom may see its decree.
    """
    month = {"month": month_text(case.claim.event_on)}
    decree = standing.decree
    if standing.registered_on is None:
        state, kind = _("Never paid for"), "bad"
    elif standing.registered_on > case.claim.event_on:
        state, kind = _("Not a participant yet"), "bad"
    elif len(standing.arrears) > _limit(case):
        state, kind = _("Lapsed"), "bad"
    elif standing.arrears and not standing.arrears_settled:
        state, kind = _("In arrears"), "warn"
    elif standing.covered:
        state, kind = _("Paid, %(month)s") % month, "good"
    else:
        state, kind = _("Not due yet, %(month)s") % month, "good"
    seen = decree and may(case.user, Permission.REGISTER_VIEW, decree.region_id)
    return {
        "state": state,
        "kind": kind,
        "standing": standing,
        "payer": decree.sponsor.name if decree and seen else "",
        "decree": decree if seen else None,
        "arrears": len(standing.arrears),
        "unpaid": month_span_text(standing.arrears[0], add_months(standing.arrears[-1], 1))
        if standing.arrears
        else "",
    }


def _limit(case: Case) -> int:
    """Return beyond how many unpaid months in a row there is no right."""
    key = f"bpu.{case.claim.program.lower()}_arrears_limit_months"
    limit: int = parameter(key, on=case.claim.event_on).value
    return limit
