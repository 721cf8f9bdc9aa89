"""Taking in a list, rows of it that were repaired, and the village head's statement."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from enrollment.models import Decree, ImportBatch, ImportFile
from enrollment.sheets.reader import open_list
from registry.audit import record
from registry.models import User
from registry.refusals import Refused
from registry.roles import Permission, require


class DecreeEnded(Refused):
    code, field = "decree_ended", "decree"


class BatchAtWork(Refused):
    code = "batch_at_work"


class BatchUndone(Refused):
    code = "batch_undone"


def upload_list(
    *,
    decree: Decree,
    upload: File,
    filename: str,
    statement: File | None = None,
    by: User,
) -> ImportBatch:
    """Take in a list of workers under a decree, to be checked by a job; return its batch.

    The file is opened at once: ListRefused says what is wrong with it as a whole, and then
    nothing was kept. The same bytes under the same decree return the batch they made before.
    """
    require(by, Permission.BATCH_UPLOAD, decree.region_id)
    with _checked(upload, filename) as sha256, transaction.atomic():
        decree = Decree.objects.select_for_update().get(pk=decree.pk)
        if decree.ended_on:
            raise DecreeEnded(
                _("Decree %(number)s has ended. Choose the decree that pays now.")
                % {"number": decree.number}
            )
        if known := _batch_with(decree, sha256):
            return known
        batch = ImportBatch.objects.create(decree=decree, uploaded_by=by, statement=statement or "")
        _keep(batch, upload, filename, sha256, by)
        record("batch.uploaded", subject=batch, by=by, filename=filename, sha256=sha256)
        return batch


def send_repair(*, batch: ImportBatch, upload: File, filename: str, by: User) -> ImportBatch:
    """Take in repaired rows for a batch, to be merged by a job; return the batch.

    The same bytes twice change nothing.
    """
    require(by, Permission.BATCH_UPLOAD, batch.region_code)
    with _checked(upload, filename) as sha256, transaction.atomic():
        batch = _locked(batch)
        _refuse_unless_resting(batch)
        if batch.files.filter(sha256=sha256, withdrawn=False).exists():
            return batch
        if other := _batch_with(batch.decree, sha256):
            raise Refused(
                _("This file is already list %(list)s of the same decree. Open that list.")
                % {"list": other.pk}
            )
        _keep(batch, upload, filename, sha256, by)
        batch.status = ImportBatch.Status.STAGING
        batch.total = batch.done = 0
        batch.heartbeat_at = timezone.now()
        batch.save(update_fields=["status", "total", "done", "heartbeat_at"])
        record("batch.repaired", subject=batch, by=by, filename=filename, sha256=sha256)
        return batch


@transaction.atomic
def attach_statement(*, batch: ImportBatch, statement: File, by: User) -> ImportBatch:
    """Attach the village head's signed statement (SPTJM) to a batch; a later one replaces it.

    The file replaced stays on disk, and the trail names both.
    """
    require(by, Permission.BATCH_UPLOAD, batch.region_code)
    batch = _locked(batch)
    before = batch.statement.name
    batch.statement = statement
    batch.save(update_fields=["statement"])
    record("batch.statement", subject=batch, by=by, statement=batch.statement.name, replaced=before)
    return batch


def _locked(batch: ImportBatch) -> ImportBatch:
    return (
        ImportBatch.objects.select_related("decree")
        .select_for_update(of=("self",))
        .get(pk=batch.pk)
    )


def _refuse_unless_resting(batch: ImportBatch) -> None:
    if batch.is_at_work:
        raise BatchAtWork(_("This list is still being gone through. Wait until it is done."))
    if batch.status == ImportBatch.Status.UNDONE:
        raise BatchUndone(_("This list was undone. Upload it again as a new list."))


def _batch_with(decree: Decree, sha256: str) -> ImportBatch | None:
    known = (
        ImportFile.objects.filter(decree=decree, sha256=sha256, withdrawn=False)
        .select_related("batch__decree")
        .first()
    )
    return known.batch if known else None


def _keep(batch: ImportBatch, upload: File, filename: str, sha256: str, by: User) -> None:
    upload.seek(0)
    ImportFile.objects.create(
        batch=batch,
        decree=batch.decree,
        sequence=batch.files.count() + 1,
        file=File(upload, name=f"{sha256[:16]}{Path(filename).suffix[:6].lower()}"),
        filename=Path(filename).name[-200:],
        sha256=sha256,
        uploaded_by=by,
    )


@contextmanager
def _checked(upload: File, filename: str) -> Iterator[str]:
    """Yield the SHA-256 of a file that can be read as a list; raise ListRefused otherwise."""
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(suffix=Path(filename).suffix[:6]) as copy:
        for chunk in upload.chunks():
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        open_list(Path(copy.name), filename=filename)
    yield digest.hexdigest()
