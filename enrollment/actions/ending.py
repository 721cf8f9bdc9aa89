"""Ending a worker's cover early: later months are credited, and memberships end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from enrollment.actions.credits import Reduction, post_credit_notes
from enrollment.models import CoveragePeriod, CreditNote, Enrollment, InvoiceLine, Sponsor, Worker
from enrollment.models.enrollments import EnrollmentQuerySet
from registry.models import User
from registry.months import month_range

EndReason = Enrollment.EndReason

_OF_MONEY = {
    EndReason.DEATH: (CreditNote.Reason.DEATH, CoveragePeriod.VoidReason.DEATH),
    EndReason.MOVED: (CreditNote.Reason.MOVED, CoveragePeriod.VoidReason.MOVED),
    EndReason.INELIGIBLE: (CreditNote.Reason.INELIGIBLE, CoveragePeriod.VoidReason.INELIGIBLE),
    EndReason.LAPSED: (CreditNote.Reason.LAPSED, CoveragePeriod.VoidReason.INELIGIBLE),
    EndReason.CANCELLED: (CreditNote.Reason.CANCELLED, CoveragePeriod.VoidReason.INELIGIBLE),
    EndReason.CHANGED_PAYER: (
        CreditNote.Reason.CHANGED_PAYER,
        CoveragePeriod.VoidReason.CHANGED_PAYER,
    ),
}


@dataclass(frozen=True, slots=True)
class Ended:
    """What an early end came to: memberships touched, covered months that ended, and rupiah.

    `credited_idr` is all that need not be paid; of it `released_idr` had been paid and is the
    payers' credit now.
    """

    enrollments: tuple[int, ...]
    months: int
    credited_idr: int
    released_idr: int


def end_cover(
    enrollments: EnrollmentQuerySet, *, from_month: date, reason: EndReason, on: date, by: User
) -> Ended:
    """End these memberships from a month on, with what was billed and paid for them.

    A membership that would begin later is voided, one that began before ends there. Months
    billed from then on are credited, and what was paid for them becomes the payers' credit, also
    where an old register holds paid months of a membership that was voided before. The caller
    holds the payers and the workers (`held_with_payers`).
    """
    touched = list(
        enrollments.standing()
        .filter(until__gt=from_month)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    # by key: a database that knows no statistics yet would read every line for a subquery
    members = list(enrollments.order_by().values_list("pk", flat=True))
    lines = list(InvoiceLine.objects.filter(enrollment_id__in=members, until__gt=from_month))
    ids = [line.pk for line in lines]
    before = _covered_months(ids)
    credited_before = _credited_idr(ids)
    note_reason, void_reason = _OF_MONEY[reason]
    released_idr = post_credit_notes(
        [
            Reduction(line.pk, tuple(month_range(max(line.since, from_month), line.until)))
            for line in lines
        ],
        reason=note_reason,
        void_reason=void_reason,
        on=on,
        by=by,
    )
    rows = Enrollment.objects.filter(pk__in=touched)
    rows.filter(since__gte=from_month).update(voided_on=on, end_reason=reason)
    rows.filter(since__lt=from_month).update(until=from_month, end_reason=reason)
    return Ended(
        enrollments=tuple(touched),
        months=before - _covered_months(ids),
        credited_idr=_credited_idr(ids) - credited_before,
        released_idr=released_idr,
    )


def held_with_payers(worker: Worker) -> Worker:
    """Return the worker, held for this transaction with the payers whose money an end releases.

    The payers first, as payments hold them: whoever begins with the worker may wait for ever.
    """
    sponsors = Sponsor.objects.filter(decrees__enrollments__worker=worker).values("pk")
    list(Sponsor.objects.filter(pk__in=sponsors).order_by("pk").select_for_update())
    return Worker.objects.select_for_update().get(pk=worker.pk)


def _covered_months(line_ids: list[int]) -> int:
    periods = CoveragePeriod.objects.standing().filter(line_id__in=line_ids)
    return sum(
        len(list(month_range(since, until)))
        for since, until in periods.values_list("since", "until")
    )


def _credited_idr(line_ids: list[int]) -> int:
    summed = InvoiceLine.objects.filter(pk__in=line_ids).aggregate(idr=Sum("credited_idr"))
    return summed["idr"] or 0
