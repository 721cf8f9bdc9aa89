"""The work accident program (JKK): PP 44/2015 and PP 82/2019 Pasal 25 to 33 with Lampiran III.

The day of the accident, or of the diagnosis of an occupational disease, picks the version.
"""

from __future__ import annotations

from collections.abc import Iterator

from claims.rules.assessment import Finding
from claims.rules.care import costs, joined, medical
from claims.rules.case import Case, Ruling
from claims.rules.clock import conclusion_findings, expires_on, stage1_is_late
from claims.rules.disability import PARTIAL, cash, missing_details
from claims.rules.facts import Outcome
from claims.rules.heirs import payees
from claims.rules.lookups import Lookup, cited
from claims.rules.membership import (
    arrears_of,
    not_registered,
    paid_findings,
    wage_base_findings,
)
from claims.rules.settling import CARE, care_alone, settled


def decide(case: Case, law: Lookup) -> Ruling:
    """Return what JKK owes for an accident or a disease of work, or every reason why nothing.

    While an accident is only suspected its care is owed and nothing else (PP 49/2023 Pasal 25A).
    """
    arrears = arrears_of(case, law)
    refusals = tuple(_refusals(case, law))
    if arrears.refusal:
        refusals = (*refusals, arrears.refusal)
    notes = tuple(_notes(case, law))
    if refusals:
        return Ruling(refusals=refusals, notes=(*_jkm_instead(case, refusals, law), *notes))
    asks = (*conclusion_findings(case.facts, law=law), *missing_details(case, law))
    if case.facts.suspected:
        care = care_alone(medical(case, law))
        return Ruling(asks=asks, notes=(*notes, *care.findings), lines=care.lines)
    if asks:
        return Ruling(asks=asks, notes=notes)
    part = joined((medical(case, law), costs(case, law), cash(case, law)))
    paid = settled(case, part, payees(case, law), arrears, at_once=CARE)
    seen = (
        *notes,
        *paid.findings,
        *wage_base_findings(case, law),
        *paid_findings(case),
        *_back_to_work(case, law),
        *_losses_in_the_whole(case, law),
    )
    return Ruling(notes=seen, lines=paid.lines)


def _refusals(case: Case, law: Lookup) -> Iterator[Finding]:
    yield from not_registered(case)
    causes = law("jkk.causes", on=case.event_on)
    if case.cause not in causes.value:
        yield Finding("not_work_related", cited(causes), {"cause": case.cause}, blocks=True)
    if case.facts.exclusion:
        clause = cited(law("jkk.exclusions", on=case.event_on))
        yield Finding(f"excluded_{case.facts.exclusion.value}", clause, blocks=True)
    last = expires_on(case.program, case.event_on, law=law)
    if last and case.filed_on > last:
        clause = cited(law("jkk.expiry_years", on=case.event_on))
        facts = {"expires_on": last, "filed_on": case.filed_on}
        yield Finding("claim_expired", clause, facts, blocks=True)


def _losses_in_the_whole(case: Case, law: Lookup) -> Iterator[Finding]:
    """Yield that losses beside a death or a total disability are not paid for themselves."""
    if case.facts.losses and case.outcome not in PARTIAL:
        yield Finding("losses_not_added", cited(law("jkk.losses", on=case.event_on)))


def _jkm_instead(case: Case, refusals: tuple[Finding, ...], law: Lookup) -> Iterator[Finding]:
    """Yield that a death which work did not cause is a claim of JKM."""
    no_work = any(
        found.code == "not_work_related" or found.code.startswith("excluded_") for found in refusals
    )
    if no_work and case.outcome is Outcome.DEATH:
        clause = cited(law("jkm.causes_of_jkk", on=case.event_on))
        yield Finding("claim_jkm_instead", clause)


def _notes(case: Case, law: Lookup) -> Iterator[Finding]:
    if stage1_is_late(case.facts, law=law):
        rule = law("jkk.report_hours", on=case.event_on)
        yield Finding("stage1_late", cited(rule), {"hours": rule.value})


def _back_to_work(case: Case, law: Lookup) -> Iterator[Finding]:
    rule = law("jkk.return_to_work", on=case.event_on)
    if case.outcome in rule.value:
        yield Finding("return_to_work", cited(rule))
