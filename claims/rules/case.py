"""A case: facts of which everything that an assessment needs is stated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from claims.rules.assessment import Finding, Line
from claims.rules.facts import Cause, Facts, Outcome
from registry.programs import Program

REQUIRED: Final = (
    "program",
    "event_on",
    "filed_on",
    "cause",
    "outcome",
    "registered_on",
    "paid_months",
)
REQUIRED_BY_JKK: Final = ("wage_base_idr",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The facts, with those that are required known to be there.

    `wage_base_idr` is 0 where it is not stated, which only a case of JKM may leave open.
    """

    facts: Facts
    program: Program
    event_on: date
    filed_on: date
    cause: Cause
    outcome: Outcome
    registered_on: date
    paid_months: int
    wage_base_idr: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules of one program say of a case.

    Anything in `refusals` refuses it, anything in `asks` keeps it open, `notes` are for the
    reader. `lines` are those that may be paid in spite of what is asked.
    """

    refusals: tuple[Finding, ...] = ()
    asks: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of an assessment, with what was seen when they were worked out."""

    lines: tuple[Line, ...] = ()
    findings: tuple[Finding, ...] = ()


def missing_keys(facts: Facts) -> tuple[str, ...]:
    """Return the required facts that nobody stated, in the order of the contract."""
    wanted = REQUIRED + (REQUIRED_BY_JKK if facts.program is Program.JKK else ())
    return tuple(key for key in wanted if getattr(facts, key) is None)


def case_of(facts: Facts) -> Case:
    """Return the case of facts that miss nothing; ValueError for others."""
    if missing := missing_keys(facts):
        raise ValueError(f"missing: {', '.join(missing)}")
    stated = {key: getattr(facts, key) for key in REQUIRED}
    return Case(facts=facts, wage_base_idr=facts.wage_base_idr or 0, **stated)
