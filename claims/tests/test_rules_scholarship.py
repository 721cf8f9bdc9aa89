"""The plan of the scholarship, year by year."""

from datetime import date

import pytest

from claims.rules.facts import ChildFact, Level
from claims.rules.scholarship import plan, school_year_of
from claims.tests.rulebook import DEATH, assessed, codes

EVENT = date(2024, 2, 10)  # the school year 2023/2024


def child(born_on, level=None, grade=None):
    return ChildFact(date.fromisoformat(born_on), level, grade)


def told(*children, event_on=EVENT):
    return [line.formula for line in plan(children, event_on=event_on)]


def total(*children, event_on=EVENT):
    return sum(line.amount_idr for line in plan(children, event_on=event_on))


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2024, 6, 30), date(2023, 7, 1)),
        (date(2024, 7, 1), date(2024, 7, 1)),
        (date(2024, 1, 1), date(2023, 7, 1)),
    ],
)
def test_a_school_year_begins_with_july(day, start):
    assert school_year_of(day) == start


def test_a_child_of_five_goes_from_kindergarten_to_the_fourth_year_of_study():
    lines = plan([child("2018-07-01")], event_on=EVENT)

    assert [(line.level, line.grade) for line in lines] == [
        ("TK", 1),
        ("TK", 2),
        *(("SD", grade) for grade in range(1, 7)),
        *(("SMP", grade) for grade in range(1, 4)),
        *(("SMA", grade) for grade in range(1, 4)),
        *(("PT", grade) for grade in range(1, 5)),
    ]
    assert sum(line.amount_idr for line in lines) == 75_000_000
    assert [line.due_on for line in lines] == [date(year, 7, 1) for year in range(2023, 2041)]


@pytest.mark.parametrize(
    ("born_on", "first"),
    [
        ("2018-07-01", "TK 1 · 2023/2024"),
        ("2018-07-02", "TK 1 · 2024/2025"),
        ("2016-07-01", "SD 1 · 2023/2024"),
        ("2016-07-02", "TK 2 · 2023/2024"),
        ("2010-07-01", "SMP 1 · 2023/2024"),
        ("2007-07-01", "SMA 1 · 2023/2024"),
        ("2004-07-01", "PT 1 · 2023/2024"),
        ("2000-07-02", "PT 4 · 2023/2024"),
        ("2024-02-20", "TK 1 · 2029/2030"),
    ],
    ids=[
        "five on 1 July",
        "five a day later",
        "seven on 1 July",
        "seven a day later",
        "thirteen",
        "sixteen",
        "nineteen",
        "a day below twenty-three",
        "born after the death",
    ],
)
def test_the_age_on_1_july_says_where_the_plan_begins(born_on, first):
    assert told(child(born_on))[0] == first


def test_who_is_twenty_three_on_1_july_has_nothing():
    assert told(child("2000-07-01")) == []


def test_the_event_in_july_opens_the_new_school_year():
    assert told(child("2014-02-01"), event_on=date(2024, 6, 30))[0] == "SD 3 · 2023/2024"
    assert told(child("2014-02-01"), event_on=date(2024, 7, 1))[0] == "SD 4 · 2024/2025"


def test_level_and_grade_fix_the_year_of_the_event_and_the_next_follow_on():
    years = told(child("2008-02-01", Level.SMA, 3))

    assert years == [
        "SMA 3 · 2023/2024",
        "PT 1 · 2024/2025",
        "PT 2 · 2025/2026",
        "PT 3 · 2026/2027",
        "PT 4 · 2027/2028",
        "PT 5 · 2028/2029",
    ]


@pytest.mark.parametrize(
    ("born_on", "level", "first"),
    [
        ("2010-02-01", Level.SMP, "SMP 1"),
        ("2012-02-01", Level.SMP, "SMP 1"),
        ("2006-02-01", Level.SMP, "SMP 3"),
        ("2004-02-01", Level.PT, "PT 1"),
        ("2015-02-01", Level.TK, "TK 2"),
        ("2020-02-01", Level.TK, "TK 1"),
    ],
    ids=["in its years", "ahead", "behind", "student", "late in kindergarten", "early"],
)
def test_a_level_alone_takes_the_grade_of_the_age_within_it(born_on, level, first):
    assert told(child(born_on, level))[0] == f"{first} · 2023/2024"


@pytest.mark.parametrize(
    ("level", "grade", "counted_on"), [(Level.SMP, 1, 7), (Level.SMP, 3, 9), (Level.SMA, 2, 11)]
)
def test_grades_counted_on_from_primary_school_are_the_same_grades(level, grade, counted_on):
    assert told(child("2009-02-01", level, grade)) == told(child("2009-02-01", level, counted_on))


def test_the_years_of_study_end_with_the_fifth():
    assert told(child("2006-01-01", Level.PT, 5)) == ["PT 5 · 2023/2024"]


def test_a_late_pupil_loses_the_years_from_twenty_three_on():
    years = told(child("2002-01-01", Level.SMA, 3))

    assert years == ["SMA 3 · 2023/2024", "PT 1 · 2024/2025"]


def test_two_children_with_the_longest_plans_are_chosen():
    student, pupil, baby = child("2003-02-01"), child("2010-02-01"), child("2020-02-01")

    assert total(student, pupil, baby) == total(pupil, baby)
    assert total(student, pupil, baby) == total(pupil) + total(baby)


def test_of_twins_and_a_third_with_the_same_total_the_older_are_chosen():
    children = [child("2018-03-01"), child("2017-09-01"), child("2018-01-01")]

    lines = plan(children, event_on=EVENT)

    assert {line.child_born_on for line in lines} == {date(2017, 9, 1), date(2018, 1, 1)}
    assert plan(children[::-1], event_on=EVENT) == lines


def test_the_most_that_two_children_can_have_is_not_passed():
    twins = [child("2018-07-01", Level.TK, 1)] * 2

    assert total(*twins) <= 174_000_000


@pytest.mark.parametrize(
    ("paid_months", "finding"),
    [(35, "scholarship_needs_three_years"), (36, None)],
)
def test_after_a_death_by_illness_three_paid_years_are_needed(paid_months, finding):
    found = assessed(DEATH, paid_months=paid_months, children=[{"born_on": "2014-02-01"}])

    assert (found.scholarship_total_idr > 0) is (finding is None)
    assert ("scholarship_needs_three_years" in codes(found)) is (finding is not None)


def test_a_third_child_and_one_too_old_are_told():
    children = [{"born_on": f"{year}-02-01"} for year in (1999, 2010, 2012, 2014)]

    found = assessed(DEATH, paid_months=36, children=children)

    assert "more_than_two_children" in codes(found)
    assert codes(found).count("child_over_age") == 1


@pytest.mark.parametrize(
    ("born_on", "owed_idr"),
    [("1996-07-02", 12_000_000), ("1996-07-01", 0)],
    ids=["a day below twenty-three", "twenty-three"],
)
def test_the_scholarship_of_old_needs_a_child_below_twenty_three(born_on, owed_idr):
    found = assessed(DEATH, event_on="2019-11-30", paid_months=60, children=[{"born_on": born_on}])

    assert found.scholarship_total_idr == owed_idr
