"""What the undoing of a list would touch, and what stands against it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from enrollment.models import (
    Allocation,
    Enrollment,
    ImportBatch,
    ImportRow,
    InvoiceLine,
    Worker,
)
from registry.slots import cover_dependents


@dataclass(frozen=True, slots=True)
class UndoEffects:
    """What an undo withdraws: people, enrollments, and what of invoices need not be paid."""

    enrollments: int
    workers_withdrawn: int
    lines: int
    lines_idr: int
    payments: int
    claims: int

    @property
    def is_possible(self) -> bool:
        """Whether neither a payment nor a claim depends on the batch."""
        return not (self.payments or self.claims)


def enrollments_of(batch: ImportBatch) -> QuerySet[Enrollment]:
    """Return the standing enrollments that came of the batch and that it alone asks for.

    Of whom the batch brought, also what began anew when an event was taken back.
    """
    asked_for = rows_of_other_lists(batch).filter(nik=OuterRef("worker__nik"))
    brought = Enrollment.objects.filter(row__batch=batch, worker=OuterRef("worker"))
    anew = Q(decree=batch.decree_id, row=None, annex=None, replaces__isnull=False)
    return (
        Enrollment.objects.standing()
        .filter(Q(row__batch=batch) | anew & Exists(brought))
        .filter(~Exists(asked_for))
    )


def rows_of_other_lists(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Return the applied rows of the decree's other lists, which found these people enrolled."""
    others = ImportBatch.objects.standing().filter(decree=batch.decree_id).exclude(pk=batch.pk)
    return ImportRow.objects.filter(
        batch__in=others, status=ImportRow.Status.APPLIED, enrollment=None
    )


def workers_only_in(batch: ImportBatch) -> QuerySet[Worker]:
    """Return the workers recorded by the batch whom nothing else needs."""
    elsewhere = (
        Enrollment.objects.standing()
        .filter(worker=OuterRef("pk"))
        .exclude(pk__in=enrollments_of(batch))
    )
    paid = InvoiceLine.objects.filter(worker=OuterRef("pk"), allocated_idr__gt=0)
    return (
        Worker.objects.standing()
        .filter(recorded_in=batch, deceased_on=None)
        .filter(~Exists(elsewhere), ~Exists(paid))
    )


def undo_effects(batch: ImportBatch) -> UndoEffects:
    """Return what undoing the batch would touch, for the preview and for the refusal."""
    enrollments = enrollments_of(batch)
    lines = InvoiceLine.objects.filter(enrollment__in=enrollments)
    return UndoEffects(
        enrollments=enrollments.count(),
        workers_withdrawn=workers_only_in(batch).count(),
        lines=lines.open().count(),
        lines_idr=lines.aggregate(
            open=Sum(F("amount_idr") - F("allocated_idr") - F("credited_idr"))
        )["open"]
        or 0,
        payments=Allocation.objects.standing()
        .filter(line__enrollment__in=enrollments)
        .values("payment")
        .distinct()
        .count(),
        claims=cover_dependents.count(
            enrollments.values("worker_id"), since=batch.decree.since, until=batch.decree.until
        ),
    )
