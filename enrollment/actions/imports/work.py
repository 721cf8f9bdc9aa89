"""Going through a batch: the body of the job, which a kill at any point only interrupts."""

from __future__ import annotations

from enrollment.actions.imports.applying import apply_rows
from enrollment.actions.imports.repairing import stage_repair
from enrollment.actions.imports.staging import stage_list
from enrollment.models import ImportBatch


def work_through(batch_id: int) -> ImportBatch:
    """Check or apply the rows of a batch until nothing is left, and return the batch.

    Each chunk commits its rows with the count of rows done, so that a second run goes on
    where the first was killed, and two runs at once do no row twice.
    """
    batch = _batch(batch_id)
    while batch.is_at_work:
        if batch.status == ImportBatch.Status.APPLYING:
            apply_rows(batch)
        elif batch.files.count() == 1:
            stage_list(batch)
        else:
            stage_repair(batch)
        batch = _batch(batch_id)
    return batch


def _batch(batch_id: int) -> ImportBatch:
    return ImportBatch.objects.select_related("decree__sponsor", "uploaded_by").get(pk=batch_id)
