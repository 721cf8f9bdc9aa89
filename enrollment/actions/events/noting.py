"""Writing an event down, with all that it takes to undo it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from enrollment.actions.bookkeeping import move_counts
from enrollment.actions.ending import Ended, EndReason, end_cover
from enrollment.models import Worker, WorkerEvent
from enrollment.models.enrollments import EnrollmentQuerySet
from registry.formats import day_text, month_text
from registry.models import User
from registry.refusals import Refused
from registry.slots import cover_dependents

Facts = dict[str, Any]


class CoverClaimed(Refused):
    code = "cover_claimed"


@dataclass(frozen=True, slots=True)
class Stopped:
    """Cover that an event ended: what it came to, and the memberships as they stood before."""

    ended: Ended
    before: list[Facts]


NOTHING_STOPPED = Stopped(Ended(enrollments=(), months=0, credited_idr=0, released_idr=0), [])


def stop_cover(
    enrollments: EnrollmentQuerySet, *, from_month: date, reason: EndReason, on: date, by: User
) -> Stopped:
    """End these memberships as `end_cover` does, and return with it what an undo needs."""
    reaching = enrollments.standing().filter(until__gt=from_month).order_by("pk")
    before = [
        {"enrollment": pk, "since": max(since, from_month).isoformat(), "until": until.isoformat()}
        for pk, since, until in reaching.values_list("pk", "since", "until")
    ]
    ended = end_cover(enrollments, from_month=from_month, reason=reason, on=on, by=by)
    return Stopped(ended, before)


def refuse_if_claimed(worker: Worker, *, since: date, until: date) -> None:
    """Refuse to end months of cover in which something happened that a claim is about."""
    claims = cover_dependents.count(
        Worker.objects.filter(pk=worker.pk).values("pk"), since=since, until=until
    )
    if claims:
        raise CoverClaimed(
            _(
                "A claim of %(name)s is about %(month)s or later, so this cover must stand. Check "
                "the day, or ask the examiner of the claim."
            )
            % {"name": worker.name, "month": month_text(since)}
        )


def note_event(
    worker: Worker,
    kind: WorkerEvent.Kind,
    *,
    happened_on: date,
    before: Facts,
    after: Facts,
    stopped: Stopped = NOTHING_STOPPED,
    on: date,
    by: User,
) -> WorkerEvent:
    """Write what happened, the fields as they were and are, and the cover that it ended."""
    return WorkerEvent.objects.create(
        worker=worker,
        kind=kind,
        happened_on=happened_on,
        facts={"before": before, "after": after, "ended": stopped.before},
        months_ended=stopped.ended.months,
        released_idr=stopped.ended.released_idr,
        recorded_on=on,
        recorded_by=by,
    )


def noted_before(
    worker: Worker, kind: WorkerEvent.Kind, *, happened_on: date, after: Facts
) -> WorkerEvent | None:
    """Return the standing event that says the same, None where none does or where it passed."""
    if values_of(worker, after) != after:
        return None
    same = worker.events.standing().filter(kind=kind, happened_on=happened_on).order_by("-pk")
    return next((event for event in same if event.facts.get("after") == after), None)


def noted_after(
    worker: Worker, kinds: Collection[WorkerEvent.Kind], *, day: date
) -> WorkerEvent | None:
    """Return the first standing event of these kinds that happened after a day, else None."""
    later = worker.events.standing().filter(kind__in=kinds, happened_on__gt=day)
    return later.order_by("happened_on", "pk").first()


def later_event_words(event: WorkerEvent) -> str:
    """Return why nothing of the kind is recorded before an event that is on record."""
    return _(
        "What happened on %(day)s is on record already. Write a later day, or take it back."
    ) % {"day": day_text(event.happened_on)}


def values_of(worker: Worker, names: Facts) -> Facts:
    """Return what stands in these fields of a worker, as an event keeps it."""
    return {name: kept(getattr(worker, name)) for name in names}


def kept(value: Any) -> Any:
    """Return a value as an event keeps it: a day as text."""
    return value.isoformat() if isinstance(value, date) else value


def set_fields(worker: Worker, values: Facts) -> None:
    """Write fields of a worker as an event keeps them; figures follow the village."""
    village_before = worker.village_id
    for name, value in values.items():
        is_day = name.endswith("_on") and value
        setattr(worker, name, date.fromisoformat(value) if is_day else value)
    worker.save()
    if worker.village_id != village_before:
        move_counts(worker, village_before)
