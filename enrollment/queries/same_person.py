"""Is somebody on record already: by the NIK, or by name, birth date and village."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from enrollment.models import Worker
from enrollment.rules.matching import name_key
from registry.models import Region, User
from registry.nik import mask_nik

_MOST_ALIKE: Final = 3
_REGENCY: Final = 4


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """The record of a NIK: the worker for who may see it, None in another region."""

    worker: Worker | None


@dataclass(frozen=True, slots=True)
class Typed:
    """What an officer has typed about a person so far; what is still to come is empty."""

    nik: str = ""
    name: str = ""
    born_on: date | None = None
    sex: str = ""
    village: Region | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """How a field of a record reads beside what was typed."""

    field: str
    on_record: str | date
    typed: str | date
    differs: bool


@dataclass(frozen=True, slots=True)
class Alike:
    """A record that may be of the same person, field by field beside what was typed."""

    worker: Worker
    differences: tuple[Difference, ...]


def known_by_nik(nik: str, reader: User) -> KnownPerson | None:
    """Return the record that stands for a NIK; None where it is new, or was withdrawn.

    A record that was merged into another stands for that one.
    """
    worker = (
        Worker.objects.filter(nik=nik)
        .select_related("village__parent", "occupation", "merged_into__village__parent")
        .first()
    )
    while worker is not None and worker.merged_into is not None:
        worker = worker.merged_into
    if worker is None or worker.withdrawn_on:
        return None
    visible = Worker.objects.visible_to(reader).filter(pk=worker.pk).exists()
    return KnownPerson(worker if visible else None)


def possibly_same(typed: Typed, reader: User) -> list[Alike]:
    """Return the records in scope of the same name and birth date in the regency, at most three.

    Those of the same village stand first. Nothing before name, birth date and village are known.
    """
    key = name_key(typed.name)
    if not (key and typed.born_on and typed.village):
        return []
    # by village, so that the index of villages, birth dates and names is used
    villages = Region.objects.villages().within(typed.village.pk[:_REGENCY]).values("pk")
    found = (
        Worker.objects.visible_to(reader)
        .standing()
        .filter(Q(village__in=villages), born_on=typed.born_on, name_key=key)
        .exclude(nik=typed.nik)
        .select_related("village__parent", "occupation")
        .order_by("pk")
    )
    village = typed.village.pk
    alike = sorted(found, key=lambda worker: worker.village_id != village)
    return [Alike(worker, _differences(worker, typed)) for worker in alike[:_MOST_ALIKE]]


def digits_apart(one: str, other: str) -> int:
    """Return in how many of their places two NIKs differ."""
    return sum(mine != theirs for mine, theirs in zip(one, other, strict=False))


def _differences(worker: Worker, typed: Typed) -> tuple[Difference, ...]:
    assert typed.born_on is not None
    assert typed.village is not None
    return (
        Difference("nik", mask_nik(worker.nik), mask_nik(typed.nik), worker.nik != typed.nik),
        Difference("name", worker.name, typed.name, worker.name != typed.name),
        Difference("born_on", worker.born_on, typed.born_on, worker.born_on != typed.born_on),
        Difference("sex", worker.sex, typed.sex, bool(typed.sex) and worker.sex != typed.sex),
        Difference(
            "village",
            worker.village.name,
            typed.village.name,
            worker.village_id != typed.village.pk,
        ),
    )
