"""An assessment as JSON, in exactly the keys of its contract."""

from __future__ import annotations

from datetime import date
from typing import Any

from claims.rules.assessment import Assessment, Finding, Line
from claims.wording.findings import finding_text


def as_json(assessment: Assessment) -> dict[str, Any]:
    """Return the answer: whole rupiah, ISO days, and findings in the reader's language."""
    clock = assessment.deadlines
    return {
        "outcome": assessment.result.value,
        "total_now_idr": assessment.total_now_idr,
        "total_after_arrears_idr": assessment.total_after_arrears_idr,
        "scholarship_total_idr": assessment.scholarship_total_idr,
        "compensation_idr": assessment.compensation_idr,
        "lines": [_line(line) for line in assessment.lines],
        "findings": [_finding(finding) for finding in assessment.findings],
        "deadlines": {
            "pay_by": _day(clock.pay_by),
            "conclude_by": _day(clock.conclude_by),
            "expires_on": _day(clock.expires_on),
        },
    }


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
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "message": finding_text(finding),
        "clause": finding.clause,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
