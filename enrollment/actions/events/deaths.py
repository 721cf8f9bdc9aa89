"""Recording a death."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.actions.ending import EndReason, held_with_payers
from enrollment.actions.events.noting import note_event, stop_cover
from enrollment.models import Enrollment, Worker, WorkerEvent
from registry.audit import record
from registry.models import User
from registry.months import add_months, first_of_month
from registry.refusals import Refused
from registry.roles import Permission, require


class DeathAlreadyRecorded(Refused):
    code, field = "death_already_recorded", "died_on"


class DeathImpossible(Refused):
    code, field = "death_impossible", "died_on"


@transaction.atomic
def record_death(*, worker: Worker, died_on: date, on: date, by: User) -> Worker:
    """Record a worker's death and end his cover after the month of death; return the worker.

    The month of death still counts. Later months that were billed are credited, and what
    was paid for them becomes the payers' credit. The same date twice changes nothing.
    """
    require(by, Permission.DEATH_RECORD, worker.region_code)
    worker = held_with_payers(worker)
    if worker.deceased_on == died_on:
        return worker
    _refuse_death(worker, died_on, on)
    worker.deceased_on = died_on
    worker.save()
    stopped = stop_cover(
        Enrollment.objects.filter(worker=worker),
        from_month=add_months(first_of_month(died_on), 1),
        reason=EndReason.DEATH,
        on=on,
        by=by,
    )
    note_event(
        worker,
        WorkerEvent.Kind.DEATH,
        happened_on=died_on,
        before={"deceased_on": None},
        after={"deceased_on": died_on.isoformat()},
        stopped=stopped,
        on=on,
        by=by,
    )
    released_idr = stopped.ended.released_idr
    record("worker.died", subject=worker, by=by, died_on=died_on, released_idr=released_idr)
    return worker


def _refuse_death(worker: Worker, died_on: date, on: date) -> None:
    if worker.deceased_on:
        raise DeathAlreadyRecorded(
            _(
                "A death on another day is recorded already. A supervisor takes it back first, on "
                "the page of the worker's events."
            )
        )
    if worker.withdrawn_on:
        raise DeathImpossible(
            _("This record was withdrawn. Record the death where the worker stands now.")
        )
    if died_on > on:
        raise DeathImpossible(_("This day is still to come. Copy it from the death certificate."))
    if died_on < worker.born_on:
        raise DeathImpossible(
            _("This day is before the birth date. Copy it from the death certificate.")
        )
