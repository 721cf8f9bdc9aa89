"""The states of a claim and the ways between them.

One table: the database refuses every other way (migration 0004), and `docs/claims.md` draws it.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Status(StrEnum):
    """Where a claim stands."""

    DRAFT = "draft"
    REPORTED = "reported"
    SUSPECTED = "suspected"
    INCOMPLETE = "incomplete"
    COMPLETE = "complete"
    ASSESSED = "assessed"
    APPROVED = "approved"
    REFUSED = "refused"
    PAID = "paid"
    APPEALED = "appealed"
    CLOSED = "closed"


class Mover(StrEnum):
    """Whose move it is in a state."""

    OFFICER = "officer"
    FAMILY = "family"
    EXAMINER = "examiner"
    APPROVER = "approver"
    TREASURER = "treasurer"
    NOBODY = "nobody"


START: Final = frozenset({Status.DRAFT, Status.REPORTED, Status.SUSPECTED})

TRANSITIONS: Final = MappingProxyType(
    {
        Status.DRAFT: (Status.REPORTED, Status.SUSPECTED, Status.CLOSED),
        # a right that no paper can give is assessed, and refused, without asking for papers
        Status.REPORTED: (Status.INCOMPLETE, Status.COMPLETE, Status.ASSESSED, Status.CLOSED),
        Status.SUSPECTED: (Status.REPORTED, Status.CLOSED),
        # back to the examiner when the last thing that was missing came in
        Status.INCOMPLETE: (Status.REPORTED, Status.COMPLETE, Status.ASSESSED, Status.CLOSED),
        Status.COMPLETE: (Status.INCOMPLETE, Status.ASSESSED, Status.CLOSED),
        Status.ASSESSED: (Status.COMPLETE, Status.INCOMPLETE, Status.APPROVED, Status.REFUSED),
        Status.APPROVED: (Status.PAID, Status.APPEALED),
        Status.REFUSED: (Status.APPEALED, Status.CLOSED),
        Status.PAID: (Status.APPROVED, Status.APPEALED, Status.CLOSED),
        Status.APPEALED: (Status.INCOMPLETE, Status.COMPLETE, Status.ASSESSED),
        Status.CLOSED: (Status.APPEALED,),
    }
)

MOVERS: Final = MappingProxyType(
    {
        Status.DRAFT: Mover.OFFICER,
        Status.REPORTED: Mover.EXAMINER,
        Status.SUSPECTED: Mover.EXAMINER,
        Status.INCOMPLETE: Mover.FAMILY,
        Status.COMPLETE: Mover.EXAMINER,
        Status.ASSESSED: Mover.APPROVER,
        Status.APPROVED: Mover.TREASURER,
        Status.REFUSED: Mover.NOBODY,
        Status.PAID: Mover.NOBODY,
        Status.APPEALED: Mover.EXAMINER,
        Status.CLOSED: Mover.NOBODY,
    }
)

OPEN: Final = tuple(
    status for status in Status if status not in (Status.REFUSED, Status.PAID, Status.CLOSED)
)
PAIRS: Final = tuple(
    (source.value, target.value) for source, targets in TRANSITIONS.items() for target in targets
)


def may_go(source: str, target: str) -> bool:
    """Tell whether a claim may go from one state to another."""
    return Status(target) in TRANSITIONS[Status(source)]
