"""What an examiner should look at twice."""

from datetime import date

import pytest

from claims.rules.controls import ControlFacts, OtherClaim, PaidMonth, controls
from claims.rules.facts import ChildFact
from registry.programs import Program

DIED = date(2024, 2, 10)
QUIET = {
    "program": Program.JKM,
    "event_on": DIED,
    "died_on": DIED,
    "registered_on": date(2020, 1, 1),
    "entered_on": date(2020, 1, 2),
    "paid": (PaidMonth(date(2024, 1, 1), date(2024, 1, 15)),),
    "holders": ("Siti Aminah",),
    "heirs": ("SITI AMINAH, S.Pd", "Muhammad Nur"),
    "children": (ChildFact(date(2014, 1, 1)),),
}


def found(**changes):
    return [finding.code for finding in controls(ControlFacts(**QUIET | changes))]


def test_an_ordinary_claim_gives_nothing_to_look_at():
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"others": (OtherClaim("K-1", Program.JKM),)}, "two_open_death_claims"),
        (
            {"others": (OtherClaim("K-1", Program.JKK, is_open=False),)},
            "jkk_and_jkm_for_one_death",
        ),
        ({"registered_on": date(2024, 2, 11)}, "death_before_registration"),
        ({"entered_on": date(2024, 2, 11)}, "registered_after_death"),
        ({"paid": (PaidMonth(date(2024, 1, 1), date(2024, 2, 11)),)}, "paid_after_event"),
        ({"holders": ("Joko",)}, "holder_is_no_heir"),
        (
            {"children": tuple(ChildFact(date(year, 1, 1)) for year in (2010, 2012, 2014))},
            "scholarship_over_two_children",
        ),
        ({"children": (ChildFact(date(2000, 7, 1)),)}, "scholarship_child_over_age"),
    ],
)
def test_each_control_is_found_alone(changes, code):
    assert found(**changes) == [code]


@pytest.mark.parametrize(
    "changes",
    [
        {"others": (OtherClaim("K-1", Program.JKM, is_open=False),)},
        {"registered_on": DIED, "entered_on": DIED},
        {"paid": (PaidMonth(date(2024, 1, 1), DIED),)},
        {"paid": (PaidMonth(date(2024, 2, 1), date(2024, 3, 1)),)},
        {"holders": ("siti  aminah", "M. Nur")},
        {"children": (ChildFact(date(2000, 7, 2)),)},
        {"died_on": None, "others": (OtherClaim("K-1", Program.JKK),)},
    ],
    ids=[
        "another claim that is closed",
        "registered on the day itself",
        "paid on the day itself",
        "the month of the event paid later",
        "a name spelled otherwise",
        "a day below twenty-three",
        "another claim of somebody who lives",
    ],
)
def test_what_is_in_order_is_not_flagged(changes):
    assert found(**changes) == []


def test_an_open_claim_of_the_other_program_is_found_twice():
    other = OtherClaim("K-1", Program.JKK)

    assert found(others=(other,)) == ["two_open_death_claims", "jkk_and_jkm_for_one_death"]
