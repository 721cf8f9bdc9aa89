"""Who may be enrolled: age on the first covered month, and the NIK against what a list states.

The NIK is a witness, never a source: old NIKs with a wrong date or sex exist, so what differs
is a warning, and a missing birth date or sex is never filled in from it.
"""

from collections.abc import Collection
from datetime import date

from enrollment.rules.problems import Problem
from registry.nik import NikFacts, mask_nik

_DEMO_SERIAL = "0000"


def age_on(born_on: date, day: date) -> int:
    """Return the full years lived on a day; who was born on 29 February ages on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def latest_birth_date(first_month: date, min_age: int) -> date:
    """Return the latest birth date that gives the minimum age on the first covered month.

    It decides the century of a year written with two digits.
    """
    return first_month.replace(year=first_month.year - min_age)


def age_problems(
    born_on: date, *, first_month: date, today: date, min_age: int, max_age_excl: int
) -> tuple[Problem, ...]:
    """Return why this birth date keeps a worker out, counted on the first covered month.

    At least `min_age`, refused from the birthday that makes `max_age_excl`.
    """
    age = age_on(born_on, first_month)
    if born_on <= today and min_age <= age < max_age_excl:
        return ()
    read = born_on.strftime("%d/%m/%Y")
    if born_on > today:
        return (Problem("birth_date_in_future", read, {"today": today.isoformat()}),)
    facts: dict[str, str | int] = {"age": age, "on": first_month.isoformat()}
    if age < min_age:
        return (Problem("age_below_minimum", read, facts | {"limit": min_age}),)
    return (Problem("age_at_or_above_limit", read, facts | {"limit": max_age_excl}),)


def nik_problems(
    nik: str,
    facts: NikFacts,
    *,
    sex: str,
    born_on: date | None,
    known_regions: Collection[str],
    allow_serial_zero: bool,
) -> tuple[Problem, ...]:
    """Return where a well-formed NIK is doubtful, or contradicts the sex and birth date stated.

    `known_regions` holds the four-digit codes of regencies. A code that it lacks is a warning
    only: NIKs keep the codes of regions that were renumbered or split since.
    """
    found: list[Problem] = []
    read = mask_nik(nik)
    if facts.serial == _DEMO_SERIAL and not allow_serial_zero:
        found.append(Problem("nik_serial_zero", read))
    if sex and facts.sex != sex:
        found.append(Problem("nik_sex_differs", sex, {"nik_sex": facts.sex}))
    if born_on and not _same_birth_date(facts, born_on):
        in_nik = f"{facts.born_day:02}/{facts.born_month:02}/{facts.born_yy:02}"
        stated = born_on.strftime("%d/%m/%Y")
        found.append(Problem("nik_birth_date_differs", stated, {"nik_birth_date": in_nik}))
    if not facts.overseas and facts.region_code[:4] not in known_regions:
        found.append(Problem("nik_region_unknown", read, {"region": facts.region_code[:4]}))
    return tuple(found)


def _same_birth_date(facts: NikFacts, born_on: date) -> bool:
    return (facts.born_day, facts.born_month, facts.born_yy) == (
        born_on.day,
        born_on.month,
        born_on.year % 100,
    )
