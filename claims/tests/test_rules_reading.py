"""Facts from JSON: everything that cannot be is named, all at once."""

from datetime import date
from decimal import Decimal

import pytest

from claims.rules.assess import assess
from claims.rules.assessment import Result
from claims.rules.facts import Facts, Loss
from claims.rules.reading import BadFacts, read_facts
from claims.tests.rulebook import ACCIDENT, DEATH, INJURY, codes, problems

ANATOMICAL = ACCIDENT | {"outcome": "partial_anatomical"}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"nik": "1"}, [("nik", "unknown_key")]),
        ({"heirs": [{"relation": "spouse", "age": 3}]}, [("heirs[0].age", "unknown_key")]),
        ({"program": "JHT"}, [("program", "not_a_choice")]),
        ({"cause": "Illness"}, [("cause", "not_a_choice")]),
        ({"outcome": 3}, [("outcome", "not_a_choice")]),
        ({"exclusion": "drunk"}, [("exclusion", "not_a_choice")]),
        ({"event_on": "10/02/2024"}, [("event_on", "not_a_day")]),
        ({"event_on": "2024-02-30"}, [("event_on", "not_a_day")]),
        ({"event_on": "20240210"}, [("event_on", "not_a_day")]),
        ({"event_on": 20240210}, [("event_on", "not_a_day")]),
        ({"filed_on": "2200-01-01"}, [("filed_on", "day_out_of_range")]),
        ({"registered_on": "1899-12-31"}, [("registered_on", "day_out_of_range")]),
        ({"stage1_at": "2024-02-10"}, [("stage1_at", "not_a_moment")]),
        ({"stage1_at": "2024-02-10T10:00"}, [("stage1_at", "moment_without_offset")]),
        ({"stage1_at": "2024-02-10T25:00:00Z"}, [("stage1_at", "not_a_moment")]),
        ({"paid_months": True}, [("paid_months", "not_a_whole_number")]),
        ({"paid_months": "24"}, [("paid_months", "not_a_whole_number")]),
        ({"paid_months": 24.0}, [("paid_months", "not_a_whole_number")]),
        ({"paid_months": -1}, [("paid_months", "negative")]),
        ({"paid_months": 1_201}, [("paid_months", "too_large")]),
        ({"treatment_idr": 10**400}, [("treatment_idr", "too_large")]),
        ({"wage_base_idr": 0}, [("wage_base_idr", "not_positive")]),
        ({"arrears_settled": "yes"}, [("arrears_settled", "not_true_or_false")]),
        ({"suspected": 1}, [("suspected", "not_true_or_false")]),
        ({"transport": {"mode": "land"}}, [("transport", "not_a_list")]),
        ({"transport": ["land"]}, [("transport[0]", "not_an_object")]),
        ({"transport": [{"amount_idr": 1}]}, [("transport[0].mode", "missing_key")]),
        (
            {"transport": [{"mode": "land", "amount_idr": -1}]},
            [("transport[0].amount_idr", "negative")],
        ),
        ({"children": [{}]}, [("children[0].born_on", "missing_key")]),
        ({"losses": [{"code": 7}]}, [("losses[0].code", "not_a_text")]),
    ],
)
def test_what_cannot_be_read_is_named(changes, found):
    assert problems(DEATH | {"outcome": "death"} | changes) == found


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"event_on": "2015-06-30"}, [("event_on", "before_the_law")]),
        ({"filed_on": "2024-02-09"}, [("filed_on", "before_another")]),
        ({"complete_on": "2024-02-29"}, [("complete_on", "before_another")]),
        (
            {"complete_on": "2024-03-02", "paid_on": "2024-03-01"},
            [("paid_on", "before_another")],
        ),
        ({"paid_on": "2024-02-29"}, [("paid_on", "before_another")]),
        ({"event_at": "2024-02-11T00:00:00+07:00"}, [("event_at", "not_on_event_day")]),
        (
            {"event_at": "2024-02-10T08:00:00+07:00", "stage1_at": "2024-02-10T00:59:00Z"},
            [("stage1_at", "before_another")],
        ),
        (
            {"stage1_at": "2024-02-12T08:00:00+07:00", "stage2_at": "2024-02-11T08:00:00+07:00"},
            [("stage2_at", "before_another")],
        ),
        ({"stage1_at": "2024-02-09T10:00:00+07:00"}, [("stage1_at", "before_another")]),
        (
            {"children": [{"born_on": "2014-01-01", "grade": 2}]},
            [("children[0].grade", "grade_without_level")],
        ),
        (
            {"children": [{"born_on": "2014-01-01", "level": "SMP", "grade": 4}]},
            [("children[0].grade", "grade_outside_level")],
        ),
        (
            {"children": [{"born_on": "2014-01-01", "level": "SMP", "grade": 0}]},
            [("children[0].grade", "grade_outside_level")],
        ),
        ({"children": [{"born_on": "2014-01-01", "level": "SMP", "grade": 9}]}, []),
        (
            {"children": [{"born_on": "2014-01-01", "level": "SD", "grade": 7}]},
            [("children[0].grade", "grade_outside_level")],
        ),
        ({"event_at": "2024-02-09T23:00:00Z"}, []),
        ({"event_at": "2024-02-09T23:00:00+07:00"}, [("event_at", "not_on_event_day")]),
        (
            {"heirs": [], "children": [{"born_on": "2014-01-01"}]},
            [("heirs", "children_are_heirs")],
        ),
        ({"home_care_months": 2}, [("home_care_months", "months_without_amount")]),
        (
            {"program": "JKK", "outcome": "recovered", "losses": [{"code": "smell"}]},
            [("losses", "losses_without_disability")],
        ),
        ({"program": "JKM", "suspected": True}, [("suspected", "suspected_is_for_jkk")]),
    ],
)
def test_what_cannot_be_true_together_is_named(changes, found):
    assert problems(ACCIDENT | changes) == found


@pytest.mark.parametrize(
    ("program", "born_on", "can_be"),
    [
        ("JKM", "2024-12-06", True),
        ("JKM", "2024-12-07", False),
        ("JKK", "2024-12-26", True),
        ("JKK", "2024-12-27", False),
    ],
    ids=[
        "300 days after a death of illness",
        "301 days after it",
        "300 days after a death at work was told",
        "301 days after it was told",
    ],
)
@pytest.mark.parametrize("whose", ["children", "heirs"])
def test_a_child_is_born_at_most_300_days_after_the_death(program, born_on, can_be, whose):
    born = {"children": [{"born_on": born_on}]}
    if whose == "heirs":
        born = {"heirs": [{"relation": "child", "born_on": born_on}]}
    cause = "illness" if program == "JKM" else "work_accident"

    found = problems(ACCIDENT | {"program": program, "cause": cause} | born)

    assert found == ([] if can_be else [(f"{whose}[0].born_on", "born_too_late")])


@pytest.mark.parametrize(
    ("losses", "found"),
    [
        ([{"code": "tail"}], [("losses[0].code", "unknown_loss")]),
        (
            [{"code": "right_thumb"}, {"code": "right_thumb"}],
            [("losses[0].code", "loss_too_often"), ("losses[1].code", "loss_too_often")],
        ),
        ([{"code": "one_eye"}] * 2, []),
        (
            [{"code": "one_eye"}, {"code": "both_eyes"}],
            [("losses[0].code", "loss_within_another")],
        ),
        (
            [{"code": "right_arm_from_shoulder"}, {"code": "right_index_finger_first_joint"}],
            [("losses[1].code", "loss_within_another")],
        ),
        ([{"code": "left_arm_from_shoulder"}, {"code": "right_index_finger"}], []),
        ([{"code": "right_other_finger"}] * 3, []),
        (
            [{"code": "right_other_finger"}] * 4,
            [(f"losses[{n}].code", "loss_too_often") for n in range(4)],
        ),
        ([{"code": "right_thumb", "percent": 14}], [("losses[0].percent", "percent_is_fixed")]),
        ([{"code": "right_thumb", "percent": 15}], []),
        (
            [{"code": "scalp_torn_off", "percent": 9.9}],
            [("losses[0].percent", "percent_outside_range")],
        ),
        (
            [{"code": "scalp_torn_off", "percent": 30.1}],
            [("losses[0].percent", "percent_outside_range")],
        ),
        ([{"code": "scalp_torn_off", "percent": 30}], []),
        ([{"code": "right_thumb", "units": 2}], [("losses[0].units", "units_without_steps")]),
        ([{"code": "right_thumb", "units": 1}], []),
        (
            [{"code": "hearing_one_ear_per_10_db", "units": 0}],
            [("losses[0].units", "units_outside_range")],
        ),
        (
            [{"code": "hearing_one_ear_per_10_db", "units": 11}],
            [("losses[0].units", "units_outside_range")],
        ),
        (
            [{"code": "right_thumb", "functional_loss_percent": 50}],
            [("losses[0].functional_loss_percent", "functional_percent_of_anatomical")],
        ),
    ],
)
def test_losses_obey_the_table(losses, found):
    assert problems(ANATOMICAL | {"losses": losses}) == found


def test_function_can_be_lost_of_an_arm_and_of_its_hand():
    losses = [
        {"code": code, "functional_loss_percent": 20}
        for code in ("right_arm_from_shoulder", "right_hand_from_wrist")
    ]

    assert problems(ACCIDENT | {"outcome": "partial_functional", "losses": losses}) == []


def test_every_problem_is_told_at_once():
    found = problems({"program": "X", "event_on": "?", "nik": 1, "paid_months": -1, "aids": 2})

    assert [key for key, _ in found] == ["program", "event_on", "nik", "paid_months", "aids"]


def test_what_hangs_on_an_unreadable_value_is_no_second_problem():
    found = problems(INJURY | {"home_care_idr": "much", "home_care_months": 3})

    assert found == [("home_care_idr", "not_a_whole_number")]


@pytest.mark.parametrize("data", [None, [], 3, "{}", True])
def test_facts_are_an_object(data):
    assert problems(data) == [("", "not_an_object")]


def test_null_is_absent_everywhere():
    nothing = dict.fromkeys(Facts.__dataclass_fields__)

    assert read_facts(nothing) == read_facts({}) == Facts()


def test_an_empty_list_of_heirs_is_not_an_absent_one():
    assert read_facts({"heirs": []}).heirs == ()
    assert read_facts({"heirs": None}).heirs is None


@pytest.mark.parametrize(
    ("stated", "will"), [(True, True), ("Encik Salmah", True), ("", False), (False, False)]
)
def test_a_will_is_stated_by_yes_or_by_the_name_in_it(stated, will):
    assert read_facts({"will_beneficiary": stated}).will_beneficiary is will


def test_an_absent_amount_is_zero():
    assert read_facts({"transport": [{"mode": "air"}]}).transport[0].amount_idr == 0


def test_a_percentage_is_exact():
    stated = {"outcome": "partial_functional", "losses": [{"code": "smell"}]}
    stated["losses"][0]["functional_loss_percent"] = 33.3

    (loss,) = read_facts(stated).losses

    assert loss.functional_loss_percent == Decimal("33.3")


REQUIRED = [
    "program",
    "event_on",
    "filed_on",
    "cause",
    "outcome",
    "registered_on",
    "paid_months",
    "wage_base_idr",
]


@pytest.mark.parametrize("key", REQUIRED)
def test_a_required_fact_that_is_absent_is_asked_for(key):
    found = assess(read_facts(ACCIDENT | {key: None}), days_off=frozenset())

    assert found.result is Result.NEEDS_MORE
    assert codes(found) == [f"missing_{key}"]
    assert found.lines == ()


def test_jkm_needs_no_wage_base():
    facts = {key: value for key, value in DEATH.items() if key != "wage_base_idr"}

    assert assess(read_facts(facts), days_off=frozenset()).result is Result.ELIGIBLE


def test_nothing_stated_asks_for_everything_but_the_wage_base():
    found = assess(Facts(), days_off=frozenset())

    assert codes(found) == [f"missing_{key}" for key in REQUIRED[:-1]]


def test_facts_made_by_hand_are_held_to_the_same():
    facts = Facts(losses=(Loss("tail"),), filed_on=date(1990, 1, 1))

    with pytest.raises(BadFacts) as refused:
        assess(facts, days_off=frozenset())

    assert {problem.code for problem in refused.value.problems} == {
        "unknown_loss",
        "before_the_law",
    }
