"""Progress of a batch: chunks that commit with their count, and what comes at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from enrollment.models import ImportBatch, ImportRow
from enrollment.queries.imports import batch_summary

Item = TypeVar("Item")


class Superseded(Exception):
    """Another run of the same job is further on; this one has nothing to do."""


def chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield the items in lists of at most `size`."""
    source = iter(items)
    while chunk := list(islice(source, size)):
        yield chunk


@contextmanager
def one_step(batch: ImportBatch, *, count: int) -> Iterator[ImportBatch]:
    """Commit what is written inside together with `count` more rows done.

    Raises Superseded, and writes nothing, when the batch is not where this run left it.
    """
    with transaction.atomic():
        locked = (
            ImportBatch.objects.select_related("decree")
            .select_for_update(of=("self",))
            .get(pk=batch.pk)
        )
        if (locked.status, locked.done) != (batch.status, batch.done):
            raise Superseded
        yield locked
        batch.done = locked.done = locked.done + count
        locked.total = max(locked.total, locked.done)
        locked.heartbeat_at = timezone.now()
        locked.save(update_fields=["done", "total", "heartbeat_at"])


def start_count(batch: ImportBatch, total: int) -> None:
    """Say how many rows there are to go through."""
    ImportBatch.objects.filter(pk=batch.pk, total=0).update(
        total=total, heartbeat_at=timezone.now()
    )


def finish(batch: ImportBatch) -> None:
    """Put the batch to rest: applied when rows went in and none waits, else checked.

    One that was being applied is applied also when every row was refused at the last moment.
    """
    waiting = batch.rows.filter(status=ImportRow.Status.READY).exists()
    applied = batch.rows.filter(status=ImportRow.Status.APPLIED).exists()
    applying = batch.status == ImportBatch.Status.APPLYING
    rested = (
        ImportBatch.Status.APPLIED
        if not waiting and (applied or applying)
        else ImportBatch.Status.STAGED
    )
    batch.status = rested
    batch.summary = batch_summary(batch)
    batch.heartbeat_at = timezone.now()
    batch.save(update_fields=["status", "summary", "heartbeat_at"])
