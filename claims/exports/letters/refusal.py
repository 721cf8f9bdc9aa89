"""Letter 4: why nothing can be paid, by which clauses and facts, and how to object."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from claims.exports.letters.appeal import add_appeal
from claims.exports.letters.findings import add_notes
from claims.exports.letters.frame import (
    Printing,
    clause_text,
    close_letter,
    open_letter,
    person,
)
from claims.models import Claim
from claims.queries.claim_page import read_answer
from claims.queries.letters import refusing_decision
from claims.rules.assessment import Finding
from claims.wording.claims import person_name
from claims.wording.facts_used import facts_in_words
from claims.wording.findings import finding_text
from enrollment.exports.pdf import Letter
from registry.formats import number_text
from registry.roles import Role


def refusal_letter(claim: Claim, printing: Printing) -> Letter:
    """Return the refusal: each reason with its clause, the facts used, and what would change it."""
    decision = refusing_decision(claim)
    assert decision is not None
    answer = read_answer(decision.assessment)
    letter = open_letter(claim, printing, title=_("The claim cannot be paid"))
    letter.paragraph(_opening(claim))
    letter.heading(_("Why it cannot be paid"))
    letter.paragraph(decision.reason)
    _add_clause(letter, decision.clause)
    reasons = [finding for finding in answer.findings if finding.blocks]
    for number, finding in enumerate(reasons, start=1):
        _add_reason(letter, number, finding)
    letter.heading(_("The facts that were used"))
    letter.facts(facts_in_words(decision.assessment.facts))
    letter.paragraph(
        _("If one of these is not right, tell us and bring what shows it; we work it out anew.")
    )
    add_notes(letter, _("What else we saw"), answer.findings)
    add_appeal(letter, claim, decision)
    on = timezone.localdate(decision.decided_at)
    by = person_name(decision.decided_by)
    close_letter(letter, claim, on=on, office=str(Role.APPROVER.label), name=by)
    return letter


def _opening(claim: Claim) -> str:
    if claim.is_death:
        return _(
            "We are deeply sorry for the death of %(person)s, and sorry that we cannot pay this "
            "claim. This letter says why, by which clause, what would change the answer, and how "
            "you can object."
        ) % {"person": person(claim.worker)}
    return _(
        "We looked at the claim of %(person)s with care and are sorry that we cannot pay it. This "
        "letter says why, by which clause, what would change the answer, and how you can object."
    ) % {"person": person(claim.worker)}


def _add_reason(letter: Letter, number: int, finding: Finding) -> None:
    letter.paragraph(f"{number_text(number)}. {finding_text(finding)}", "strong")
    _add_clause(letter, clause_text(finding.clause))


def _add_clause(letter: Letter, clause: str) -> None:
    if clause:
        letter.paragraph(_("By which law: %(clause)s.") % {"clause": clause.rstrip(".")}, "note")
