"""What was changed in the record itself: its versions, corrections, events and merges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any, Final

from django.utils import timezone

from enrollment.models import Correction, Worker, WorkerEvent
from enrollment.queries.corrections import Names, changes_of, stored_value
from enrollment.queries.history.happening import Happening, on_day
from enrollment.rules.correcting import CORRECTABLE, FieldChange

# an event and the version that it leaves are written in one transaction
_AT_ONCE: Final = timedelta(minutes=1)
_KEYS: Final = {
    "village": "village_id",
    "occupation": "occupation_id",
    "second_occupation": "second_occupation_id",
}
_COMPARED: Final = (*CORRECTABLE, "photo", "deceased_on", "moved_away_on", "moved_to")
# what an event changed beside its own day
_BY_EVENTS: Final = ("village", "occupation", "second_occupation", "is_employer")
_CHECKED: Final = ("population_status", "population_checked_on", "population_source")
_MOST: Final = 500
Status = Correction.Status


def versions(
    worker: Worker, proposed: Sequence[Correction], happened: Sequence[WorkerEvent]
) -> list[Happening]:
    """Return what each version of the record changed, and how it began.

    A version that an event left is told by the event, with what it changed.
    """
    history: Any = worker.history
    rows = list(
        history.select_related("history_user").order_by("-history_date", "-history_id")[:_MOST]
    )
    steps = [(row, _kept_changes(older, row)) for row, older in pairwise(rows)]
    names = Names(
        (field, value) for _row, kept in steps for field, *values in kept for value in values
    )
    # the history has room for the beginning of a reason only
    reasons = {correction.reason[:100]: correction.reason for correction in proposed}
    told = []
    for (row, kept), (_, older) in zip(steps, pairwise(rows), strict=True):
        changes = tuple(
            FieldChange(field, names.read(field, before), names.read(field, after))
            for field, before, after in kept
            if not _is_told((field, before, after), row, happened)
        )
        if changes:
            reason = reasons.get(row.history_change_reason or "", "")
            facts = {"changes": changes, "reason": reason}
            told.append(Happening(row.history_date, "changed", row.history_user, facts))
        told += _of_the_whole(row, older)
    if rows and rows[-1].history_type == "+":
        told.append(Happening(rows[-1].history_date, "recorded", rows[-1].history_user))
    return told


def corrections(proposed: Sequence[Correction]) -> list[Happening]:
    """Return what was proposed for a second person, and what was not accepted of it."""
    of_identity = [correction for correction in proposed if correction.is_identity]
    changes = changes_of(of_identity)
    told = []
    for row in of_identity:
        facts = {"changes": changes[row.pk], "reason": row.reason}
        told.append(Happening(row.proposed_at, "proposed", row.proposed_by, facts))
        if row.status in (Status.REFUSED, Status.WITHDRAWN) and row.decided_at:
            facts = {"changes": changes[row.pk], "reason": row.decision_note}
            kind = f"proposal_{row.status}"
            told.append(Happening(row.decided_at, kind, row.decided_by, facts))
    return told


def events(happened: Sequence[WorkerEvent]) -> Iterator[Happening]:
    """Return the dated events with what they changed, and those that were taken back."""
    kept = {event.pk: _changes_of_event(event) for event in happened}
    names = Names(
        (field, value) for rows in kept.values() for field, *pair in rows for value in pair
    )
    for event in happened:
        facts = {
            "event": event.kind,
            "happened_on": event.happened_on,
            "months": event.months_ended,
            "released_idr": event.released_idr,
            "moved_to": event.facts.get("after", {}).get("moved_to", ""),
            "changes": tuple(
                FieldChange(field, names.read(field, before), names.read(field, after))
                for field, before, after in kept[event.pk]
            ),
        }
        yield Happening(event.recorded_at, "event", event.recorded_by, facts)
        if event.undone_on:
            undone = on_day(event.undone_on, "event_undone", event.undone_by, **facts)
            yield replace(undone, facts=undone.facts | {"reason": event.undo_reason})


def merges(worker: Worker) -> Iterator[Happening]:
    """Return which other records of the person became part of this one."""
    for merge in worker.merges.select_related("merged", "merged_by", "undone_by").order_by("-pk"):
        facts = {"name": merge.merged.name, "reason": merge.reason}
        yield Happening(merge.merged_at, "merged", merge.merged_by, facts)
        if merge.undone_at:
            facts = {"name": merge.merged.name, "reason": merge.undo_reason}
            yield Happening(merge.undone_at, "parted", merge.undone_by, facts)


def _kept_changes(older: Any, row: Any) -> list[tuple[str, Any, Any]]:
    """Return the fields that differ between two versions, with their kept values."""
    compared = ((name, _KEYS.get(name, name)) for name in _COMPARED)
    return [
        (name, getattr(older, column), getattr(row, column))
        for name, column in compared
        if getattr(older, column) != getattr(row, column)
    ]


def _changes_of_event(event: WorkerEvent) -> list[tuple[str, Any, Any]]:
    before, after = event.facts.get("before", {}), event.facts.get("after", {})
    columns = ((name, _KEYS.get(name, name)) for name in _BY_EVENTS)
    return [
        (name, before.get(column), after[column])
        for name, column in columns
        if column in after and before.get(column) != after[column]
    ]


def _is_told(change: tuple[str, Any, Any], row: Any, happened: Sequence[WorkerEvent]) -> bool:
    """Tell whether an event, or its undoing, says already what a version changed."""
    field, *values = change
    column = _KEYS.get(field, field)
    changed = [stored_value(value) for value in values]
    for event in happened:
        sides = [event.facts.get(side, {}) for side in ("before", "after")]
        if not all(column in side for side in sides):
            continue
        told = [side[column] for side in sides]
        if told == changed and abs(event.recorded_at - row.history_date) < _AT_ONCE:
            return True
        if told[::-1] == changed and event.undone_on == timezone.localdate(row.history_date):
            return True
    return False


def _of_the_whole(row: Any, older: Any) -> Iterator[Happening]:
    if any(getattr(row, name) != getattr(older, name) for name in _CHECKED):
        facts = {
            "status": row.population_status,
            "checked_on": row.population_checked_on,
            "source": row.population_source,
        }
        yield Happening(row.history_date, "population", row.history_user, facts)
    if row.merged_into_id == older.merged_into_id and row.withdrawn_on != older.withdrawn_on:
        kind = "withdrawn" if row.withdrawn_on else "brought_back"
        yield Happening(row.history_date, kind, row.history_user)
