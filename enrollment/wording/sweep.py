"""Why months were not billed, in words, as it was known on the day of the sweep."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from enrollment.models import Enrollment
from registry.formats import day_text, number_text

EndReason = Enrollment.EndReason


def swept_sentence(reason: str, facts: Mapping[str, Any]) -> str:
    """Return why months were taken off: the reason with its day, source or age where known."""
    if reason == EndReason.DEATH and facts.get("died_on"):
        return _("Died on %(day)s") % {"day": day_text(_day(facts["died_on"]))}
    if reason == EndReason.MOVED and facts.get("moved_on"):
        return _("Moved away on %(day)s") % {"day": day_text(_day(facts["moved_on"]))}
    if reason in (EndReason.DEATH, EndReason.MOVED) and facts.get("checked_on"):
        return _by_register(reason, facts)
    if reason == EndReason.OVER_AGE and "age" in facts:
        return _("%(age)s years old on the first month; who is %(limit)s cannot begin") % {
            "age": number_text(facts["age"]),
            "limit": number_text(facts["limit"]),
        }
    if reason == EndReason.COVERED_ELSEWHERE:
        return _("Somebody else has paid for these months")
    if reason == EndReason.INELIGIBLE:
        return _("The record was withdrawn")
    return str(EndReason(reason).label)


def reason_label(reason: str) -> str:
    """Return the reason in a few words, for a filter or a sum."""
    labels = {
        EndReason.DEATH: _("Died"),
        EndReason.MOVED: _("Moved away"),
        EndReason.DUPLICATE: _("Twice on the list"),
        EndReason.OVER_AGE: _("Too old to begin"),
        EndReason.COVERED_ELSEWHERE: _("Paid for by somebody else"),
        EndReason.INELIGIBLE: _("Record withdrawn"),
    }
    known = EndReason(reason)
    return labels.get(known) or str(known.label)


def _by_register(reason: str, facts: Mapping[str, Any]) -> str:
    words = (
        _("Recorded as dead by %(source)s, %(day)s")
        if reason == EndReason.DEATH
        else _("Recorded as moved by %(source)s, %(day)s")
    )
    return words % {"source": facts["source"], "day": day_text(_day(facts["checked_on"]))}


def _day(value: date | str) -> date:
    """Return a day as known now, or as kept in a statement."""
    return date.fromisoformat(value) if isinstance(value, str) else value
