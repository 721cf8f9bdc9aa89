"""What a merge and a parting share: what goes from one record to the other, and its counts."""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from simple_history.utils import bulk_update_with_history

from enrollment.actions.bookkeeping import Counters
from enrollment.models import (
    CoveragePeriod,
    Enrollment,
    Heir,
    InvoiceLine,
    Sponsor,
    Worker,
    WorkerEvent,
)
from enrollment.rules.ledger import Span
from enrollment.rules.matching.names import name_key
from registry.models import User

# what the population register answered is about the number, and goes where it goes
_OF_THE_NIK: Final = ("nik", "population_status", "population_checked_on", "population_source")


def held_with_payers_of(*workers: Worker) -> tuple[Worker, ...]:
    """Return the workers, held with everybody who pays for them: payers first, as payments do."""
    payers = Sponsor.objects.filter(
        models.Q(decrees__enrollments__worker__in=workers) | models.Q(worker__in=workers)
    )
    list(Sponsor.objects.filter(pk__in=payers.values("pk")).order_by("pk").select_for_update())
    keys = [worker.pk for worker in workers]
    held = Worker.objects.filter(pk__in=keys).order_by("pk").select_for_update()
    by_key = {worker.pk: worker for worker in held}
    return tuple(by_key[key] for key in keys)


def count_months(counters: Counters, kept: Worker, given_up: Worker, change: int) -> None:
    """Count the covered months of both in or out, each where the worker lives now."""
    for worker in (kept, given_up):
        for period in CoveragePeriod.objects.standing().filter(worker=worker):
            counters.cover(worker.village_id, Span(period.since, period.until, 0), change)


def move_rows(
    source: Worker,
    target: Worker,
    memberships: list[Enrollment],
    *,
    by: User,
    only: dict[str, list[int]] | None = None,
) -> dict[str, list[int]]:
    """Give the memberships with all that was billed and covered, heirs, events and the own payer
    to another record; return the keys of what moved. `only` limits what is no membership."""
    keys = [membership.pk for membership in memberships]
    InvoiceLine.objects.filter(enrollment_id__in=keys).update(worker=target)
    CoveragePeriod.objects.filter(line__enrollment_id__in=keys).update(worker=target)
    Enrollment.objects.filter(pk__in=keys).update(worker=target)
    heirs = list(_chosen(Heir.objects.filter(worker=source), "heir", only))
    for heir in heirs:
        heir.worker = target
    if heirs:
        bulk_update_with_history(heirs, Heir, ["worker"], default_user=by)
    events = _chosen(_movable_events(source, target), "event", only)
    event_keys = list(events.values_list("pk", flat=True))
    WorkerEvent.objects.filter(pk__in=event_keys).update(worker=target)
    payer_keys = []
    if not Sponsor.objects.filter(worker=target).exists():
        for payer in _chosen(Sponsor.objects.filter(worker=source), "payer", only):
            payer.worker = target
            payer.save()
            payer_keys.append(payer.pk)
    return {
        "enrollment": keys,
        "heir": [heir.pk for heir in heirs],
        "event": event_keys,
        "payer": payer_keys,
    }


def _movable_events(source: Worker, target: Worker) -> models.QuerySet[WorkerEvent]:
    """Return the events but for a second death: of one person one stands, the other stays."""
    events = WorkerEvent.objects.filter(worker=source)
    deaths = WorkerEvent.objects.standing().filter(kind=WorkerEvent.Kind.DEATH)
    if deaths.filter(worker=target).exists():
        return events.exclude(pk__in=deaths.filter(worker=source).values("pk"))
    return events


def _chosen(
    rows: models.QuerySet[Any], kind: str, only: dict[str, list[int]] | None
) -> models.QuerySet[Any]:
    return rows if only is None else rows.filter(pk__in=only[kind])


def change_places(kept: Worker, given_up: Worker) -> None:
    for name in _OF_THE_NIK:
        mine, theirs = getattr(kept, name), getattr(given_up, name)
        setattr(kept, name, theirs)
        setattr(given_up, name, mine)


def field_of(name: str) -> models.Field[Any, Any]:
    field = Worker._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


def save_both(kept: Worker, given_up: Worker, *, why: str, by: User) -> None:
    """Save both with their history. Two NIKs change places by way of one that nobody can have."""
    if Worker.objects.filter(pk=given_up.pk).exclude(nik=given_up.nik).exists():
        Worker.objects.filter(pk=given_up.pk).update(nik=f"{given_up.pk:016d}")
    for worker in (kept, given_up):
        worker.name_key = name_key(worker.name)
        worker._history_user = by  # type: ignore[attr-defined]
        worker._change_reason = why[:100]  # type: ignore[attr-defined]
        worker.save()
