"""The clocks of a claim: by when it must be paid, told, concluded and filed, and what delay costs.

The law of a step is that of the day it is taken; the term to file is that of the event.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime, time, timedelta

from claims.rules.assessment import Deadlines, Finding
from claims.rules.facts import Facts
from claims.rules.lookups import Lookup, begun, cited
from registry.law.parameters import parameter, versions
from registry.money import round_rupiah
from registry.programs import Program
from registry.workdays import add_working_days

_CONCLUSION = "jkk.conclusion_days"


def pay_by(
    program: Program, complete_on: date, days_off: Container[date], *, law: Lookup = parameter
) -> date:
    """Return the last day to pay without owing compensation; day 1 follows the complete file.

    PP 44/2015 Pasal 37 ayat (2) for JKK, Pasal 40 ayat (3) for JKM.
    """
    days = law(f"{program.lower()}.payment_working_days", on=complete_on).value
    return add_working_days(complete_on, days, days_off)


def notice_by(received_on: date, days_off: Container[date], *, law: Lookup = parameter) -> date:
    """Return the last day to say that a claim is incomplete (PP 44/2015 Pasal 44)."""
    days = law("jkk.notice_working_days", on=received_on).value
    return add_working_days(received_on, days, days_off)


def conclude_by(stage1_on: date, *, law: Lookup = parameter) -> date | None:
    """Return the last day to conclude on a suspected accident; None before there was a rule.

    PP 49/2023, Pasal 25A: calendar days from the report of stage I.
    """
    rule = begun(_CONCLUSION, on=stage1_on, law=law)
    return None if rule is None else stage1_on + timedelta(days=rule.value)


def expires_on(program: Program, event_on: date, *, law: Lookup = parameter) -> date | None:
    """Return the last day on which a claim can be filed; None where it never expires.

    PP 44/2015 Pasal 26 gave JKK two years and PP 82/2019 Pasal 26 five: an event whose two
    years had not ended when the longer term began has the longer one.
    """
    key = f"{program.lower()}.expiry_years"
    rule = law(key, on=event_on)
    if rule.value == 0:
        return None
    last = _years_after(event_on, rule.value)
    for later in versions(key):
        if rule.since < later.since <= last and _extends(later.since, law):
            last = _years_after(event_on, law(key, on=later.since).value)
    return last


def _extends(on: date, law: Lookup) -> bool:
    return bool(law("jkk.expiry_extends_unexpired", on=on).value)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def is_late(since: datetime, reported: datetime, *, law: Lookup = parameter) -> bool:
    """Tell whether a stage was reported after 2 × 24 hours (PP 44/2015 Pasal 44)."""
    hours = law("jkk.report_hours", on=reported.date()).value
    return reported - since > timedelta(hours=hours)


def stage1_is_late(facts: Facts, *, law: Lookup = parameter) -> bool:
    """Tell whether stage I came late; where only the day is known, counted from its end."""
    if facts.stage1_at is None or facts.event_on is None:
        return False
    end_of_day = datetime.combine(
        facts.event_on + timedelta(days=1), time.min, tzinfo=facts.stage1_at.tzinfo
    )
    return is_late(facts.event_at or end_of_day, facts.stage1_at, law=law)


def compensation_idr(
    base_idr: int, pay_by: date, paid_on: date, program: Program, *, law: Lookup = parameter
) -> int:
    """Return what is owed on top of cash paid late, for each calendar day, rounded once.

    PP 44/2015 Pasal 37 ayat (3) for JKK, Pasal 40 ayat (4) for JKM.
    """
    days = max((paid_on - pay_by).days, 0)
    rate = law(f"{program.lower()}.compensation_rate_per_day", on=pay_by).value
    return round_rupiah(rate * days * base_idr)


def daily_compensation_idr(
    base_idr: int, program: Program, *, on: date, law: Lookup = parameter
) -> int:
    """Return what one more day of delay costs."""
    rate = law(f"{program.lower()}.compensation_rate_per_day", on=on).value
    return round_rupiah(rate * base_idr)


def deadlines(facts: Facts, *, days_off: Container[date], law: Lookup = parameter) -> Deadlines:
    """Return every last day that the facts let one know."""
    if facts.program is None:
        return Deadlines()
    reported_on = _reported_on(facts)
    return Deadlines(
        pay_by=pay_by(facts.program, facts.complete_on, days_off, law=law)
        if facts.complete_on
        else None,
        conclude_by=conclude_by(reported_on, law=law) if reported_on else None,
        expires_on=expires_on(facts.program, facts.event_on, law=law) if facts.event_on else None,
    )


def conclusion_findings(facts: Facts, *, law: Lookup = parameter) -> tuple[Finding, ...]:
    """Return that a suspicion is to be concluded, and where no act says by when."""
    reported_on = _reported_on(facts)
    if reported_on is None:
        return ()
    rule = begun(_CONCLUSION, on=reported_on, law=law)
    if rule is None:
        return (
            Finding("suspected_to_conclude", blocks=True),
            Finding("no_conclusion_rule_yet", facts={"reported_on": reported_on}),
        )
    last = conclude_by(reported_on, law=law)
    found = {"conclude_by": last, "days": rule.value}
    return (Finding("suspected_to_conclude", cited(rule), found, blocks=True),)


def _reported_on(facts: Facts) -> date | None:
    """Return the day that starts the clock of a suspicion; None without one."""
    if not facts.suspected or facts.program is not Program.JKK:
        return None
    return facts.stage1_at.date() if facts.stage1_at else facts.filed_on
