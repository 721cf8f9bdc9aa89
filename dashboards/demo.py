"""The people of the demo, and their list: invented by a seeded generator, the same every time.

Nobody in it exists: names are common ones put together, and every NIK ends with the serial 0000,
which is issued to nobody.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import IO, Final

from django.conf import settings
from xlsxwriter import Workbook

from registry.models import Region
from registry.reference import read_rows

WORKERS: Final = 4839
FIRST_MONTH: Final = date(2020, 7, 1)
FILENAME: Final = "daftar-pekerja-anambas-2020.xlsx"
SHEET: Final = "Daftar Pekerja"
HEADING_ROW: Final = 4
HEADINGS: Final = (
    "No",
    "NIK",
    "Nama Lengkap",
    "Tgl Lahir",
    "L/P",
    "Desa/Kelurahan",
    "Kecamatan",
    "Alamat",
    "Pekerjaan",
    "No HP",
    "Penghasilan",
)
_WIDTHS: Final = (6, 20, 28, 12, 6, 20, 18, 18, 34, 16, 14)
# youngest and oldest on the first covered month: 17, and not yet 65
_BORN: Final = (date(1955, 7, 2), date(2003, 7, 1))
_AGE_PEAK: Final = 0.58
_SERIAL: Final = "0000"
# the groups of the press report of 2020, fishers and farmers foremost: weight, share of women
_SEGMENTS: Final = {
    "nelayan": (50, 0.04),
    "petani": (25, 0.40),
    "peternak": (5, 0.45),
    "tukang ojek": (5, 0.02),
    "kapten pompong": (4, 0.01),
    "tenaga kerja bongkar muat": (4, 0.01),
    "sopir speed boat": (3, 0.01),
    "sopir pikap": (2, 0.01),
    "kelompok jaga kampung": (2, 0.05),
}
_TOWN_WEIGHT: Final = 4.0
_GROWN_AT: Final = 20


@dataclass(frozen=True, slots=True)
class Person:
    """One invented worker as the village's list has it."""

    nik: str
    name: str
    born_on: date
    sex: str
    village: str
    district: str
    address: str
    occupation: str
    income_idr: int


def people(count: int = WORKERS, *, seed: int = 2020) -> list[Person]:
    """Return so many workers of Anambas, always the same ones; no NIK and no person twice."""
    return list(islice(_Crowd(random.Random(seed)).walk(), count))  # noqa: S311 - invented data


class _Crowd:
    """Draws people one after the other, and remembers whom it has drawn."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._villages = list(
            Region.objects.villages().within("2105").select_related("parent").order_by("code")
        )
        # kelurahan are the towns; villages differ in size as islands do
        self._village_weights = [
            dice.lognormvariate(0, 0.5) * (_TOWN_WEIGHT if village.kind == "kelurahan" else 1)
            for village in self._villages
        ]
        self._districts = sorted({village.parent_id or "" for village in self._villages})
        self._names: dict[str, list[str]] = {"L": [], "P": []}
        for row in read_rows(settings.REFERENCE_DIR / "names/malay_kepri_names.csv"):
            self._names[row["sex"]].append(row["name"])
        self._occupations: dict[str, list[str]] = {segment: [] for segment in _SEGMENTS}
        for row in read_rows(settings.REFERENCE_DIR / "occupations/bpu_occupations.csv"):
            if row["anambas_2020_segment"]:
                self._occupations[row["anambas_2020_segment"]].append(row["label_id"])
        self._niks: set[str] = set()
        self._births: set[tuple[str, date]] = set()

    def walk(self) -> Iterable[Person]:
        """Yield people without end."""
        while True:
            if person := self._draw():
                yield person

    def _draw(self) -> Person | None:
        """Return a person, or None where the dice fell on somebody who is there already."""
        dice = self._dice
        village = dice.choices(self._villages, self._village_weights)[0]
        segments = list(_SEGMENTS)
        segment = dice.choices(segments, [_SEGMENTS[name][0] for name in segments])[0]
        sex = "P" if dice.random() < _SEGMENTS[segment][1] else "L"
        born_on = self._born_on()
        nik = self._nik(village, born_on, sex)
        occupation = dice.choice(self._occupations[segment])
        name = self._name(sex)
        address = f"RT {dice.randint(1, 6):03d}/RW {dice.randint(1, 3):03d}"
        income_idr = dice.randrange(500_000, 1_100_000, 50_000)
        # one person of a birth date in a village: nobody looks like somebody else's double
        if nik in self._niks or (village.code, born_on) in self._births:
            return None
        self._niks.add(nik)
        self._births.add((village.code, born_on))
        district = village.parent.name if village.parent else ""
        return Person(
            nik, name, born_on, sex, village.name, district, address, occupation, income_idr
        )

    def _born_on(self) -> date:
        youngest, oldest = _BORN[1], _BORN[0]
        span = (youngest - oldest).days
        return oldest + timedelta(days=int(self._dice.triangular(0, span, span * _AGE_PEAK)))

    def _nik(self, village: Region, born_on: date, sex: str) -> str:
        """Return the number of a first registration, now and then in another district."""
        moved = self._dice.random() < 0.15
        district = self._dice.choice(self._districts) if moved else village.parent_id
        day = born_on.day + (40 if sex == "P" else 0)
        return f"{district}{day:02d}{born_on:%m%y}{_SERIAL}"

    def _name(self, sex: str) -> str:
        """Return a given name, most often with a father's name behind it."""
        given = self._dice.choice(self._names[sex])
        father = self._dice.choice(self._names["L"]).split()[-1]
        alone = len(given.split()) > 1 or father == given or self._dice.random() < 0.1
        return given if alone else f"{given} {father}"


def earlier_people(count: int, *, since: date) -> list[Person]:
    """Return workers beside those of the great list, of age in a month years before it."""
    others = people(WORKERS + 4 * count)[WORKERS:]
    grown = [person for person in others if person.born_on.year <= since.year - _GROWN_AT]
    return grown[:count]


def write_list(
    persons: Sequence[Person], target: IO[bytes], *, months: str = "Juli 2020 sampai Juni 2021"
) -> None:
    """Write the list of these people as a workbook, as a regency's office makes them.

    A title and a blank line stand above the headings, a total below the rows. The same people
    give the same bytes.
    """
    rows = [
        [
            index,
            person.nik,
            person.name,
            person.born_on,
            person.sex,
            person.village,
            person.district,
            person.address,
            person.occupation,
            "",
            person.income_idr,
        ]
        for index, person in enumerate(persons, start=1)
    ]
    write_rows(rows, target, months=months)


def write_rows(
    rows: Iterable[Sequence[object]],
    target: IO[bytes],
    *,
    months: str = "Juli 2020 sampai Juni 2021",
) -> None:
    """Write rows under the headings of the list, whatever stands in them."""
    with Workbook(target, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        # the clock would make other bytes of the same list
        book.set_properties({"created": datetime(2020, 7, 14, tzinfo=UTC)})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(SHEET)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, "DAFTAR PEKERJA BUKAN PENERIMA UPAH (BPU)", bold)
        sheet.write_string(1, 0, f"Kabupaten Kepulauan Anambas, {months}")
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(HEADING_ROW - 1, column, heading, bold)
        number = HEADING_ROW
        for values in rows:
            for column, value in enumerate(values):
                _write_cell(book, number, column, value)
            number += 1
        sheet.write_string(number, 2, "JUMLAH", bold)
        sheet.write_number(number, 10, number - HEADING_ROW)


def _write_cell(book: Workbook, row: int, column: int, value: object) -> None:
    sheet = book.worksheets()[0]
    if isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif value:
        # text stays text: a NIK written as a number would lose its last digit
        sheet.write_string(row, column, str(value))
