"""Every export and every act on one's own: who gets what, and what the trail holds."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dashboards.tests.routes import EXPORTS, OWN
from dashboards.tests.test_scope import body_of, name_of, told
from dashboards.tests.two_regencies import (
    NIK,
    NIKS,
    everything_on_record,
    who_holds,
)
from enrollment.models import InvoiceLine
from enrollment.tests.browsing import signed_in
from enrollment.tests.factories import make_enrollment, make_row, make_worker, nik_of
from registry.models import AuditEvent, Job
from registry.nik import mask_nik
from registry.roles import Role

pytestmark = pytest.mark.django_db

ASKED = {"purpose": "audit", "note": "BPK 2020", "form": "csv"}


@pytest.fixture
def citra() -> Client:
    """Citra, who holds every role there is, next door."""
    return signed_in(who_holds(*Role.values, region_code="2103", name="citra"))


@pytest.fixture
def semua() -> Client:
    """Somebody who holds every role in Anambas."""
    return signed_in(who_holds(*Role.values, name="semua"))


def rows_of(answer: Any) -> list[list[str]]:
    """Return the rows below the headings."""
    return list(csv.reader(io.StringIO(body_of(answer).lstrip("\ufeff")), delimiter=";"))[1:]


@pytest.mark.parametrize("route", EXPORTS, ids=name_of)
def test_an_export_next_door_tells_nothing(world, citra, route):
    url = route.url(world)

    answers = [citra.get(url), citra.post(url, route.data(world))]

    allowed = {404} if route.about else {200}
    assert {answer.status_code for answer in answers} == allowed
    assert not [word for answer in answers for word in told(answer, world)]


@pytest.mark.parametrize("route", EXPORTS, ids=name_of)
def test_an_export_is_refused_to_every_role_without_its_right(world, route):
    url = route.url(world)
    without = [role for role in Role.values if not route.is_done_by(role)]
    clients = [signed_in(who_holds(role)) for role in without]
    before = everything_on_record()

    answers = [client.post(url, route.data(world)) for client in clients]
    looks = [client.get(url) for client in clients]

    assert not [answer for answer in (*answers, *looks) if answer.status_code != 403]
    assert everything_on_record() == before


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("route", EXPORTS, ids=name_of)
def test_an_export_stands_in_the_trail_with_its_purpose(world, semua, route, form):
    answer = semua.post(route.url(world), ASKED | {"form": form})

    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    body_of(answer)
    event = AuditEvent.objects.filter(action="list.exported").get()
    assert event.by.username == "semua"
    assert (event.facts["purpose"], event.facts["note"], event.facts["form"]) == (
        "audit",
        "BPK 2020",
        form,
    )


@pytest.mark.parametrize("route", EXPORTS, ids=name_of)
def test_an_export_without_a_purpose_is_refused(world, semua, route):
    answer = semua.post(route.url(world), {"form": "csv"})

    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert not AuditEvent.objects.filter(action="list.exported").exists()


@pytest.mark.parametrize("route", EXPORTS, ids=name_of)
def test_an_export_shows_no_whole_nik_unasked(world, semua, route):
    answer = semua.post(route.url(world), ASKED)

    assert not NIKS & set(told(answer, world))


@pytest.mark.parametrize("route", [*EXPORTS, *OWN], ids=name_of)
def test_an_export_without_the_token_of_our_own_form_is_refused(world, semua, route):
    client = Client(enforce_csrf_checks=True)
    client.cookies = semua.cookies

    assert client.post(route.url(world), route.data(world)).status_code == 403


def test_a_whole_nik_is_for_who_may_see_it_and_asks(world):
    url = reverse("worker_export")
    officer, manager = (signed_in(who_holds(role)) for role in (Role.OFFICER, Role.MANAGER))
    asked = ASKED | {"whole_niks": "on"}

    whole = body_of(officer.post(url, asked))
    masked = body_of(manager.post(url, asked))

    assert NIK in whole
    assert NIK not in masked
    assert mask_nik(NIK) in masked
    assert AuditEvent.objects.filter(facts__whole_niks=True).count() == 1


def test_a_whole_nik_is_shown_only_where_the_right_is_held(world):
    who_holds(Role.MANAGER, name="ratna")
    ratna = who_holds(Role.OFFICER, region_code="2103", name="ratna")

    file = body_of(signed_in(ratna).post(reverse("worker_export"), ASKED | {"whole_niks": "on"}))

    assert NIK not in file
    assert mask_nik(NIK) in file
    assert "2103••••" not in file


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("worker", {"q": "Zulkarnain Muda"}),
        ("worker", {"q": "Nobody of this name"}),
        ("invoice", {"state": "settled"}),
        ("invoice", {"state": "open"}),
        ("payment", {"state": "reversed"}),
    ],
    ids=["a name", "nobody", "settled", "open", "reversed"],
)
def test_an_export_holds_the_rows_that_its_page_shows(world, semua, name, query):
    page = semua.get(reverse(f"{name}_list", query=query))

    file = semua.post(reverse(f"{name}_export", query=query), ASKED)

    assert len(rows_of(file)) == len(page.context["page"].rows)


def test_the_rows_of_a_list_are_exported_as_its_page_filters_them(world, semua):
    url = reverse("batch_row_export", args=[world.batch.pk], query={"problem": "refused"})

    (row,) = rows_of(semua.post(url, ASKED))

    assert row[1] == "3"
    assert "sex is missing" in row[6]


@pytest.mark.parametrize("route", OWN, ids=name_of)
def test_what_somebody_asked_for_is_no_business_of_colleagues(world, citra, semua, route):
    url, before = route.url(world), everything_on_record()

    answers = [client.post(url, route.data(world)) for client in (citra, semua)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert everything_on_record() == before


def test_who_asked_cancels(world):
    job = world.workplace.job
    Job.objects.filter(pk=job.pk).update(status="waiting")

    answer = signed_in(job.asked_by).post(reverse("job_cancel", args=[job.pk]))

    job.refresh_from_db()
    assert answer.status_code == 302
    assert job.status == "cancelled"


@pytest.mark.parametrize(
    "name", ["worker_export", "decree_member_export", "invoice_line_export", "batch_row_export"]
)
def test_more_rows_ask_the_database_no_more_often(world, semua, name):
    about = {
        "decree_member_export": world.decree,
        "invoice_line_export": world.invoice,
        "batch_row_export": world.batch,
    }
    args = [about[name].pk] if name in about else []
    url = reverse(name, args=args, query={"problem": "every"})
    body_of(semua.post(url, ASKED))
    with CaptureQueriesContext(connection) as few:
        before = rows_of(semua.post(url, ASKED))
    for serial in range(500, 510):
        worker = make_worker(nik=nik_of(serial), village=world.worker.village)
        enrollment = make_enrollment(worker, decree=world.decree, position=serial)
        rate = world.invoice.rates.first()
        InvoiceLine.objects.create(
            invoice=world.invoice,
            rate=rate,
            enrollment=enrollment,
            worker=worker,
            position=serial,
            since=enrollment.since,
            until=enrollment.until,
            months=12,
            monthly_idr=rate.total_idr,
            amount_idr=12 * rate.total_idr,
            member_since=enrollment.since,
        )
        make_row(world.batch, serial, {"code": "sex_unreadable", "read": "X", "params": {}})

    with CaptureQueriesContext(connection) as more:
        after = rows_of(semua.post(url, ASKED))

    assert len(after) == len(before) + 10
    assert len(more) == len(few)
