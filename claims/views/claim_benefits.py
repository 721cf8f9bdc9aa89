"""The benefits of a claim as the page shows them: each line, the school years, the findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from claims.models import PAYEE_LABELS, WHEN_LABELS, Claim
from claims.queries.claim_page import Benefit, Worth
from claims.queries.school import school_plans
from claims.rules.assessment import Finding, When
from claims.rules.record import Difference
from claims.wording.claims import benefit_label, clause_text, formula_text, person_name
from claims.wording.findings import finding_text
from enrollment.models import Heir
from registry.formats import day_text


class FindingWords(NamedTuple):
    """A finding as a sentence with its clause."""

    text: str
    clause: str


def findings_in_words(found: Iterable[Finding]) -> list[FindingWords]:
    return [FindingWords(finding_text(each), clause_text(each.clause)) for each in found]


class DifferenceRow(NamedTuple):
    """A benefit that would be another today; equal sums mean another recipient, child or year."""

    label: str
    when: str
    then_idr: int
    now_idr: int


def differences_in_words(found: Iterable[Difference]) -> list[DifferenceRow]:
    """Return what differs, a scholarship in one line whatever the years and children."""
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for each in found:
        then_idr, now_idr = sums.get((each.code, each.when), (0, 0))
        sums[each.code, each.when] = then_idr + each.then_idr, now_idr + each.now_idr
    return [
        DifferenceRow(benefit_label(code), str(WHEN_LABELS[When(when)]), *both)
        for (code, when), both in sums.items()
    ]


class BenefitRow(NamedTuple):
    """One line of the table of benefits."""

    label: str
    formula: str
    clause: str
    checked: bool
    payee: str
    amount_idr: int
    state: str
    kind: str


def benefits_in_words(claim: Claim, worth: Worth | None) -> dict[str, Any]:
    if worth is None:
        return {}
    blocking = [finding for finding in worth.findings if finding.blocks]
    return {
        "rows": [_benefit_row(each, claim) for each in worth.at_once],
        "school": _school(worth.yearly, claim),
        "against": findings_in_words(blocking),
        "notes": findings_in_words(each for each in worth.findings if not each.blocks),
        "assessed_by": worth.assessment and person_name(worth.assessment.assessed_by),
    }


def _benefit_row(each: Benefit, claim: Claim) -> BenefitRow:
    line = each.line
    state, kind = _state(each)
    return BenefitRow(
        label=benefit_label(line.code),
        formula=formula_text(line),
        clause=clause_text(f"{line.act}, {line.clause}"),
        checked=line.checked,
        payee=str(PAYEE_LABELS[line.payee]),
        amount_idr=line.amount_idr,
        state=state,
        kind=kind,
    )


def _state(each: Benefit) -> tuple[str, str]:
    """Return how far a benefit has come, in words and as the kind of its tag."""
    if each.is_paid and each.payout and each.payout.paid_on:
        return _("Paid on %(day)s") % {"day": day_text(each.payout.paid_on)}, "good"
    if each.payout:
        return _("Ordered"), "note"
    if each.is_payable:
        return _("To be paid"), "warn"
    return ("", "") if each.line.when == When.NOW else (str(WHEN_LABELS[each.line.when]), "")


class SchoolPlan(NamedTuple):
    """The school years of one child: each with its words, amount and state."""

    name: str
    years: list[tuple[Benefit, str, str]]
    total_idr: int


def _school(yearly: Sequence[Benefit], claim: Claim) -> list[SchoolPlan]:
    """Return the scholarship year by year, a plan for each child, in the order of the rules."""
    if any(each.granted for each in yearly):
        return _granted_school(yearly)
    lines = [each.line for each in yearly]
    children = claim.worker.heirs.standing().children()
    return [
        _plan(plan.child, plan.born_on, [Benefit(line) for line in plan.years])
        for plan in school_plans(lines, children)
    ]


def _granted_school(yearly: Iterable[Benefit]) -> list[SchoolPlan]:
    """Return the plans of what was granted, whose lines name the child themselves."""
    plans: dict[tuple[Heir | None, date | None], list[Benefit]] = {}
    for each in yearly:
        child = each.granted.child if each.granted else None
        plans.setdefault((child, each.line.child_born_on), []).append(each)
    return [_plan(child, born_on, years) for (child, born_on), years in plans.items()]


def _plan(child: Heir | None, born_on: date | None, years: list[Benefit]) -> SchoolPlan:
    born = _("Child born on %(day)s") % {"day": day_text(born_on)} if born_on else _("Child")
    return SchoolPlan(
        name=child.name if child else born,
        years=[(each, *_state(each)) for each in years],
        total_idr=sum(each.line.amount_idr for each in years),
    )
