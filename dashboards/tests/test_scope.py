"""Who sees what and who may do what, page by page, for every page that the project has."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from dashboards.tests.routes import (
    ACTS,
    CHOICES,
    DOOR,
    FORMS,
    PLACES,
    RECORDS,
    ROUTES,
    admin_paths,
    names_of_the_project,
)
from dashboards.tests.two_regencies import (
    NIKS,
    World,
    everything_on_record,
    who_holds,
)
from enrollment.tests.browsing import signed_in
from registry.models import User
from registry.roles import ROLE_PERMISSIONS, Role

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
ADMIN_MODELS = [
    model
    for floor in ("registry", "enrollment", "claims")
    for model in apps.get_app_config(floor).get_models()
    if not hasattr(model, "instance_type")
]
SHARED = {"registry.Occupation", "registry.Bank", "registry.Holiday"}


def name_of(thing: Any) -> str:
    return getattr(thing, "name", "") or thing._meta.label


@pytest.fixture
def citra() -> Client:
    """Citra, who holds every role there is, next door."""
    return signed_in(who_holds(*Role.values, region_code="2103", name="citra"))


def body_of(answer: Any) -> str:
    """Return what was sent, a file's bytes too, as text."""
    sent = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return sent.decode("utf-8", errors="replace")


def told(answer: Any, world: World) -> list[str]:
    """Return the words of Anambas that an answer tells."""
    told = body_of(answer) + str(answer.headers)
    return [word for word in world.secrets if word in told]


def test_every_page_of_the_project_stands_in_the_table():
    assert {route.name for route in ROUTES} == names_of_the_project()


@pytest.mark.parametrize("route", [route for route in ROUTES if route not in DOOR], ids=name_of)
def test_a_stranger_is_led_to_the_door_and_learns_nothing(world, route):
    stranger, url = Client(), route.url(world)
    before = everything_on_record()

    answers = [
        stranger.get(url),
        stranger.get(url, headers=HTMX),
        stranger.post(url, route.data(world)),
    ]

    for answer in answers:
        assert (answer.status_code, answer.url) == (302, f"/sign-in/?next={url}")
        assert not told(answer, world)
    assert everything_on_record() == before


@pytest.mark.parametrize("path", admin_paths())
def test_a_stranger_sees_nothing_of_the_administration(path):
    answer = Client().get(path, follow=True)

    assert answer.redirect_chain[-1][0].startswith(
        ("/sign-in/?next=/admin/", "/sign-in/?next=%2Fadmin%2F")
    )


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/enrollment/worker/"])
def test_the_administration_refuses_who_is_signed_in_and_may_not_enter(path):
    answer = signed_in(who_holds(Role.OFFICER)).get(path, follow=True)

    assert answer.status_code == 403
    assert "page-head" in answer.text


@pytest.mark.parametrize("route", [*RECORDS, *ACTS], ids=name_of)
def test_a_record_of_another_regency_does_not_exist(world, citra, route):
    url, before = route.url(world), everything_on_record()

    looked = [citra.get(url), citra.get(url, headers=HTMX)]
    acted = citra.post(url, route.data(world))

    assert {answer.status_code for answer in looked} == {405 if route.only_post else 404}
    assert acted.status_code == (404 if route in ACTS else acted.status_code)
    assert acted.status_code in (404, 405)
    assert not [word for answer in (*looked, acted) for word in told(answer, world)]
    assert everything_on_record() == before


@pytest.mark.parametrize("route", FORMS, ids=name_of)
def test_a_form_takes_no_region_or_record_of_another_regency(world, citra, route):
    before = everything_on_record()

    answer = citra.post(route.url(world), route.data(world))

    assert answer.status_code == 422
    assert not told(answer, world)
    assert everything_on_record() == before


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": "Zulk"},
        {"q": "21050141"},
        {"q": "BAHARI"[:3]},
        {"q": "Yayas"},
        {"state": "open"},
        {"state": "credit"},
        {"status": "staged"},
        {"on": "2020-07-31"},
        {"decree": "1", "sponsor": "1"},
        {"after": '["2105011001","1985-07-01","",0]'},
        {"after": "[9999999]"},
    ],
    ids=str,
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_no_list_search_or_form_tells_of_another_regency(world, citra, query, headers):
    for route in (*PLACES, *FORMS):
        answer = citra.get(route.url(world), query, headers=headers, follow=True)

        assert answer.status_code in (200, 422), route.name
        assert not told(answer, world), route.name


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("query", [{}, {"q": "KLM"}, {"q": "Zulk"}, {"show": "mine"}], ids=str)
def test_a_supervisor_sees_no_claim_by_another_role_held_next_door(world, role, query):
    who_holds(role, region_code="2103", name="ratna")
    ratna = signed_in(who_holds(Role.SUPERVISOR, name="ratna"))

    answers = [
        ratna.get(reverse(name), query, headers=headers)
        for name in ("home", "claim_list", "payment_file_list")
        for headers in ({}, HTMX)
    ]

    assert not [answer.status_code for answer in answers if "KLM-BAHARI" in body_of(answer)]


@pytest.mark.parametrize("route", CHOICES, ids=name_of)
def test_what_is_chosen_of_another_regency_changes_nothing(world, citra, route):
    before = everything_on_record()

    answer = citra.post(route.url(world), route.data(world), follow=True)

    assert answer.status_code == 200
    assert not told(answer, world)
    assert everything_on_record() == before


@pytest.mark.parametrize("route", [*FORMS, *ACTS, *CHOICES], ids=name_of)
def test_an_act_is_refused_to_every_role_without_its_right(world, route):
    url = route.url(world)
    without = [role for role in Role.values if not route.is_done_by(role)]
    clients = {role: signed_in(who_holds(role)) for role in without}
    before = everything_on_record()

    answers = {role: client.post(url, route.data(world)) for role, client in clients.items()}
    looks = {role: client.get(url).status_code for role, client in clients.items()}

    assert {answer.status_code for answer in answers.values()} == {403}
    assert looks == {role: route.answer_to_a_look(role) for role in without}
    assert everything_on_record() == before


@pytest.mark.parametrize("route", [*FORMS, *ACTS, *CHOICES], ids=name_of)
def test_the_same_act_is_done_for_a_role_with_its_right_and_stands_in_the_trail(world, route):
    able = next(role for role in Role.values if route.right in ROLE_PERMISSIONS[role])
    client = signed_in(who_holds(able))
    before = everything_on_record()

    answer = client.post(route.url(world), route.data(world))

    assert answer.status_code == 302
    after = everything_on_record()
    trail = "registry.AuditEvent"
    assert len(after.pop(trail)) > len(before.pop(trail))
    assert (after != before) is not route.only_trail


@pytest.mark.parametrize("route", [*DOOR, *FORMS, *ACTS, *CHOICES], ids=name_of)
def test_a_post_without_the_token_of_our_own_form_is_refused(world, route):
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(who_holds(*Role.values, name="semua")).cookies
    url, data = route.url(world), route.data(world)
    before = everything_on_record()

    answer = client.post(url, data)

    assert answer.status_code == 403
    assert everything_on_record() == before


@pytest.mark.parametrize("route", [r for r in ROUTES if r.only_post], ids=name_of)
def test_a_page_that_only_acts_answers_no_look(world, route):
    client = signed_in(who_holds(*Role.values, name="semua"))

    assert client.get(route.url(world)).status_code == 405
    assert client.head(route.url(world)).status_code == 405


@pytest.mark.parametrize("route", [*PLACES, *RECORDS], ids=name_of)
def test_a_page_that_only_looks_takes_no_post(world, route):
    client = signed_in(who_holds(*Role.values, name="semua"))

    assert client.post(route.url(world)).status_code == 405


@pytest.mark.parametrize(
    "route", [r for r in (*PLACES, *RECORDS, *FORMS, *ACTS) if not r.only_post], ids=name_of
)
def test_a_page_opens_for_who_may_and_shows_no_whole_nik(world, route):
    client = signed_in(who_holds(*Role.values, name="semua"))

    for query in ({}, {"problem": "every"}, {"q": "Zulk"}, {"on": "2020-07-31"}):
        answer = client.get(route.url(world), query, follow=True)

        assert answer.status_code in (200, 422)
        if answer.headers["Content-Type"].startswith("text/html"):
            assert not NIKS & set(told(answer, world))


@pytest.mark.parametrize("model", ADMIN_MODELS, ids=name_of)
def test_the_administration_next_door_tells_nothing(world, citra, model):
    before = everything_on_record()
    rows = [row for row in model._default_manager.all() if lies_in_anambas(row)]

    answers = [citra.get(admin_url(model, "changelist"), {"q": word}) for word in ("", "1", "B")]
    for row in rows:
        answers += [citra.get(url, follow=True) for url in admin_pages(row)]
        answers.append(citra.post(admin_url(model, "change", row.pk), {"name": "Lain"}))

    assert rows or model._meta.label in SHARED
    assert not [word for answer in answers for word in told(answer, world)]
    assert everything_on_record() == before


@pytest.mark.parametrize("model", ADMIN_MODELS, ids=name_of)
def test_the_administration_shows_no_whole_nik(world, model):
    client = signed_in(who_holds(Role.ADMINISTRATOR))
    rows = [row for row in model._default_manager.all() if lies_in_anambas(row)]

    answers = [client.get(admin_url(model, "changelist"))]
    answers += [client.get(url) for row in rows for url in admin_pages(row)[:-1]]

    for answer in answers:
        assert answer.status_code == 200
        assert not NIKS & set(told(answer, world))


@pytest.mark.parametrize(
    ("model", "field"),
    [("worker", "village"), ("membership", "user"), ("membership", "region")],
)
def test_what_the_administration_completes_lies_in_scope(world, citra, model, field):
    app = "enrollment" if model == "worker" else "registry"
    asked = {"app_label": app, "model_name": model, "field_name": field}

    answer = citra.get(reverse("admin:autocomplete"), asked)

    found = {str(found["id"]) for found in answer.json()["results"]}
    assert found
    assert not [pk for pk in found if pk.startswith("2105")]


def lies_in_anambas(row: Any) -> bool:
    if isinstance(row, User):
        return row.memberships.filter(region="2105").exists()
    code = row
    for name in getattr(row, "scope_field", "").split("__"):
        code = getattr(code, name, "") if name else ""
    return str(getattr(code, "pk", code)).startswith("2105")


def admin_url(model: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def admin_pages(row: Any) -> list[str]:
    """Return the pages of one record: itself, its history and versions, and its end."""
    versions = row.history.all() if hasattr(row, "history") else []
    return [
        admin_url(type(row), "change", row.pk),
        admin_url(type(row), "history", row.pk),
        *(admin_url(type(row), "simple_history", row.pk, found.pk) for found in versions),
        admin_url(type(row), "delete", row.pk),
    ]
