"""The clocks: working days with and without joint leave, and what delay costs."""

from datetime import date

import pytest

from claims.rules.assess import assess
from claims.rules.clock import (
    compensation_idr,
    daily_compensation_idr,
    expires_on,
    notice_by,
    pay_by,
)
from claims.tests.rulebook import ACCIDENT, DEATH, SCHOOLCHILD, assessed, codes, facts_of
from registry.programs import Program
from registry.workdays import DaysOff

INDEPENDENCE = date(2020, 8, 17)
NEW_YEAR, JOINT_LEAVE = date(2020, 8, 20), date(2020, 8, 21)
WITH_LEAVE = DaysOff((INDEPENDENCE, NEW_YEAR, JOINT_LEAVE), joint_leave=True, years=(2020,))
WITHOUT = DaysOff((INDEPENDENCE, NEW_YEAR), joint_leave=False, years=(2020,))


@pytest.mark.parametrize(
    ("program", "complete_on", "days_off", "last"),
    [
        (Program.JKM, date(2020, 8, 18), WITH_LEAVE, date(2020, 8, 25)),
        (Program.JKM, date(2020, 8, 18), WITHOUT, date(2020, 8, 24)),
        (Program.JKK, date(2020, 8, 18), WITH_LEAVE, date(2020, 8, 31)),
        (Program.JKK, date(2020, 8, 18), WITHOUT, date(2020, 8, 28)),
        (Program.JKM, date(2024, 3, 1), frozenset(), date(2024, 3, 6)),
        (Program.JKM, date(2024, 3, 2), frozenset(), date(2024, 3, 6)),
        (Program.JKK, date(2024, 3, 4), frozenset(), date(2024, 3, 13)),
    ],
    ids=[
        "JKM over joint leave",
        "JKM where joint leave is worked",
        "JKK over joint leave",
        "JKK where joint leave is worked",
        "complete on a Friday",
        "complete on a Saturday",
        "JKK over a weekend",
    ],
)
def test_payment_is_due_on_the_third_or_seventh_working_day(program, complete_on, days_off, last):
    assert pay_by(program, complete_on, days_off) == last


def test_a_year_that_no_table_holds_takes_its_days_from_the_library():
    kept_elsewhere = DaysOff((), joint_leave=True, years=())

    assert pay_by(Program.JKM, date(2024, 8, 15), kept_elsewhere) == date(2024, 8, 20)
    assert pay_by(Program.JKM, date(2024, 12, 24), kept_elsewhere) == date(2024, 12, 31)


def test_incompleteness_is_told_within_seven_working_days():
    assert notice_by(date(2020, 8, 14), WITH_LEAVE) == date(2020, 8, 28)


@pytest.mark.parametrize(
    ("paid_on", "owed_idr"),
    [
        ("2024-03-06", 0),
        ("2024-03-07", 420_000),
        ("2024-03-10", 1_680_000),
        ("2024-03-04", 0),
        ("2025-03-06", 153_300_000),
    ],
    ids=["on the day", "a day late", "over a weekend", "early", "a year late"],
)
def test_late_payment_costs_one_percent_for_each_calendar_day(paid_on, owed_idr):
    found = assessed(DEATH, filed_on="2024-03-01", complete_on="2024-03-01", paid_on=paid_on)

    assert found.deadlines.pay_by == date(2024, 3, 6)
    assert found.compensation_idr == owed_idr


def test_compensation_is_on_cash_payable_now_alone():
    found = assessed(
        ACCIDENT,
        arrears_months=2,
        treatment_idr=9_000_000,
        children=[SCHOOLCHILD],
        complete_on="2024-03-01",
        paid_on="2024-04-01",
    )

    assert found.compensation_idr == 0


def test_compensation_is_neither_on_care_nor_on_the_scholarship():
    plain = {"complete_on": "2024-03-01", "paid_on": "2024-04-01"}
    care = {"treatment_idr": 9_000_000, "home_care_idr": 4_000_000, "children": [SCHOOLCHILD]}

    assert (
        assessed(ACCIDENT, **plain).compensation_idr
        == assessed(ACCIDENT, **plain, **care).compensation_idr
        > 0
    )


def test_paid_without_a_day_of_completeness_is_told_and_costs_nothing():
    found = assessed(DEATH, paid_on="2024-12-01")

    assert found.compensation_idr == 0
    assert "complete_on_not_stated" in codes(found)


def test_compensation_is_rounded_once():
    days = (date(2024, 3, 6), date(2024, 3, 9))

    assert compensation_idr(1_333_350, *days, Program.JKK) == 40_001
    assert daily_compensation_idr(1_333_350, Program.JKK, on=days[0]) == 13_334


def test_a_claim_of_jkm_never_expires():
    assert expires_on(Program.JKM, date(2015, 7, 1)) is None
    assert assessed(DEATH).deadlines.expires_on is None


def test_what_can_be_known_of_the_clock_is_told_while_facts_are_missing():
    facts = facts_of({"program": "JKK", "event_on": "2024-02-10", "complete_on": "2024-03-01"})

    found = assess(facts, days_off=frozenset())

    assert found.deadlines.expires_on == date(2029, 2, 10)
    assert found.deadlines.pay_by == date(2024, 3, 12)
    assert found.deadlines.conclude_by is None
