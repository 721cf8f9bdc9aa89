"""What lies behind a claim and beside it: its steps, stages, letters, and the cover it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import Claim, ClaimStep
from claims.queries.cover import Cover, Stood, cover_of
from claims.queries.letters import LetterKind, letter_kinds
from claims.rules.states import MOVERS, Mover, Status
from claims.views.next_step import Case
from claims.wording.claims import MOVER_LABELS, person_name, step_sentence
from enrollment.queries.standing import Standing
from registry.formats import day_text, month_text
from registry.models import User
from registry.programs import Program


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


_STOOD: Final = {
    Stood.YES: (gettext_lazy("Paid, %(month)s"), "good"),
    Stood.NOT_DUE: (gettext_lazy("Not due yet, %(month)s"), "good"),
    Stood.SETTLED: (gettext_lazy("Arrears settled since"), "good"),
    Stood.ARREARS: (gettext_lazy("In arrears"), "warn"),
    Stood.OVER_LIMIT: (gettext_lazy("Lapsed"), "bad"),
    Stood.LATER: (gettext_lazy("Not a participant yet"), "bad"),
    Stood.NEVER: (gettext_lazy("Never paid for"), "bad"),
}


class CoverWords(NamedTuple):
    """The cover on the day of the event, with its state in words and the kind of its tag."""

    cover: Cover
    state: str
    kind: str


def cover_words(case: Case, standing: Standing) -> CoverWords:
    """Return whether cover stood on the day of the event, who paid, and what was unpaid."""
    claim = case.claim
    cover = cover_of(
        standing, event_on=claim.event_on, program=Program(claim.program), reader=case.user
    )
    words, kind = _STOOD[cover.stood]
    return CoverWords(cover, str(words) % {"month": month_text(claim.event_on)}, kind)
