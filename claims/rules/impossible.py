"""Facts that cannot be true, alone or together: each is named, so that none is ignored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime, time, timedelta, timezone
from itertools import combinations
from typing import Final

from claims.rules.facts import Facts, Loss, Outcome
from claims.rules.figures import HUNDRED
from claims.rules.lookups import LAW_BEGINS
from claims.rules.losses import LossRow, holding, rows_by_code
from claims.rules.problems import FactProblem
from claims.rules.scholarship import grade_in_level
from registry.law.parameters import parameter
from registry.programs import Program

MOST_IDR: Final = 999_999_999_999_999
MOST_MONTHS: Final = 1_200
FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)

_STEPS: Final = ("event_on", "filed_on", "complete_on", "paid_on")
# the day begins here first in the republic: a moment before it is on no clock the event's day
_OFFSETS: Final = tuple(timedelta(hours=hours) for hours in (7, 8, 9))
# a child whom the mother carried at the event (KUHPerdata Pasal 2, 255)
_BEFORE_BIRTH: Final = timedelta(days=300)
_EASTERN: Final = timezone(_OFFSETS[-1])
# nothing lasting is left after these
_WITHOUT_LOSS: Final = frozenset({Outcome.RECOVERED, Outcome.TEMPORARY_INCAPACITY})


def _last_birth(facts: Facts) -> date:
    """Return the last day on which somebody who inherits can be born: unborn children count.

    A death of JKM is the event; one of JKK came at the latest before it was filed.
    """
    died_on = facts.event_on if facts.program is Program.JKM else facts.filed_on
    return min(died_on or LAST_DAY, LAST_DAY) + _BEFORE_BIRTH


def impossible(facts: Facts) -> list[FactProblem]:
    """Return everything that cannot be; what is absent is no problem here."""
    return [
        *_amounts(facts),
        *_days(facts),
        *_moments(facts),
        *_people(facts),
        *_children(facts),
        *_losses(facts),
    ]


def _amounts(facts: Facts) -> Iterator[FactProblem]:
    stated = {
        field.name: getattr(facts, field.name)
        for field in fields(facts)
        if field.name.endswith(("_idr", "_months"))
    }
    for name in ("transport", "aids"):
        for index, cost in enumerate(getattr(facts, name)):
            stated[f"{name}[{index}].amount_idr"] = cost.amount_idr
    for key, amount in stated.items():
        if amount is None:
            continue
        most = MOST_IDR if key.endswith("_idr") else MOST_MONTHS
        if amount < 0:
            yield FactProblem(key, "negative", {"value": amount})
        elif amount > most:
            yield FactProblem(key, "too_large", {"most": most})
    if facts.wage_base_idr == 0:
        yield FactProblem("wage_base_idr", "not_positive")
    if facts.home_care_months > 0 and facts.home_care_idr == 0:
        yield FactProblem("home_care_months", "months_without_amount", {"other": "home_care_idr"})


def _days(facts: Facts) -> Iterator[FactProblem]:
    days = {key: getattr(facts, key) for key in (*_STEPS, "registered_on")}
    days |= {f"children[{n}].born_on": child.born_on for n, child in enumerate(facts.children)}
    days |= {f"heirs[{n}].born_on": heir.born_on for n, heir in enumerate(facts.heirs or ())}
    for key, day in days.items():
        if day is None:
            continue
        if not FIRST_DAY <= day <= LAST_DAY:
            limits = {"first": FIRST_DAY, "last": LAST_DAY}
            yield FactProblem(key, "day_out_of_range", limits)
        elif key.endswith("born_on") and day > _last_birth(facts):
            yield FactProblem(key, "born_too_late", {"other": "event_on"})
    known = {key: days[key] for key in _STEPS if days[key] is not None}
    first = next(iter(known), "")
    if first and known[first] < LAW_BEGINS:
        yield FactProblem(first, "before_the_law", {"first": LAW_BEGINS})
    for earlier, later in combinations(known, 2):
        if known[later] < known[earlier]:
            yield FactProblem(later, "before_another", {"other": earlier})


def _moments(facts: Facts) -> Iterator[FactProblem]:
    stated = {
        key: moment
        for key in ("event_at", "stage1_at", "stage2_at")
        if (moment := getattr(facts, key)) is not None
    }
    known = {key: at for key, at in stated.items() if FIRST_DAY < at.date() < LAST_DAY}
    for key in stated.keys() - known.keys():
        yield FactProblem(key, "day_out_of_range", {"first": FIRST_DAY, "last": LAST_DAY})
    for earlier, later in combinations(known, 2):
        if known[later] < known[earlier]:
            yield FactProblem(later, "before_another", {"other": earlier})
    if facts.event_on is not None and FIRST_DAY < facts.event_on < LAST_DAY:
        yield from _against_event_day(known, facts.event_on)


def _against_event_day(known: dict[str, datetime], event_on: date) -> Iterator[FactProblem]:
    if "event_at" in known:
        if event_on not in _days_of(known["event_at"]):
            yield FactProblem("event_at", "not_on_event_day", {"other": "event_on"})
        return
    begins = datetime.combine(event_on, time.min, tzinfo=_EASTERN)
    for key, moment in known.items():
        if moment < begins:
            yield FactProblem(key, "before_another", {"other": "event_on"})


def _days_of(moment: datetime) -> set[date]:
    """Return the days a moment may lie on: its own, and from elsewhere those of the republic."""
    own = moment.utcoffset()
    if own in _OFFSETS:
        return {moment.date()}
    return {moment.date(), *(moment.astimezone(timezone(offset)).date() for offset in _OFFSETS)}


def _people(facts: Facts) -> Iterator[FactProblem]:
    if facts.suspected and facts.program is Program.JKM:
        yield FactProblem("suspected", "suspected_is_for_jkk", {"other": "program"})
    if facts.outcome is Outcome.DEATH and facts.heirs == () and facts.children:
        yield FactProblem("heirs", "children_are_heirs", {"other": "children"})


def _children(facts: Facts) -> Iterator[FactProblem]:
    table = parameter("jkm.scholarship_levels", on=LAST_DAY).value
    levels = {entry["level"]: entry for entry in table}
    for index, child in enumerate(facts.children):
        key = f"children[{index}].grade"
        if child.grade is None:
            continue
        if child.level is None:
            yield FactProblem(key, "grade_without_level", {"other": f"children[{index}].level"})
        elif grade_in_level(child.grade, levels[child.level.value]) is None:
            limits = {"level": child.level.value, "most": levels[child.level.value]["years"]}
            yield FactProblem(key, "grade_outside_level", limits)


def _losses(facts: Facts) -> Iterator[FactProblem]:
    if not facts.losses:
        return
    if facts.outcome in _WITHOUT_LOSS or facts.program is Program.JKM:
        yield FactProblem("losses", "losses_without_disability", {"other": "outcome"})
    # the table of the event; without one, that of today's law, which has the same rows
    on = facts.event_on if facts.event_on and facts.event_on >= LAW_BEGINS else LAST_DAY
    rows = rows_by_code(on)
    counted = Counter(loss.code for loss in facts.losses)
    for index, loss in enumerate(facts.losses):
        row = rows.get(loss.code)
        if row is None:
            facts_of = {"value": loss.code}
            yield FactProblem(f"losses[{index}].code", "unknown_loss", facts_of)
            continue
        if counted[loss.code] > row.most:
            limits = {"value": loss.code, "most": row.most}
            yield FactProblem(f"losses[{index}].code", "loss_too_often", limits)
        held = counted.keys() & holding(loss.code, rows)
        # an arm that is gone took its hand along; an arm that is weak did not
        if held and facts.outcome is Outcome.PARTIAL_ANATOMICAL:
            larger = {"value": loss.code, "larger": min(held)}
            yield FactProblem(f"losses[{index}].code", "loss_within_another", larger)
        for name, code, limits in _of_row(loss, row, facts.outcome):
            yield FactProblem(f"losses[{index}].{name}", code, limits)


def _of_row(
    loss: Loss, row: LossRow, outcome: Outcome | None
) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Yield what a loss says that its row of the table does not allow."""
    low, high = row.percent_from, row.percent_to
    if loss.percent is not None and not low <= loss.percent <= high:
        limits: dict[str, object] = {"least": low, "most": high}
        yield "percent", "percent_outside_range" if row.is_range else "percent_is_fixed", limits
    if loss.units not in (None, 1) and not row.per_unit:
        yield "units", "units_without_steps", {}
    elif loss.units is not None and row.per_unit and not 1 <= loss.units <= row.most_units:
        yield "units", "units_outside_range", {"least": 1, "most": row.most_units}
    functional = loss.functional_loss_percent
    if functional is None:
        return
    if not 0 <= functional <= HUNDRED:
        limits = {"least": 0, "most": 100}
        yield "functional_loss_percent", "functional_percent_outside_range", limits
    if outcome is Outcome.PARTIAL_ANATOMICAL:
        yield "functional_loss_percent", "functional_percent_of_anatomical", {}
