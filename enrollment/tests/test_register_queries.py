"""What the page of registration shows beside the form: prices, and villages as they are typed."""

from datetime import date

import pytest

from enrollment.queries.registering import (
    own_order,
    place_index,
    self_paid,
    under_decree,
    villages_like,
)
from enrollment.tests.factories import make_decree, make_worker
from registry.programs import Fund, Sector
from registry.tests.factories import make_region

FEBRUARY = date(2026, 2, 2)


@pytest.mark.parametrize(
    ("asked", "total_idr"),
    [
        ({"income_idr": 1_000_000, "months": 1}, 16_800),
        ({"income_idr": 1_099_500, "months": 12}, 201_600),
        ({"income_idr": 2_100_000, "months": 3}, 86_400),
        ({"income_idr": 1_000_000, "months": 1, "with_jht": True}, 36_800),
    ],
    ids=["lowest band", "a gap between bands", "seventh band", "with savings"],
)
def test_who_pays_himself_pays_by_band_and_months(asked, total_idr):
    given = {"with_jht": False, "sector": Sector.OTHER} | asked

    contribution = self_paid(**given, since=date(2018, 2, 1), on=date(2018, 2, 2))

    assert contribution.total_idr == total_idr


@pytest.mark.parametrize(
    ("sector", "total_idr"),
    [(Sector.TRANSPORT, 16_800), (Sector.OTHER, 33_600)],
    ids=["a rider at half", "a fisher in full"],
)
def test_in_february_2026_transport_alone_has_the_relief(sector, total_idr):
    contribution = self_paid(
        income_idr=1_000_000,
        months=2,
        with_jht=False,
        sector=sector,
        since=date(2026, 2, 1),
        on=FEBRUARY,
    )

    assert contribution.total_idr == total_idr


def test_a_contribution_is_shown_run_by_run_with_its_clauses():
    contribution = self_paid(
        income_idr=1_000_000,
        months=3,
        with_jht=False,
        sector=Sector.TRANSPORT,
        since=date(2027, 3, 1),
        on=FEBRUARY,
    )

    runs = [(step.months, step.jkk_idr, step.jkm_idr) for step in contribution.steps]
    assert runs == [(1, 5_000, 3_400), (2, 10_000, 6_800)]
    assert all(step.citations for step in contribution.steps)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "total_idr"),
    [({}, 118_272), ({"fund": Fund.CSR, "with_jht": True}, 338_272)],
    ids=["JKK and JKM", "with savings"],
)
def test_under_a_decree_the_decrees_band_and_the_months_left_count(changes, total_idr):
    decree = make_decree(**changes)

    contribution = under_decree(decree, sector=Sector.OTHER, on=date(2020, 8, 31))

    assert (contribution.months, contribution.band.wage_base_idr) == (11, 1_000_000)
    # two months in full for who joins now, four at 1 % (PP 49/2020 Pasal 13), five in full
    assert contribution.total_idr == total_idr


@pytest.mark.django_db
def test_the_next_order_of_a_known_worker_is_priced_from_where_it_begins():
    contribution = own_order(
        make_worker(), income_idr=1_000_000, months=2, with_jht=False, on=FEBRUARY
    )

    assert (contribution.since, contribution.total_idr) == (date(2026, 2, 1), 33_600)


@pytest.mark.django_db
def test_without_villages_nothing_is_found():
    assert place_index([]).match("Terempa").village is None


@pytest.mark.django_db
def test_of_many_villages_those_that_begin_with_the_text_stand_first():
    villages = [make_region(f"2105042{number:03}", f"Pulau {number}") for number in range(1, 125)]
    villages.append(make_region("2105012001", "Teluk Pulau 1"))

    offered = villages_like(villages, "pulau 1")

    assert offered[0].name == "Pulau 1"
    assert len(offered) == 20
    assert villages_like(villages, "") == []
