"""The administration: every model has its list, within the regions of its reader, and stays.

The records of both regencies are written once for the module.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dashboards.tests.administration import LABELS, MODELS, changelist, client_of, fill, request_of
from registry.models import User
from registry.roles import Role
from registry.tests.factories import make_user

pytestmark = pytest.mark.django_db

GLOBAL = {"registry.Occupation", "registry.Bank", "registry.Holiday"}


@pytest.fixture(scope="module", autouse=True)
def _both_regencies(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Anambas and Natuna full of records, in a transaction of the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill("2105")
        fill("2103")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def administrator(db) -> User:
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
    page = signed_in.get(changelist(model))
    found = signed_in.get(changelist(model), {"q": "1"})

    assert (page.status_code, found.status_code) == (200, 200)
    listed = page.context["cl"].queryset
    assert "2103" not in {getattr(row, "region_code", "")[:4] for row in listed}
    assert "SK 2103" not in page.content.decode()
    if model._meta.label not in GLOBAL:
        assert listed.count() < model._default_manager.count()


def test_lists_take_the_same_queries_for_any_number_of_rows(signed_in):
    fill("2105", count=2)
    few = {label: queries_of(signed_in, model) for label, model in zip(LABELS, MODELS, strict=True)}
    fill("2105", count=9)

    many = {
        label: queries_of(signed_in, model) for label, model in zip(LABELS, MODELS, strict=True)
    }

    assert many == few


@pytest.mark.parametrize("model", MODELS, ids=LABELS)
def test_nothing_is_ever_deleted(signed_in, administrator, model):
    record = admin.site.get_model_admin(model).get_queryset(request_of(administrator)).first()
    url = reverse(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_delete", args=[record.pk]
    )

    answer = signed_in.post(url, {"post": "yes"})

    assert answer.status_code == 403
    assert model._default_manager.filter(pk=record.pk).exists()


def queries_of(client: Client, model: type[Model]) -> int:
    """Return how many queries the list of a model takes."""
    with CaptureQueriesContext(connection) as queries:
        client.get(changelist(model))
    return len(queries)
