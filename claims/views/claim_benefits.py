"""The benefits of a claim as the page shows them: each line, the school years, the findings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from claims.models import PAYEE_LABELS, WHEN_LABELS, Claim
from claims.queries.claim_page import Benefit, Worth
from claims.rules.assessment import Finding, When
from claims.wording.claims import benefit_label, clause_text, formula_text, person_name
from claims.wording.findings import finding_text
from registry.formats import day_text


class FindingWords(NamedTuple):
    """A finding as a sentence with its clause."""

    text: str
    clause: str


def findings_in_words(found: Iterable[Finding]) -> list[FindingWords]:
    return [FindingWords(finding_text(each), clause_text(each.clause)) for each in found]


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
    heirs = {heir.born_on: heir.name for heir in claim.worker.heirs.standing().children()}
    blocking = [finding for finding in worth.findings if finding.blocks]
    return {
        "rows": [_benefit_row(each, claim) for each in worth.at_once],
        "school": _school(worth.yearly, claim, heirs),
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


def _school(yearly: Iterable[Benefit], claim: Claim, heirs: dict[Any, str]) -> list[SchoolPlan]:
    """Return the scholarship year by year, a plan for each child, in the order of the rules."""
    plans: dict[date | None, list[Benefit]] = {}
    for each in yearly:
        plans.setdefault(each.line.child_born_on, []).append(each)
    return [
        SchoolPlan(
            name=heirs.get(born_on) or _born(born_on),
            years=[(each, *_state(each)) for each in years],
            total_idr=sum(each.line.amount_idr for each in years),
        )
        for born_on, years in plans.items()
    ]


def _born(born_on: date | None) -> str:
    return _("Child born on %(day)s") % {"day": day_text(born_on)} if born_on else _("Child")
