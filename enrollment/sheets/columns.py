"""From a row as it stands to a clean row, with everything that is wrong with it at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from enrollment.rules.eligibility import age_problems, latest_birth_date, nik_problems
from enrollment.rules.matching import OccupationIndex, PlaceIndex, PlaceMatch, Village
from enrollment.rules.problems import Problem, is_refusal
from enrollment.sheets.cells import EMPTY, Cell, RawRow
from enrollment.sheets.cleaners import (
    clean_birth_date,
    clean_income,
    clean_name,
    clean_nik_cell,
    clean_phone,
    clean_sex,
    clean_text,
    shown,
)
from enrollment.sheets.headings import ADDED
from registry.nik import NikFacts

# the names that fit into one sentence
_MOST_NAMED = 6
_OUR_OWN = frozenset(ADDED)


@dataclass(frozen=True, slots=True)
class ListContext:
    """What the cleaning of a list must know: its decree's first month, ages, and the indexes.

    `known_regions` holds the four-digit codes of all regencies; `allow_serial_zero` is for
    demo people, whose NIK ends in 0000.
    """

    first_month: date
    today: date
    min_age: int
    max_age_excl: int
    allow_serial_zero: bool
    places: PlaceIndex
    occupations: OccupationIndex
    known_regions: Collection[str]


@dataclass(frozen=True, slots=True)
class CleanRow:
    """One row of a list, cleaned, with all its problems at once.

    `nik` is 16 digits or empty; `sex` L, P or empty; `origin` is where the row first stood,
    which differs from `sheet` and `row` on a repair sheet; `raw` the texts as read, by column.
    """

    sheet: str
    row: int
    origin: tuple[str, int]
    nik: str
    name: str
    born_on: date | None
    sex: str
    village_code: str
    district_text: str
    village_text: str
    address: str
    occupation_slug: str
    occupation_text: str
    phone: str
    income_idr: int | None
    problems: tuple[Problem, ...]
    raw: dict[str, str]

    @property
    def refused(self) -> bool:
        """Return whether any of its problems keeps the row out."""
        return any(is_refusal(problem.code) for problem in self.problems)


def clean_row(raw: RawRow, context: ListContext) -> CleanRow:
    """Return the row with its values cleaned and every problem that the list itself shows.

    A value that cannot be read is empty. What only the registry knows (cover, quota, deaths,
    the same NIK on another row) is for its caller to add.
    """
    cells = raw.cells
    nik, facts, nik_problem = clean_nik_cell(_cell(cells, "nik"))
    name, name_problem = clean_name(_cell(cells, "name"))
    born_on, birth_problem = clean_birth_date(
        _cell(cells, "birth_date"),
        _cell(cells, "birth_place_date"),
        latest=latest_birth_date(context.first_month, context.min_age),
    )
    sex, sex_problem = clean_sex(_cell(cells, "sex"))
    village_text = clean_text(_cell(cells, "village"))
    district_text = clean_text(_cell(cells, "district"))
    place = context.places.match(village_text, district_text)
    occupation_text = clean_text(_cell(cells, "occupation"))
    occupation_slug = context.occupations.match(occupation_text)
    problems = (
        nik_problem,
        name_problem,
        birth_problem,
        *(_age_problems(born_on, context) if born_on else ()),
        sex_problem,
        _place_problem(place, shown(_cell(cells, "village"))),
        *(_nik_doubts(nik, facts, sex, born_on, context) if facts else ()),
        _occupation_problem(occupation_text, occupation_slug),
    )
    return CleanRow(
        sheet=raw.sheet,
        row=raw.row,
        origin=raw.origin,
        nik=nik,
        name=name,
        born_on=born_on,
        sex=sex,
        village_code=place.village.code if place.village else "",
        district_text=district_text,
        village_text=village_text,
        address=clean_text(_cell(cells, "address")),
        occupation_slug=occupation_slug,
        occupation_text=occupation_text,
        phone=clean_phone(_cell(cells, "phone")),
        income_idr=clean_income(_cell(cells, "income")),
        problems=tuple(problem for problem in problems if problem),
        raw={key: shown(cell) for key, cell in cells.items() if key not in _OUR_OWN},
    )


def _cell(cells: dict[str, Cell], key: str) -> Cell:
    return cells.get(key, EMPTY)


def _age_problems(born_on: date, context: ListContext) -> tuple[Problem, ...]:
    return age_problems(
        born_on,
        first_month=context.first_month,
        today=context.today,
        min_age=context.min_age,
        max_age_excl=context.max_age_excl,
    )


def _nik_doubts(
    nik: str, facts: NikFacts, sex: str, born_on: date | None, context: ListContext
) -> tuple[Problem, ...]:
    return nik_problems(
        nik,
        facts,
        sex=sex,
        born_on=born_on,
        known_regions=context.known_regions,
        allow_serial_zero=context.allow_serial_zero,
    )


def _occupation_problem(text: str, slug: str) -> Problem | None:
    return Problem("occupation_unknown", text) if text and not slug else None


def _place_problem(place: PlaceMatch, read: str) -> Problem | None:
    if place.village:
        return None
    if place.candidates:
        return Problem("village_ambiguous", read, {"candidates": _named(place.candidates)})
    return Problem("village_unknown", read, {"suggestions": _named(place.suggestions)})


def _named(villages: tuple[Village, ...]) -> str:
    """Return the names of villages in one line, with the district where two share a name."""
    names = [village.name for village in villages]
    return ", ".join(
        village.name
        if names.count(village.name) == 1
        else f"{village.name} ({village.district_name})"
        for village in villages[:_MOST_NAMED]
    )
