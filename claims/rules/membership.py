"""Whether a worker was insured at the event: registered, paid up, on which wage base."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from claims.rules.assessment import Finding
from claims.rules.case import Case
from claims.rules.lookups import Lookup, cited
from registry.law.parameters import Parameter
from registry.months import add_months, first_of_month, months_between


@dataclass(frozen=True, slots=True)
class Arrears:
    """What unpaid months do to a case: `refusal` ends it, `waiting` splits it in two."""

    refusal: Finding | None = None
    note: Finding | None = None
    waiting: bool = False
    clause: str = ""


def arrears_of(case: Case, law: Lookup) -> Arrears:
    """Return the effect of the arrears (PP 44/2015 Pasal 39 for JKK, 42 for JKM).

    Beyond the limit the right is lost, settled or not. Up to it, JKK gives care and JKM the
    burial money at once, and the rest when the arrears are settled.
    """
    months = case.facts.arrears_months
    rule = law(f"bpu.{case.program.lower()}_arrears_limit_months", on=case.event_on)
    if months > rule.value:
        facts = {"months": months, "limit": rule.value}
        refusal = Finding("arrears_over_limit", cited(rule), facts, blocks=True)
        return Arrears(refusal=refusal)
    if months == 0:
        return Arrears()
    if case.facts.arrears_settled:
        return Arrears(note=Finding("arrears_were_settled", cited(rule), {"months": months}))
    return Arrears(note=_to_settle(case, rule, law), waiting=True, clause=cited(rule))


def not_registered(case: Case) -> Iterator[Finding]:
    """Yield that the event came before the registration (PP 44/2015 Pasal 11 ayat (5))."""
    if case.event_on < case.registered_on:
        facts = {"event_on": case.event_on, "registered_on": case.registered_on}
        clause = "PP 44/2015, Pasal 11 ayat (5)"
        yield Finding("not_registered_yet", clause, facts, blocks=True)


def _to_settle(case: Case, rule: Parameter, law: Lookup) -> Finding:
    facts: dict[str, int | str] = {
        "months": case.facts.arrears_months,
        "program": case.program.value,
    }
    monthly_idr = monthly_contribution_idr(case, law)
    if monthly_idr is not None:
        facts["amount_idr"] = monthly_idr * case.facts.arrears_months
    return Finding("arrears_to_settle", cited(rule), facts)


def monthly_contribution_idr(case: Case, law: Lookup) -> int | None:
    """Return JKK and JKM of a month at the event; None where the wage base is no band's."""
    for band in law("bpu.jkk_bands", on=case.event_on).value:
        if band["wage_base_idr"] == case.wage_base_idr:
            return int(band["jkk_idr"] + law("bpu.jkm_contribution_idr", on=case.event_on).value)
    return None


def paid_findings(case: Case) -> tuple[Finding, ...]:
    """Return that more months are stated as paid than the membership can have had."""
    until = add_months(first_of_month(case.event_on), 1)
    months = months_between(first_of_month(case.registered_on), until)
    if case.paid_months <= months:
        return ()
    facts = {"paid_months": case.paid_months, "months": months}
    return (Finding("more_paid_than_registered", facts=facts),)


def wage_base_findings(case: Case, law: Lookup) -> tuple[Finding, ...]:
    """Return that the wage base is no band's (PP 44/2015 Lampiran II); it is still used."""
    if not case.wage_base_idr or monthly_contribution_idr(case, law) is not None:
        return ()
    bands = law("bpu.jkk_bands", on=case.event_on)
    facts = {"wage_base_idr": case.wage_base_idr}
    return (Finding("wage_base_is_no_band", cited(bands), facts),)
