"""The scholarship of a worker's children: once before 2019-12-02, then by the school year.

PP 82/2019 Pasal 25 and 34. A school year runs from July to June; its age is that of 1 July.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from claims.rules.assessment import Finding, Line, When
from claims.rules.case import Case, Part
from claims.rules.facts import ChildFact, Level
from claims.rules.figures import line
from claims.rules.lookups import Lookup, cited
from enrollment.rules.eligibility import age_on
from registry.law.parameters import Parameter, parameter
from registry.money import format_rupiah
from registry.programs import Program

CODE: Final = "scholarship"
_JULY: Final = 7


def school_year_of(day: date) -> date:
    """Return 1 July of the school year that holds a day."""
    return date(day.year if day.month >= _JULY else day.year - 1, _JULY, 1)


def plan(
    children: Iterable[ChildFact],
    *,
    event_on: date,
    program: Program = Program.JKM,
    law: Lookup = parameter,
) -> tuple[Line, ...]:
    """Return the lines of the scholarship, by child and school year, of the children chosen.

    Where more children than the act allows could have it, those with the largest totals have
    it, the older first. Before 2019-12-02 it is one line for the worker.
    """
    rule = _rule(program, event_on, law)
    if once := rule.value.get("once_idr"):
        able = [child for child in children if not over_age(child, event_on=event_on, law=law)]
        return (line(CODE, once, format_rupiah(once), rule),) if able else ()
    plans = [found for child in children if (found := _years(child, event_on, rule, law))]
    chosen = sorted(plans, key=_rank)[: rule.value["most_children"]]
    return tuple(sorted((year for years in chosen for year in years), key=_order))


def over_age(child: ChildFact, *, event_on: date, law: Lookup = parameter) -> bool:
    """Tell whether a child is too old on 1 July of the school year of the event."""
    limit = law("jkm.scholarship_below_age", on=event_on).value
    return age_on(child.born_on, school_year_of(event_on)) >= limit


def scholarship(case: Case, law: Lookup) -> Part:
    """Return the lines of a case with what was seen of its children; none without children."""
    children = case.facts.children
    if not children:
        return Part()
    rule = _rule(case.program, case.event_on, law)
    needed = rule.value["min_paid_months"]
    if case.paid_months < needed:
        code = "scholarship_needs_five_years"
        if "once_idr" not in rule.value:
            code = "scholarship_needs_three_years"
        facts = {"paid_months": case.paid_months, "needed": needed}
        return Part(findings=(Finding(code, cited(rule), facts),))
    lines = plan(children, event_on=case.event_on, program=case.program, law=law)
    return Part(lines, tuple(_seen(case, rule, law)))


def _rule(program: Program, event_on: date, law: Lookup) -> Parameter:
    return law(f"{program.lower()}.scholarship", on=event_on)


def _seen(case: Case, rule: Parameter, law: Lookup) -> Iterator[Finding]:
    children = sorted(case.facts.children, key=lambda child: child.born_on)
    age = law("jkm.scholarship_below_age", on=case.event_on)
    able = 0
    for child in children:
        if over_age(child, event_on=case.event_on, law=law):
            facts = {"born_on": child.born_on, "age": age.value}
            yield Finding("child_over_age", cited(age), facts)
        else:
            able += 1
    if "once_idr" not in rule.value and able > rule.value["most_children"]:
        facts = {"children": able, "most": rule.value["most_children"]}
        yield Finding("more_than_two_children", cited(rule), facts)


def _years(child: ChildFact, event_on: date, rule: Parameter, law: Lookup) -> tuple[Line, ...]:
    """Return the school years of one child from that of the event until the age limit."""
    levels = law("jkm.scholarship_levels", on=event_on).value
    below_age = law("jkm.scholarship_below_age", on=event_on).value
    # every grade from kindergarten to the last of higher education, one a year
    grades = [(entry, grade) for entry in levels for grade in range(1, entry["years"] + 1)]
    start = school_year_of(event_on)
    place = _place(child, age_on(child.born_on, start), levels)
    if place < 0:  # below school age: the plan begins when school does
        start, place = start.replace(year=start.year - place), 0
    found = []
    for (entry, grade), year in zip(
        grades[place:], range(start.year, start.year + len(grades)), strict=False
    ):
        due_on = start.replace(year=year)
        if age_on(child.born_on, due_on) >= below_age:
            break
        found.append(_line(child, entry, grade, due_on, rule))
    return tuple(found)


def _place(child: ChildFact, age: int, levels: tuple[Mapping[str, Any], ...]) -> int:
    """Return how many grades lie before that of the event's school year; negative: years to wait.

    The grade stated counts. A level alone takes the grade of the age, kept within the level.
    """
    if child.level is None:
        return age - int(levels[0]["from_age"])
    before = 0
    for entry in levels:
        if entry["level"] == child.level:
            by_age = min(max(age - entry["from_age"] + 1, 1), entry["years"])
            stated = grade_in_level(child.grade, entry) if child.grade else None
            return before + (stated or by_age) - 1
        before += entry["years"]
    raise ValueError(f"the law knows no level {child.level}")


def grade_in_level(grade: int, level: Mapping[str, Any]) -> int | None:
    """Return a grade counted within its level; None where the level has no such grade.

    Schools also count on from SD, so that the first grade of SMP is 7.
    """
    years = level["years"]
    for first in (1, level.get("counted_from", 1)):
        if first <= grade < first + years:
            return int(grade - first + 1)
    return None


def _line(
    child: ChildFact, entry: Mapping[str, Any], grade: int, due_on: date, rule: Parameter
) -> Line:
    school_year = f"{due_on.year}/{due_on.year + 1}"
    formula = f"{entry['level']} {grade} · {school_year}"
    return replace(
        line(CODE, entry["yearly_idr"], formula, rule),
        when=When.YEARLY,
        due_on=due_on,
        child_born_on=child.born_on,
        level=Level(entry["level"]).value,
        grade=grade,
    )


def _rank(years: tuple[Line, ...]) -> tuple[Any, ...]:
    first = years[0]
    total_idr = sum(year.amount_idr for year in years)
    return -total_idr, first.child_born_on, first.due_on, first.level, first.grade


def _order(year: Line) -> tuple[Any, ...]:
    return year.child_born_on, year.due_on, year.level, year.grade
