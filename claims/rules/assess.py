"""The one function that answers whether a claim has a right, to what, and by when.

The command, the calculator and the claim page ask it alike. It reads no clock and no database.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from typing import Final

from claims.rules import jkk, jkm
from claims.rules.assessment import Assessment, Deadlines, Finding, Line, Result, When
from claims.rules.case import Ruling, case_of, missing_keys
from claims.rules.clock import compensation_idr, deadlines
from claims.rules.facts import Facts
from claims.rules.impossible import impossible
from claims.rules.lookups import Lookup, Recorder
from claims.rules.problems import BadFacts
from claims.rules.settling import CARE
from registry.law.parameters import parameter
from registry.programs import Program

_DECIDERS: Final = {Program.JKK: jkk.decide, Program.JKM: jkm.decide}


def assess(facts: Facts, *, days_off: Container[date], law: Lookup = parameter) -> Assessment:
    """Return the assessment of facts; BadFacts where they cannot be true together.

    A required fact that nobody stated is asked for and nothing else is said; `days_off` are the
    days that do not count for the clock of payment.
    """
    if problems := impossible(facts):
        raise BadFacts(problems)
    recorder = Recorder(law)
    clock = deadlines(facts, days_off=days_off, law=recorder)
    ruling = _missing(facts) or _ruling(facts, recorder)
    return Assessment(
        result=_result(ruling),
        lines=ruling.lines,
        findings=(*ruling.refusals, *ruling.asks, *ruling.notes, *_unstated(facts)),
        deadlines=clock,
        compensation_idr=_compensation(facts, clock, ruling.lines, recorder),
        parameters=recorder.given,
    )


def compensated_idr(lines: tuple[Line, ...]) -> int:
    """Return what late payment is compensated on: cash payable now, without care."""
    return sum(line.amount_idr for line in lines if line.when is When.NOW and line.code not in CARE)


def _missing(facts: Facts) -> Ruling | None:
    missing = missing_keys(facts)
    if not missing:
        return None
    return Ruling(asks=tuple(Finding(f"missing_{key}", blocks=True) for key in missing))


def _ruling(facts: Facts, law: Lookup) -> Ruling:
    case = case_of(facts)
    return _DECIDERS[case.program](case, law)


def _result(ruling: Ruling) -> Result:
    if ruling.refusals:
        return Result.NOT_ELIGIBLE
    return Result.NEEDS_MORE if ruling.asks else Result.ELIGIBLE


def _unstated(facts: Facts) -> tuple[Finding, ...]:
    if facts.paid_on and not facts.complete_on:
        return (Finding("complete_on_not_stated", facts={"paid_on": facts.paid_on}),)
    return ()


def _compensation(facts: Facts, clock: Deadlines, lines: tuple[Line, ...], law: Lookup) -> int:
    if facts.program is None or facts.paid_on is None or clock.pay_by is None:
        return 0
    return compensation_idr(
        compensated_idr(lines), clock.pay_by, facts.paid_on, facts.program, law=law
    )
