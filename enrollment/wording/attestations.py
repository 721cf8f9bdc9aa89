"""What is attested of a worker at enrollment, in words: questions, refusals, and what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy

from enrollment.models import Attestation
from enrollment.rules.insurable import How, Statement

QUESTIONS: Final = {
    Statement.WORKS: gettext_lazy("The worker really does the work named above"),
    Statement.NOT_ILL: gettext_lazy("The worker is not ill today, as far as is known"),
}
_REFUSALS: Final = {
    Statement.WORKS: gettext_lazy(
        "Ask whether the worker really does this work, and tick it when the answer is yes. If "
        "not, name the work that is done: an accident at any other would not be paid."
    ),
    Statement.NOT_ILL: gettext_lazy(
        "Ask whether the worker is ill, and tick it when the answer is no. Who is ill today is "
        "enrolled after recovery: a claim for what was there before would be refused."
    ),
}
_SENTENCES: Final = {
    Statement.ALIVE: gettext_lazy("Lives, by this register"),
    Statement.AGE: gettext_lazy("Of insurable age in the first month of cover"),
    Statement.WORKS: gettext_lazy("Does the work declared"),
    Statement.NOT_ILL: gettext_lazy("Not ill when enrolled, as declared"),
    Statement.NIK: gettext_lazy("NIK agrees with birth date and sex"),
    Statement.COVERED_ONCE: gettext_lazy("Covered by nobody else in these months"),
}
_HOW: Final = {
    How.ASKED: gettext_lazy("asked"),
    How.CHECKED: gettext_lazy("checked by the register"),
}


@dataclass(frozen=True, slots=True)
class AttestedLine:
    """One statement in words: what it says, whether it holds, and how that is known."""

    words: str
    holds: bool
    how: str


def refusal_words(statement: Statement) -> str:
    """Return why a worker of whom this was not affirmed is not enrolled, and what to do."""
    return str(_REFUSALS[statement])


def attested_lines(attestation: Attestation) -> list[AttestedLine]:
    """Return the statements of an attestation in words, in their order."""
    kept = attestation.statements
    return [
        AttestedLine(
            words=str(_SENTENCES[statement]),
            holds=bool(kept[statement.value]["holds"]),
            how=str(_HOW[How(kept[statement.value]["how"])]),
        )
        for statement in Statement
        if statement.value in kept
    ]
