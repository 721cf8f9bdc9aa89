"""Undoing an applied list, as long as no payment or claim depends on it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from enrollment.actions.bookkeeping import CHUNK, in_chunks, lock_workers
from enrollment.actions.credits import Reduction, post_credit_notes
from enrollment.actions.imports.uploads import BatchAtWork
from enrollment.models import (
    CoveragePeriod,
    CreditNote,
    Decree,
    Enrollment,
    ImportBatch,
    InvoiceLine,
    Sponsor,
    Worker,
)
from enrollment.queries.undoing import (
    enrollments_of,
    rows_of_other_lists,
    undo_effects,
    workers_only_in,
)
from registry.audit import record
from registry.models import User
from registry.months import month_range
from registry.refusals import Refused
from registry.roles import Permission, require


class BatchHasDependents(Refused):
    code = "batch_has_dependents"


@transaction.atomic
def undo_batch(*, batch: ImportBatch, on: date, by: User) -> ImportBatch:
    """Withdraw everything that a list brought in, as a whole; return the batch.

    Its enrollments are voided, its unpaid invoice lines credited, and the workers that it
    recorded and nothing else needs are withdrawn. Whoever stands on another applied list of
    the decree too stays enrolled by that list. Refused as soon as a payment or a claim
    depends on it. A second undo changes nothing.
    """
    require(by, Permission.BATCH_APPLY, batch.region_code)
    batch = (
        ImportBatch.objects.select_related("decree")
        .select_for_update(of=("self",))
        .get(pk=batch.pk)
    )
    if batch.status == ImportBatch.Status.UNDONE:
        return batch
    if batch.is_at_work:
        raise BatchAtWork(_("This list is still being gone through. Wait until it is done."))
    decree = Decree.objects.select_for_update().get(pk=batch.decree_id)
    Sponsor.objects.select_for_update().get(pk=decree.sponsor_id)
    lock_workers(enrollments_of(batch).values_list("worker_id", flat=True))
    effects = undo_effects(batch)
    if not effects.is_possible:
        raise BatchHasDependents(
            _(
                "%(payments)d payments and %(claims)d claims depend on this list. Reverse or "
                "close them first; then it can be undone."
            )
            % {"payments": effects.payments, "claims": effects.claims}
        )
    _withdraw(batch, on, by)
    _hand_over(batch)
    batch.status = ImportBatch.Status.UNDONE
    batch.undone_by, batch.undone_at = by, timezone.now()
    batch.save(update_fields=["status", "undone_by", "undone_at"])
    batch.files.update(withdrawn=True)
    record(
        "batch.undone",
        subject=batch,
        by=by,
        enrollments=effects.enrollments,
        workers_withdrawn=effects.workers_withdrawn,
        lines_idr=effects.lines_idr,
    )
    return batch


def _withdraw(batch: ImportBatch, on: date, by: User) -> None:
    enrollments = list(enrollments_of(batch).values_list("pk", flat=True))
    workers = list(workers_only_in(batch))
    lines = InvoiceLine.objects.filter(enrollment__in=enrollments_of(batch))
    post_credit_notes(
        [
            Reduction(line.pk, tuple(month_range(line.since, line.until)))
            for line in lines.open().only("since", "until").iterator(chunk_size=CHUNK)
        ],
        reason=CreditNote.Reason.BATCH_UNDONE,
        void_reason=CoveragePeriod.VoidReason.REVERSAL,
        on=on,
        by=by,
    )
    for ids in in_chunks(enrollments):
        Enrollment.objects.filter(pk__in=ids).update(
            voided_on=on, end_reason=Enrollment.EndReason.BATCH_UNDONE
        )
    for worker in workers:
        worker.withdrawn_on = on
    bulk_update_with_history(
        workers,
        Worker,
        ["withdrawn_on"],
        batch_size=min(CHUNK, 500),
        default_user=by,
        default_change_reason="batch undone",
    )


def _hand_over(batch: ImportBatch) -> None:
    """Let the enrollments that another list of the decree asks for too belong to that list."""
    shared = list(Enrollment.objects.standing().filter(row__batch=batch).select_related("worker"))
    for part in in_chunks(shared):
        rows = rows_of_other_lists(batch).filter(nik__in=[item.worker.nik for item in part])
        asked_by = {row.nik: row for row in rows.defer("raw", "data", "problems").order_by("-pk")}
        for enrollment in part:
            enrollment.row = asked_by[enrollment.worker.nik]
        Enrollment.objects.bulk_update(part, ["row"], batch_size=500)
