"""JKK by the table of the rulebook, with the days on which its law changes."""

import pytest

from claims.rules.assessment import PayeeKind, Result, When
from claims.tests.rulebook import (
    ACCIDENT,
    DEATH,
    INJURY,
    SCHOOLCHILD,
    amounts,
    assessed,
    codes,
)

OLD, NEW = "2019-12-01", "2019-12-02"
TOTAL = ACCIDENT | {"outcome": "permanent_total"}
SUSPECTED = ACCIDENT | {"suspected": True, "treatment_idr": 7_000_000, "home_care_idr": 1_000_000}


def partial(*losses: dict) -> dict:
    return ACCIDENT | {"outcome": "partial_anatomical", "losses": list(losses)}


@pytest.mark.parametrize(
    ("facts", "on", "now_idr"),
    [
        (ACCIDENT, OLD, 55_800_000),
        (ACCIDENT, NEW, 70_000_000),
        (ACCIDENT | {"wage_base_idr": 2_000_000}, NEW, 118_000_000),
        (TOTAL, "2019-11-20", 60_800_000),
        (TOTAL, "2024-01-20", 68_000_000),
        (partial({"code": "right_thumb"}), "2024-05-01", 12_000_000),
        (partial({"code": "left_thumb"}), "2024-05-01", 9_600_000),
        (
            partial({"code": "hearing_both_ears_per_10_db", "units": 3}),
            "2024-05-01",
            14_400_000,
        ),
        (partial({"code": "leg_shortened_below_5_cm"}), "2024-05-01", 8_000_000),
        (INJURY | {"temporary_incapacity_months": 14}, "2019-06-15", 11_500_000),
        (INJURY | {"temporary_incapacity_months": 14}, "2024-06-15", 13_000_000),
        (
            INJURY | {"home_care_idr": 26_000_000, "home_care_months": 8},
            "2024-05-01",
            20_000_000,
        ),
        (INJURY | {"home_care_idr": 26_000_000, "home_care_months": 8}, "2019-10-01", 0),
        (ACCIDENT | {"registered_on": "2025-06-01", "paid_months": 1}, "2025-06-11", 70_000_000),
    ],
    ids=[
        "K1 a death on the last day of the old amounts",
        "K2 a death on the first day of the new amounts",
        "a death on the sixth band",
        "K5 permanent total disability, old",
        "K6 permanent total disability, new",
        "K7 the right thumb",
        "the left thumb",
        "K10 30 dB of both ears",
        "K12 a leg shortened by 4.9 cm",
        "K14 fourteen months unable to work, old",
        "fourteen months unable to work, new",
        "K18 care at home beyond its cap",
        "K19 care at home before it was a benefit",
        "K28 a death at work ten days after the registration",
    ],
)
def test_jkk_pays_what_the_law_of_the_day_says(facts, on, now_idr):
    found = assessed(facts, event_on=on, registered_on=min(facts["registered_on"], on))

    assert found.result is Result.ELIGIBLE
    assert found.total_now_idr == now_idr


@pytest.mark.parametrize(
    ("event_on", "filed_on", "expires_on", "stands"),
    [
        ("2018-06-01", "2021-06-01", "2023-06-01", True),
        ("2017-11-30", "2019-12-05", "2019-11-30", False),
        ("2017-12-01", "2019-12-02", "2019-12-01", False),
        ("2017-12-02", "2022-12-02", "2022-12-02", True),
        ("2017-12-02", "2022-12-03", "2022-12-02", False),
        ("2019-12-02", "2024-12-02", "2024-12-02", True),
        ("2019-12-02", "2024-12-03", "2024-12-02", False),
        ("2024-02-29", "2029-02-28", "2029-02-28", True),
        ("2024-02-29", "2029-03-01", "2029-02-28", False),
        ("2016-02-29", "2018-02-28", "2018-02-28", True),
    ],
    ids=[
        "K20 not yet expired when the longer term began",
        "K21 expired before the longer term began",
        "expired on the eve of the longer term",
        "expiring on the first day of the longer term",
        "the day after five years from there",
        "the last day of five years",
        "the day after five years",
        "the last day from a 29 February",
        "the day after, from a 29 February",
        "two years from a 29 February",
    ],
)
def test_a_claim_is_filed_by_its_last_day(event_on, filed_on, expires_on, stands):
    found = assessed(ACCIDENT, event_on=event_on, filed_on=filed_on, registered_on="2015-08-01")

    assert found.deadlines.expires_on.isoformat() == expires_on
    assert (found.result is Result.ELIGIBLE) is stands
    assert ("claim_expired" in codes(found)) is not stands


def test_k23_care_is_given_at_once_and_cash_waits_for_the_arrears():
    found = assessed(
        INJURY,
        arrears_months=3,
        treatment_idr=18_000_000,
        temporary_incapacity_months=2,
        transport=[{"mode": "land", "amount_idr": 300_000}],
    )

    (finding,) = [each for each in found.findings if each.code == "arrears_to_settle"]
    assert finding.facts["amount_idr"] == 50_400
    assert {line.code: line.when for line in found.lines} == {
        "treatment": When.NOW,
        "transport_land": When.AFTER_ARREARS,
        "temporary_incapacity": When.AFTER_ARREARS,
    }
    assert (found.total_now_idr, found.total_after_arrears_idr) == (18_000_000, 2_300_000)


def test_the_burial_money_of_jkk_waits_for_arrears_like_all_cash():
    found = assessed(ACCIDENT, arrears_months=1)

    assert (found.total_now_idr, found.total_after_arrears_idr) == (0, 70_000_000)


@pytest.mark.parametrize(
    ("stage1_at", "late"),
    [
        ("2025-05-03T10:00:00+07:00", False),
        ("2025-05-03T10:00:01+07:00", True),
        ("2025-05-03T12:00:00+07:00", True),
        ("2025-05-03T03:00:00Z", False),
    ],
    ids=["48 hours", "a second more", "K25 fifty hours", "48 hours, in another zone"],
)
def test_a_late_report_is_flagged_and_never_refused(stage1_at, late):
    found = assessed(
        ACCIDENT,
        event_on="2025-05-01",
        event_at="2025-05-01T10:00:00+07:00",
        stage1_at=stage1_at,
    )

    assert ("stage1_late" in codes(found)) is late
    assert found.total_now_idr == 70_000_000


@pytest.mark.parametrize(
    ("stage1_at", "late"),
    [("2025-05-04T00:00:00+07:00", False), ("2025-05-04T00:01:00+07:00", True)],
    ids=["48 hours after the day ended", "a minute more"],
)
def test_where_only_the_day_is_known_the_hours_count_from_its_end(stage1_at, late):
    found = assessed(ACCIDENT, event_on="2025-05-01", stage1_at=stage1_at)

    assert ("stage1_late" in codes(found)) is late


def test_k26_a_suspicion_is_concluded_within_thirty_days_of_stage_one():
    found = assessed(
        SUSPECTED,
        event_on="2025-05-01",
        filed_on="2025-05-20",
        stage1_at="2025-05-02T08:00:00+07:00",
    )

    assert found.deadlines.conclude_by.isoformat() == "2025-06-01"


def test_without_a_stage_one_the_thirty_days_run_from_the_filing():
    found = assessed(SUSPECTED, event_on="2025-05-01", filed_on="2025-05-02")

    assert found.deadlines.conclude_by.isoformat() == "2025-06-01"


def test_a_suspected_accident_has_care_alone_paid_to_who_gives_it():
    found = assessed(SUSPECTED, arrears_months=2)

    assert found.result is Result.NEEDS_MORE
    assert amounts(found) == {"treatment": 7_000_000, "home_care": 1_000_000}
    assert {(line.when, line.payee) for line in found.lines} == {(When.NOW, PayeeKind.FACILITY)}
    assert "suspected_to_conclude" in codes(found)


def test_before_pp_49_of_2023_no_act_said_by_when_to_conclude():
    found = assessed(SUSPECTED, event_on="2022-05-01")

    assert found.deadlines.conclude_by is None
    assert "no_conclusion_rule_yet" in codes(found)


def test_what_is_not_suspected_has_nothing_to_conclude():
    assert assessed(ACCIDENT).deadlines.conclude_by is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"cause": "illness"}, ["not_work_related", "claim_jkm_instead"]),
        ({"cause": "other", "outcome": "recovered"}, ["not_work_related"]),
        ({"exclusion": "suicide"}, ["excluded_suicide", "claim_jkm_instead"]),
        ({"exclusion": "off_route", "outcome": "recovered"}, ["excluded_off_route"]),
        ({"registered_on": "2024-02-11"}, ["not_registered_yet"]),
        ({"arrears_months": 4, "arrears_settled": True}, ["arrears_over_limit"]),
        (
            {
                "cause": "other",
                "exclusion": "self_harm",
                "filed_on": "2030-01-01",
                "arrears_months": 5,
                "registered_on": "2024-03-01",
            },
            [
                "not_registered_yet",
                "not_work_related",
                "excluded_self_harm",
                "claim_expired",
                "arrears_over_limit",
                "claim_jkm_instead",
            ],
        ),
    ],
    ids=[
        "a death by illness",
        "an injury at leisure",
        "a suicide",
        "off the way, recovered",
        "registered the day after",
        "four months of arrears",
        "every reason at once",
    ],
)
def test_every_reason_refuses_and_all_are_told(changes, told):
    found = assessed(ACCIDENT, **changes)

    assert found.result is Result.NOT_ELIGIBLE
    assert codes(found) == told
    assert found.lines == ()


def test_the_death_benefit_is_never_below_the_lump_sum_of_jkm():
    old = assessed(ACCIDENT, event_on=OLD, wage_base_idr=300_000)
    new = assessed(ACCIDENT, event_on=NEW, wage_base_idr=300_000)

    assert amounts(old)["death_benefit"] == 16_200_000
    assert amounts(new)["death_benefit"] == 20_000_000
    assert "death_floor_applied" in codes(new)
    assert "wage_base_is_no_band" in codes(new)


def test_jkk_has_the_scholarship_from_the_first_month_on():
    dead = assessed(ACCIDENT, paid_months=1, children=[SCHOOLCHILD])
    disabled = assessed(TOTAL, paid_months=1, children=[SCHOOLCHILD])
    hurt = assessed(INJURY, paid_months=1, children=[SCHOOLCHILD])

    assert dead.scholarship_total_idr == disabled.scholarship_total_idr > 0
    assert {line.payee for line in disabled.lines} == {PayeeKind.WORKER}
    assert hurt.scholarship_total_idr == 0


def test_before_december_2019_jkk_has_one_scholarship_for_the_worker():
    found = assessed(ACCIDENT, event_on=OLD, children=[SCHOOLCHILD, SCHOOLCHILD])

    assert found.total_now_idr == 67_800_000
    assert found.scholarship_total_idr == 12_000_000


def test_treatment_is_paid_to_the_facility_and_the_rest_to_the_worker():
    found = assessed(
        INJURY,
        treatment_idr=1,
        home_care_idr=1,
        temporary_incapacity_months=1,
        transport=[{"mode": "air", "amount_idr": 1}],
    )

    assert {line.code: line.payee for line in found.lines} == {
        "treatment": PayeeKind.FACILITY,
        "home_care": PayeeKind.FACILITY,
        "transport_air": PayeeKind.WORKER,
        "temporary_incapacity": PayeeKind.WORKER,
    }


def test_the_money_of_a_death_without_heirs_goes_to_the_fund_and_the_burial_to_its_organiser():
    found = assessed(ACCIDENT, heirs=[], treatment_idr=1, temporary_incapacity_months=1)

    assert {line.code: line.payee for line in found.lines} == {
        "treatment": PayeeKind.FACILITY,
        "temporary_incapacity": PayeeKind.SOCIAL_SECURITY_FUND,
        "death_benefit": PayeeKind.SOCIAL_SECURITY_FUND,
        "periodic": PayeeKind.SOCIAL_SECURITY_FUND,
        "burial": PayeeKind.BURIAL_ORGANISER,
    }


@pytest.mark.parametrize("outcome", ["death", "permanent_total"])
def test_losses_beside_a_death_or_a_total_disability_are_not_paid_for_themselves(outcome):
    alone = assessed(ACCIDENT, outcome=outcome)

    found = assessed(ACCIDENT, outcome=outcome, losses=[{"code": "right_thumb"}])

    assert found.lines == alone.lines
    assert "losses_not_added" in codes(found)


def test_a_recovery_without_costs_stands_and_pays_nothing():
    found = assessed(INJURY)

    assert found.result is Result.ELIGIBLE
    assert "nothing_to_pay" in codes(found)


@pytest.mark.parametrize("cause", ["work_accident", "commuting_accident", "occupational_disease"])
def test_no_death_is_ever_paid_by_both_programs(cause):
    by_work, by_illness = {"cause": cause}, {"cause": "illness"}

    assert assessed(ACCIDENT, **by_work).lines
    assert not assessed(DEATH, **by_work).lines
    assert not assessed(ACCIDENT, **by_illness).lines
    assert assessed(DEATH, **by_illness).lines
