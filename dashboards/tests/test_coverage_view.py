"""The coverage page: who is covered, over every labor force on record."""

from datetime import date
from fractions import Fraction

import pytest
from django.urls import reverse

from dashboards.queries import compare_regions, nearest_shares, places_inside
from enrollment.actions.reported import report_participants
from enrollment.queries.coverage import coverage_share
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import ani, budi, citra
from enrollment.tests.steps import PRICE, billed, pay
from registry.models import LabourForce, Region
from registry.roles import Role
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db

DAY = date(2020, 7, 31)
URL = "/coverage/2105/?on=2020-07-31"


def force(people: int, year: int, month: int | None = None, **changes: object) -> LabourForce:
    """Return a labor force of Anambas on record."""
    values = {
        "region": make_region(),
        "publisher": "BPS",
        "weighting": "SUPAS2015",
        "confidence": "B",
        "source_title": "Berita resmi",
    }
    return LabourForce.objects.create(year=year, month=month, people=people, **values | changes)


def bpjs(people: int, year: int, month: int | None = None) -> LabourForce:
    """Return a labor force as the social security office publishes it."""
    return force(people, year, month, publisher="BPJS Ketenagakerjaan", weighting="")


def reported(participants: int, code: str = "2105", month: date = date(2019, 12, 1)) -> None:
    """Let the wage earners of a region be reported."""
    region = make_region(code)
    report_participants(
        region=region,
        segment="PU",
        month=month,
        participants=participants,
        source="Cabang",
        by=make_user(f"lapor{code}", region=region),
    )


def test_every_denominator_on_record_is_shown_newest_first():
    pay(billed(workers=2), 24 * PRICE)
    reported(7)
    bpjs(18, 2019)
    force(20, 2020, 8, derivation="bekerja ditambah menganggur")
    force(45, 2018, 8, weighting="SP2010")

    answer = signed_in(ani()).get(URL)

    page = words(answer)
    assert "On 31 July 2020 there were 9 active participants" in page
    table = page[page.index("over every labor force on record") :]
    places = [table.index(share) for share in ("45.0%", "50.0%", "20.0%")]
    assert places == sorted(places)
    assert "BPS , August 2020 computed" in page
    assert "weighting not stated" in table


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_share_stands_with_its_denominator_in_both_languages(language):
    reported(9_899)
    bpjs(18_944, 2019)
    force(21_499, 2020, 8)

    page = signed_in(ani(), language=language).get(URL).text

    shares = ["52,3\u00a0%", "46,0\u00a0%"] if language == "id" else ["52.3%", "46.0%"]
    forces = ["18.944", "21.499"] if language == "id" else ["18,944", "21,499"]
    assert all(text in page for text in [*shares, *forces])


def test_of_each_publisher_the_labor_force_nearest_in_time_is_shown_large():
    early = bpjs(18_944, 2019)
    bpjs(18_700, 2021, 7)
    summer = force(21_499, 2020, 8)
    force(19_493, 2019, 8)

    nearest = nearest_shares(coverage_share(make_region(), on=DAY))

    assert [share.labour_force for share in nearest] == [summer, early]


def test_without_a_labor_force_there_is_no_share():
    reported(5)

    page = words(signed_in(ani()).get(URL))

    assert "No labor force is on record here" in page
    assert "no figure yet" in page
    assert "0.0%" not in page


def test_who_is_counted_is_named_with_month_and_source():
    pay(billed(workers=2), 24 * PRICE)
    reported(7)

    page = words(signed_in(ani()).get(URL))

    assert "Pemerintah Kabupaten Kepulauan Anambas Workers without a wage (BPU)" in page
    assert "Wage earners (PU) reported for December 2019, Cabang 7" in page


def test_more_participants_than_labor_force_leave_nobody_uncovered():
    reported(30)
    force(20, 2020, 8)

    page = words(signed_in(ani()).get(URL))

    assert "150.0%" in page
    assert "Of 20 (BPS, August 2020) 0 people" in page


def test_a_day_without_cover_leads_to_the_last_month_with_some():
    pay(billed(workers=1), 12 * PRICE)

    answer = signed_in(ani()).get("/coverage/2105/?on=2026-11-23")

    assert "The last month with paid cover is June 2021." in words(answer)
    assert "?on=2021-06-01" in answer.text


def test_a_day_that_cannot_be_read_is_said_and_today_shown():
    answer = signed_in(ani()).get("/coverage/2105/?on=31/02/2020")

    assert answer.status_code == 422
    assert "is no date in the calendar" in words(answer)


def test_districts_and_villages_are_counted_and_have_no_share_of_a_labor_force():
    make_region("2105012002")
    make_region("2105032001")
    pay(billed(workers=2), 24 * PRICE)

    districts = places_inside(make_region(), Region.Level.DISTRICT, on=DAY)
    villages = places_inside(make_region(), Region.Level.VILLAGE, on=DAY)

    assert [(p.region.name, p.participants, p.part) for p in districts] == [
        ("Siantan", 2, Fraction(1)),
        ("Siantan Timur", 0, Fraction(0)),
    ]
    assert [p.participants for p in villages] == [2, 0, 0]


@pytest.mark.parametrize("code", ["2105", "210501", "2105011001"])
def test_the_page_opens_for_each_level_in_scope(code):
    make_region("2105011001")

    answer = signed_in(budi()).get(reverse("coverage_detail", args=[code]))

    assert answer.status_code == 200


@pytest.mark.parametrize("code", ["21", "2105", "210501", "9999", "abc"])
def test_a_region_outside_of_scope_is_not_there(code):
    make_region("2105011001")

    answer = signed_in(citra()).get(reverse("coverage_detail", args=[code]))

    assert answer.status_code == 404


def test_the_way_up_leads_only_where_the_reader_may_go():
    make_region("2105011001")
    province = make_user("rina", role=Role.MANAGER, region=make_region("21"))

    inside = signed_in(budi()).get("/coverage/210501/")
    above = signed_in(province).get("/coverage/210501/")

    assert 'href="/coverage/21/' not in inside.text
    assert 'href="/coverage/2105/' in inside.text
    assert 'href="/coverage/21/' in above.text


def test_the_door_leads_to_the_readers_own_region_and_keeps_the_day():
    answer = signed_in(ani()).get("/coverage/?on=2020-07-31")

    assert answer.url == URL


def test_a_province_shows_its_regencies_and_says_where_no_figure_is():
    reported(9)
    force(18, 2020, 8)
    make_region("2103")
    province = make_user("rina", role=Role.MANAGER, region=make_region("21"))

    page = words(signed_in(province).get("/coverage/21/?on=2020-07-31"))

    table = page[page.index("Regencies and cities") :]
    assert "Kabupaten Kepulauan Anambas 9 18 BPS, August 2020 50.0%" in table
    assert "Kabupaten Natuna no figure yet no figure yet no figure yet" in table


def test_regions_side_by_side_count_as_their_own_pages_do():
    pay(billed(workers=3), 36 * PRICE)
    for code, participants in (("2105", 7), ("2103", 11), ("21", 100)):
        reported(participants, code)
    regencies = [make_region("2103"), make_region("2105")]

    lines = compare_regions(regencies, on=DAY)
    (province,) = compare_regions([make_region("21")], on=DAY)

    alone = {region.pk: coverage_share(region, on=DAY).total for region in regencies}
    assert {line.region.pk: line.participants for line in lines} == alone
    assert province.participants == coverage_share(make_region("21"), on=DAY).total == 103


def test_national_staff_see_the_provinces():
    boss = make_user("nasional", role=Role.MANAGER)
    boss.memberships.update(region=None)
    reported(9)

    page = words(signed_in(boss).get("/coverage/?on=2020-07-31"))

    assert "Coverage of the provinces" in page
    assert "Kepulauan Riau 9" in page


@pytest.mark.parametrize("regencies", [1, 5], ids=["one regency", "five regencies"])
def test_a_province_asks_the_database_as_often_for_one_regency_as_for_many(
    regencies, django_assert_num_queries
):
    for number in range(1, regencies + 1):
        reported(9, f"210{number}")
    client = signed_in(make_user("rina", role=Role.MANAGER, region=make_region("21")))

    with django_assert_num_queries(14):
        client.get("/coverage/21/?on=2020-07-31")


@pytest.mark.parametrize("villages", [1, 6], ids=["one village", "six villages"])
def test_a_regency_asks_the_database_as_often_for_one_village_as_for_many(
    villages, django_assert_num_queries
):
    for number in range(1, villages + 1):
        make_region(f"210501100{number}")
    client = signed_in(ani())

    with django_assert_num_queries(14):
        client.get(URL)
