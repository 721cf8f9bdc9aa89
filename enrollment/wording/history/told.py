"""One entry of a history in words, and what its sentences share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from enrollment.models import Decree
from registry.models import User

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of a history: what happened, and below it why and with whom."""

    words: str
    notes: tuple[str, ...] = ()


def name_of(user: User | None) -> str:
    """Return a member of staff by name; empty where nobody is known to have acted."""
    return (user.get_full_name() or user.username) if user else ""


def subject(by: str) -> str:
    """Return who acted; what nobody did, the register itself did."""
    return by or "Lindung"


def recorded_by(by: str) -> str:
    """Return who recorded it, for the line below; empty where that is not known."""
    return _("Recorded by %(who)s") % {"who": by} if by else ""


def why(facts: Facts) -> tuple[str, ...]:
    """Return the reason that was given, as a line below."""
    return (str(facts["reason"]),) if facts.get("reason") else ()


def decree_text(decree: Decree | None) -> str:
    """Return a decree by its number, unless it lies outside the reader's regions."""
    if decree is None:
        return _("a decree outside your region")
    return _("decree %(number)s") % {"number": decree.number}
