"""What the machines that play an office share: an act that may be refused, and a choice."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import transaction

from registry.refusals import Refused


class Act:
    """An act in a trial of its own: a refusal with words changes nothing, all else is a fault.

    `done` counts by name the acts that came about.
    """

    def __init__(self, name: str, done: Counter[str]) -> None:
        self.name, self.done = name, done

    def __enter__(self) -> None:
        self.trial = transaction.atomic()
        self.trial.__enter__()

    def __exit__(self, kind: Any, refusal: Any, trace: Any) -> bool:
        self.trial.__exit__(kind, refusal, trace)
        self.done[self.name] += kind is None
        if kind is None or not issubclass(kind, Refused):
            return False
        assert str(refusal).strip()
        return True


def chosen(source: Any, place: int) -> Any:
    """Return one of the records by its place, again from the first on; None where there is none."""
    rows = source.all()
    records = list(rows if rows.query.order_by else rows.order_by("pk"))
    return records[place % len(records)] if records else None
