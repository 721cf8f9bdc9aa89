"""Facts as an examiner states them, for the tests of the rules."""

from collections.abc import Callable
from datetime import date
from typing import Any

from claims.rules.assess import assess
from claims.rules.assessment import Assessment
from claims.rules.facts import Facts
from claims.rules.reading import BadFacts, read_facts
from registry.law.parameters import Parameter, parameter

NO_DAYS_OFF: frozenset[date] = frozenset()

DEATH = {
    "program": "JKM",
    "event_on": "2024-02-10",
    "filed_on": "2024-03-01",
    "cause": "illness",
    "outcome": "death",
    "registered_on": "2018-01-01",
    "paid_months": 24,
    "heirs": [{"relation": "spouse", "born_on": "1980-01-01"}],
}
ACCIDENT = DEATH | {"program": "JKK", "cause": "work_accident", "wage_base_idr": 1_000_000}
INJURY = ACCIDENT | {"outcome": "recovered"}
SCHOOLCHILD = {"born_on": "2014-02-01"}


def stated(facts: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return facts with changes; filed on the day of the event unless said otherwise."""
    changed = facts | changes
    if "event_on" in changes and "filed_on" not in changes:
        changed["filed_on"] = changes["event_on"]
    return changed


def assessed(facts: dict[str, Any], **changes: Any) -> Assessment:
    """Return the assessment of facts with changes; no day is off but weekends."""
    return assess(read_facts(stated(facts, **changes)), days_off=NO_DAYS_OFF)


def assessed_by(law: Callable[..., Parameter], facts: dict[str, Any], **changes: Any) -> Assessment:
    """Return the assessment under another law."""
    return assess(read_facts(stated(facts, **changes)), days_off=NO_DAYS_OFF, law=law)


def law_with(**values: Any) -> Callable[..., Parameter]:
    """Return a lookup in which some parameters (`jkm__waiting`) have other values."""
    changed = {key.replace("__", "."): value for key, value in values.items()}

    def look_up(key: str, *, on: date) -> Parameter:
        found = parameter(key, on=on)
        if key not in changed:
            return found
        fields = {name: getattr(found, name) for name in Parameter.__slots__}
        return Parameter(**fields | {"value": changed[key]})

    return look_up


def codes(assessment: Assessment) -> list[str]:
    """Return the codes of the findings."""
    return [finding.code for finding in assessment.findings]


def amounts(assessment: Assessment) -> dict[str, int]:
    """Return rupiah by the code of the line, lines of one code added."""
    found: dict[str, int] = {}
    for line in assessment.lines:
        found[line.code] = found.get(line.code, 0) + line.amount_idr
    return found


def problems(data: Any) -> list[tuple[str, str]]:
    """Return where facts are bad and why; empty when they can be read."""
    try:
        read_facts(data)
    except BadFacts as bad:
        return [(problem.key, problem.code) for problem in bad.problems]
    return []


def facts_of(facts: dict[str, Any], **changes: Any) -> Facts:
    """Return typed facts with changes."""
    return read_facts(stated(facts, **changes))
