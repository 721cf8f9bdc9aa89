"""One thing that happened to a worker, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from registry.models import User


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened, when, by whom; of some only the day is known.

    `kind` names the sentence, `facts` fill it. Facts that lie outside the reader's regions are
    not among them.
    """

    at: datetime
    kind: str
    by: User | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    day_only: bool = False


def on_day(day: date, kind: str, by: User | None = None, **facts: Any) -> Happening:
    """Return what happened on a day of which no hour is known: after all else of the day."""
    last = timezone.make_aware(datetime.combine(day, time.max))
    return Happening(last, kind, by, facts, day_only=True)


def recorded(
    day: date, moment: datetime, kind: str, by: User | None, facts: dict[str, Any]
) -> Happening:
    """Return what happened on a day, with the hour where it was recorded on that day itself."""
    if timezone.localtime(moment).date() == day:
        return Happening(moment, kind, by, facts)
    return on_day(day, kind, by, **facts)
