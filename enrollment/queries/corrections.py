"""Corrections of workers' data, read back: what stood there, and what comes in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.db import models

from enrollment.models import Correction, Worker
from enrollment.rules.correcting import CORRECTABLE, FieldChange
from enrollment.rules.eligibility import nik_problems
from enrollment.rules.problems import Problem
from registry.models import Occupation, Region, User
from registry.nik import read_nik
from registry.roles import Permission

_OCCUPATIONS: Final = ("occupation", "second_occupation")
# who asks for a correction is answered within so long (UU 27/2022 Pasal 30)
ANSWERED_WITHIN: Final = timedelta(hours=72)


def stored_value(value: Any) -> Any:
    """Return a value as a correction keeps it: a row by its key, a day as its ISO text."""
    if isinstance(value, models.Model):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value


def stored_values(worker: Worker) -> dict[str, Any]:
    """Return what stands in the fields that can be corrected, as a correction keeps it."""
    return {name: stored_value(getattr(worker, _column(name))) for name in CORRECTABLE}


def put(worker: Worker, after: Mapping[str, Any]) -> None:
    """Put kept values into the fields of a worker who is not saved by it."""
    for name, value in after.items():
        field = Worker._meta.get_field(name)
        assert isinstance(field, models.Field)
        setattr(worker, field.attname, value if field.remote_field else field.to_python(value))


class Names:
    """The villages and occupations that kept values name by key, in two queries for all."""

    def __init__(self, values: Iterable[tuple[str, Any]]) -> None:
        villages, occupations = set(), set()
        for field, value in values:
            if value and field == "village":
                villages.add(value)
            elif value and field in _OCCUPATIONS:
                occupations.add(value)
        self._villages = Region.objects.select_related("parent").in_bulk(sorted(villages))
        self._occupations = Occupation.objects.in_bulk(sorted(occupations))

    def read(self, field: str, value: Any) -> Any:
        """Return what a kept value of a field means."""
        if field == "village":
            return self._villages.get(value)
        if field in _OCCUPATIONS:
            return self._occupations.get(value)
        if field == "born_on" and isinstance(value, str):
            return date.fromisoformat(value)
        return value


def changes_of(corrections: Iterable[Correction]) -> dict[int, tuple[FieldChange, ...]]:
    """Return what each correction changes, by its key, in the order of the form."""
    rows = list(corrections)
    names = Names(pair for row in rows for pair in _kept(row))
    return {
        row.pk: tuple(
            FieldChange(
                field,
                names.read(field, row.changes[field]["before"]),
                names.read(field, row.changes[field]["after"]),
            )
            for field in CORRECTABLE
            if field in row.changes
        )
        for row in rows
    }


def changed_meanwhile(correction: Correction, worker: Worker) -> list[str]:
    """Return the fields whose value is no longer the one that the correction found wrong."""
    now = stored_values(worker)
    return [name for name, change in correction.changes.items() if now[name] != change["before"]]


def doubts(worker: Worker, correction: Correction) -> tuple[Problem, ...]:
    """Return where the NIK would contradict sex and birth date after a correction."""
    after = {
        name: correction.changes[name]["after"] if name in correction.changes else value
        for name, value in stored_values(worker).items()
    }
    return nik_problems(
        after["nik"],
        read_nik(after["nik"]),
        sex=after["sex"],
        born_on=date.fromisoformat(after["born_on"]),
        known_regions={after["nik"][:4]},
        allow_serial_zero=True,
    )


def nik_held_by(nik: str, *, besides: Worker) -> Worker | None:
    """Return the other record that has a NIK already."""
    return Worker.objects.filter(nik=nik).exclude(pk=besides.pk).first()


def waiting_for(user: User) -> models.QuerySet[Correction]:
    """Return the corrections that wait for this user's decision: proposed by somebody else."""
    waiting = Correction.objects.visible_to(user, Permission.CORRECTION_DECIDE).waiting()
    return waiting.exclude(proposed_by=user)


def _kept(correction: Correction) -> Iterator[tuple[str, Any]]:
    for field, change in correction.changes.items():
        yield field, change["before"]
        yield field, change["after"]


def _column(name: str) -> str:
    field = Worker._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field.attname
