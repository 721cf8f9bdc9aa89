"""An assessment as it is kept: every line, finding and deadline, and the law that it looked up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claims.rules.assessment import Assessment, Line
from registry.law.parameters import Parameter


def answer_of(assessment: Assessment) -> dict[str, Any]:
    """Return the answer as JSON takes it; days stay days for the encoder."""
    return {
        "result": assessment.result.value,
        "lines": [_line(line) for line in assessment.lines],
        "findings": [
            {
                "code": finding.code,
                "clause": finding.clause,
                "facts": dict(finding.facts),
                "blocks": finding.blocks,
            }
            for finding in assessment.findings
        ],
        "deadlines": {
            "pay_by": assessment.deadlines.pay_by,
            "conclude_by": assessment.deadlines.conclude_by,
            "expires_on": assessment.deadlines.expires_on,
        },
    }


def law_of(assessment: Assessment) -> list[dict[str, Any]]:
    """Return which version of each parameter was looked up, by key."""
    return [_version(parameter) for parameter in assessment.parameters]


def _line(line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "amount_idr": line.amount_idr,
        "when": line.when.value,
        "payee": line.payee.value,
        "formula": line.formula,
        "act": line.act,
        "clause": line.clause,
        "checked": line.checked,
        "due_on": line.due_on,
        "child_born_on": line.child_born_on,
        "level": line.level,
        "grade": line.grade,
    }


def _version(parameter: Parameter) -> dict[str, Any]:
    return {
        "key": parameter.key,
        "since": parameter.since,
        "published": parameter.published,
        "source": parameter.source,
        "clause": parameter.clause,
        "checked": parameter.checked,
    }


@dataclass(frozen=True, slots=True)
class Difference:
    """A benefit that an assessment made today would grant otherwise; amounts in rupiah.

    It differs in its sum, in when it is paid, in who receives it, or in the child and year.
    """

    code: str
    when: str
    then_idr: int
    now_idr: int


def differences(stored: Mapping[str, Any], today: Assessment) -> tuple[Difference, ...]:
    """Return where an assessment made today differs from a stored answer, benefit by benefit."""
    then, now = _sums(stored), _sums(answer_of(today))
    return tuple(
        Difference(key[0], key[1], then[key], now[key])
        for key in sorted(then.keys() | now.keys())
        if then[key] != now[key]
    )


def _sums(answer: Mapping[str, Any]) -> Counter[tuple[str, ...]]:
    """Return the rupiah of an answer by benefit, time, recipient, school year and child."""
    sums: Counter[tuple[str, ...]] = Counter()
    for line in answer["lines"]:
        named = ("code", "when", "payee", "due_on", "child_born_on")
        sums[tuple(str(line[name]) for name in named)] += line["amount_idr"]
    return sums
