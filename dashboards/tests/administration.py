"""The administration at work, for its tests: two regencies full of records, and an open page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from dashboards.tests.claims_on_record import grant, staff_of
from dashboards.tests.workplace_on_record import put_on_record
from enrollment.actions.events import record_death
from enrollment.actions.invoices import issue_invoice
from enrollment.actions.payments import post_payment
from enrollment.actions.reported import report_participants
from enrollment.tests.factories import (
    make_batch,
    make_decree,
    make_enrollment,
    make_row,
    make_sponsor,
    make_worker,
)
from registry.models import Bank, Holiday, LabourForce, Occupation, User
from registry.tests.factories import make_region

FLOORS = ("registry", "enrollment", "claims", "dashboards")
MODELS = [
    model
    for floor in FLOORS
    for model in apps.get_app_config(floor).get_models()
    if not hasattr(model, "instance_type")  # the versions of a record are read from its page
]
LABELS = [model._meta.label for model in MODELS]


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def request_of(user: User) -> HttpRequest:
    request = RequestFactory().get("/admin/")
    request.user = user  # as the middleware does
    return request


def fill(region_code: str, *, count: int = 1) -> None:
    """Put so many rows of every kind into a regency."""
    village = make_region(f"{region_code}011001")
    region = make_region(region_code)
    staff = staff_of(region, f"-{count}")
    officer, treasurer = staff.officer, staff.treasurer
    bank, _ = Bank.objects.get_or_create(code=f"{count:03d}", name="Bank")
    sponsor = make_sponsor(f"pemkab-{region_code}", region=region)
    decree = make_decree(f"SK {region_code} {count}", sponsor=sponsor, created_by=officer)
    for number in range(count):
        nik = f"{region_code}01{number + 1:02d}01{70 + count}0000"
        worker = make_worker(nik=nik, village=village, name=f"Sabri {region_code}")
        make_enrollment(worker, decree=decree, position=number)
        grant(worker, f"KLM-{region_code}-{count}-{number}", staff, bank=bank)
        LabourForce.objects.create(
            region=region,
            year=1990 + number,
            people=100 + count,
            publisher=f"BPS {count}",
            confidence="A",
            source_title="Sakernas",
        )
        report_participants(
            region=region,
            segment="PU",
            month=date(2000 + count, number % 12 + 1, 1),
            participants=1,
            source="Laporan",
            by=officer,
        )
    Occupation.objects.get_or_create(slug=f"kerja-{count}", label_id="Kerja", label_en="Work")
    Holiday.objects.get_or_create(day=date(2020, 1, count), kind="cuti_bersama", name="Cuti")
    invoice = issue_invoice(decree=decree, issued_on=date(2020, 7, 20), by=treasurer)
    payment = post_payment(
        invoice=invoice,
        reference=f"BRK {region_code} {count}",
        amount_idr=invoice.total_idr + count,
        paid_on=date(2020, 7, 21),
        by=treasurer,
    )
    for number, enrollment in enumerate(decree.enrollments.order_by("pk")):
        twin_nik = f"{region_code}41{number + 1:02d}01{70 + count}0000"
        put_on_record(
            enrollment=enrollment,
            given_up=make_worker(nik=twin_nik, village=village, name=f"Kembar {region_code}"),
            corrected=enrollment.worker,
            invoice=None if number else invoice,
            payment=payment,
            officer=officer,
            other=treasurer,
            word=f"{region_code}-{count}-{number}",
        )
    record_death(worker=worker, died_on=date(2020, 8, 1), on=date(2020, 8, 2), by=officer)
    batch = make_batch(decree=decree, uploaded_by=officer)
    for row in range(count):
        make_row(batch, row + 2)


def changelist(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def change(record: Model) -> str:
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])


def answered(client: Client, record: Model, **values: object) -> Any:
    """Post the change page of a record with some values changed; return the answer."""
    form = client.get(change(record)).context["adminform"].form
    data = {name: form.initial.get(name) for name in form.fields}
    data = {name: value for name, value in (data | values).items() if value not in (None, False)}
    return client.post(change(record), data)
