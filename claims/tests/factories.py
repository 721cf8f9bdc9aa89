"""People, cover and papers of claims for tests: make only what the test does not care about.

Beside the cast of the first floor: Rina examines, Iskandar decides. Ani pays, Budi reports.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.core.files.base import ContentFile

from claims.actions.assessing import assess_claim
from claims.actions.checking import check_claim
from claims.actions.deciding import approve_claim
from claims.actions.facts import set_payee, state_facts
from claims.actions.papers import add_document
from claims.actions.reports import report_claim
from claims.models import Claim
from claims.queries.outlook import outlook
from enrollment.actions.heirs import name_heir
from enrollment.actions.invoices import issue_invoice
from enrollment.actions.payments import post_payment
from enrollment.models import Heir, Worker
from enrollment.tests.factories import ani, budi, make_decree, make_enrollment, make_worker
from registry.models import Bank, Holiday, User
from registry.roles import Role
from registry.tests.factories import make_region, make_user

PDF = b"%PDF-1.7 a paper"


def rina() -> User:
    """Return the claims examiner."""
    return _member("rina", Role.EXAMINER)


def iskandar() -> User:
    """Return the approver."""
    return _member("iskandar", Role.APPROVER)


def _member(username: str, role: str) -> User:
    known = User.objects.filter(username=username).first()
    return known or make_user(username, role=role, region=make_region())


def at(day: date, hour: int = 9) -> datetime:
    """Return a moment of a day, in the morning where the office stands."""
    return datetime(day.year, day.month, day.day, hour - 7, tzinfo=UTC)


def covered_worker(serial: int = 1, *, paid_on: date = date(2020, 7, 21), **decree: Any) -> Worker:
    """Return a worker whose year of cover under a decree is billed and paid."""
    worker = make_worker(serial)
    number = decree.pop("number", f"SK {serial}")
    signed = make_decree(number, **decree)
    make_enrollment(worker, decree=signed)
    issued_on = min(paid_on, date(2020, 7, 20)) if not decree else paid_on
    invoice = issue_invoice(decree=signed, issued_on=issued_on, by=ani())
    post_payment(
        invoice=invoice,
        reference=f"BRK {serial}",
        amount_idr=invoice.total_idr,
        paid_on=paid_on,
        by=ani(),
    )
    return worker


def report_death(worker: Worker | None = None, **changes: Any) -> Claim:
    """Return the claim of a worker who died of an illness on 12 August 2020."""
    values: dict[str, Any] = {
        "worker": worker or covered_worker(),
        "program": "JKM",
        "cause": "illness",
        "event_on": date(2020, 8, 12),
        "at": at(date(2020, 8, 13)),
        "by": budi(),
    }
    return report_claim(**values | changes)


def report_accident(worker: Worker | None = None, **changes: Any) -> Claim:
    """Return the claim of a worker who was hurt at sea on 5 October 2020."""
    values: dict[str, Any] = {
        "worker": worker or covered_worker(),
        "program": "JKK",
        "cause": "work_accident",
        "event_on": date(2020, 10, 5),
        "at": at(date(2020, 10, 6)),
        "by": budi(),
    }
    return report_claim(**values | changes)


def name_widow(claim: Claim, **changes: Any) -> Heir:
    """Return the widow of the worker, named as his heir."""
    values: dict[str, Any] = {
        "relation": Heir.Relation.SPOUSE,
        "name": "Rohana",
        "born_on": date(1968, 3, 4),
        "on": date(2020, 8, 13),
        "by": budi(),
    }
    return name_heir(worker=claim.worker, **values | changes)


def bring_papers(claim: Claim, *, on: date = date(2020, 8, 18), by: User | None = None) -> None:
    """Bring every paper that the claim needs."""
    needs = outlook(claim, days_off=Holiday.objects.days_off()).missing_papers
    for need in needs:
        upload = ContentFile(PDF + need.kind.encode())
        add_document(
            claim=claim,
            kind=need.kind,
            upload=upload,
            filename=f"{need.kind}.pdf",
            on=on,
            by=by or budi(),
        )


def make_bank() -> Bank:
    """Return the regional development bank."""
    return Bank.objects.get_or_create(
        code="119", defaults={"name": "Bank Riau Kepri", "short_name": "BRK"}
    )[0]


def name_account(claim: Claim, kind: str = "heirs", **changes: Any) -> Any:
    """Return the account to which the family is paid."""
    heir = claim.worker.heirs.standing().first() if kind == "heirs" else None
    values: dict[str, Any] = {
        "bank": make_bank(),
        "account_number": "1020304421",
        "holder": heir.name if heir else claim.worker.name,
        "heir": heir,
        "on": date(2020, 8, 18),
        "by": budi(),
    }
    return set_payee(claim=claim, kind=kind, **values | changes)


def complete_death(worker: Worker | None = None, **changes: Any) -> Claim:
    """Return a claim for a death whose file is complete since 18 August 2020."""
    claim = report_death(worker, **changes)
    name_widow(claim)
    claim = state_facts(claim=claim, heirs_known=True, at=at(date(2020, 8, 13)), by=budi())
    bring_papers(claim)
    name_account(claim)
    return check_claim(claim=claim, at=at(date(2020, 8, 19)), by=rina())


def approved_death(worker: Worker | None = None, **changes: Any) -> Claim:
    """Return a claim for a death that Rina assessed and Iskandar approved on 24 August 2020."""
    claim = complete_death(worker, **changes)
    assess_claim(claim=claim, at=at(date(2020, 8, 24)), by=rina())
    approve_claim(claim=claim, at=at(date(2020, 8, 24), 15), by=iskandar())
    return Claim.objects.get(pk=claim.pk)
