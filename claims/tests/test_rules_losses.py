"""The table of losses, row by row, and what a loss is worth."""

from datetime import date
from decimal import Decimal

import pytest

from claims.rules.assessment import Result
from claims.rules.losses import losses
from claims.tests.rulebook import ACCIDENT, amounts, assessed, assessed_by, codes, law_with

ANATOMICAL = ACCIDENT | {"outcome": "partial_anatomical"}
FUNCTIONAL = ACCIDENT | {"outcome": "partial_functional"}

# percent of 80 wages; a tuple is a range, a text a percentage for each step
TABLE = {
    "right_arm_from_shoulder": 40,
    "left_arm_from_shoulder": 35,
    "right_arm_from_elbow": 35,
    "left_arm_from_elbow": 30,
    "right_hand_from_wrist": 32,
    "left_hand_from_wrist": 28,
    "both_legs_from_hip": 70,
    "one_leg_from_hip": 35,
    "both_feet_from_ankle": 50,
    "one_foot_from_ankle": 25,
    "both_eyes": 70,
    "one_eye": 35,
    "hearing_both_ears": 40,
    "hearing_one_ear": 20,
    "right_thumb": 15,
    "left_thumb": 12,
    "right_index_finger": 9,
    "left_index_finger": 7,
    "right_other_finger": 4,
    "left_other_finger": 3,
    "right_index_finger_first_joint": 4.5,
    "left_index_finger_first_joint": 3.5,
    "right_other_finger_first_joint": 2,
    "left_other_finger_first_joint": 1.5,
    "big_toe": 5,
    "second_toe": 3,
    "other_toe": 2,
    "scalp_torn_off": (10, 30),
    "impotence": 30,
    "leg_shortened_below_5_cm": 10,
    "leg_shortened_5_to_7_5_cm": 20,
    "leg_shortened_7_5_cm_or_more": 30,
    "hearing_both_ears_per_10_db": "6",
    "hearing_one_ear_per_10_db": "3",
    "one_ear_flap": 5,
    "both_ear_flaps": 10,
    "nose_wing": 30,
    "nasal_septum_perforated": 15,
    "smell": 10,
    "mental_capacity": 70,
    "physical_capacity_51_to_70": 40,
    "physical_capacity_26_to_50": 20,
    "physical_capacity_10_to_25": 5,
    "visual_acuity_per_10_percent": "7",
    "color_vision": 10,
    "visual_field_per_10_percent": "7",
}
FIXED = {code: share for code, share in TABLE.items() if isinstance(share, int | float)}
STEPS = {code: int(share) for code, share in TABLE.items() if isinstance(share, str)}


def test_the_table_holds_every_row_of_the_annex_and_no_other():
    assert [row.code for row in losses(date(2024, 1, 1))] == list(TABLE)
    assert losses(date(2015, 7, 1)) == losses(date(2024, 1, 1))


@pytest.mark.parametrize(("code", "percent"), FIXED.items(), ids=FIXED)
def test_a_whole_loss_is_its_percentage_of_eighty_wages(code, percent):
    found = assessed(ANATOMICAL, losses=[{"code": code}])

    assert found.total_now_idr == percent * 800_000
    assert amounts(found) == {"partial_anatomical": percent * 800_000}


@pytest.mark.parametrize(("code", "percent"), STEPS.items(), ids=STEPS)
@pytest.mark.parametrize("units", [1, 3, 6])
def test_a_loss_in_steps_is_its_percentage_for_each_step(code, percent, units):
    found = assessed(ANATOMICAL, losses=[{"code": code, "units": units}])

    assert found.total_now_idr == units * percent * 800_000


@pytest.mark.parametrize("percent", [10, 12.5, 30])
def test_a_range_pays_what_the_doctor_gave(percent):
    found = assessed(ANATOMICAL, losses=[{"code": "scalp_torn_off", "percent": percent}])

    assert found.total_now_idr == percent * 800_000


@pytest.mark.parametrize(
    ("loss", "functional", "paid_idr"),
    [
        ({"code": "right_thumb"}, 100, 12_000_000),
        ({"code": "right_thumb"}, 50, 6_000_000),
        ({"code": "right_index_finger_first_joint"}, 33.3, 1_198_800),
        ({"code": "scalp_torn_off", "percent": 20}, 25, 4_000_000),
        ({"code": "visual_field_per_10_percent", "units": 10}, 50, 28_000_000),
        ({"code": "right_thumb"}, 0, 0),
    ],
    ids=["all of it", "half", "a third", "of a range", "of steps", "nothing"],
)
def test_a_functional_loss_is_a_share_of_the_whole_one(loss, functional, paid_idr):
    stated = loss | {"functional_loss_percent": functional}

    found = assessed(FUNCTIONAL, losses=[stated])

    assert found.total_now_idr == paid_idr


def test_several_losses_are_a_line_each_and_added():
    found = assessed(
        ANATOMICAL, losses=[{"code": "right_thumb"}, {"code": "both_eyes"}, {"code": "smell"}]
    )

    assert sorted(line.amount_idr for line in found.lines) == [8_000_000, 12_000_000, 56_000_000]


def test_a_limit_on_several_losses_would_cut_their_sum():
    law = law_with(jkk__losses_total_cap={"applies": True, "percent": 70})
    stated = [{"code": "both_eyes"}, {"code": "right_thumb"}, {"code": "smell"}]

    found = assessed_by(law, ANATOMICAL, losses=stated)

    assert found.total_now_idr == 56_000_000
    assert "losses_capped" in codes(found)


def test_the_formula_shows_how_the_amount_came_about():
    found = assessed(
        FUNCTIONAL,
        losses=[
            {"code": "hearing_one_ear_per_10_db", "units": 3, "functional_loss_percent": 50},
            {"code": "left_other_finger_first_joint", "functional_loss_percent": 100},
        ],
    )

    assert [line.formula for line in found.lines] == [
        "50 % × 3 × 3 % × 80 × Rp1.000.000",
        "100 % × 1,5 % × 80 × Rp1.000.000",
    ]


@pytest.mark.parametrize(
    ("facts", "stated", "asked"),
    [
        (ANATOMICAL, [], ["missing_losses"]),
        (ANATOMICAL, [{"code": "scalp_torn_off"}], ["missing_loss_percent"]),
        (ANATOMICAL, [{"code": "visual_field_per_10_percent"}], ["missing_loss_units"]),
        (FUNCTIONAL, [{"code": "right_thumb"}], ["missing_functional_loss_percent"]),
        (
            FUNCTIONAL,
            [{"code": "scalp_torn_off"}, {"code": "hearing_one_ear_per_10_db"}],
            [
                "missing_functional_loss_percent",
                "missing_loss_percent",
                "missing_loss_units",
            ],
        ),
    ],
    ids=["no loss", "a range without percent", "steps uncounted", "function", "all of them"],
)
def test_what_a_partial_disability_lacks_is_asked_for(facts, stated, asked):
    found = assessed(facts, losses=stated)

    assert found.result is Result.NEEDS_MORE
    assert codes(found) == asked
    assert found.lines == ()


def test_a_claim_that_is_refused_is_not_asked_for_its_losses():
    found = assessed(ANATOMICAL, arrears_months=4)

    assert codes(found) == ["arrears_over_limit"]


@pytest.mark.parametrize("row", losses(date(2024, 1, 1)), ids=lambda row: row.code)
def test_every_row_has_words_and_a_percentage_between_0_and_70(row):
    assert "" not in (row.label_id, row.label_en)
    assert row.label_id != row.label_en
    assert Decimal(0) < row.percent_from <= row.percent_to <= 70


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("hearing_both_ears_per_10_db", "hearing_both_ears"),
        ("hearing_one_ear_per_10_db", "hearing_one_ear"),
        ("visual_acuity_per_10_percent", "both_eyes"),
        ("visual_field_per_10_percent", "both_eyes"),
    ],
)
def test_no_loss_in_steps_is_worth_more_than_the_whole_loss(part, whole):
    steps = [
        assessed(ANATOMICAL, losses=[{"code": part, "units": units}]) for units in range(1, 11)
    ]

    paid = [found.total_now_idr for found in steps]
    assert paid == sorted(paid)
    assert paid[-1] == TABLE[whole] * 800_000


def test_steps_that_are_worth_the_whole_loss_are_told():
    six, seven = (
        assessed(ANATOMICAL, losses=[{"code": "hearing_one_ear_per_10_db", "units": units}])
        for units in (6, 7)
    )

    assert "steps_capped" not in codes(six)
    assert "steps_capped" in codes(seven)


@pytest.mark.parametrize(
    ("on", "act"), [("2019-12-01", "PP 44/2015"), ("2019-12-02", "PP 82/2019")]
)
def test_a_loss_is_paid_under_the_act_of_its_day(on, act):
    found = assessed(ANATOMICAL, event_on=on, losses=[{"code": "smell"}])

    assert [line.act for line in found.lines] == [act]
