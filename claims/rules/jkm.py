"""The death program (JKM): PP 44/2015 and PP 82/2019 Pasal 34, picked by the day of death."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from claims.rules.assessment import Finding
from claims.rules.case import Case, Part, Ruling
from claims.rules.facts import Facts, Outcome
from claims.rules.figures import line, periodic_line
from claims.rules.heirs import payees
from claims.rules.lookups import Lookup, begun, cited
from claims.rules.membership import (
    arrears_of,
    not_registered,
    paid_findings,
    wage_base_findings,
)
from claims.rules.scholarship import scholarship
from claims.rules.settling import settled
from registry.law.parameters import Parameter
from registry.money import format_rupiah


def decide(case: Case, law: Lookup) -> Ruling:
    """Return what JKM owes for a death that no work caused, or every reason why nothing."""
    arrears = arrears_of(case, law)
    refusals = tuple(_refusals(case, law))
    if arrears.refusal:
        refusals = (*refusals, arrears.refusal)
    notes = tuple(_notes(case))
    if refusals:
        return Ruling(refusals=refusals, notes=notes)
    part = _benefits(case, law)
    paid = settled(case, part, payees(case, law), arrears, at_once=("burial",))
    return Ruling(
        notes=(*notes, *paid.findings, *wage_base_findings(case, law), *paid_findings(case)),
        lines=paid.lines,
    )


def _refusals(case: Case, law: Lookup) -> Iterator[Finding]:
    causes = law("jkm.causes_of_jkk", on=case.event_on)
    if case.cause in causes.value:
        yield Finding("claim_jkk_instead", cited(causes), {"cause": case.cause}, blocks=True)
    if case.outcome is not Outcome.DEATH:
        right = law("jkm.lump_sum_idr", on=case.event_on)
        yield Finding("nobody_died", cited(right), {"outcome": case.outcome}, blocks=True)
    yield from not_registered(case)


def _notes(case: Case) -> Iterator[Finding]:
    if case.facts.exclusion:
        yield Finding("exclusion_is_for_jkk", facts={"exclusion": case.facts.exclusion})
    if benefits := _of_jkk(case.facts):
        yield Finding("not_a_jkm_benefit", facts={"benefits": benefits})


def _of_jkk(facts: Facts) -> tuple[str, ...]:
    """Return the benefits that JKK alone pays, by the codes of their lines."""
    months, care = facts.temporary_incapacity_months, facts.home_care_idr
    rides = {f"transport_{ride.mode.value}" for ride in facts.transport if ride.amount_idr}
    aids = {aid.kind.value for aid in facts.aids if aid.amount_idr}
    single = {"temporary_incapacity": months, "treatment": facts.treatment_idr, "home_care": care}
    return tuple(sorted(rides | aids | {code for code, stated in single.items() if stated}))


def _benefits(case: Case, law: Lookup) -> Part:
    burial = law("jkm.burial_idr", on=case.event_on)
    burial_line = line("burial", burial.value, format_rupiah(burial.value), burial)
    waiting = begun("jkm.waiting", on=case.event_on, law=law)
    if waiting and not waited(case, waiting):
        facts = {
            "months": waiting.value["months"],
            "paid_months": case.paid_months,
            "registered_on": case.registered_on,
        }
        return Part((burial_line,), (Finding("under_three_months", cited(waiting), facts),))
    lump_sum = law("jkm.lump_sum_idr", on=case.event_on)
    school = scholarship(case, law)
    lines = (
        line("lump_sum", lump_sum.value, format_rupiah(lump_sum.value), lump_sum),
        periodic_line(law("jkm.periodic", on=case.event_on)),
        burial_line,
        *school.lines,
    )
    return Part(lines, school.findings)


def waited(case: Case, waiting: Parameter) -> bool:
    """Tell whether enough months are paid, and have passed since the registration.

    Permenaker 1/2025; whether three months are enough or more are needed is its comparator.
    """
    months = waiting.value["months"]
    since = _months_after(case.registered_on, months)
    if waiting.value["comparator"] == "at_least":
        return case.paid_months >= months and case.event_on >= since
    return case.paid_months > months and case.event_on > since


def _months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a month that lacks it."""
    years, index = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, index + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(day)
