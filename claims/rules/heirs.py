"""Who receives the money of a death (PP 44/2015 Pasal 40, PP 82/2019 Pasal 34 ayat (2))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from claims.rules.assessment import Finding, PayeeKind
from claims.rules.case import Case
from claims.rules.facts import ChildFact, Facts, HeirFact, Outcome, Relation
from claims.rules.lookups import Lookup, cited
from enrollment.rules.eligibility import age_on
from registry.law.parameters import parameter


@dataclass(frozen=True, slots=True)
class Payees:
    """Who receives the burial money and who the other money, with what was seen of the heirs."""

    burial: PayeeKind
    others: PayeeKind
    findings: tuple[Finding, ...] = ()


def entitled(
    heirs: tuple[HeirFact, ...], *, on: date, will: bool = False, law: Lookup = parameter
) -> tuple[HeirFact, ...]:
    """Return the heirs of the first class in the statutory order that has anybody."""
    named = (*heirs, HeirFact(Relation.WILL)) if will else heirs
    for relations in law("jkm.heir_classes", on=on).value:
        if found := tuple(heir for heir in named if heir.relation in relations):
            return found
    return ()


def payees(case: Case, law: Lookup) -> Payees:
    """Return who is paid; a worker who lives is paid in person."""
    facts = case.facts
    if case.outcome is not Outcome.DEATH:
        return Payees(PayeeKind.WORKER, PayeeKind.WORKER)
    if facts.heirs is None:
        order = law("jkm.heir_classes", on=case.event_on)
        return Payees(
            PayeeKind.HEIRS, PayeeKind.HEIRS, (Finding("heirs_not_stated", cited(order)),)
        )
    found = entitled(everybody(facts), on=case.event_on, will=facts.will_beneficiary, law=law)
    if found:
        return Payees(PayeeKind.HEIRS, PayeeKind.HEIRS, _seen(found, case, law))
    rule = law("jkm.without_heirs", on=case.event_on)
    return Payees(
        PayeeKind(rule.value["burial"]),
        PayeeKind(rule.value["others"]),
        (Finding("no_heirs", cited(rule)),),
    )


def everybody(facts: Facts) -> tuple[HeirFact, ...]:
    """Return the heirs of every class, with children that only the scholarship names."""
    heirs = facts.heirs or ()
    if any(heir.relation is Relation.CHILD for heir in heirs):
        return heirs
    return (*heirs, *(HeirFact(Relation.CHILD, child.born_on) for child in facts.children))


def _seen(found: tuple[HeirFact, ...], case: Case, law: Lookup) -> tuple[Finding, ...]:
    order = law("jkm.heir_classes", on=case.event_on)
    relations = sorted({heir.relation.value for heir in found})
    findings = [Finding("heirs_class", cited(order), {"relations": tuple(relations)})]
    if len(found) > 1:
        facts = {"count": len(found), "relations": tuple(relations)}
        findings.append(Finding("heirs_share_one_class", cited(order), facts))
    adult = law("office.adult_from_years", on=case.filed_on)
    if all_below(found, years=adult.value, on=case.filed_on):
        findings.append(Finding("guardian_needed", cited(adult), {"years": adult.value}))
    return tuple(findings)


def all_below(people: tuple[HeirFact | ChildFact, ...], *, years: int, on: date) -> bool:
    """Tell whether everybody is known to be younger than so many years on a day."""
    return bool(people) and all(
        person.born_on is not None and age_on(person.born_on, on) < years for person in people
    )
