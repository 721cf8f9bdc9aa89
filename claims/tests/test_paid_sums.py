"""What was paid by region: one question to the database, whatever the number of regions."""

from __future__ import annotations

from datetime import date

import pytest

from claims.queries.sums import PaidSum, paid_by_region_and_period
from claims.tests.payout_steps import Grant, make_approved, order, pay
from enrollment.tests.factories import make_worker
from registry.roles import Role
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db

YEAR = {"since": date(2020, 1, 1), "until": date(2021, 1, 1)}
VILLAGES = ("2105011001", "2105011002", "2105021001", "2103011001", "1101012001")


def pay_in(code: str, serial: int) -> None:
    """Pay Rp1,000,000 for a worker of a village, by the national treasurer."""
    boss = make_user("eko", role=Role.TREASURER)
    boss.memberships.update(region=None)
    worker = make_worker(serial, village=make_region(code))
    claim = make_approved(serial, grants=(Grant("burial", 1_000_000),), worker=worker)
    for payout in order(claim, by=boss):
        pay(payout, by=boss)


@pytest.fixture
def paid_everywhere():
    """One claim of Rp1,000,000 paid in each of five villages of three regencies."""
    for serial, code in enumerate(VILLAGES, start=1):
        pay_in(code, serial)


@pytest.mark.parametrize(
    "codes",
    [["2105"], ["2105", *VILLAGES], ["11", "21", "2103", "2105", "210501", "210502", *VILLAGES]],
    ids=["one region", "a regency and villages", "every level"],
)
def test_any_number_of_regions_is_one_query(codes, paid_everywhere, django_assert_num_queries):
    regions = [make_region(code) for code in codes]

    with django_assert_num_queries(1):
        sums = paid_by_region_and_period(regions, **YEAR)

    assert sums == [
        PaidSum(code, "JKM", date(2020, 8, 1), inside, inside * 1_000_000)
        for code in sorted(codes)
        if (inside := sum(village.startswith(code) for village in VILLAGES))
    ]


def test_no_region_is_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert paid_by_region_and_period([], **YEAR) == []


def test_a_province_counts_villages_whose_codes_come_after_those_of_its_regencies(paid_everywhere):
    pay_in("2172011001", 9)

    sums = paid_by_region_and_period([make_region("21"), make_region("2105")], **YEAR)

    assert [(row.region_code, row.claims) for row in sums] == [("21", 5), ("2105", 3)]
