"""The clock of a claim, cell by cell, with what delay costs and by which clause."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Claim
from claims.queries.claim_page import Worth, names_of_days_off
from claims.rules.assess import compensated_idr
from claims.rules.countdown import Clock, ClockDay, DayKind
from claims.rules.figures import percent_figure
from claims.rules.lookups import cited
from claims.wording.claims import clause_text, days_in_words, off_text, time_kind, time_left
from registry.law.parameters import parameter


class ClockCell(NamedTuple):
    """One cell of the clock: its day or days, what it is, and its look."""

    days: str
    words: str
    look: str
    is_today: bool


def clock_words(claim: Claim, clock: Clock | None, worth: Worth | None) -> dict[str, Any] | None:
    """Return the cells of the clock, the time left, and what delay costs by which clause."""
    if clock is None:
        return None
    today = timezone.localdate()
    names = names_of_days_off(clock)
    cells = [_cell(day, names.get(day.since, ()), today) for day in clock.days]
    if clock.days_late:
        cells.append(ClockCell(days_in_words(today, today), _("Today"), "now", is_today=True))
    program = claim.program.lower()
    term = parameter(f"{program}.payment_working_days", on=clock.start_on)
    rate = parameter(f"{program}.compensation_rate_per_day", on=clock.pay_by)
    return {
        "cells": cells,
        "clock": clock,
        "left": time_left(clock.working_days_left),
        "kind": time_kind(clock.working_days_left),
        "rate": percent_figure(rate.value * 100),
        "base_idr": compensated_idr(tuple(each.line for each in worth.benefits)) if worth else 0,
        "clauses": [clause_text(cited(rule)) for rule in (term, rate)],
    }


def _cell(day: ClockDay, names: tuple[str, ...], today: date) -> ClockCell:
    look = "past" if day.until < today else ""
    if day.kind == DayKind.START:
        words = _("File complete")
    elif day.kind == DayKind.OFF:
        words, look = off_text(names, day.since, day.until), "rest"
    elif day.kind == DayKind.LAST:
        words, look = _("Day %(n)s, last day to pay") % {"n": day.number}, "due"
    else:
        words = _("Day %(n)s") % {"n": day.number}
    if day.is_today:
        words = _("%(words)s, today") % {"words": words}
        look = look if look == "due" else "now"
    return ClockCell(days_in_words(day.since, day.until), words, look, day.is_today)
