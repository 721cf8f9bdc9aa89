"""What happens to a worker: a death, a correction of data."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.actions.bookkeeping import move_counts
from enrollment.actions.ending import end_cover, held_with_payers
from enrollment.models import Enrollment, Worker
from enrollment.rules.matching.names import name_key
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
    ends_on = add_months(first_of_month(died_on), 1)
    ended = end_cover(
        Enrollment.objects.filter(worker=worker),
        from_month=ends_on,
        reason=Enrollment.EndReason.DEATH,
        on=on,
        by=by,
    )
    record("worker.died", subject=worker, by=by, died_on=died_on, released_idr=ended.released_idr)
    return worker


def _refuse_death(worker: Worker, died_on: date, on: date) -> None:
    if worker.deceased_on:
        raise DeathAlreadyRecorded(
            _("A death on another day is recorded already. Ask the administrator to correct it.")
        )
    if died_on > on:
        raise DeathImpossible(_("This day is still to come. Copy it from the death certificate."))
    if died_on < worker.born_on:
        raise DeathImpossible(
            _("This day is before the birth date. Copy it from the death certificate.")
        )


@transaction.atomic
def correct_worker(*, worker: Worker, changes: dict[str, Any], by: User) -> Worker:
    """Change data of a worker that are not his identity; return the worker.

    Figures follow the village: when it was wrong, all counted months move to the right one.
    Every change stands in the history and in the trail, old value and new.
    """
    require(by, Permission.DATA_FIX, worker.region_code)
    worker = Worker.objects.select_for_update().get(pk=worker.pk)
    before = {name: getattr(worker, name) for name in changes}
    village_before = worker.village_id
    for name, value in changes.items():
        setattr(worker, name, value)
    require(by, Permission.DATA_FIX, worker.region_code)
    worker.name_key = name_key(worker.name)
    worker.save()
    if worker.village_id != village_before:
        move_counts(worker, village_before)
    record(
        "worker.corrected",
        subject=worker,
        by=by,
        before={name: str(value) for name, value in before.items()},
        now={name: str(value) for name, value in changes.items()},
    )
    return worker
