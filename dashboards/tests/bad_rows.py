"""The founding list with 37 bad rows mixed in, and a note on five of the good ones.

Every refusal of a row stands in it once or more, except `nik_serial_zero`, which the demo mode
of the tests allows, and every warning once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dashboards.demo import WORKERS, Person, people, write_rows

Cells = list[Any]
NIK, NAME, BORN, SEX, VILLAGE, DISTRICT, OCCUPATION = 1, 2, 3, 4, 5, 6, 8
FIRST_GAP, GAP = 150, 100


def cells(person: Person) -> Cells:
    """Return a person as a row of the list, without its number."""
    return [
        None,
        person.nik,
        person.name,
        person.born_on,
        person.sex,
        person.village,
        person.district,
        person.address,
        person.occupation,
        None,
        person.income_idr,
    ]


def born(person: Person, day: date) -> Person:
    """Return the person with another birth date, in the NIK as well."""
    number = day.day + (40 if person.sex == "P" else 0)
    nik = f"{person.nik[:6]}{number:02d}{day:%m%y}{person.nik[12:]}"
    return replace(person, nik=nik, born_on=day)


def with_cell(column: int, value: object) -> Callable[[Person], Cells]:
    """Return what makes a row of a person with one cell replaced."""

    def make(person: Person) -> Cells:
        row = cells(person)
        row[column] = value(row[column]) if callable(value) else value
        return row

    return make


def born_on(day: date) -> Callable[[Person], Cells]:
    """Return what makes a row of a person with that birth date."""
    return lambda person: cells(born(person, day))


def in_village(text: str) -> Callable[[Person], Cells]:
    """Return what makes a row of a person with that village, and no district."""
    return lambda person: [*with_cell(VILLAGE, text)(person)[:DISTRICT], None, *cells(person)[7:]]


BAD: list[tuple[str, Callable[[Person], Cells]]] = [
    ("nik_missing", with_cell(NIK, None)),
    ("nik_missing", with_cell(NIK, "'")),
    ("nik_not_digits", with_cell(NIK, lambda nik: nik.replace("0", "O"))),
    ("nik_not_digits", with_cell(NIK, "belum punya KTP")),
    ("nik_length", with_cell(NIK, lambda nik: nik[:15])),
    ("nik_length", with_cell(NIK, lambda nik: nik[1:])),
    ("nik_length", with_cell(NIK, lambda nik: nik + "0")),
    ("nik_length", with_cell(NIK, lambda nik: f"{nik[:4]} {nik[4:12]}")),
    ("nik_numeric_cell", with_cell(NIK, int)),
    ("nik_numeric_cell", with_cell(NIK, float)),
    ("nik_numeric_cell", with_cell(NIK, 2105.0)),
    ("nik_impossible_date", with_cell(NIK, "2105013202800000")),
    ("nik_impossible_date", with_cell(NIK, "2105017113800000")),
    ("name_missing", with_cell(NAME, None)),
    ("name_missing", with_cell(NAME, "\u00a0 ")),
    ("birth_date_missing", with_cell(BORN, None)),
    ("birth_date_missing", with_cell(BORN, " ")),
    ("birth_date_unreadable", with_cell(BORN, "31/02/1980")),
    ("birth_date_unreadable", with_cell(BORN, "lupa")),
    ("birth_date_in_future", born_on(date(2041, 5, 1))),
    ("age_below_minimum", born_on(date(2005, 7, 2))),
    ("age_below_minimum", born_on(date(2015, 1, 1))),
    ("age_at_or_above_limit", born_on(date(1955, 7, 1))),
    ("age_at_or_above_limit", born_on(date(1941, 1, 1))),
    ("sex_unreadable", with_cell(SEX, "X")),
    ("sex_unreadable", with_cell(SEX, None)),
    ("village_unknown", in_village("Pulau Karang Jauh")),
    ("village_unknown", in_village("-")),
    ("village_ambiguous", in_village("Air Biri")),
    ("already_covered", cells),
    ("already_covered", cells),
    ("deceased", cells),
]
DUPLICATES = 4
BAD_ROWS = len(BAD) + DUPLICATES + 1
WARNINGS = (
    "nik_birth_date_differs",
    "nik_region_unknown",
    "nik_sex_differs",
    "occupation_unknown",
    "possible_same_person",
)
EXPECTED = (
    Counter(code for code, _ in BAD)
    + Counter(duplicate_in_file=DUPLICATES, quota_exceeded=1)
    + Counter(WARNINGS)
)


def spare_people() -> list[Person]:
    """Return the people of the bad rows, who are none of the 4,839."""
    return people(WORKERS + len(BAD) + 1)[WORKERS:]


def spare_for(code: str) -> list[Person]:
    """Return the people of the bad rows with one code."""
    return [person for (bad, _), person in zip(BAD, spare_people(), strict=False) if bad == code]


def write_mixed_list(path: Path) -> None:
    """Write the 4,839 good rows with the 37 bad ones between and behind them."""
    crew = people()
    _note_something(crew)
    rows = [cells(person) for person in crew]
    spare = spare_people()
    bad = [make(person) for (_, make), person in zip(BAD, spare, strict=False)]
    bad += [list(rows[index]) for index in range(10, 10 + DUPLICATES)]
    for index, row in enumerate(bad):
        rows.insert(FIRST_GAP + index * GAP, row)
    rows.append(cells(spare[-1]))  # the quota is full when this one comes
    numbered = [[index, *row[1:]] for index, row in enumerate(rows, start=1)]
    with path.open("wb") as file:
        write_rows(numbered, file)


def _note_something(crew: list[Person]) -> None:
    """Give five people something that is worth a look and keeps nobody out."""
    man = next(index for index in range(30, 60) if crew[index].sex == "L")
    crew[man] = replace(crew[man], sex="P")
    crew[61] = replace(crew[61], born_on=crew[61].born_on + timedelta(days=1))
    crew[62] = replace(crew[62], nik=f"8888{crew[62].nik[4:]}")
    crew[63] = replace(crew[63], occupation="Astronaut")
    other = "210501" if crew[64].nik[:6] != "210501" else "210502"
    crew[65] = replace(crew[64], nik=other + crew[64].nik[6:])
