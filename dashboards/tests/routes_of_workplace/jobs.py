"""Its pages, by what they are about: see routes.py for the groups."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from dashboards.tests.route import Route
from dashboards.tests.two_regencies import World
from enrollment.tests.factories import make_batch
from registry.jobs import KEPT
from registry.models import Job, User
from registry.roles import Permission


def _purpose(_world: World) -> dict[str, Any]:
    return {"purpose": "report", "note": "Laporan Bupati", "form": "csv"}


def _job_with_a_file(world: World) -> list[Any]:
    """Return a job of the reader who has every role, where there is one; else of the officer."""
    asked_by = User.objects.filter(username="semua").first() or world.workplace.job.asked_by
    job = Job.objects.create(
        kind="cards",
        title="Kartu Bahari",
        region=world.region,
        status=Job.Status.DONE,
        asked_by=asked_by,
        file=ContentFile(b"Kartu Bahari", name="kartu.pdf"),
        filename="kartu.pdf",
        expires_at=timezone.now() + KEPT,
    )
    return [job.pk]


def _batch_at_work(world: World) -> list[Any]:
    batch = make_batch(
        decree=world.unbilled_decree, filename="daftar-bahari-2.csv", status="staging"
    )
    return [batch.pk]


def _export(
    name: str, about: tuple[str, ...] | str = (), right: Permission = Permission.REGISTER_VIEW
) -> Route:
    return Route(name, about, right, _purpose)


DOOR: tuple[Route, ...] = ()
PLACES: tuple[Route, ...] = (Route("job_list"), Route("term_list"))
RECORDS: tuple[Route, ...] = (
    Route("job_detail", "workplace.job"),
    Route("job_file", parts=_job_with_a_file),
)
FORMS: tuple[Route, ...] = ()
ACTS: tuple[Route, ...] = (
    Route("batch_cancel", right=Permission.BATCH_UPLOAD, only_post=True, parts=_batch_at_work),
)
CHOICES: tuple[Route, ...] = ()
EXPORTS: tuple[Route, ...] = (
    _export("worker_export"),
    _export("sponsor_export"),
    _export("decree_export"),
    _export("decree_member_export", "decree"),
    _export("batch_export"),
    _export("batch_row_export", "batch"),
    _export("invoice_export"),
    _export("invoice_line_export", "invoice"),
    _export("payment_export"),
    _export("credit_export"),
    _export("relief_export"),
    _export("reported_export", right=Permission.FIGURES_VIEW),
    _export("claim_export", right=Permission.CLAIM_VIEW),
    _export("payment_file_export", right=Permission.CLAIM_VIEW),
    _export("payout_export", "claims.granted.payment_file", Permission.CLAIM_VIEW),
)
OWN: tuple[Route, ...] = (Route("job_cancel", "workplace.job", only_post=True),)
