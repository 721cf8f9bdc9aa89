"""What of the cover that an event ended comes back when the event is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from enrollment.models import CoveragePeriod, Enrollment, ImportBatch, WorkerEvent
from enrollment.queries.places import is_given_away, is_taken, list_of, places_taken
from enrollment.rules.restoring import WhyNot
from registry.months import add_months, month_range


@dataclass(frozen=True, slots=True)
class Part:
    """Months of one membership that an event ended: they come back, unless `why_not` says why."""

    enrollment: Enrollment
    since: date
    until: date
    is_billed: bool
    why_not: WhyNot | None = None


def parts_to_restore(event: WorkerEvent) -> list[Part]:
    """Return the months that an event ended, run by run, each with whether it comes back."""
    kept = {item["enrollment"]: item for item in event.facts.get("ended", [])}
    rows = Enrollment.objects.filter(pk__in=kept).select_related(
        "decree__sponsor", "row__batch", "worker"
    )
    return [
        part
        for row in rows.order_by("since", "pk")
        for part in _parts(
            row,
            date.fromisoformat(kept[row.pk]["since"]),
            date.fromisoformat(kept[row.pk]["until"]),
        )
    ]


def _parts(row: Enrollment, since: date, until: date) -> list[Part]:
    is_billed = row.lines.exists()
    if why_not := _why_not_at_all(row):
        return [Part(row, since, until, is_billed, why_not)]
    taken = _taken_months(row, since, until)
    parts: list[Part] = []
    for month in month_range(since, until):
        why = WhyNot.COVERED_MEANWHILE if month in taken else None
        last = parts[-1] if parts else None
        if last and last.why_not == why:
            parts[-1] = Part(row, last.since, add_months(month, 1), is_billed, why)
        else:
            parts.append(Part(row, month, add_months(month, 1), is_billed, why))
    return parts


def _why_not_at_all(row: Enrollment) -> WhyNot | None:
    decree = row.decree
    if is_given_away(row):
        return WhyNot.GIVEN_AWAY
    batch = list_of(row)
    if batch and batch.status == ImportBatch.Status.UNDONE:
        return WhyNot.LIST_UNDONE
    if decree.ended_on:
        return WhyNot.DECREE_ENDED
    if decree.quota and not is_taken(row) and places_taken(decree) >= decree.quota:
        return WhyNot.QUOTA_FULL
    return None


def _taken_months(row: Enrollment, since: date, until: date) -> set[date]:
    """Return the months in which the worker stands under a decree again, or that are paid."""
    reaching = Q(worker=row.worker_id, since__lt=until, until__gt=since)
    spans = [
        *Enrollment.objects.standing().filter(reaching).values_list("since", "until"),
        *CoveragePeriod.objects.standing().filter(reaching).values_list("since", "until"),
    ]
    return {month for span in spans for month in month_range(*span)}
