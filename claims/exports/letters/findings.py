"""Findings in a letter: as sentences with their clauses, without what is for the staff alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from claims.exports.letters.frame import clause_text
from claims.rules.assessment import Finding
from claims.wording.findings import finding_text
from enrollment.exports.pdf import Letter

# what an examiner should look at again, and no family needs
_FOR_STAFF: Final = frozenset(
    {
        "complete_on_not_stated",
        "exclusion_is_for_jkk",
        "no_conclusion_rule_yet",
        "not_a_jkm_benefit",
        "nothing_to_pay",
        "wage_base_is_no_band",
    }
)


def add_notes(
    letter: Letter, heading: str, findings: Iterable[Finding], *, told: Collection[str] = ()
) -> None:
    """Add what was seen and refuses nothing, under a heading; `told` stands elsewhere already."""
    notes = [
        finding
        for finding in findings
        if not finding.blocks and finding.code not in _FOR_STAFF and finding.code not in told
    ]
    if notes:
        letter.heading(heading)
        letter.items(sentence_with_clause(note) for note in notes)


def sentence_with_clause(finding: Finding) -> str:
    """Return a finding as a sentence, followed by its act and clause in brackets."""
    clause = clause_text(finding.clause)
    sentence = finding_text(finding)
    return f"{sentence} [{clause}]" if clause else sentence
