"""The benefit calculator, open to all staff: what a claim with these facts would be granted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from claims.forms.calculator import CalculatorForm
from claims.models import PAYEE_LABELS, WHEN_LABELS
from claims.queries.school import school_plans
from claims.rules.assess import assess
from claims.rules.assessment import Assessment, Finding, Line, PayeeKind, Result, When
from claims.rules.facts import Facts, Outcome
from claims.rules.lookups import cited
from claims.wording.claims import clause_text, formula_text
from claims.wording.findings import finding_text
from claims.wording.lines import line_label
from registry.formats import day_text, number_text, rupiah_text
from registry.models import Holiday
from registry.requests import StaffRequest

_TOLD_ON_TOP = 2


@require_safe
def benefit_calculator(request: StaffRequest) -> HttpResponse:
    """Ask for the facts of a claim, and show what the rules answer; nothing is stored."""
    form = CalculatorForm(request.GET or None, today=timezone.localdate())
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        assessment = assess(form.facts, days_off=Holiday.objects.days_off())
        context |= _answer(form.facts, assessment)
    status = 422 if form.errors else 200
    return render(request, "claims/benefit_calculator.html", context, status=status)


class BenefitWords(NamedTuple):
    """One line of the table of benefits."""

    label: str
    formula: str
    line: Line
    clause: str
    when: str
    payee: str


class FindingWords(NamedTuple):
    """A finding as a sentence, with its clause and whether somebody read that."""

    text: str
    clause: str
    is_unchecked: bool


class SchoolWords(NamedTuple):
    """The plan of one child, as it is called, with the names of its school years."""

    name: str
    years: list[tuple[str, Line]]
    total_idr: int


def _answer(facts: Facts, assessment: Assessment) -> dict[str, Any]:
    """Return everything that the page says of an assessment, the sentence first."""
    yearly = [line for line in assessment.lines if line.when is When.YEARLY]
    school = _school(yearly)
    blocking = [found for found in assessment.findings if found.blocks]
    total_idr = assessment.total_now_idr + assessment.total_after_arrears_idr
    return {
        "facts": facts,
        "assessment": assessment,
        "sentence": _sentence(facts, assessment, total_idr),
        "total_idr": total_idr,
        "obstacle": _obstacle(blocking),
        "benefits": [_benefit(line) for line in assessment.lines if line not in yearly],
        "school": school,
        "yearly_idr": sum(line.amount_idr for line in yearly),
        "last_year": max((year for plan in school for year, _line in plan.years), default=""),
        "blocking": _findings(blocking, assessment),
        "notes": _findings(
            (found for found in assessment.findings if not found.blocks), assessment
        ),
    }


def _sentence(facts: Facts, assessment: Assessment, total_idr: int) -> str:
    """Return who has a right to how much, yearly sums apart; or that nobody has, or not yet."""
    if assessment.result is Result.NEEDS_MORE:
        return _("This cannot be worked out yet")
    if assessment.result is Result.NOT_ELIGIBLE:
        return _("There is no right to this benefit")
    if not total_idr:
        return _("There is a right, and nothing to pay")
    total = {"total": rupiah_text(total_idr)}
    if any(line.payee is PayeeKind.HEIRS for line in assessment.lines):
        return _("The family has a right to %(total)s") % total
    if facts.outcome is Outcome.DEATH:
        return _("%(total)s is due, and no family is there to receive it") % total
    return _("The worker has a right to %(total)s") % total


def _obstacle(blocking: list[Finding]) -> str:
    """Return what stands in the way: in words where that is short, else how much it is."""
    if len(blocking) <= _TOLD_ON_TOP:
        return " ".join(map(finding_text, blocking))
    words = ngettext(
        "%(n)s thing stands in the way; it is listed below.",
        "%(n)s things stand in the way; they are listed below.",
        len(blocking),
    )
    return words % {"n": number_text(len(blocking))}


def _benefit(line: Line) -> BenefitWords:
    return BenefitWords(
        label=line_label(line.code),
        formula=formula_text(line),
        line=line,
        clause=clause_text(f"{line.act}, {line.clause}"),
        when=str(WHEN_LABELS[line.when]),
        payee=str(PAYEE_LABELS[line.payee]),
    )


def _findings(found: Iterable[Finding], assessment: Assessment) -> list[FindingWords]:
    unchecked = {cited(version) for version in assessment.parameters if version.checked is None}
    return [
        FindingWords(
            finding_text(each),
            clause_text(each.clause) if each.clause else "",
            each.clause in unchecked,
        )
        for each in found
    ]


def _school(yearly: Sequence[Line]) -> list[SchoolWords]:
    """Return the plan of each child, in the order of the rules; children of one day by number."""
    plans = [(born_on, plan) for plan in school_plans(yearly) if (born_on := plan.born_on)]
    born = Counter(born_on for born_on, _plan in plans)
    seen: Counter[date] = Counter()
    words = []
    for born_on, plan in plans:
        seen[born_on] += 1
        told = {"n": number_text(seen[born_on]), "day": day_text(born_on)}
        name = (
            _("Child born on %(day)s") if born[born_on] == 1 else _("Child %(n)s born on %(day)s")
        )
        years = [(_year(line), line) for line in plan.years]
        words.append(SchoolWords(name % told, years, plan.total_idr))
    return words


def _year(line: Line) -> str:
    return f"{line.due_on.year}/{line.due_on.year + 1}" if line.due_on else ""
