"""Ending the check or the application of a list before it is through."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from enrollment.actions.imports.across import check_across
from enrollment.actions.imports.progress import finish
from enrollment.models import ImportBatch
from enrollment.queries.imports import batch_summary
from registry.audit import record
from registry.models import User
from registry.roles import Permission, require


@transaction.atomic
def cancel_batch(*, batch: ImportBatch, by: User) -> ImportBatch:
    """End what a job is doing with a list, after the rows that it has in hand; return the list.

    A first check that is cancelled takes the list back, so that its file can be sent again. Of
    repaired rows those that were merged stay. An application stops where it is: who went in
    stays in, and the rest waits to be applied. A list at rest is left as it is.
    """
    batch = (
        ImportBatch.objects.select_related("decree")
        .select_for_update(of=("self",))
        .get(pk=batch.pk)
    )
    applying = batch.status == ImportBatch.Status.APPLYING
    right = Permission.BATCH_APPLY if applying else Permission.BATCH_UPLOAD
    require(by, right, batch.region_code)
    if not batch.is_at_work:
        return batch
    done = batch.done
    if applying:
        _rest(batch)
    elif batch.files.count() == 1:
        _take_back(batch, by)
    else:
        # what was not merged can be sent again in the same file
        batch.files.filter(sequence=batch.files.count()).update(withdrawn=True)
        _rest(batch)
    record("batch.cancelled", subject=batch, by=by, done=done, applying=applying)
    return batch


def _take_back(batch: ImportBatch, by: User) -> None:
    batch.status = ImportBatch.Status.UNDONE
    batch.undone_by, batch.undone_at = by, timezone.now()
    batch.summary = batch_summary(batch)
    batch.save(update_fields=["status", "undone_by", "undone_at", "summary"])
    batch.files.update(withdrawn=True)


def _rest(batch: ImportBatch) -> None:
    check_across(batch)
    finish(batch)
