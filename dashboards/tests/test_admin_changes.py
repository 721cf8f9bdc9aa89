"""Data fixes in the administration: what may change, who may do it, and its line in the trail."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from dashboards.tests.administration import answered, change, changelist, client_of, fill
from enrollment.models import CoverageCount, Sponsor, Worker
from registry.models import AuditEvent, Membership, Occupation, User
from registry.roles import Role
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return make_user("gita", role=Role.ADMINISTRATOR)


@pytest.fixture
def signed_in(administrator) -> Client:
    """The administrator of Anambas, at her desk."""
    return client_of(administrator)


def test_a_worker_moves_with_his_counts_and_the_trail_has_both_villages(signed_in, administrator):
    fill("2105")
    worker = Worker.objects.standing().get()
    make_region("2105032001")

    answer = answered(signed_in, worker, village="2105032001", address="RT 9", reason="KTP")

    assert answer.status_code == 302
    counts = CoverageCount.objects.filter(month=date(2020, 7, 1), participants__gt=0)
    assert dict(counts.values_list("village_id", "participants")) == {"2105032001": 1}
    line = AuditEvent.objects.get(action="worker.corrected")
    assert line.by == administrator
    assert (line.facts["now"]["address"], line.facts["reason"]) == ("RT 9", "KTP")


def test_who_a_worker_is_cannot_be_changed(signed_in):
    fill("2105")
    worker = Worker.objects.standing().get()

    answered(signed_in, worker, nik="2105010101700000", name="Lain", born_on="1990-01-01")

    after = Worker.objects.standing().get()
    assert (after.nik, after.name, after.born_on) == (worker.nik, worker.name, worker.born_on)


def test_a_worker_is_not_corrected_without_a_reason(signed_in):
    fill("2105")

    answer = answered(signed_in, Worker.objects.standing().get(), address="RT 9")

    assert answer.context["adminform"].form.errors.keys() == {"reason"}


def test_a_worker_cannot_be_moved_to_where_the_administrator_sees_nothing(signed_in):
    fill("2105")
    elsewhere = make_region("2103011001")

    answer = answered(signed_in, Worker.objects.standing().get(), village=elsewhere.pk)

    assert answer.status_code == 200
    assert "village" in answer.context["adminform"].form.errors


def test_a_changed_sponsor_leaves_its_old_and_new_name_in_the_trail(signed_in, administrator):
    fill("2105")
    sponsor = Sponsor.objects.get()

    answered(signed_in, sponsor, name="Pemkab Anambas")

    line = AuditEvent.objects.get(action="admin.changed")
    assert (line.by, line.region_id, line.subject_id) == (administrator, "2105", str(sponsor.pk))
    assert line.facts["before"] == {"name": sponsor.name}
    assert line.facts["now"] == {"name": "Pemkab Anambas"}


def test_a_reference_row_can_be_added_and_its_key_stays(signed_in):
    added = signed_in.post(
        reverse("admin:registry_occupation_add"),
        {"slug": "penyelam", "label_id": "Penyelam", "label_en": "Diver", "sector": "other"},
    )
    occupation = Occupation.objects.get(pk="penyelam")
    answered(signed_in, occupation, slug="lain", label_en="Pearl diver")

    assert added.status_code == 302
    assert Occupation.objects.get().pk == "penyelam"
    assert Occupation.objects.get().label_en == "Pearl diver"
    assert AuditEvent.objects.filter(subject_type="registry.occupation").count() == 2


def test_a_new_account_and_its_role_are_made_here(signed_in):
    signed_in.post(
        reverse("admin:registry_user_add"),
        {
            "username": "nur",
            "usable_password": "true",
            "password1": "kerambah-biru-7",
            "password2": "kerambah-biru-7",
        },
    )
    nur = User.objects.get(username="nur")
    answer = signed_in.post(
        reverse("admin:registry_membership_add"),
        {"user": nur.pk, "role": Role.SUPERVISOR, "region": "2105", "since": "2020-01-01"},
    )

    assert answer.status_code == 302
    assert [(held.role, held.region_code) for held in nur.held_roles] == [("supervisor", "2105")]
    kept = AuditEvent.objects.get(action="admin.added", subject_type="registry.user")
    assert "kerambah" not in str(kept.facts)


@pytest.mark.parametrize(
    "region", ["", "2103", "21"], ids=["the whole country", "the neighbour", "the province"]
)
def test_a_role_beyond_the_administrators_own_region_is_refused(signed_in, region):
    user = make_user("nur", role=Role.SUPERVISOR)
    make_region("2103")

    answer = signed_in.post(
        reverse("admin:registry_membership_add"),
        {"user": user.pk, "role": Role.ADMINISTRATOR, "region": region, "since": "2020-01-01"},
    )

    assert answer.status_code == 200
    assert "region" in answer.context["adminform"].form.errors
    assert user.memberships.count() == 1


@pytest.mark.parametrize("kind", ["neighbour", "national", "superuser"])
def test_accounts_that_reach_further_cannot_be_opened(signed_in, kind):
    user = User.objects.create_user(kind, is_superuser=kind == "superuser")
    region = {"neighbour": make_region("2103")}.get(kind)
    if kind != "superuser":
        Membership.objects.create(
            user=user, role=Role.MANAGER, region=region, since=date(2020, 1, 1)
        )
        Membership.objects.create(
            user=user, role=Role.MANAGER, region=make_region(), since=date(2020, 1, 1)
        )

    password = reverse("admin:auth_user_password_change", args=[user.pk])
    answers = [signed_in.get(change(user)), signed_in.get(password)]

    assert [answer.status_code for answer in answers] == [302, 404]
    assert kind not in signed_in.get(changelist(User)).content.decode()


def test_a_new_password_is_in_the_trail_without_itself(signed_in, administrator):
    user = make_user("nur", role=Role.SUPERVISOR)
    url = reverse("admin:auth_user_password_change", args=[user.pk])

    signed_in.post(
        url,
        {
            "usable_password": "true",
            "password1": "kerambah-biru-7",
            "password2": "kerambah-biru-7",
        },
    )

    user.refresh_from_db()
    assert user.check_password("kerambah-biru-7")
    line = AuditEvent.objects.get(action="user.password_set")
    assert (line.by, line.subject_id, line.facts) == (administrator, str(user.pk), {})
