"""The pages of the ground floor, and the frame around every page."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from registry.law.parameters import in_force, versions
from registry.law_words import bands, topics
from registry.navigation import Place, nearest_places, places_for
from registry.roles import Permission, Role
from registry.tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.urls("registry.tests.page_urls")]


@pytest.fixture(autouse=True)
def ground_floor(monkeypatch):
    """Leave out the places of the floors above, whose pages do not stand under these URLs."""
    law = Place("Law", "law_detail", order=90)
    monkeypatch.setattr("registry.navigation._places", {law.url_name: law})


@pytest.fixture
def budi(client):
    user = make_user("budi")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def test_a_stranger_sees_the_door_only(client):
    answer = client.get("/law/")

    assert answer.status_code == 302
    assert answer.url == "/sign-in/?next=/law/"


def test_indonesian_is_spoken_whatever_the_browser_asks_for(client):
    answer = client.get("/sign-in/", headers={"accept-language": "en-US,en"})

    assert answer.headers["Content-Language"] == "id"
    assert '<html lang="id">' in answer.text


def test_a_stranger_may_choose_english_and_keeps_it(client):
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    answer = client.get("/sign-in/")

    assert '<html lang="en">' in answer.text
    assert "Sign in" in answer.text


def test_a_language_that_is_not_spoken_changes_nothing(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"

    assert client.get("/sign-in/").headers["Content-Language"] == "id"


def test_a_refused_sign_in_is_a_refused_form(client):
    answer = client.post("/sign-in/", {"username": "budi", "password": "wrong"})

    assert answer.status_code == 422
    assert "error-summary" in answer.text


@pytest.mark.parametrize("demo", [True, False], ids=["demo", "production"])
def test_the_accounts_of_the_demo_are_shown_in_the_demo_only(client, settings, demo):
    settings.DEMO_MODE = demo

    assert ("lindung-demo" in client.get("/sign-in/").text) is demo


def test_too_many_wrong_passwords_close_the_door_for_a_while(client, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post("/sign-in/", {"username": "budi", "password": "wrong"})

    assert answer.status_code == 429
    assert "15" in answer.text


def test_a_session_that_ended_below_a_part_of_a_page_reloads_the_page(client):
    answer = client.get("/sign-in/?next=/part/", headers={"HX-Request": "true"})

    assert answer.headers["HX-Refresh"] == "true"


def test_signing_out_needs_a_post(client, budi):
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").url == "/sign-in/"
    assert client.get("/pages/").status_code == 302


@pytest.mark.parametrize(
    ("headers", "whole"),
    [
        ({}, True),
        ({"HX-Request": "true"}, False),
        ({"HX-Request": "true", "HX-Boosted": "true"}, True),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, True),
    ],
    ids=["a browser", "a part", "a boosted form", "a step back"],
)
def test_only_a_request_for_a_part_gets_the_part(client, budi, headers, whole):
    answer = client.get("/part/", headers=headers)

    assert ("<html" in answer.text) is whole
    assert "HX-Request" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("path", "status"), [("/nowhere/", 404), ("/closed/", 403)], ids=["not found", "refused"]
)
def test_a_page_that_leads_nowhere_says_what_to_do(client, budi, path, status):
    answer = client.get(path)

    assert answer.status_code == status
    assert "<ul" in answer.text
    assert "page-head" in answer.text


def test_a_stranger_at_a_wrong_address_sees_no_menu(client):
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert "nav-row" not in answer.text


def test_the_frame_names_the_region_in_scope(client, budi):
    page = client.get("/pages/").text

    assert "Kabupaten Kepulauan Anambas" in page
    assert "Kepulauan Riau" in page


def test_the_frame_asks_for_roles_and_region_once(client, budi, django_assert_num_queries):
    client.get("/pages/")

    with django_assert_num_queries(4):  # session, user, roles, region
        client.get("/pages/")


def test_a_place_is_offered_to_those_only_who_may_open_it(monkeypatch):
    places = {
        "open": Place("Everybody", "open", order=2),
        "posted": Place("Payments", "posted", Permission.PAYMENT_POST, order=1),
    }
    monkeypatch.setattr("registry.navigation._places", places)
    ani = make_user("ani", role=Role.TREASURER)
    budi = make_user("budi")

    assert [place.url_name for place in places_for(ani)] == ["posted", "open"]
    assert [place.url_name for place in places_for(budi)] == ["open"]


def test_where_somebody_works_comes_before_where_others_do(budi, monkeypatch):
    places = {
        str(order): Place("A place", str(order), order=order, work=work)
        for order, work in [(n, None) for n in range(1, 8)] + [(8, Permission.PAYMENT_POST)]
    }
    monkeypatch.setattr("registry.navigation._places", places)
    ani = make_user("ani", role=Role.TREASURER)

    rows = [sorted(place.order for place in nearest_places(user)) for user in (ani, budi)]

    assert rows == [[1, 2, 3, 4, 5, 8], [1, 2, 3, 4, 5, 6]]


def test_the_row_of_places_holds_six_and_marks_where_the_reader_is(client, budi, monkeypatch):
    places = {"law_detail": Place("The law", "law_detail", order=1)}
    places |= {str(n): Place(f"Place {n}", "part", order=2) for n in range(8)}
    monkeypatch.setattr("registry.navigation._places", places)

    page = client.get(reverse("law_detail")).text
    row = page[page.index('<nav class="nav-row"') : page.index("</nav>")]

    assert row.count("<li") == 7
    assert row.count('aria-current="page"') == 1
    assert '<a href="/law/" aria-current="page">' in row


@pytest.mark.parametrize(
    "asked", ["?on=2020-07-20", "?on=20 Juli 2020", "?on=20/07/2020"], ids=["ISO", "words", "local"]
)
def test_the_law_of_a_day_shows_what_held_then(client, budi, asked):
    page = client.get(f"/law/{asked}").text

    assert "Rp6.800" in page
    assert "PP 44/2015" in page
    assert "PP 49/2020" not in page


def test_the_law_page_shows_a_relief_while_it_lasts(client, budi):
    assert "PP 49/2020" in client.get("/law/?on=2020-10-01").text


def test_a_day_that_cannot_be_read_is_refused_and_today_is_shown(client, budi):
    page = client.get("/law/?on=31/02/2020").text

    assert "error-summary" in page
    assert "PP 44/2015" in page


def test_before_any_law_the_page_says_so(client, budi):
    answer = client.get("/law/?on=1999-01-01")

    assert answer.status_code == 200
    assert "PP 44/2015" not in answer.text


def test_every_parameter_on_record_is_told_in_words():
    told = [
        (provision.label, provision.words)
        for topic in topics(versions())
        for provision in topic.provisions
    ]

    assert len(told) == len(versions())
    assert not [label for label, _ in told if "." in label and "_" in label]


def test_a_setting_of_the_office_is_not_told_as_law():
    own = [version for version in versions() if version.source == "Lindung"]

    told = [provision.clause for topic in topics(own) for provision in topic.provisions]

    assert len(told) == len(own) >= 4
    assert not [clause for clause in told if "Pasal" in clause or "Lindung" in clause]


def test_the_table_of_bands_joins_the_programs_by_wage_base():
    table = bands(in_force(date(2020, 7, 20)))

    assert len(table) == 33
    assert (table[0].wage_base_idr, table[0].total_idr, table[0].jht_idr) == (
        1_000_000,
        16_800,
        20_000,
    )
    assert not any(band.inferred for band in table[:30])
