"""What an examiner should look at twice before a claim is decided (controls)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from claims.rules.assessment import Finding
from claims.rules.facts import ChildFact
from claims.rules.lookups import Lookup, cited
from claims.rules.scholarship import over_age
from enrollment.rules.matching.names import name_key
from registry.law.parameters import parameter
from registry.months import first_of_month
from registry.programs import Program


@dataclass(frozen=True, slots=True)
class OtherClaim:
    """Another claim for the same person's death; refused and closed ones are not open."""

    number: str
    program: Program
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class PaidMonth:
    """A month of cover and the day on which its contribution came in."""

    month: date
    paid_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlFacts:
    """What the records hold around a claim.

    `died_on` is None where nobody died. `registered_on` is the day from which the worker is a
    participant, `entered_on` the day somebody entered that. `others` are the other claims for
    this death that were not refused. `holders` are the names on the accounts to be paid as
    heirs, `heirs` the names of the listed heirs.
    """

    program: Program
    event_on: date
    died_on: date | None = None
    registered_on: date | None = None
    entered_on: date | None = None
    others: tuple[OtherClaim, ...] = ()
    paid: tuple[PaidMonth, ...] = ()
    holders: tuple[str, ...] = ()
    heirs: tuple[str, ...] = ()
    children: tuple[ChildFact, ...] = ()


def controls(facts: ControlFacts, *, law: Lookup = parameter) -> tuple[Finding, ...]:
    """Return everything that should be looked at twice; none of it refuses a claim by itself."""
    return (
        *_same_death(facts, law),
        *_registration(facts),
        *_late_payments(facts, law),
        *_holders(facts, law),
        *_scholarships(facts, law),
    )


def _same_death(facts: ControlFacts, law: Lookup) -> Iterator[Finding]:
    if facts.died_on is None:
        return
    if still_open := sorted(other.number for other in facts.others if other.is_open):
        yield Finding("two_open_death_claims", facts={"claims": tuple(still_open)})
    if across := sorted(o.number for o in facts.others if o.program is not facts.program):
        rule = law("jkm.causes_of_jkk", on=facts.event_on)
        yield Finding("jkk_and_jkm_for_one_death", cited(rule), {"claims": tuple(across)})


def _registration(facts: ControlFacts) -> Iterator[Finding]:
    if facts.died_on is None:
        return
    if facts.registered_on and facts.died_on < facts.registered_on:
        days = {"died_on": facts.died_on, "registered_on": facts.registered_on}
        yield Finding("death_before_registration", facts=days)
    if facts.entered_on and facts.died_on < facts.entered_on:
        days = {"died_on": facts.died_on, "entered_on": facts.entered_on}
        yield Finding("registered_after_death", facts=days)


def _late_payments(facts: ControlFacts, law: Lookup) -> Iterator[Finding]:
    """Yield that months before the event were paid only after it."""
    event_month = first_of_month(facts.event_on)
    late = [
        paid for paid in facts.paid if paid.month < event_month and paid.paid_on > facts.event_on
    ]
    if late:
        rule = law(f"bpu.{facts.program.lower()}_arrears_limit_months", on=facts.event_on)
        told = {"months": len(late), "paid_on": max(paid.paid_on for paid in late)}
        yield Finding("paid_after_event", cited(rule), told)


def _holders(facts: ControlFacts, law: Lookup) -> Iterator[Finding]:
    listed = {name_key(name) for name in facts.heirs}
    for holder in sorted(set(facts.holders)):
        if name_key(holder) not in listed:
            order = law("jkm.heir_classes", on=facts.event_on)
            yield Finding("holder_is_no_heir", cited(order), {"holder": holder})


def _scholarships(facts: ControlFacts, law: Lookup) -> Iterator[Finding]:
    rule = law(f"{facts.program.lower()}.scholarship", on=facts.event_on)
    if "once_idr" not in rule.value and len(facts.children) > rule.value["most_children"]:
        told = {"children": len(facts.children), "most": rule.value["most_children"]}
        yield Finding("scholarship_over_two_children", cited(rule), told)
    age = law("jkm.scholarship_below_age", on=facts.event_on)
    for child in sorted(facts.children, key=lambda child: child.born_on):
        if over_age(child, event_on=facts.event_on, law=law):
            told = {"born_on": child.born_on, "age": age.value}
            yield Finding("scholarship_child_over_age", cited(age), told)
