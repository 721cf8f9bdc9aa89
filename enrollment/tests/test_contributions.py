from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollment.rules.contributions import (
    MemberFacts,
    NoBand,
    NoSuchBase,
    affordable_workers,
    band_for_income,
    band_of_base,
    bands,
    due_on,
    quote,
    reliefs_published_between,
    runs,
)
from registry.law.parameters import MissingParameter
from registry.months import add_months, parse_month
from registry.programs import Fund, Program, Sector

JKK_JKM = (Program.JKK, Program.JKM)
ALL_THREE = (*JKK_JKM, Program.JHT)
FARMER = MemberFacts(fund=Fund.SELF, sector=Sector.OTHER)
DRIVER = MemberFacts(fund=Fund.SELF, sector=Sector.TRANSPORT)
BY_REGENCY = MemberFacts(fund=Fund.APBD, sector=Sector.OTHER)
LATER = date(2027, 12, 31)
BEFORE_PP_49 = date(2020, 7, 20)
AFTER_PP_49 = date(2020, 10, 1)


def price(facts, since, months=1, *, income=950_000, programs=JKK_JKM, known_on=LATER):
    first = parse_month(since)
    band = band_for_income(income, on=first)
    quoted = quote(
        wage_base_idr=band.wage_base_idr,
        programs=programs,
        since=first,
        months=months,
        facts=facts,
        known_on=known_on,
    )
    return sum(month.total_idr for month in quoted)


def lowest(facts, since, months=1, *, known_on=LATER, programs=JKK_JKM):
    return quote(
        wage_base_idr=1_000_000,
        programs=programs,
        since=parse_month(since),
        months=months,
        facts=facts,
        known_on=known_on,
    )


@pytest.mark.parametrize(
    ("income", "programs", "expected_idr"),
    [
        (950_000, JKK_JKM, 16_800),
        (950_000, ALL_THREE, 36_800),
        (1_099_000, JKK_JKM, 16_800),
        (1_099_500, JKK_JKM, 16_800),
        (1_100_000, JKK_JKM, 18_800),
        (1, JKK_JKM, 16_800),
        (99_000_000, ALL_THREE, 627_800),
    ],
    ids=[
        "C1 a farmer who pays himself",
        "C2 with JHT",
        "C3 upper edge of band 1",
        "C5 in the gap after band 1",
        "lower edge of band 2",
        "one rupiah",
        "above the last band's start",
    ],
)
def test_the_income_picks_the_price(income, programs, expected_idr):
    assert price(FARMER, "2024-05", income=income, programs=programs) == expected_idr


@pytest.mark.parametrize(
    ("facts", "since", "months", "workers", "expected_idr"),
    [
        (BY_REGENCY, "2025-01", 12, 4_839, 975_542_400),
        (BY_REGENCY, "2026-01", 12, 4_839, 975_542_400),
        (BY_REGENCY, "2024-04", 9, 4_400, 665_280_000),
        (FARMER, "2020-07", 1, 1, 16_800),
        (FARMER, "2020-08", 1, 1, 168),
        (FARMER, "2021-01", 1, 1, 168),
        (FARMER, "2021-02", 1, 1, 16_800),
        (DRIVER, "2025-12", 1, 1, 16_800),
        (DRIVER, "2026-01", 1, 1, 8_400),
        (DRIVER, "2027-03", 1, 1, 8_400),
        (DRIVER, "2027-04", 1, 1, 16_800),
        (FARMER, "2026-03", 1, 1, 16_800),
        (FARMER, "2026-04", 1, 1, 8_400),
        (FARMER, "2026-12", 1, 1, 8_400),
        (FARMER, "2027-01", 1, 1, 16_800),
        (MemberFacts(fund=Fund.APBD, sector=Sector.TRANSPORT), "2026-05", 1, 1, 16_800),
        (DRIVER, "2026-01", 12, 1, 100_800),
        (DRIVER, "2027-01", 3, 1, 25_200),
        (DRIVER, "2027-04", 4, 1, 67_200),
        (
            MemberFacts(fund=Fund.SELF, sector=Sector.TRANSPORT, member_since=date(2026, 6, 1)),
            "2026-06",
            1,
            1,
            8_400,
        ),
        (
            MemberFacts(fund=Fund.SELF, sector=Sector.TRANSPORT, employer=True),
            "2026-02",
            1,
            1,
            16_800,
        ),
    ],
    ids=[
        "C8 the regency in 2025",
        "C9 the regency in 2026, no relief",
        "C10 nine months of 4,400",
        "C11 before PP 49/2020",
        "C12 first month of PP 49/2020",
        "C13 last month of PP 49/2020",
        "after PP 49/2020",
        "C16 driver before PP 50/2025",
        "C17 driver, first month",
        "C18 driver, last month",
        "driver, after the last month",
        "C20 fisher, a month before",
        "C21 fisher, first month",
        "C22 fisher, last month",
        "C23 fisher, after the last month",
        "C24 driver paid by APBD",
        "C27 driver, a whole year",
        "C29 what credit pays at half price",
        "C29 and at full price",
        "C30 newly registered driver",
        "C32 driver who employs others",
    ],
)
def test_the_price_follows_month_fund_and_sector(facts, since, months, workers, expected_idr):
    assert price(facts, since, months) * workers == expected_idr


@pytest.mark.parametrize(
    ("fund", "expected_idr"),
    [
        (Fund.APBN, 16_800),
        (Fund.APBD, 16_800),
        (Fund.APBDES, 16_800),
        (Fund.DBH, 16_800),
        (Fund.CSR, 8_400),
        (Fund.SELF, 8_400),
    ],
)
def test_pp_50_passes_over_public_money(fund, expected_idr):
    facts = MemberFacts(fund=fund, sector=Sector.OTHER)

    assert price(facts, "2026-05") == expected_idr


@pytest.mark.parametrize("fund", list(Fund))
def test_pp_49_reached_every_fund(fund):
    facts = MemberFacts(fund=fund, sector=Sector.OTHER, employer=True)

    assert price(facts, "2020-08") == 168


@pytest.mark.parametrize(
    ("member_since", "paid_up", "expected_idr"),
    [
        (None, True, [16_800, 168, 168, 168, 168, 168, 168, 16_800]),
        (None, False, [16_800] * 8),
        (date(2020, 7, 1), True, [16_800, 168, 168, 168, 168, 168, 168, 16_800]),
        (date(2020, 7, 1), False, [16_800] * 8),
        (date(2020, 9, 1), True, [16_800] * 4 + [168] * 3 + [16_800]),
        (date(2020, 9, 1), False, [16_800] * 4 + [168] * 3 + [16_800]),
        (date(2020, 12, 1), True, [16_800] * 8),
    ],
    ids=[
        "registered long before and paid up",
        "registered long before, in arrears",
        "registered in the last month before",
        "registered in the last month before, in arrears",
        "registered 2020-09: the third month",
        "registered 2020-09: arrears before do not matter",
        "registered 2020-12: the third month is too late",
    ],
)
def test_pp_49_asks_when_a_worker_joined_and_what_he_owed(member_since, paid_up, expected_idr):
    facts = MemberFacts(
        fund=Fund.SELF, sector=Sector.OTHER, member_since=member_since, paid_up=paid_up
    )

    months = lowest(facts, "2020-07", 8)

    assert [month.total_idr for month in months] == expected_idr


@pytest.mark.parametrize(
    ("known_on", "expected_idr"),
    [
        (BEFORE_PP_49, 975_542_400),
        (date(2020, 8, 30), 975_542_400),
        (date(2020, 8, 31), 492_648_912),
        (AFTER_PP_49, 492_648_912),
    ],
    ids=["day of issue", "a day before the relief", "the day of the relief", "two months later"],
)
def test_the_founding_case_costs_what_was_known(known_on, expected_idr):
    assert price(BY_REGENCY, "2020-07", 12, known_on=known_on) * 4_839 == expected_idr


def test_the_relief_owes_the_founding_sponsor_the_difference():
    billed = price(BY_REGENCY, "2020-07", 12, known_on=BEFORE_PP_49)
    now = price(BY_REGENCY, "2020-07", 12, known_on=AFTER_PP_49)

    assert (billed - now) * 4_839 == 482_893_488


def test_c28_a_year_paid_before_the_relief_was_known_leaves_half_as_credit():
    paid = price(DRIVER, "2026-01", 12, known_on=date(2025, 12, 5))
    due = price(DRIVER, "2026-01", 12)

    assert (paid, paid - due) == (201_600, 100_800)


def test_jht_is_never_relieved():
    (month,) = lowest(DRIVER, "2026-05", programs=ALL_THREE)

    assert (month.jkk_idr, month.jkm_idr, month.jht_idr) == (5_000, 3_400, 20_000)


def test_each_amount_has_its_clause_and_the_relief_has_too():
    (month,) = lowest(DRIVER, "2026-05", programs=ALL_THREE)

    assert [(cited.key, cited.source) for cited in month.citations] == [
        ("bpu.jkk_bands", "PP 44/2015"),
        ("bpu.jkm_contribution_idr", "PP 44/2015"),
        ("bpu.jht_bands", "PP 46/2015"),
        ("reliefs.pp50_2025_transport", "PP 50/2025"),
    ]


def test_jht_is_cited_only_where_it_is_paid():
    (month,) = lowest(FARMER, "2024-05")

    assert month.jht_idr == 0
    assert "bpu.jht_bands" not in [cited.key for cited in month.citations]


@pytest.mark.parametrize(
    "programs",
    [(Program.JKK,), (Program.JKM, Program.JHT), (Program.JHT,), ()],
    ids=["without JKM", "without JKK", "JHT alone", "none"],
)
def test_jkk_and_jkm_come_together(programs):
    with pytest.raises(ValueError, match="compulsory"):
        lowest(FARMER, "2024-05", programs=programs)


@pytest.mark.parametrize(
    ("since", "months"), [(date(2024, 5, 1), 0), (date(2024, 5, 2), 1)], ids=["none", "half"]
)
def test_only_whole_months_are_quoted(since, months):
    with pytest.raises(ValueError, match="whole months"):
        quote(
            wage_base_idr=1_000_000,
            programs=JKK_JKM,
            since=since,
            months=months,
            facts=FARMER,
            known_on=LATER,
        )


def test_a_month_before_the_law_has_no_price():
    with pytest.raises(MissingParameter):
        lowest(FARMER, "2015-06")


def test_a_year_over_a_relief_is_two_runs():
    found = runs(lowest(BY_REGENCY, "2020-07", 12, known_on=AFTER_PP_49))

    assert [(run.since, run.until, run.quote.total_idr) for run in found] == [
        (date(2020, 7, 1), date(2020, 8, 1), 16_800),
        (date(2020, 8, 1), date(2021, 2, 1), 168),
        (date(2021, 2, 1), date(2021, 7, 1), 16_800),
    ]


def test_a_year_at_one_rate_is_one_run():
    (run,) = runs(lowest(BY_REGENCY, "2020-07", 12, known_on=BEFORE_PP_49))

    assert (run.since, run.until) == (date(2020, 7, 1), date(2021, 7, 1))


def test_a_gap_between_months_parts_a_run():
    months = lowest(BY_REGENCY, "2022-01", 4)

    found = runs([months[0], months[2], months[3]])

    assert [run.since for run in found] == [date(2022, 1, 1), date(2022, 3, 1)]


@pytest.mark.parametrize(
    ("after", "to", "keys"),
    [
        (BEFORE_PP_49, AFTER_PP_49, ["reliefs.pp49_2020"]),
        (date(2020, 8, 31), AFTER_PP_49, []),
        (BEFORE_PP_49, date(2020, 8, 31), ["reliefs.pp49_2020"]),
        (
            date(2025, 12, 5),
            date(2026, 1, 1),
            ["reliefs.pp50_2025_other", "reliefs.pp50_2025_transport"],
        ),
    ],
    ids=["over PP 49/2020", "issued on its day", "asked on its day", "over PP 50/2025"],
)
def test_reliefs_published_since_an_invoice_are_found(after, to, keys):
    assert [relief.key for relief in reliefs_published_between(after, to)] == keys


@pytest.mark.parametrize("facts", [FARMER, DRIVER, BY_REGENCY])
def test_a_relief_reaches_the_months_that_its_quotation_lowers(facts):
    reliefs = reliefs_published_between(date.min, LATER)

    for quoted in lowest(facts, "2020-06", 84):
        reached = [relief.key for relief in reliefs if relief.reaches(quoted.month, facts)]
        cited = [citation.key for citation in quoted.citations[2:]]

        assert cited == reached
        assert (quoted.total_idr < 16_800) is bool(reached)


@pytest.mark.parametrize(
    ("month", "program", "days_off", "due"),
    [
        ("2026-04", Program.JKK, (), date(2026, 4, 15)),
        ("2026-04", Program.JKM, (), date(2026, 4, 15)),
        ("2026-03", Program.JHT, (), date(2026, 4, 15)),
        ("2026-12", Program.JHT, (), date(2027, 1, 15)),
        ("2020-08", Program.JKK, (), date(2020, 8, 17)),
        ("2020-08", Program.JKK, (date(2020, 8, 17),), date(2020, 8, 18)),
    ],
    ids=[
        "JKK in the month itself",
        "JKM in the month itself",
        "C34 JHT in the next month",
        "JHT over new year",
        "the 15th is a Saturday",
        "and the Monday after it Independence Day",
    ],
)
def test_a_contribution_is_due_on_the_15th_or_the_next_working_day(month, program, days_off, due):
    assert due_on(parse_month(month), program=program, days_off=days_off) == due


@pytest.mark.parametrize(
    ("ceiling_idr", "workers"),
    [(975_542_400, 4_839), (975_542_399, 4_838), (201_600, 1), (201_599, 0), (0, 0), (-1, 0)],
    ids=["to the rupiah", "a rupiah short", "one", "not even one", "nothing", "less"],
)
def test_a_ceiling_buys_whole_workers(ceiling_idr, workers):
    assert affordable_workers(ceiling_idr=ceiling_idr, price_idr=201_600) == workers


def test_a_worker_who_costs_nothing_is_a_mistake():
    with pytest.raises(ValueError, match="more than nothing"):
        affordable_workers(ceiling_idr=1, price_idr=0)


@pytest.mark.parametrize("income", [0, -1], ids=["nothing", "a loss"])
def test_no_band_holds_an_income_of_nothing(income):
    with pytest.raises(NoBand):
        band_for_income(income, on=date(2024, 5, 1))


@pytest.mark.parametrize(
    ("base", "nearest"),
    [
        (1_100_000, (1_000_000, 1_200_000)),
        (1_050_000, (1_000_000, 1_200_000)),
        (1, (1_000_000, 1_200_000)),
        (2_700_000, (2_600_000, 2_950_000)),
        (30_000_000, (19_700_000, 20_700_000)),
    ],
    ids=["between", "nearer to one", "below all", "where the steps widen", "above all"],
)
def test_a_wage_base_of_no_band_names_the_two_nearest(base, nearest):
    with pytest.raises(NoSuchBase) as refused:
        band_of_base(base, on=date(2024, 5, 1))

    assert refused.value.nearest == nearest


def test_the_table_has_33_bands_at_one_and_two_percent():
    table = bands(date(2024, 5, 1))

    assert [band.number for band in table] == list(range(1, 34))
    for band in table:
        assert band.jkk_idr * 100 == band.wage_base_idr
        assert band.jht_idr * 50 == band.wage_base_idr
    assert (table[0].jkk_idr, table[-1].jkk_idr) == (10_000, 207_000)
    assert [band.number for band in table if band.inferred] == [31, 32, 33]


@given(st.integers(1, 100_000_000))
def test_every_income_has_the_highest_band_that_it_reaches(income):
    table = bands(date(2024, 5, 1))

    band = band_for_income(income, on=date(2024, 5, 1))

    assert band.income_from <= income
    assert all(
        other.income_from > income for other in table if other.income_from > band.income_from
    )


@given(st.integers(1, 100_000_000), st.integers(0, 100_000_000))
def test_more_income_never_costs_less(income, more):
    lower = band_for_income(income, on=date(2024, 5, 1))
    higher = band_for_income(income + more, on=date(2024, 5, 1))

    assert lower.jkk_idr <= higher.jkk_idr


@given(
    band=st.sampled_from(bands(date(2024, 5, 1))),
    offset=st.integers(0, 140),
    months=st.integers(1, 36),
    fund=st.sampled_from(Fund),
    sector=st.sampled_from(Sector),
)
def test_a_relief_never_raises_a_price_and_runs_lose_no_month(band, offset, months, fund, sector):
    since = add_months(date(2015, 7, 1), offset)
    quoted = quote(
        wage_base_idr=band.wage_base_idr,
        programs=ALL_THREE,
        since=since,
        months=months,
        facts=MemberFacts(fund=fund, sector=sector),
        known_on=LATER,
    )

    found = runs(quoted)

    assert all(0 < month.jkk_idr <= band.jkk_idr for month in quoted)
    assert all(month.jht_idr == band.jht_idr for month in quoted)
    assert (found[0].since, found[-1].until) == (since, add_months(since, months))
    assert all(one.until == other.since for one, other in pairwise(found))
