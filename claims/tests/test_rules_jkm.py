"""JKM by the table of the rulebook, with the days on which its law changes."""

import pytest

from claims.rules.assessment import PayeeKind, Result, When
from claims.tests.rulebook import (
    DEATH,
    SCHOOLCHILD,
    amounts,
    assessed,
    assessed_by,
    codes,
    law_with,
)

NEW_MEMBER = {"registered_on": "2025-03-01"}


@pytest.mark.parametrize(
    ("changes", "now_idr", "after_idr", "scholarship_idr"),
    [
        ({"event_on": "2019-12-01"}, 24_000_000, 0, 0),
        ({"event_on": "2019-12-02"}, 42_000_000, 0, 0),
        (
            {"event_on": "2019-11-30", "paid_months": 62, "children": [SCHOOLCHILD]},
            36_000_000,
            0,
            12_000_000,
        ),
        (
            {"event_on": "2019-11-30", "paid_months": 59, "children": [SCHOOLCHILD]},
            24_000_000,
            0,
            0,
        ),
        (
            {"event_on": "2024-06-10", "registered_on": "2024-04-10", "paid_months": 2},
            42_000_000,
            0,
            0,
        ),
        (NEW_MEMBER | {"event_on": "2025-04-20", "paid_months": 2}, 10_000_000, 0, 0),
        (NEW_MEMBER | {"event_on": "2025-05-31", "paid_months": 3}, 10_000_000, 0, 0),
        (NEW_MEMBER | {"event_on": "2025-06-01", "paid_months": 3}, 42_000_000, 0, 0),
        (NEW_MEMBER | {"event_on": "2025-08-01", "paid_months": 2}, 10_000_000, 0, 0),
        (
            {"event_on": "2025-02-23", "registered_on": "2025-02-01", "paid_months": 1},
            42_000_000,
            0,
            0,
        ),
        (
            {"event_on": "2025-02-24", "registered_on": "2025-02-01", "paid_months": 1},
            10_000_000,
            0,
            0,
        ),
        (
            {
                "event_on": "2026-02-01",
                "registered_on": "2023-03-01",
                "paid_months": 35,
                "children": [SCHOOLCHILD],
            },
            42_000_000,
            0,
            0,
        ),
        ({"arrears_months": 2}, 10_000_000, 32_000_000, 0),
        ({"arrears_months": 3}, 10_000_000, 32_000_000, 0),
        ({"arrears_months": 3, "arrears_settled": True}, 42_000_000, 0, 0),
        ({"arrears_months": 4}, 0, 0, 0),
        ({"arrears_months": 4, "arrears_settled": True}, 0, 0, 0),
        ({"heirs": []}, 42_000_000, 0, 0),
        ({"event_on": "2020-01-15", "filed_on": "2027-02-01"}, 42_000_000, 0, 0),
    ],
    ids=[
        "M1 the last day of the old amounts",
        "M2 the first day of the new amounts",
        "M3 five years and two months paid, one child",
        "a month short of five years, one child",
        "M5 two months, before there was a wait",
        "M6 two months, below the wait",
        "a day before the three months have passed",
        "M8 exactly three months paid and passed",
        "five months passed but two paid",
        "the day before the wait began",
        "the first day of the wait",
        "M10 a month short of three years, one child",
        "M12 two months of arrears",
        "three months of arrears",
        "three months of arrears, settled",
        "M13 four months of arrears",
        "four months of arrears, settled: lost all the same",
        "M14 nobody inherits",
        "M15 filed seven years later",
    ],
)
def test_jkm_pays_what_the_law_of_the_day_says(changes, now_idr, after_idr, scholarship_idr):
    found = assessed(DEATH, **changes)

    assert found.total_now_idr == now_idr
    assert found.total_after_arrears_idr == after_idr
    assert found.scholarship_total_idr == scholarship_idr


@pytest.mark.parametrize(
    ("on", "parts"),
    [
        ("2019-12-01", {"lump_sum": 16_200_000, "periodic": 4_800_000, "burial": 3_000_000}),
        ("2019-12-02", {"lump_sum": 20_000_000, "periodic": 12_000_000, "burial": 10_000_000}),
    ],
    ids=["PP 44/2015", "PP 82/2019"],
)
def test_each_part_is_a_line_with_its_formula_and_clause(on, parts):
    found = assessed(DEATH, event_on=on)

    assert amounts(found) == parts
    act = "PP 44/2015" if on == "2019-12-01" else "PP 82/2019"
    assert {line.act for line in found.lines} == {act}
    assert all("Pasal 34" in line.clause and not line.checked for line in found.lines)
    periodic = {"2019-12-01": "24 × Rp200.000", "2019-12-02": "24 × Rp500.000"}[on]
    assert [line.formula for line in found.lines if line.code == "periodic"] == [periodic]


def test_three_months_are_too_few_when_more_than_three_are_asked():
    law = law_with(jkm__waiting={"months": 3, "comparator": "more_than"})
    facts = DEATH | NEW_MEMBER

    exactly = assessed_by(law, facts, event_on="2025-06-01", paid_months=3)
    paid_longer = assessed_by(law, facts, event_on="2025-06-01", paid_months=4)
    both = assessed_by(law, facts, event_on="2025-06-02", paid_months=4)

    assert [found.total_now_idr for found in (exactly, paid_longer, both)] == [
        10_000_000,
        10_000_000,
        42_000_000,
    ]


def test_three_months_from_the_end_of_november_end_with_february():
    facts = DEATH | {"registered_on": "2025-11-30", "paid_months": 3}

    assert "under_three_months" in codes(assessed(facts, event_on="2026-02-27"))
    assert "under_three_months" not in codes(assessed(facts, event_on="2026-02-28"))


def test_the_burial_money_does_not_wait_for_arrears():
    found = assessed(DEATH, arrears_months=2)

    assert {line.code: line.when for line in found.lines} == {
        "lump_sum": When.AFTER_ARREARS,
        "periodic": When.AFTER_ARREARS,
        "burial": When.NOW,
    }


@pytest.mark.parametrize(
    ("wage_base_idr", "owed_idr"), [(1_000_000, 33_600), (1_200_000, 37_600), (None, None)]
)
def test_arrears_are_told_with_what_they_cost(wage_base_idr, owed_idr):
    found = assessed(DEATH, arrears_months=2, wage_base_idr=wage_base_idr)

    (finding,) = [each for each in found.findings if each.code == "arrears_to_settle"]
    assert finding.facts.get("amount_idr") == owed_idr
    assert finding.clause == "PP 44/2015, Pasal 42 ayat (1) dan (2)"


def test_the_yearly_scholarship_waits_for_arrears_and_stays_yearly():
    found = assessed(DEATH, paid_months=40, arrears_months=1, children=[SCHOOLCHILD])

    assert found.scholarship_total_idr > 0
    assert {line.when for line in found.lines if line.code == "scholarship"} == {When.YEARLY}
    assert "scholarship_awaits_arrears" in codes(found)


def test_the_scholarship_of_old_waits_for_arrears_like_money():
    found = assessed(
        DEATH, event_on="2019-11-30", paid_months=62, arrears_months=1, children=[SCHOOLCHILD]
    )

    assert (found.total_now_idr, found.total_after_arrears_idr) == (3_000_000, 33_000_000)
    assert found.scholarship_total_idr == 12_000_000


def test_below_the_wait_there_is_no_scholarship():
    found = assessed(
        DEATH,
        event_on="2025-04-20",
        registered_on="2025-03-01",
        paid_months=40,
        children=[SCHOOLCHILD],
    )

    assert amounts(found) == {"burial": 10_000_000}


@pytest.mark.parametrize(
    ("changes", "refusals"),
    [
        ({"cause": "work_accident"}, ["claim_jkk_instead"]),
        ({"cause": "commuting_accident"}, ["claim_jkk_instead"]),
        ({"cause": "occupational_disease"}, ["claim_jkk_instead"]),
        ({"outcome": "recovered"}, ["nobody_died"]),
        ({"registered_on": "2024-02-11"}, ["not_registered_yet"]),
        ({"arrears_months": 4}, ["arrears_over_limit"]),
        (
            {
                "cause": "work_accident",
                "outcome": "recovered",
                "registered_on": "2024-02-11",
                "arrears_months": 9,
            },
            ["claim_jkk_instead", "nobody_died", "not_registered_yet", "arrears_over_limit"],
        ),
    ],
    ids=[
        "an accident at work",
        "an accident on the way",
        "a disease of work",
        "nobody died",
        "registered the day after",
        "four months of arrears",
        "every reason at once",
    ],
)
def test_every_reason_refuses_and_all_are_told(changes, refusals):
    found = assessed(DEATH, **changes)

    assert found.result is Result.NOT_ELIGIBLE
    assert [each.code for each in found.findings if each.blocks] == refusals
    assert all(each.clause for each in found.findings if each.blocks)
    assert found.lines == ()


def test_who_dies_on_the_day_of_the_registration_was_insured():
    found = assessed(DEATH, event_on="2024-02-10", registered_on="2024-02-10", paid_months=0)

    assert found.total_now_idr == 42_000_000


def test_more_paid_months_than_the_membership_had_are_told():
    facts = DEATH | {"registered_on": "2024-01-31", "event_on": "2024-02-10"}

    assert "more_paid_than_registered" in codes(assessed(facts, paid_months=3))
    assert "more_paid_than_registered" not in codes(assessed(facts, paid_months=2))


def test_where_nothing_waits_for_arrears_nothing_is_said_to_wait():
    waiting = assessed(DEATH, arrears_months=1)
    burial_alone = assessed(
        DEATH, arrears_months=1, event_on="2025-04-20", registered_on="2025-03-01", paid_months=1
    )

    told = [
        finding.facts["waits"]
        for found in (waiting, burial_alone)
        for finding in found.findings
        if finding.code == "arrears_to_settle"
    ]
    assert told == [True, False]


def test_an_exclusion_of_jkk_does_not_touch_a_death_by_another_cause():
    found = assessed(DEATH, cause="other", exclusion="suicide")

    assert found.result is Result.ELIGIBLE
    assert "exclusion_is_for_jkk" in codes(found)


def test_costs_that_jkm_does_not_pay_are_told():
    found = assessed(DEATH, treatment_idr=5_000_000)

    (finding,) = [each for each in found.findings if each.code == "not_a_jkm_benefit"]
    assert finding.facts["benefits"] == ("treatment",)
    assert found.total_now_idr == 42_000_000


def test_nobody_inherits_but_the_burial_is_paid_to_who_arranged_it():
    found = assessed(DEATH, heirs=[])

    assert {line.code: line.payee for line in found.lines} == {
        "lump_sum": PayeeKind.SOCIAL_SECURITY_FUND,
        "periodic": PayeeKind.SOCIAL_SECURITY_FUND,
        "burial": PayeeKind.BURIAL_ORGANISER,
    }


def test_the_assessment_names_the_versions_of_the_law_that_it_used():
    found = assessed(DEATH, event_on="2025-06-01", complete_on="2025-06-10")

    used = {(each.key, each.since.isoformat()) for each in found.parameters}
    assert {
        ("jkm.lump_sum_idr", "2019-12-02"),
        ("jkm.waiting", "2025-02-24"),
        ("jkm.payment_working_days", "2015-07-01"),
    } <= used
    keys = [each.key for each in found.parameters]
    assert keys == sorted(set(keys))
