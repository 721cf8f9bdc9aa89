"""The sweep before an invoice: for which months of a membership nobody must pay, and why.

What is sure is taken off; what is only possible (two records of one person) is a question to the
treasurer, and no matter of this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enrollment.rules.eligibility import age_on
from registry.months import add_months, first_of_month, month_range, months_between


class Reason(StrEnum):
    """Why months are not billed."""

    DEATH = "death"
    MOVED = "moved"
    INELIGIBLE = "ineligible"
    DUPLICATE = "duplicate"
    OVER_AGE = "over_age"
    COVERED_ELSEWHERE = "covered_elsewhere"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months, half-open."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class SweepFacts:
    """What is known of one membership that is not billed yet.

    `register_dead` and `register_moved` are the word of the population register, where nothing
    that was recorded since has settled it. `merged` and `withdrawn` mark a record that was given
    up. `covered_until` is the month after the last one paid for before the membership, `covered`
    the months of it that somebody else has paid.
    """

    since: date
    until: date
    born_on: date
    deceased_on: date | None = None
    moved_away_on: date | None = None
    register_dead: bool = False
    register_moved: bool = False
    merged: bool = False
    withdrawn: bool = False
    self_paid: bool = False
    covered_until: date | None = None
    covered: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenOff:
    """Months of a membership that are not billed, with the reason."""

    reason: Reason
    since: date
    until: date


def taken_off(
    facts: SweepFacts, *, max_age_excl: int, lapsed_after_months: int
) -> tuple[TakenOff, ...]:
    """Return the months that must not be billed, each with its first reason; empty when clean.

    The month of a death or a move still counts. Who has reached `max_age_excl` on the first month
    cannot begin, but a member goes on (DOMAIN 3: a birthday ends nothing) while at most
    `lapsed_after_months` lie between the last month paid for and this one.
    """
    if reason := _reason_for_all(facts, max_age_excl, lapsed_after_months):
        return (TakenOff(reason, facts.since, facts.until),)
    found: list[TakenOff] = []
    until = facts.until
    for reason, cut in _cuts(facts):
        first = max(cut, facts.since)
        if first < until:
            found.append(TakenOff(reason, first, until))
            until = first
    for period in facts.covered:
        first, last = max(period.since, facts.since), min(period.until, until)
        if first < last:
            found.append(TakenOff(Reason.COVERED_ELSEWHERE, first, last))
    return tuple(sorted(found, key=lambda off: off.since))


def kept_periods(since: date, until: date, off: tuple[TakenOff, ...]) -> tuple[Period, ...]:
    """Return what is left of a membership as runs of consecutive months, oldest first."""
    gone = {month for part in off for month in month_range(part.since, part.until)}
    kept: list[Period] = []
    for month in month_range(since, until):
        if month in gone:
            continue
        after = add_months(month, 1)
        if kept and kept[-1].until == month:
            kept[-1] = Period(kept[-1].since, after)
        else:
            kept.append(Period(month, after))
    return tuple(kept)


def _reason_for_all(
    facts: SweepFacts, max_age_excl: int, lapsed_after_months: int
) -> Reason | None:
    if facts.merged:
        return Reason.DUPLICATE
    if facts.withdrawn:
        return Reason.INELIGIBLE
    if facts.register_dead and not facts.deceased_on:
        return Reason.DEATH
    if facts.register_moved and not facts.moved_away_on and not facts.self_paid:
        return Reason.MOVED
    if gone := next((reason for reason, cut in _cuts(facts) if cut <= facts.since), None):
        return gone
    too_old = age_on(facts.born_on, facts.since) >= max_age_excl
    if too_old and not _goes_on(facts, lapsed_after_months):
        return Reason.OVER_AGE
    return None


def _goes_on(facts: SweepFacts, lapsed_after_months: int) -> bool:
    """Whether the membership continues one that was paid for and did not lapse in between."""
    if facts.covered_until is None:
        return False
    return months_between(facts.covered_until, facts.since) <= lapsed_after_months


def _cuts(facts: SweepFacts) -> list[tuple[Reason, date]]:
    """Return from which months on nothing is to be paid, the earliest first."""
    cuts = []
    if facts.deceased_on:
        cuts.append((Reason.DEATH, add_months(first_of_month(facts.deceased_on), 1)))
    if facts.moved_away_on and not facts.self_paid:
        cuts.append((Reason.MOVED, add_months(first_of_month(facts.moved_away_on), 1)))
    return sorted(cuts, key=lambda cut: cut[1])
