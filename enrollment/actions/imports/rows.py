"""What the register says about the rows of a list, and how a row is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.conf import settings

from enrollment.models import (
    CoveragePeriod,
    Decree,
    Enrollment,
    ImportFile,
    ImportRow,
    Worker,
)
from enrollment.rules.matching import Occupation as ListedOccupation
from enrollment.rules.matching import OccupationIndex, PlaceIndex, Village
from enrollment.rules.matching.names import name_key
from enrollment.rules.problems import Problem, is_refusal
from enrollment.sheets.columns import CleanRow, ListContext
from registry.law.parameters import parameter
from registry.models import Occupation, Region, User
from registry.scope import below


def list_context(decree: Decree, *, today: date) -> ListContext:
    """Return what the cleaners need to know: the law's ages, the places, the occupations."""
    villages = (
        Region.objects.villages()
        .filter(below(decree.region_id[:2], "code"))
        .select_related("parent")
    )
    return ListContext(
        first_month=decree.since,
        today=today,
        min_age=parameter("bpu.min_age_years", on=decree.since).value,
        max_age_excl=parameter("bpu.max_age_excl_years", on=decree.since).value,
        allow_serial_zero=settings.DEMO_MODE,
        places=PlaceIndex(
            (
                Village(
                    code=village.code,
                    name=village.name,
                    district_code=village.code[:6],
                    district_name=village.parent.name if village.parent else "",
                    regency_code=village.code[:4],
                )
                for village in villages
            ),
            region_code=decree.region_id,
        ),
        occupations=OccupationIndex(
            ListedOccupation(
                slug=occupation.slug,
                label=occupation.label_id,
                aliases=tuple(filter(None, [occupation.ktp_name])),
            )
            for occupation in Occupation.objects.order_by("pk")
        ),
        known_regions=frozenset(Region.objects.regencies().values_list("code", flat=True)),
    )


class RegisterCheck:
    """What the register knows about the people of some rows, asked in a few queries."""

    def __init__(
        self, decree: Decree, people: Sequence[CleanRow], *, officer: User, look_alike: bool = True
    ) -> None:
        self.decree = decree
        self.officer = officer
        niks = [row.nik for row in people if row.nik]
        self.workers = {
            worker.nik: worker for worker in Worker.objects.filter(nik__in=niks).order_by("pk")
        }
        ids = [worker.pk for worker in self.workers.values()]
        self.enrolled_here = set(
            Enrollment.objects.standing()
            .filter(decree=decree, worker_id__in=ids)
            .values_list("worker_id", flat=True)
        )
        self._taken = self._taken_months(ids)
        unknown = [row for row in people if row.nik not in self.workers]
        self._alike = self._same_persons(unknown) if look_alike else set()

    def problems(self, row: CleanRow) -> list[Problem]:
        """Return why the register refuses this person under the decree, or what to look at."""
        worker = self.workers.get(row.nik)
        if worker is None:
            return self._possible_same_person(row)
        if worker.deceased_on:
            return [Problem("deceased", params={"died_on": worker.deceased_on.isoformat()})]
        if worker.pk in self.enrolled_here:
            return []
        return [Problem("already_covered", params=params) for params in self._taken[worker.pk][:1]]

    def _taken_months(self, worker_ids: list[int]) -> defaultdict[int, list[dict[str, Any]]]:
        """By worker, who else pays for a month of this decree; named within the scope only."""
        taken: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
        period = (self.decree.since, self.decree.until)
        enrolled = (
            Enrollment.objects.standing()
            .overlapping(*period)
            .filter(worker_id__in=worker_ids, decree__ended_on=None)
            .exclude(decree=self.decree)
            .values_list("worker_id", "decree_id", "since", "until")
        )
        paid = (
            CoveragePeriod.objects.standing()
            .overlapping(*period)
            .filter(worker_id__in=worker_ids)
            .exclude(line__invoice__decree=self.decree)
            .values_list("worker_id", "line__invoice__decree_id", "since", "until")
        )
        found = sorted([*enrolled, *paid])
        named = {
            decree.pk: decree.sponsor.name
            for decree in Decree.objects.visible_to(self.officer)
            .filter(pk__in={decree_id for _worker, decree_id, _since, _until in found})
            .select_related("sponsor")
        }
        for worker_id, decree_id, since, until in found:
            taken[worker_id].append(
                {
                    "sponsor": named[decree_id],
                    "since": since.isoformat(),
                    "until": until.isoformat(),
                }
                if decree_id in named
                else {"sponsor": ""}
            )
        return taken

    def _same_persons(self, people: Sequence[CleanRow]) -> set[tuple[Any, ...]]:
        """Which villages, birth dates and names of these rows a known worker has."""
        keys = {identity(row) for row in people if row.born_on and row.village_code}
        if not keys:
            return set()
        villages, births, names = ({key[place] for key in keys} for place in range(3))
        return keys.intersection(
            Worker.objects.standing()
            .filter(village_id__in=villages, born_on__in=births, name_key__in=names)
            .values_list("village_id", "born_on", "name_key")
        )

    def _possible_same_person(self, row: CleanRow) -> list[Problem]:
        alike = self._alike and identity(row) in self._alike
        return [Problem("possible_same_person", read=row.name)] if alike else []


def identity(row: CleanRow) -> tuple[Any, ...]:
    """Return what makes two rows possibly one person: village, birth date, name as compared."""
    return (row.village_code, row.born_on, name_key(row.name))


def import_row(file: ImportFile, row: CleanRow, problems: Iterable[Problem]) -> ImportRow:
    """Return the row as it is kept: as read, as understood, and with all its problems."""
    kept = ImportRow(
        batch_id=file.batch_id,
        file=file,
        sheet=row.sheet,
        row=row.row,
        nik=row.nik,
        raw=row.raw,
        data=understood(row),
    )
    set_problems(kept, problems)
    return kept


def understood(row: CleanRow) -> dict[str, Any]:
    """Return the cleaned values by which a worker is recorded later."""
    return {
        "name": row.name,
        "born_on": row.born_on.isoformat() if row.born_on else None,
        "sex": row.sex,
        "village": row.village_code,
        "village_text": row.village_text,
        "address": row.address,
        "occupation": row.occupation_slug,
        "occupation_text": row.occupation_text,
        "phone": row.phone,
        "income_idr": row.income_idr,
    }


def set_problems(row: ImportRow, problems: Iterable[Problem]) -> None:
    """Put these problems on the row, and its state with them; of each code the first counts."""
    unique: dict[str, Problem] = {}
    for problem in problems:
        unique.setdefault(problem.code, problem)
    row.problems = [asdict(problem) for problem in unique.values()]
    row.codes = "".join(f"|{code}" for code in unique) + "|" if unique else ""
    refused = any(is_refusal(code) for code in unique)
    row.status = ImportRow.Status.REFUSED if refused else ImportRow.Status.READY


def kept_problems(row: ImportRow) -> list[Problem]:
    """Return the problems that a kept row has."""
    return [Problem(**problem) for problem in row.problems]
