"""People, cover and papers of claims for tests: make only what the test does not care about.

Beside the cast of the first floor: Rina examines, Iskandar decides. Ani pays, Budi reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext

from claims.actions.assessing import assess_claim
from claims.actions.checking import check_claim
from claims.actions.deciding import approve_claim, refuse_claim
from claims.actions.facts import set_payee, state_facts
from claims.actions.papers import add_document
from claims.actions.reports import report_claim
from claims.models import Claim
from claims.queries.heirs import heirs_of
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
# below the tier of the manager a partial loss, above it a death at the wage of the highest band
SMALL_LOSS = {"losses": [{"code": "left_other_finger"}]}
CHILD = {"relation": "child", "name": "Mega", "born_on": date(2012, 5, 6)}
HIGHEST_WAGE_IDR = 20_700_000


def rina() -> User:
    """Return the claims examiner."""
    return _member("rina", Role.EXAMINER)


def iskandar() -> User:
    """Return the approver."""
    return _member("iskandar", Role.APPROVER)


def wan() -> User:
    """Return the manager, who decides what is above the approver's tier."""
    return _member("wan", Role.MANAGER)


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
    heirs = [row.heir for row in heirs_of(claim).entitled if not row.is_minor]
    heir = heirs[0] if heirs and kind == "heirs" else None
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


def complete_accident(worker: Worker | None = None, **changes: Any) -> Claim:
    """Return a claim for a hurt hand, healed with a small loss, complete since 20 October 2020."""
    claim = report_accident(worker, **changes)
    claim = state_facts(
        claim=claim,
        outcome="partial_anatomical",
        stated=SMALL_LOSS,
        at=at(date(2020, 10, 12)),
        by=budi(),
    )
    bring_papers(claim, on=date(2020, 10, 20))
    name_account(claim, "worker", on=date(2020, 10, 20))
    return check_claim(claim=claim, at=at(date(2020, 10, 21)), by=rina())


def fatal_accident(worker: Worker | None = None, **changes: Any) -> Claim:
    """Return a claim for a death at work, its heirs and papers complete, that Rina assessed."""
    claim = report_accident(worker, outcome="death", **changes)
    name_widow(claim)
    claim = state_facts(claim=claim, heirs_known=True, at=at(date(2020, 10, 7)), by=budi())
    bring_papers(claim, on=date(2020, 10, 20))
    name_account(claim, on=date(2020, 10, 20))
    check_claim(claim=claim, at=at(date(2020, 10, 21)), by=rina())
    assess_claim(claim=claim, at=at(date(2020, 10, 21)), by=rina())
    return now(claim)


def assessed_death(worker: Worker | None = None, **changes: Any) -> Claim:
    """Return a claim for a death that Rina assessed on 20 August 2020."""
    claim = complete_death(worker, **changes)
    assess_claim(claim=claim, at=at(date(2020, 8, 20)), by=rina())
    return now(claim)


def refused_death(worker: Worker | None = None, **changes: Any) -> Claim:
    """Return a claim for a death that Rina assessed and Iskandar refused on 24 August 2020."""
    claim = assessed_death(worker, **changes)
    reason = "Surat ahli waris belum sah."
    refuse_claim(
        claim=claim,
        clause="PP 44/2015 Pasal 34",
        reason=reason,
        at=at(date(2020, 8, 24)),
        by=iskandar(),
    )
    return now(claim)


def uninsured_death(serial: int = 9, **changes: Any) -> Claim:
    """Return a claim for the death of somebody for whom nothing was ever paid."""
    return report_death(make_worker(serial), **changes)


def now(claim: Claim) -> Claim:
    """Return the claim as the database holds it now."""
    return Claim.objects.get(pk=claim.pk)


def in_indonesian(words: str, **facts: str) -> str:
    """Return a sentence of the source as the register keeps it, whoever acts."""
    with translation.override("id"):
        return gettext(words) % facts


def way_of(claim: Claim) -> list[str]:
    """Return the states that the claim went through, the present one last."""
    steps = list(claim.steps.order_by("number"))
    return [*(step.source for step in steps[:1]), *(step.target for step in steps)]


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return every row of the floors, so that a change of any shows."""
    floors = ("registry", "enrollment", "claims")
    models = [model for floor in floors for model in apps.get_app_config(floor).get_models()]
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models
    }


class Killed(BaseException):
    """The server is gone: nothing catches it."""


@contextmanager
def killed_at(write: int) -> Iterator[list[str]]:
    """Kill whatever runs inside at its n-th write; yields the writes that it reached."""
    writes: list[str] = []

    def wrapper(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            writes.append(sql)
            if len(writes) == write:
                raise Killed
        return execute(sql, *rest)

    with connection.execute_wrapper(wrapper):
        yield writes
