"""Taking a mistaken event back, with the cover that it ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.actions.events.noting import Facts, kept, set_fields
from enrollment.actions.holding import hold_to_bill
from enrollment.actions.invoices import AboveCeiling, bill
from enrollment.models import Enrollment, Invoice, Worker, WorkerEvent
from enrollment.queries.places import followers
from enrollment.queries.restoring import Part, parts_to_restore
from enrollment.rules.restoring import WhyNot
from registry.audit import record
from registry.models import User
from registry.refusals import Refused
from registry.roles import Permission, require
from registry.slots import death_dependents

Kind = WorkerEvent.Kind


class EventStays(Refused):
    code = "event_stays"


class SecondPersonNeeded(Refused):
    code = "second_person_needed"


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking an event back did: cover begun anew, each with its invoice, and what did not."""

    event: WorkerEvent
    restored: list[tuple[Enrollment, Invoice | None]]
    left_out: list[Part]


@transaction.atomic
def undo_event(*, event: WorkerEvent, reason: str, on: date, by: User) -> Undone:
    """Take back an event that did not happen, with its fields and the cover that it ended.

    The months that it ended begin anew under the same decrees, in the same places. What was
    billed is billed again by an invoice of its own, which the payer's credit pays at once. Months
    that somebody else took over meanwhile stay there. A death is taken back by a second person,
    and only while no claim rests on it. A second call changes nothing.
    """
    _require_right(event, by)
    ended = Enrollment.objects.filter(pk__in=[row["enrollment"] for row in _ended(event)])
    decree_ids = list(ended.values_list("decree_id", flat=True))
    hold_to_bill(decree_ids=decree_ids, worker_ids=[event.worker_id])
    event = WorkerEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if event.undone_on:
        return Undone(event, [], [])
    refuse_undo(event, by)
    worker = Worker.objects.get(pk=event.worker_id)
    set_fields(worker, _fields_back(event, worker, by))
    restored, left_out = _restore(parts_to_restore(event), on=on, by=by)
    event.undone_on, event.undone_by, event.undo_reason = on, by, reason
    event.facts = event.facts | {
        "restored": [_as_kept(row.pk, row.since, row.until, bill_) for row, bill_ in restored],
        "left_out": [
            _as_kept(part.enrollment.pk, part.since, part.until) | {"why_not": part.why_not}
            for part in left_out
        ],
    }
    event.save(update_fields=["undone_on", "undone_by", "undo_reason", "facts"])
    record(
        "worker.event_undone",
        subject=worker,
        by=by,
        kind=event.kind,
        happened_on=event.happened_on,
        reason=reason,
        restored=len(restored),
        left_out=len(left_out),
    )
    return Undone(event, restored, left_out)


def right_to_undo(event: WorkerEvent) -> Permission:
    """Return the right that taking this event back asks for."""
    is_death = event.kind == Kind.DEATH
    return Permission.CORRECTION_DECIDE if is_death else Permission.WORKER_CORRECT


def refuse_undo(event: WorkerEvent, by: User) -> None:
    """Refuse to take an event back that something else rests on, or that needs another person."""
    if event.worker.withdrawn_on:
        raise EventStays(_("The record was withdrawn. Nothing of it is changed any more."))
    later = event.worker.events.standing().filter(pk__gt=event.pk)
    is_of_work = event.kind == Kind.WORK_CHANGED
    later = later.filter(kind=event.kind) if is_of_work else later.exclude(kind=Kind.WORK_CHANGED)
    if newest := later.order_by("-pk").first():
        raise EventStays(
            _("A later event is on record: %(kind)s. Take that one back first.")
            % {"kind": newest.get_kind_display()}
        )
    if event.worker.population_status == Worker.PopulationStatus.DEAD:
        raise EventStays(
            _(
                "The population register says that this worker has died, so no cover begins anew. "
                "Have the register checked again first; then take the event back."
            )
        )
    if event.kind != Kind.DEATH:
        return
    if event.recorded_by_id == by.pk:
        raise SecondPersonNeeded(
            _("You recorded this death. Somebody else who decides corrections takes it back.")
        )
    workers = Worker.objects.filter(pk=event.worker_id).values("pk")
    if death_dependents.count(workers, since=date.min, until=date.max):
        raise EventStays(
            _(
                "A claim rests on this death, so it stays. If the worker lives, the examiner "
                "closes the claim first."
            )
        )


def _require_right(event: WorkerEvent, by: User) -> None:
    require(by, right_to_undo(event), event.region_code)


def _ended(event: WorkerEvent) -> list[Facts]:
    return list(event.facts.get("ended", []))


def _fields_back(event: WorkerEvent, worker: Worker, by: User) -> Facts:
    """Return the fields to put back: those that still hold what the event wrote.

    What was corrected since stays as it was corrected.
    """
    after = event.facts.get("after", {})
    back = {
        name: value
        for name, value in event.facts.get("before", {}).items()
        if kept(getattr(worker, name)) == after.get(name)
    }
    if village := back.get("village_id"):
        require(by, right_to_undo(event), village)
    return back


def _restore(
    parts: list[Part], *, on: date, by: User
) -> tuple[list[tuple[Enrollment, Invoice | None]], list[Part]]:
    """Begin anew what can begin anew; return the memberships with their invoices, and the rest."""
    restored: list[tuple[Enrollment, Invoice | None]] = []
    left_out: list[Part] = []
    for part in parts:
        if part.why_not:
            left_out.append(part)
            continue
        try:
            restored.append(_begin_anew(part, on=on, by=by))
        except AboveCeiling:
            left_out.append(replace(part, why_not=WhyNot.CEILING))
    return restored, left_out


@transaction.atomic
def _begin_anew(part: Part, *, on: date, by: User) -> tuple[Enrollment, Invoice | None]:
    """Write the months of one run as a membership that follows the one that ended."""
    was = part.enrollment
    anew = Enrollment.objects.create(
        decree=was.decree,
        worker=was.worker,
        since=part.since,
        until=part.until,
        position=was.position,
        annex=was.annex,
        replaces=[was, *followers(was)][-1],
    )
    invoice = bill(decree=was.decree, issued_on=on, by=by, only=anew) if part.is_billed else None
    return anew, invoice


def _as_kept(
    enrollment_id: int, since: date, until: date, invoice: Invoice | None = None
) -> dict[str, object]:
    return {
        "enrollment": enrollment_id,
        "since": since.isoformat(),
        "until": until.isoformat(),
        "invoice": invoice.pk if invoice else None,
    }
