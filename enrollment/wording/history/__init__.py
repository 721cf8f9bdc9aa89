"""What happened to a worker, as sentences: who did what, from what to what, and why."""

from __future__ import annotations

from enrollment.wording.history import money, record
from enrollment.wording.history.record import REVEAL_REASONS, changes_text
from enrollment.wording.history.told import Facts, Told, name_of
from registry.models import User

__all__ = ["REVEAL_REASONS", "Told", "changes_text", "told"]


def told(kind: str, by: User | None, facts: Facts) -> Told | None:
    """Return one happening in words; None for what has no sentence."""
    say = (record.SENTENCES | money.SENTENCES).get(kind)
    return say(name_of(by), facts) if say else None
