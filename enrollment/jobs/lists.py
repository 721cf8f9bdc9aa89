"""Going through lists of workers."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from enrollment.actions.imports import work_through
from enrollment.models import ImportBatch


@task()
def go_through_batch(batch_id: int) -> None:
    """Check or apply a batch; see work_through."""
    work_through(batch_id)


def enqueue_batch(batch: ImportBatch) -> None:
    """Hand a batch that is at work to the worker process, once what was written is committed."""
    if batch.is_at_work:
        transaction.on_commit(lambda: go_through_batch.enqueue(batch.pk))


def revive_stale_batches() -> int:
    """Hand over again the batches whose worker was killed; return how many."""
    stale = list(ImportBatch.objects.stale())
    for batch in stale:
        go_through_batch.enqueue(batch.pk)
    return len(stale)
