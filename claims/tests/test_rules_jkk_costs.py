"""What JKK gives back, and the wage while unable to work: caps, steps, months."""

import pytest

from claims.tests.rulebook import INJURY, amounts, assessed, codes

OLD, NEW = "2019-12-01", "2019-12-02"


@pytest.mark.parametrize(
    ("on", "rides", "lines"),
    [
        (OLD, [("land", 1_500_000)], {"transport_land": 1_000_000}),
        (OLD, [("sea", 1_500_001)], {"transport_sea": 1_500_000}),
        (OLD, [("air", 9_000_000)], {"transport_air": 2_500_000}),
        (NEW, [("land", 6_000_000)], {"transport_land": 5_000_000}),
        (NEW, [("sea", 2_000_001)], {"transport_sea": 2_000_000}),
        (NEW, [("air", 10_000_001)], {"transport_air": 10_000_000}),
        (NEW, [("land", 3_000_000), ("land", 3_000_000)], {"transport_land": 5_000_000}),
        (
            NEW,
            [("air", 11_000_000), ("sea", 9_000_000), ("land", 400_000)],
            {"transport_land": 400_000, "transport_sea": 2_000_000, "transport_air": 10_000_000},
        ),
    ],
    ids=[
        "by land, old",
        "by sea, old",
        "by air, old",
        "by land, new",
        "by sea, new",
        "by air, new",
        "by land twice: one cap",
        "three modes: caps added",
    ],
)
def test_transport_is_paid_up_to_the_cap_of_each_mode(on, rides, lines):
    transport = [{"mode": mode, "amount_idr": amount} for mode, amount in rides]

    found = assessed(INJURY, event_on=on, transport=transport)

    assert amounts(found) == lines


@pytest.mark.parametrize(
    ("on", "kind", "stated_idr", "paid_idr", "finding"),
    [
        (NEW, "prosthesis", 10_000_000, 14_000_000, None),
        (NEW, "orthosis", 1_000_001, 1_400_001, None),
        (OLD, "prosthesis", 10_000_000, 14_000_000, None),
        (NEW, "denture", 5_000_001, 5_000_000, "capped"),
        (OLD, "denture", 5_000_000, 3_000_000, "capped"),
        (NEW, "hearing_aid", 2_500_000, 2_500_000, None),
        (NEW, "hearing_aid", 2_500_001, 2_500_000, "capped"),
        (OLD, "hearing_aid", 2_000_000, None, "not_yet_a_benefit"),
        (NEW, "spectacles", 1_500_000, 1_000_000, "capped"),
        (OLD, "spectacles", 500_000, None, "not_yet_a_benefit"),
    ],
)
def test_aids_are_paid_by_kind(on, kind, stated_idr, paid_idr, finding):
    found = assessed(INJURY, event_on=on, aids=[{"kind": kind, "amount_idr": stated_idr}])

    assert amounts(found).get(kind) == paid_idr
    assert {code for code in codes(found) if code in ("capped", "not_yet_a_benefit")} == (
        {finding} if finding else set()
    )


def test_two_aids_of_a_kind_share_one_cap():
    aids = [{"kind": "spectacles", "amount_idr": 600_000}] * 2

    assert amounts(assessed(INJURY, aids=aids)) == {"spectacles": 1_000_000}


@pytest.mark.parametrize(
    ("months", "old_idr", "new_idr"),
    [
        (1, 1_000_000, 1_000_000),
        (6, 6_000_000, 6_000_000),
        (7, 6_750_000, 7_000_000),
        (12, 10_500_000, 12_000_000),
        (13, 11_000_000, 12_500_000),
        (30, 19_500_000, 21_000_000),
    ],
)
def test_the_wage_while_unable_to_work_goes_down_by_steps(months, old_idr, new_idr):
    paid = [
        assessed(INJURY, event_on=on, temporary_incapacity_months=months).total_now_idr
        for on in (OLD, NEW)
    ]

    assert paid == [old_idr, new_idr]


@pytest.mark.parametrize(
    ("amount_idr", "months", "paid_idr"),
    [
        (15_000_000, 12, 15_000_000),
        (15_000_000, 0, 15_000_000),
        (26_000_000, 13, 20_000_000),
        (13_000_000, 13, 12_000_000),
        (10_000_000, 14, 8_571_429),
    ],
    ids=["a year", "months unstated", "cap and months", "a month too many", "rounded once"],
)
def test_care_at_home_is_paid_for_a_year_and_up_to_its_cap(amount_idr, months, paid_idr):
    found = assessed(INJURY, home_care_idr=amount_idr, home_care_months=months)

    assert amounts(found) == {"home_care": paid_idr}
