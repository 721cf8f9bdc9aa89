"""The rows of a list with their problems, as one reader may see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from enrollment.models import Decree, ImportRow
from enrollment.rules.problems import Problem
from registry.models import User


class ListedRow(NamedTuple):
    """A row of a list and what there is to say about it."""

    row: ImportRow
    problems: list[Problem]


def listed_rows(rows: Sequence[ImportRow], *, seen_by: User) -> Iterator[ListedRow]:
    """Yield rows of one list with problems that name the twin's name, and no foreign sponsor.

    A problem was worked out for the officer who sent the list; who reads it now may serve a
    smaller region, and then learns only that somebody else pays.
    """
    problems = {row.pk: [Problem(**problem) for problem in row.problems] for row in rows}
    names = _names_of_twins(rows, (p for found in problems.values() for p in found))
    sponsors = _sponsors_seen((p for found in problems.values() for p in found), seen_by)
    for row in rows:
        yield ListedRow(row, [_completed(p, names, sponsors) for p in problems[row.pk]])


def _names_of_twins(
    rows: Sequence[ImportRow], problems: Iterable[Problem]
) -> dict[tuple[str, int], str]:
    """Return the names on the rows that problems point to, by sheet and row number."""
    numbers = {problem.params["row"] for problem in problems if "row" in problem.params}
    if not numbers:
        return {}
    pointed_to = ImportRow.objects.filter(batch_id=rows[0].batch_id, row__in=numbers)
    return {
        (sheet, number): data.get("name", "")
        for sheet, number, data in pointed_to.values_list("sheet", "row", "data")
    }


def _sponsors_seen(problems: Iterable[Problem], user: User) -> set[str]:
    """Return which of the sponsors named in problems this user may know of."""
    named = {problem.params["sponsor"] for problem in problems if problem.params.get("sponsor")}
    if not named:
        return set()
    seen = Decree.objects.visible_to(user).filter(sponsor__name__in=named)
    return set(seen.values_list("sponsor__name", flat=True))


def _completed(problem: Problem, names: dict[tuple[str, int], str], sponsors: set[str]) -> Problem:
    params: dict[str, Any] = dict(problem.params)
    if "row" in params:
        params["name"] = names.get((params["sheet"], params["row"]), "")
    if "sponsor" in params and params["sponsor"] not in sponsors:
        params = {"sponsor": ""}
    return Problem(problem.code, problem.read, params)
