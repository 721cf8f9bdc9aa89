"""Anambas with one record of everything, and next door a regency with its own.

What is told apart carries a word of its own: no page may show a word of Anambas to a stranger.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from claims.models import Claim, ClaimDocument
from dashboards.tests.administration import fill
from dashboards.tests.claims_on_record import (
    Granted,
    assess_row,
    decide_row,
    grant,
    make_claim,
    send_row,
    staff_of,
)
from dashboards.tests.workplace_on_record import Workplace, put_on_record
from enrollment.actions.events import record_death
from enrollment.actions.invoices import issue_invoice
from enrollment.actions.payments import post_payment
from enrollment.actions.reported import report_participants
from enrollment.models import (
    CoveragePeriod,
    Decree,
    Enrollment,
    ImportBatch,
    Invoice,
    Payment,
    Sponsor,
    Worker,
)
from enrollment.tests.factories import (
    VILLAGE,
    make_batch,
    make_decree,
    make_enrollment,
    make_row,
    make_sponsor,
    make_worker,
)
from registry.models import Bank, LabourForce, Membership, Region, User
from registry.months import first_of_month
from registry.roles import Role
from registry.tests.factories import make_region, make_user

NIK, OTHER_NIK, LATE_NIK = "2105014107850000", "2105014107860000", "2105014107870000"
TWIN_NIK, SECOND_NIK, AWAY_NIK = "2105014107880000", "2105014107890000", "2105014107900000"
NOW_NIK = "2105014107910000"
NIKS = {NIK, OTHER_NIK, LATE_NIK, TWIN_NIK, SECOND_NIK, AWAY_NIK, NOW_NIK}


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of Anambas, one in each state that an act begins from.

    `hopeless` is one to which no paper can give a right; `document` is a paper of `reported`.
    """

    draft: Claim
    reported: Claim
    suspected: Claim
    hopeless: Claim
    assessed: Claim
    refused: Claim
    document: ClaimDocument
    granted: Granted


@dataclass(frozen=True, slots=True)
class World:
    """The records of Anambas that the pages are about."""

    region: Region
    sponsor: Sponsor
    decree: Decree
    unbilled_decree: Decree
    batch: ImportBatch
    invoice: Invoice
    payment: Payment
    worker: Worker
    claims: Claims
    workplace: Workplace
    twin: Worker
    away: Worker
    running: Enrollment

    @property
    def secrets(self) -> tuple[str, ...]:
        """Words that stand on pages of Anambas, and on no page of anybody else."""
        return (
            *NIKS,
            "Zulkarnain",
            "Yayasan Bahari",
            "pemberi-bahari",
            "SK BAHARI",
            "daftar-bahari",
            "Surat Bahari",
            "BRK BAHARI",
            self.invoice.number,
            "KLM-BAHARI",
            "Kepala Bahari",
            "Lampiran Bahari",
            "Disdukcapil Bahari",
            "STS Bahari",
            "Kartu Bahari",
        )


def pdf(name: str) -> SimpleUploadedFile:
    """Return a scan."""
    return SimpleUploadedFile(name, b"%PDF-1.7 scan")


def two_regencies() -> World:
    """Return Anambas, paid in part, beside Natuna with records of every kind."""
    fill("2103")
    region, village = make_region(), make_region(VILLAGE)
    officer = make_user("pendaftar")
    treasurer = make_user("kasir", role=Role.TREASURER)
    sponsor = make_sponsor("pemberi-bahari", name="Yayasan Bahari", region=region)
    decree, unbilled = (
        make_decree(number, sponsor=sponsor, created_by=officer, scan=pdf("sk.pdf"))
        for number in ("SK BAHARI 1", "SK BAHARI 2")
    )
    worker = make_worker(nik=NIK, name="Zulkarnain", village=village)
    other = make_worker(nik=OTHER_NIK, name="Zulkarnain Muda", village=village)
    late = make_worker(nik=LATE_NIK, name="Zulkarnain Almarhum", village=village)
    enrollment = make_enrollment(worker, decree=decree, position=2)
    make_enrollment(late, decree=decree, position=4)
    make_enrollment(other, decree=unbilled, position=3)
    batch = make_batch(
        decree=unbilled,
        uploaded_by=officer,
        filename="daftar-bahari.csv",
        statement=pdf("sptjm.pdf"),
        summary={"rows": 2, "ok": 1, "refused": 1, "warned": 0, "problems": {"sex_unreadable": 1}},
    )
    _rows(batch)
    _figures(region, officer)
    invoice = issue_invoice(decree=decree, issued_on=date(2020, 7, 20), by=treasurer)
    payment = post_payment(
        invoice=invoice,
        reference="BRK BAHARI",
        amount_idr=invoice.total_idr - 1,
        paid_on=date(2020, 7, 21),
        by=treasurer,
    )
    later = post_payment(
        invoice=invoice,
        reference="BRK BAHARI 2",
        amount_idr=2,
        paid_on=date(2020, 7, 22),
        by=treasurer,
    )
    _covered_ahead(worker, invoice)
    record_death(worker=late, died_on=date(2020, 8, 1), on=date(2020, 8, 2), by=officer)
    claims = _claims(region, worker, other)
    workplace = put_on_record(
        enrollment=enrollment,
        given_up=make_worker(nik=TWIN_NIK, name="Zulkarnain Kembar", village=village),
        corrected=other,
        invoice=invoice,
        payment=later,
        officer=officer,
        other=make_user("atasan", role=Role.SUPERVISOR),
        word="Bahari",
    )
    return World(
        *(region, sponsor, decree, unbilled, batch, invoice, payment, worker, claims),
        workplace=workplace,
        twin=make_worker(nik=SECOND_NIK, name="Zulkarnain Serupa", village=village),
        away=make_worker(
            nik=AWAY_NIK,
            name="Zulkarnain Rantau",
            village=village,
            moved_away_on=date(2020, 8, 3),
            moved_to="Pulau Bahari",
        ),
        running=_running(sponsor, village),
    )


def _running(sponsor: Sponsor, village: Region) -> Enrollment:
    """Return the only membership of a decree that runs by any clock."""
    month = first_of_month(timezone.localdate())
    return make_enrollment(
        make_worker(nik=NOW_NIK, name="Zulkarnain Kini", village=village),
        decree=make_decree("SK BAHARI 3", sponsor=sponsor, since=month, decided_on=month),
    )


def _claims(region: Region, worker: Worker, uninsured: Worker) -> Claims:
    staff = staff_of(region, "-bahari")
    bank = Bank.objects.create(code="119", name="Bank Bahari")
    healed = {"outcome": "recovered", "stated": {"treatment_idr": 500_000}}
    states: list[tuple[str, dict[str, Any]]] = [
        ("draft", {}),
        ("reported", {}),
        ("suspected", {}),
        ("assessed", healed),
        ("refused", healed),
    ]
    found = {
        state: make_claim(
            worker,
            f"KLM-BAHARI-{place}",
            state,
            staff,
            event_on=date(2020, 8, 2 + place),
            **facts,
        )
        for place, (state, facts) in enumerate(states)
    }
    assess_row(found["assessed"], staff)
    decide_row(found["refused"], staff, "refused")
    return Claims(
        **found,
        hopeless=make_claim(uninsured, "KLM-BAHARI-9", "reported", staff),
        document=send_row(found["reported"], staff),
        granted=grant(worker, "KLM-BAHARI-8", staff, bank=bank),
    )


def _covered_ahead(worker: Worker, invoice: Invoice) -> None:
    """Cover the worker in a month that no clock reaches: a card is printed of cover ahead."""
    line = invoice.lines.get(worker=worker)
    CoveragePeriod.objects.create(
        worker=worker,
        line=line,
        since=date(2199, 1, 1),
        until=date(2199, 2, 1),
        monthly_idr=16_800,
    )


def _rows(batch: ImportBatch) -> None:
    data: dict[str, Any] = {
        "name": "Zulkarnain Tua",
        "born_on": "1985-07-01",
        "sex": "P",
        "village": VILLAGE,
        "village_text": "Terempa",
        "address": "",
        "occupation": "",
        "occupation_text": "",
        "phone": "",
        "income_idr": None,
    }
    refused = {"code": "sex_unreadable", "read": "X", "params": {}}
    make_row(batch, 2, nik=NIK, data=data)
    make_row(batch, 3, refused, nik=OTHER_NIK, data=data, status="refused")


def _figures(region: Region, officer: User) -> None:
    report_participants(
        region=region,
        segment="PU",
        month=date(2019, 12, 1),
        participants=5060,
        source="Surat Bahari",
        by=officer,
    )
    LabourForce.objects.create(
        region=region,
        year=2019,
        people=18_944,
        publisher="BPJS",
        confidence="B",
        source_title="Surat Bahari",
    )


def who_holds(*roles: str, region_code: str = "2105", name: str = "") -> User:
    """Return a user who holds these roles in a regency."""
    user = make_user(name or "-".join(roles), role=roles[0], region=make_region(region_code))
    for role in roles[1:]:
        Membership.objects.create(
            user=user, role=role, region=make_region(region_code), since=date(2020, 1, 1)
        )
    return user


def everything_on_record() -> dict[str, list[Any]]:
    """Return every row of every table of the project, so that a change of any shows."""
    floors = ("registry", "enrollment", "claims", "dashboards")
    models = [model for floor in floors for model in apps.get_app_config(floor).get_models()]
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models
    }
