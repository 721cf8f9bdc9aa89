"""Which months of a membership nobody must pay, and why."""

from datetime import date
from typing import Any

import pytest

from enrollment.rules.sweep import Period, SweepFacts, kept_periods, taken_off

JANUARY, JULY, NEXT_JULY = date(2020, 1, 1), date(2020, 7, 1), date(2021, 7, 1)
BORN = date(1980, 3, 4)


def swept(**known: Any) -> list[tuple[str, str, str]]:
    """Return reason, first month and month after the last of what is taken off a year."""
    facts = SweepFacts(**{"since": JULY, "until": NEXT_JULY, "born_on": BORN} | known)
    found = taken_off(facts, max_age_excl=65, lapsed_after_months=3)
    return [(off.reason.value, f"{off.since:%Y-%m}", f"{off.until:%Y-%m}") for off in found]


def whole_year(reason: str) -> list[tuple[str, str, str]]:
    return [(reason, "2020-07", "2021-07")]


def test_of_whom_nothing_is_known_nothing_is_taken_off():
    assert swept() == []


@pytest.mark.parametrize(
    ("died_on", "expected"),
    [
        (date(2020, 6, 30), whole_year("death")),
        (date(2020, 7, 1), [("death", "2020-08", "2021-07")]),
        (date(2020, 12, 31), [("death", "2021-01", "2021-07")]),
        (date(2021, 6, 30), []),
    ],
    ids=["before it begins", "on its first day", "in the middle", "in its last month"],
)
def test_the_month_of_a_death_still_counts_and_no_later_one(died_on, expected):
    assert swept(deceased_on=died_on) == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"moved_away_on": date(2020, 6, 2)}, whole_year("moved")),
        ({"moved_away_on": date(2020, 9, 2)}, [("moved", "2020-10", "2021-07")]),
        ({"register_moved": True}, whole_year("moved")),
        ({"moved_away_on": date(2020, 6, 2), "self_paid": True}, []),
        ({"register_moved": True, "self_paid": True}, []),
    ],
    ids=[
        "moved before",
        "moved in September",
        "by the register alone",
        "pays for himself",
        "pays for himself, by the register",
    ],
)
def test_who_moved_away_is_paid_for_to_the_month_of_the_move(known, expected):
    assert swept(**known) == expected


def test_a_death_without_its_day_ends_everything_and_one_with_its_day_only_what_follows():
    by_register = swept(register_dead=True)
    recorded = swept(register_dead=True, deceased_on=date(2020, 9, 2))

    assert by_register == whole_year("death")
    assert recorded == [("death", "2020-10", "2021-07")]


@pytest.mark.parametrize(
    ("known", "reason"),
    [({"merged": True, "withdrawn": True}, "duplicate"), ({"withdrawn": True}, "ineligible")],
    ids=["made one with another", "withdrawn"],
)
def test_a_record_that_was_given_up_is_not_paid_for(known, reason):
    assert swept(**known) == whole_year(reason)


@pytest.mark.parametrize(
    ("known", "is_off"),
    [
        ({"born_on": date(1955, 7, 2)}, False),
        ({"born_on": date(1955, 7, 1)}, True),
        ({"born_on": date(1950, 1, 1), "covered_until": date(2020, 7, 1)}, False),
        ({"born_on": date(1950, 1, 1), "covered_until": date(2020, 4, 1)}, False),
        ({"born_on": date(1950, 1, 1), "covered_until": date(2020, 3, 1)}, True),
    ],
    ids=[
        "64 on the first month",
        "65 on the first month",
        "65, a member until now",
        "65, three months open",
        "65, lapsed",
    ],
)
def test_nobody_begins_at_65_and_a_member_goes_on(known, is_off):
    assert swept(**known) == (whole_year("over_age") if is_off else [])


@pytest.mark.parametrize(
    ("covered", "expected", "kept"),
    [
        ([(JANUARY, NEXT_JULY)], whole_year("covered_elsewhere"), []),
        (
            [(JANUARY, date(2020, 10, 1))],
            [("covered_elsewhere", "2020-07", "2020-10")],
            [("2020-10", "2021-07")],
        ),
        (
            [(date(2020, 10, 1), date(2020, 12, 1))],
            [("covered_elsewhere", "2020-10", "2020-12")],
            [("2020-07", "2020-10"), ("2020-12", "2021-07")],
        ),
    ],
    ids=["all of them", "the first ones", "some in the middle"],
)
def test_months_that_somebody_else_paid_are_left_out(covered, expected, kept):
    periods = tuple(Period(*period) for period in covered)
    facts = SweepFacts(since=JULY, until=NEXT_JULY, born_on=BORN, covered=periods)

    off = taken_off(facts, max_age_excl=65, lapsed_after_months=3)
    left = kept_periods(JULY, NEXT_JULY, off)

    assert swept(covered=periods) == expected
    assert [(f"{part.since:%Y-%m}", f"{part.until:%Y-%m}") for part in left] == kept


def test_a_month_is_taken_off_once_whatever_stands_against_it():
    found = swept(
        deceased_on=date(2020, 9, 2),
        moved_away_on=date(2020, 8, 2),
        covered=(Period(date(2020, 7, 1), date(2020, 12, 1)),),
    )

    assert found == [
        ("covered_elsewhere", "2020-07", "2020-09"),
        ("moved", "2020-09", "2021-07"),
    ]


def test_who_died_or_moved_is_not_said_to_be_too_old():
    old = {"born_on": date(1950, 1, 1)}

    assert swept(deceased_on=date(2020, 5, 3), **old) == whole_year("death")
    assert swept(moved_away_on=date(2020, 5, 3), **old) == whole_year("moved")
