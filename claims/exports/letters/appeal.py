"""How to object to a decision, as its letter says it: the office, the inspector, the Minister."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from claims.exports.letters.frame import office_of
from claims.models import Claim, Decision
from enrollment.exports.pdf import Letter

_CLAUSE: Final = "PP 44/2015 Pasal 45"
_ORDER: Final = tuple(Claim.AppealLevel)


def add_appeal(letter: Letter, claim: Claim, decision: Decision) -> None:
    """Add the ways that are still open after this decision, first the nearest."""
    letter.heading(_("If you do not agree"))
    ways = _ways(claim, decision)
    if not ways:
        letter.paragraph(_("The Minister has decided; that is final (%(clause)s).") % _named())
        return
    letter.items(ways)
    letter.paragraph(
        _(
            "Say it in writing or in person, with what the office did not have: a paper, a "
            "receipt, a witness. It costs nothing, and nothing is taken away because you object."
        )
    )


def _ways(claim: Claim, decision: Decision) -> list[str]:
    words = _named() | {"office": office_of(claim)}
    ways = {
        Claim.AppealLevel.OFFICE: _(
            "First to the labor office of %(office)s: another person looks at it anew."
        ),
        Claim.AppealLevel.INSPECTOR: _(
            "Then to the labor inspector, who decides on disagreements (%(clause)s)."
        ),
        Claim.AppealLevel.MINISTER: _(
            "Then to the Minister of Manpower, whose decision is final (%(clause)s)."
        ),
    }
    passed = _ORDER.index(Claim.AppealLevel(decision.level)) + 1 if decision.level else 0
    return [ways[level] % words for level in _ORDER[passed:]]


def _named() -> dict[str, str]:
    return {"clause": _CLAUSE}
