"""The administration: every model, within the regions of its reader, and nothing deleted."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dashboards.tests.administration import change, changelist, client_of, fill, request_of
from enrollment.models import Decree, Sponsor, Worker
from registry.models import User
from registry.roles import Role
from registry.tests.factories import make_user

pytestmark = pytest.mark.django_db

FLOORS = ("registry", "enrollment", "claims", "dashboards")
MODELS = [
    model
    for floor in FLOORS
    for model in apps.get_app_config(floor).get_models()
    if not hasattr(model, "instance_type")  # the versions of a record are read from its page
]
LABELS = [model._meta.label for model in MODELS]
GLOBAL = {"registry.Occupation", "registry.Bank", "registry.Holiday"}


@pytest.fixture
def administrator() -> User:
    return make_user("gita", role=Role.ADMINISTRATOR)


@pytest.fixture
def signed_in(administrator) -> Client:
    """The administrator of Anambas, at her desk."""
    return client_of(administrator)


@pytest.mark.parametrize("model", MODELS, ids=LABELS)
def test_every_model_is_registered_and_searchable(model):
    assert admin.site.is_registered(model)
    assert admin.site.get_model_admin(model).search_fields


@pytest.mark.parametrize("model", MODELS, ids=LABELS)
def test_lists_open_and_search_within_the_regions_of_the_reader(signed_in, model):
    fill("2105")
    fill("2103")

    page = signed_in.get(changelist(model))
    found = signed_in.get(changelist(model), {"q": "1"})

    assert (page.status_code, found.status_code) == (200, 200)
    listed = page.context["cl"].queryset
    assert "2103" not in {getattr(row, "region_code", "")[:4] for row in listed}
    assert "SK 2103" not in page.content.decode()
    if model._meta.label not in GLOBAL:
        assert listed.count() < model._default_manager.count()


@pytest.mark.parametrize("model", MODELS, ids=LABELS)
def test_lists_take_the_same_queries_for_any_number_of_rows(
    signed_in, model, django_assert_num_queries
):
    fill("2105", count=2)
    with CaptureQueriesContext(connection) as few:
        signed_in.get(changelist(model))
    fill("2105", count=9)

    with django_assert_num_queries(len(few)):
        signed_in.get(changelist(model))


@pytest.mark.parametrize("model", MODELS, ids=LABELS)
def test_nothing_is_ever_deleted(signed_in, administrator, model):
    fill("2105")
    record = admin.site.get_model_admin(model).get_queryset(request_of(administrator)).first()
    url = reverse(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_delete", args=[record.pk]
    )

    answer = signed_in.post(url, {"post": "yes"})

    assert answer.status_code == 403
    assert model._default_manager.filter(pk=record.pk).exists()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.TREASURER, Role.MANAGER], ids=str)
def test_other_roles_are_not_let_in(role):
    client = client_of(make_user("budi", role=role))

    answer = client.get("/admin/")

    assert answer.status_code == 302


def test_an_auditor_reads_and_changes_nothing():
    fill("2105")
    client = client_of(make_user("fauzi", role=Role.AUDITOR))
    worker = Worker.objects.standing().get()

    page = client.get(change(worker))
    answer = client.post(change(worker), {"address": "RT 9"})

    assert page.status_code == 200
    assert answer.status_code == 403
    assert client.get(reverse("admin:registry_user_add")).status_code == 403


@pytest.mark.parametrize("model", [Worker, Sponsor, Decree], ids=lambda model: model.__name__)
@pytest.mark.parametrize("page", ["change", "history"])
def test_a_record_of_another_regency_cannot_be_opened(signed_in, model, page):
    fill("2103")
    record = model.objects.earliest("pk")
    url = reverse(f"admin:enrollment_{model._meta.model_name}_{page}", args=[record.pk])

    answer = signed_in.get(url)

    assert answer.status_code in (302, 404)
    assert str(record) not in answer.content.decode()


def test_a_version_of_another_regencys_record_cannot_be_opened(signed_in):
    fill("2103")
    sponsor = Sponsor.objects.get()
    version = sponsor.history.get()
    url = reverse("admin:enrollment_sponsor_simple_history", args=[sponsor.pk, version.pk])

    answer = signed_in.get(url)

    assert answer.status_code == 404


def test_a_version_is_shown_and_never_restored(signed_in):
    fill("2105")
    sponsor = Sponsor.objects.get()
    version = sponsor.history.get()
    url = reverse("admin:enrollment_sponsor_simple_history", args=[sponsor.pk, version.pk])

    assert signed_in.get(url).status_code == 200
    assert signed_in.post(url, {"name": "Lain"}).status_code == 403


def test_a_hash_of_a_password_is_never_shown():
    user = make_user("nur", role=Role.SUPERVISOR)
    user.set_password("kerambah-biru-7")
    user.save()
    auditor = client_of(make_user("fauzi", role=Role.AUDITOR))

    page = auditor.get(change(user)).content.decode()

    assert user.password not in page


def test_lists_show_no_whole_nik(signed_in):
    fill("2105")

    for model in MODELS:
        assert (
            Worker.objects.standing().get().nik
            not in signed_in.get(changelist(model)).content.decode()
        )


def test_groups_of_django_are_not_offered(signed_in):
    page = signed_in.get("/admin/").content.decode()

    assert "auth/group" not in page
