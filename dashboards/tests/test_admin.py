"""The administration: who is let in, what may be changed, and which versions are read."""

import pytest
from django.test import Client
from django.urls import reverse

from dashboards.tests.administration import MODELS, change, changelist, client_of, fill
from enrollment.models import Decree, Sponsor, Worker
from registry.models import User
from registry.roles import Role
from registry.tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return make_user("gita", role=Role.ADMINISTRATOR)


@pytest.fixture
def signed_in(administrator) -> Client:
    """The administrator of Anambas, at her desk."""
    return client_of(administrator)


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
