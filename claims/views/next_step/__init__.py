"""Whose move a claim is, in words, with the one act that the reader may take next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from claims.rules.states import Status
from claims.views.next_step.case import Act, Case, NextStep
from claims.views.next_step.deciding import assessed, ended, rare_acts
from claims.views.next_step.examining import complete, draft, incomplete, suspected, to_check
from claims.views.next_step.paying import approved, paid, with_granted

__all__ = ["Act", "Case", "NextStep", "next_step", "rare_acts"]

_STEPS: Final[dict[Status, Callable[[Case], NextStep]]] = {
    Status.DRAFT: draft,
    Status.SUSPECTED: suspected,
    Status.REPORTED: to_check,
    Status.APPEALED: to_check,
    Status.INCOMPLETE: incomplete,
    Status.COMPLETE: complete,
    Status.ASSESSED: assessed,
    Status.APPROVED: approved,
    Status.PAID: paid,
    Status.REFUSED: ended,
    Status.CLOSED: ended,
}


def next_step(case: Case) -> NextStep:
    """Return whose move it is and what this reader may do about it."""
    return with_granted(case, _STEPS[Status(case.claim.status)](case))
