"""When each line is paid and to whom: the last step of both programs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from claims.rules.assessment import Finding, Line, PayeeKind, When
from claims.rules.case import Case, Part
from claims.rules.heirs import Payees
from claims.rules.membership import Arrears

CARE = frozenset({"treatment", "home_care"})


def settled(
    case: Case, part: Part, payees: Payees, arrears: Arrears, *, at_once: Collection[str]
) -> Part:
    """Return the lines with payee and time, and the findings of payees and arrears.

    While arrears wait, only the lines `at_once` are payable; yearly lines stay yearly.
    """
    lines = tuple(
        replace(found, payee=_payee(found, payees), when=_when(found, arrears, at_once))
        for found in part.lines
    )
    findings = [*part.findings, *payees.findings]
    yearly = arrears.waiting and any(found.when is When.YEARLY for found in lines)
    if arrears.note:
        waits = yearly or any(found.when is When.AFTER_ARREARS for found in lines)
        told = {**arrears.note.facts, "waits": waits}
        findings.append(replace(arrears.note, facts=told) if arrears.waiting else arrears.note)
    if yearly:
        months = {"months": case.facts.arrears_months}
        findings.append(Finding("scholarship_awaits_arrears", arrears.clause, months))
    if not lines:
        findings.append(Finding("nothing_to_pay"))
    return Part(lines, tuple(findings))


def care_alone(part: Part) -> Part:
    """Return the care that is owed while an accident is only suspected, paid to who gives it."""
    lines = tuple(replace(found, payee=PayeeKind.FACILITY) for found in part.lines)
    return replace(part, lines=lines)


def _payee(found: Line, payees: Payees) -> PayeeKind:
    if found.code in CARE:
        return PayeeKind.FACILITY
    return payees.burial if found.code == "burial" else payees.others


def _when(found: Line, arrears: Arrears, at_once: Collection[str]) -> When:
    if arrears.waiting and found.when is When.NOW and found.code not in at_once:
        return When.AFTER_ARREARS
    return found.when
