"""The statement of a sweep: what was taken off before an invoice, by reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum

from enrollment.models import Enrollment, Invoice, Sweep


@dataclass(frozen=True, slots=True)
class SweptGroup:
    """What was taken off for one reason; the amount was not spent."""

    reason: str
    workers: int
    amount_idr: int


def sweep_of(invoice: Invoice) -> Sweep | None:
    """Return the sweep that went before an invoice; None where its act bills one worker."""
    return getattr(invoice, "sweep", None)


def swept_groups(sweep: Sweep) -> list[SweptGroup]:
    """Return what was taken off by reason, in the order of the reasons; the amounts sum up."""
    if not (sweep.removed or sweep.not_spent_idr):
        return []
    groups = (
        sweep.rows.values("reason")
        .annotate(workers=Count("enrollment__worker", distinct=True), amount_idr=Sum("amount_idr"))
        .order_by()
    )
    found = [SweptGroup(**group) for group in groups]
    order = list(Enrollment.EndReason.values)
    return sorted(found, key=lambda group: order.index(group.reason))


def shortened(sweep: Sweep) -> int:
    """Return of how many workers only some of the months were taken off."""
    rows = sweep.rows.aggregate(workers=Count("enrollment__worker", distinct=True))
    return int(rows["workers"]) - sweep.removed
