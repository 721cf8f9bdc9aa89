"""Recording that a worker moved, or came back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.actions.ending import EndReason, held_with_payers
from enrollment.actions.events.noting import (
    NOTHING_STOPPED,
    Facts,
    Stopped,
    later_event_words,
    note_event,
    noted_after,
    noted_before,
    refuse_if_claimed,
    set_fields,
    stop_cover,
    values_of,
)
from enrollment.models import CoveragePeriod, Worker, WorkerEvent
from enrollment.queries.effects import left_behind
from registry.audit import record
from registry.formats import day_text
from registry.models import Region, User
from registry.months import add_months, first_of_month
from registry.refusals import Refused
from registry.roles import Permission, may, require

Kind = WorkerEvent.Kind
_OF_PLACE = (Kind.MOVED_AWAY, Kind.MOVED_WITHIN, Kind.RETURNED)


class MoveImpossible(Refused):
    code, field = "move_impossible", "moved_on"


class ReturnImpossible(Refused):
    code, field = "return_impossible", "returned_on"


@transaction.atomic
def record_move(
    *, worker: Worker, moved_on: date, village: Region | None, moved_to: str, on: date, by: User
) -> WorkerEvent:
    """Record that a worker moved, and what that does to his cover; return the event.

    To a village that the recorder serves: the record and the counts go there. Elsewhere, or to a
    place that nobody knows (`village` None, `moved_to` what was said of it): the record stays and
    says where to. Memberships under decrees of regions that do not hold the new place end after
    the month of the move, with their money; what the worker pays himself goes on. The same move
    twice changes nothing.
    """
    require(by, Permission.WORKER_CORRECT, worker.region_code)
    worker = held_with_payers(worker)
    kind, after = _new_place(moved_on, village, moved_to, by)
    if known := noted_before(worker, kind, happened_on=moved_on, after=after):
        return known
    _refuse_move(worker, moved_on, on, after)
    stopped = _stop_cover(worker, moved_on, village, on, by)
    before = _set_place(worker, after)
    event = note_event(
        worker,
        kind,
        happened_on=moved_on,
        before=before,
        after=after,
        stopped=stopped,
        on=on,
        by=by,
    )
    record(
        "worker.moved",
        subject=worker,
        by=by,
        moved_on=moved_on,
        before=before,
        now=after,
        released_idr=stopped.ended.released_idr,
    )
    return event


@transaction.atomic
def record_return(
    *, worker: Worker, returned_on: date, village: Region, on: date, by: User
) -> WorkerEvent:
    """Record that a worker who had moved away lives here again; return the event.

    Cover does not come back by itself: a decree or the worker's own money begins it anew. The
    same return twice changes nothing.
    """
    require(by, Permission.WORKER_CORRECT, worker.region_code)
    require(by, Permission.WORKER_CORRECT, village.code)
    worker = held_with_payers(worker)
    after: Facts = {"moved_away_on": None, "moved_to": "", "village_id": village.code}
    if known := noted_before(worker, Kind.RETURNED, happened_on=returned_on, after=after):
        return known
    if worker.deceased_on or worker.withdrawn_on or not worker.moved_away_on:
        raise ReturnImpossible(_("No move away stands on record. See the worker's page."))
    if returned_on > on:
        raise ReturnImpossible(_("This day is still to come. Write the day of the return."))
    if returned_on < worker.moved_away_on:
        raise ReturnImpossible(
            _("The worker moved away on %(day)s only. Write that day, or a later one.")
            % {"day": day_text(worker.moved_away_on)}
        )
    before = _set_place(worker, after)
    event = note_event(
        worker,
        Kind.RETURNED,
        happened_on=returned_on,
        before=before,
        after=after,
        on=on,
        by=by,
    )
    record(
        "worker.returned", subject=worker, by=by, returned_on=returned_on, before=before, now=after
    )
    return event


def _new_place(
    moved_on: date, village: Region | None, moved_to: str, by: User
) -> tuple[WorkerEvent.Kind, Facts]:
    """Return what kind of move it is for the recorder, and the fields that it sets."""
    if village and may(by, Permission.WORKER_CORRECT, village.code):
        return Kind.MOVED_WITHIN, {"village_id": village.code}
    named = moved_to or (_full_name(village) if village else "")
    return Kind.MOVED_AWAY, {"moved_away_on": moved_on.isoformat(), "moved_to": named}


def _full_name(village: Region) -> str:
    """Return the name of a village with all that it lies in."""
    names, region = [], village
    while True:
        names.append(region.name)
        if region.parent is None:
            return ", ".join(names)
        region = region.parent


def _refuse_move(worker: Worker, moved_on: date, on: date, after: Facts) -> None:
    if worker.deceased_on or worker.withdrawn_on:
        raise MoveImpossible(_("This worker has died, or the record was withdrawn."))
    if worker.moved_away_on:
        raise MoveImpossible(
            _("The worker moved away on %(day)s. Record the return first, or take that move back.")
            % {"day": day_text(worker.moved_away_on)}
        )
    if moved_on > on:
        raise MoveImpossible(_("This day is still to come. Write the day of the move."))
    if moved_on < worker.born_on:
        raise MoveImpossible(_("This day is before the birth date. Write the day of the move."))
    if after.get("village_id") == worker.village_id:
        raise MoveImpossible(_("The worker lives in this village already. Choose the new one."))
    if event := noted_after(worker, _OF_PLACE, day=moved_on):
        raise MoveImpossible(later_event_words(event))


def _stop_cover(
    worker: Worker, moved_on: date, village: Region | None, on: date, by: User
) -> Stopped:
    """End what the new place takes the worker out of, unless a claim rests on it."""
    from_month = add_months(first_of_month(moved_on), 1)
    leaving = left_behind(worker, village)
    reaching = leaving.standing().filter(until__gt=from_month)
    covered = CoveragePeriod.objects.standing().filter(
        worker=worker, line__enrollment__in=leaving, until__gt=from_month
    )
    ends = [until for rows in (reaching, covered) for until in rows.values_list("until", flat=True)]
    if not ends:
        return NOTHING_STOPPED
    refuse_if_claimed(worker, since=from_month, until=max(ends))
    return stop_cover(leaving, from_month=from_month, reason=EndReason.MOVED, on=on, by=by)


def _set_place(worker: Worker, after: Facts) -> Facts:
    """Write where the worker lives now, take the counts along, and return what stood before."""
    before = values_of(worker, after)
    set_fields(worker, after)
    return before
