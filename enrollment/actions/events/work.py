"""Recording that a worker does other work."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.actions.events.noting import (
    Facts,
    later_event_words,
    note_event,
    noted_after,
    noted_before,
    set_fields,
    values_of,
)
from enrollment.models import Worker, WorkerEvent
from registry.audit import record
from registry.models import Occupation, User
from registry.refusals import Refused
from registry.roles import Permission, require

Kind = WorkerEvent.Kind


class WorkImpossible(Refused):
    code, field = "work_impossible", "changed_on"


class SameWork(Refused):
    code, field = "same_work", "occupation"


class SameWorkTwice(Refused):
    code, field = "same_work_twice", "second_occupation"


@transaction.atomic
def change_work(
    *,
    worker: Worker,
    changed_on: date,
    occupation: Occupation,
    second_occupation: Occupation | None = None,
    is_employer: bool | None = None,
    on: date,
    by: User,
) -> WorkerEvent:
    """Record that a worker does other work from a day on; return the event.

    Later invoices take the sector of the new work. Invoices issued before, cover and credit stay
    as they are: a price is that of its day of issue. The same change twice changes nothing.
    """
    require(by, Permission.WORKER_CORRECT, worker.region_code)
    worker = Worker.objects.select_for_update().get(pk=worker.pk)
    after: Facts = {
        "occupation_id": occupation.pk,
        "occupation_text": "",
        "second_occupation_id": second_occupation.pk if second_occupation else None,
        "is_employer": worker.is_employer if is_employer is None else is_employer,
    }
    if known := noted_before(worker, Kind.WORK_CHANGED, happened_on=changed_on, after=after):
        return known
    _refuse_change(worker, changed_on, on)
    _refuse_same(worker, after)
    before = values_of(worker, after)
    set_fields(worker, after)
    event = note_event(
        worker,
        Kind.WORK_CHANGED,
        happened_on=changed_on,
        before=before,
        after=after,
        on=on,
        by=by,
    )
    record(
        "worker.work_changed",
        subject=worker,
        by=by,
        changed_on=changed_on,
        before=before,
        now=after,
    )
    return event


def _refuse_change(worker: Worker, changed_on: date, on: date) -> None:
    if worker.deceased_on or worker.withdrawn_on:
        raise WorkImpossible(_("This worker has died, or the record was withdrawn."))
    if changed_on > on:
        raise WorkImpossible(_("This day is still to come. Write the day of the change."))
    if changed_on < worker.born_on:
        raise WorkImpossible(_("This day is before the birth date. Write the day of the change."))
    if event := noted_after(worker, (Kind.WORK_CHANGED,), day=changed_on):
        raise WorkImpossible(later_event_words(event))


def _refuse_same(worker: Worker, after: Facts) -> None:
    if after["occupation_id"] == after["second_occupation_id"]:
        raise SameWorkTwice(_("The second work is the same as the first. Leave it out."))
    compared = ("occupation_id", "second_occupation_id", "is_employer")
    if all(getattr(worker, name) == after[name] for name in compared):
        raise SameWork(_("This is the work on record already. Choose the new work."))
