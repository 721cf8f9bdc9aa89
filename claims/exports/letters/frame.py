"""What every letter of a claim shares: sender, whom it is written to, the code, the clauses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from claims.models import CAUSE_LABELS, OUTCOME_LABELS, Claim
from claims.rules.facts import Cause, Outcome
from enrollment.exports.pdf import Letter
from enrollment.models import Worker
from enrollment.queries.cards import regency_of
from registry.formats import day_text, moment_text
from registry.law.parameters import NOT_FOUND, versions
from registry.models import User

_OWN_RULES: Final = "Lindung"
# the note on where to ask and what stands before it: a signature alone on a page says nothing
_WITH_SIGNATURE: Final = 2


@dataclass(frozen=True, slots=True)
class Printing:
    """On which day a letter is printed, for which reader, and the address in its code."""

    on: date
    url: str
    reader: User


def open_letter(claim: Claim, printing: Printing, *, title: str) -> Letter:
    """Return a letter with its head: who sends it, about what, to whom, and the code for staff."""
    village = claim.worker.village
    district = village.parent.name if village.parent else ""
    number = _("Claim %(number)s") % {"number": claim.number}
    letter = Letter(
        sender=office_of(claim),
        title=title,
        subject=number,
        to=(
            pgettext("letter", "To"),
            capitalized(subject_of_right(claim)),
            _("in %(place)s") % {"place": f"{village.name}, {district}".rstrip(", ")},
        ),
        footer=number,
    )
    letter.qr(printing.url, _("For staff"))
    return letter


def office_of(claim: Claim) -> str:
    """Return the regency whose office sends the letter."""
    return regency_of(claim.worker.village).name


def person(worker: Worker) -> str:
    """Return the worker's name as a letter addresses a living person."""
    name = {"name": worker.name}
    if worker.sex == Worker.Sex.FEMALE:
        return pgettext("to a woman", "Mrs. %(name)s") % name
    return pgettext("to a man", "Mr. %(name)s") % name


def late(worker: Worker) -> str:
    """Return the worker's name as one speaks of the dead."""
    name = {"name": worker.name}
    if worker.sex == Worker.Sex.FEMALE:
        return pgettext("of a woman", "the late %(name)s") % name
    return pgettext("of a man", "the late %(name)s") % name


def family_of(claim: Claim) -> str:
    """Return the family as a letter addresses it."""
    return _("the family of %(late)s") % {"late": late(claim.worker)}


def subject_of_right(claim: Claim) -> str:
    """Return who is entitled, in the middle of a sentence."""
    return family_of(claim) if claim.is_death else person(claim.worker)


def event_facts(claim: Claim) -> list[tuple[str, str]]:
    """Return what happened, when, and where, as it was told."""
    happened = str(CAUSE_LABELS[Cause(claim.cause)])
    if claim.outcome:
        happened = f"{OUTCOME_LABELS[Outcome(claim.outcome)]}: {happened[:1].lower()}{happened[1:]}"
    at = claim.event_at
    facts = [
        (_("What happened"), happened),
        (_("When it happened"), moment_text(at) if at else day_text(claim.event_on)),
    ]
    if claim.place:
        facts.append((_("Where it happened"), claim.place))
    return facts


def clause_text(citation: str, *, checked: bool | None = None) -> str:
    """Return act and clause as a letter names them, and whether nobody has read it yet.

    Without `checked` the law files tell. Empty where no act says it.
    """
    if not citation:
        return ""
    act, _comma, clause = citation.partition(", ")
    if act == _OWN_RULES:
        return _("the office's own rule")
    if checked is None:
        checked = any(
            version.checked and citation == f"{version.source}, {version.clause}"
            for version in versions()
        )
    if clause == NOT_FOUND:
        return _("%(act)s, clause not found yet") % {"act": act}
    return citation if checked else _("%(clause)s (clause not checked yet)") % {"clause": citation}


def capitalized(text: str) -> str:
    """Return a text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def listed(words: Iterable[str]) -> str:
    """Return words joined by commas."""
    return ", ".join(words)


def close_letter(letter: Letter, claim: Claim, *, on: date, office: str, name: str) -> None:
    """Say where to ask, and add who signs."""
    letter.paragraph(
        _(
            "Questions? Come to the labor office of %(office)s, or ask the village office, and "
            "name the claim number %(number)s. The whole service is free of charge: pay nobody "
            "for it."
        )
        % {"office": office_of(claim), "number": claim.number},
        "note",
    )
    place_and_day = f"{office_of(claim)}, {day_text(on)}"
    letter.signature(place_and_day, office, name, with_last=_WITH_SIGNATURE)
