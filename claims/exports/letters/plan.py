"""The scholarship in a letter: a table of school years for each child, and the total."""

from __future__ import annotations

from django.utils.translation import gettext as _

from claims.exports.letters.frame import clause_text
from claims.models import Claim
from claims.queries.school import ChildPlan, school_plans
from claims.rules.assessment import Assessment, Line, When
from enrollment.exports.pdf import Column, Letter
from enrollment.models import Heir
from registry.formats import day_text, number_text, rupiah_text
from registry.law.parameters import parameter


def add_plan(letter: Letter, claim: Claim, answer: Assessment) -> None:
    """Add the school years of each child with what they are worth, and how to claim a year."""
    lines = [line for line in answer.lines if line.when is When.YEARLY]
    if not lines:
        return
    letter.heading(_("Scholarship, each school year"))
    for plan in school_plans(lines, claim.worker.heirs.standing().children()):
        _add_child(letter, plan)
    letter.paragraph(
        _("All children, all years: %(total)s.")
        % {"total": rupiah_text(sum(line.amount_idr for line in lines))},
        "strong",
    )
    first = lines[0]
    letter.paragraph(
        _(
            "Each year is paid when the letter of the school or university of that year is here, "
            "as long as the child is below %(age)s, unmarried and not working [%(clause)s]."
        )
        % {
            "age": number_text(parameter("jkm.scholarship_below_age", on=claim.event_on).value),
            "clause": clause_text(f"{first.act}, {first.clause}", checked=first.checked),
        }
    )


def _child(plan: ChildPlan) -> str:
    if plan.born_on is None:
        return ""
    born = _("born on %(day)s") % {"day": day_text(plan.born_on)}
    return f"{plan.child.name}, {born}" if plan.child else born


def _add_child(letter: Letter, plan: ChildPlan) -> None:
    letter.paragraph(_child(plan), "strong")
    columns = [
        Column(_("School year"), 1.4),
        Column(_("School"), 2.4),
        Column(_("Amount"), 1.2, right=True),
    ]
    rows = [[_school_year(line), _grade(line), rupiah_text(line.amount_idr)] for line in plan.years]
    total = [_("Total"), "", rupiah_text(plan.total_idr)]
    letter.table(columns, rows, total=total)


def _school_year(line: Line) -> str:
    return f"{line.due_on.year}/{line.due_on.year + 1}" if line.due_on else ""


def _grade(line: Line) -> str:
    if not line.level:
        return ""
    words = {"level": Heir.Level(line.level).label, "grade": number_text(line.grade)}
    if line.level == Heir.Level.PT:
        return _("%(level)s, year %(grade)s") % words
    return _("%(level)s, grade %(grade)s") % words
