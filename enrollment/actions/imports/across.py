"""Checks that look across the rows of a batch: twins, possible twins, and the quota."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from enrollment.actions.imports.progress import chunks
from enrollment.actions.imports.rows import kept_problems, set_problems
from enrollment.models import Enrollment, ImportBatch, ImportRow
from enrollment.rules.matching.duplicates import Duplicates
from enrollment.rules.matching.names import name_key
from enrollment.rules.problems import Problem, is_refusal
from registry.nik import mask_nik

CHUNK = 1000
ACROSS = {"duplicate_in_file", "quota_exceeded"}


def check_across(batch: ImportBatch) -> None:
    """Give each row that is not applied the problems that it has with the other rows.

    They are worked out anew for the whole batch, because a repaired row can free another.
    """
    if not batch.rows.exclude(status=ImportRow.Status.APPLIED).exists():
        return
    changes = {
        row_id: problems
        for row_id, before, problems in _across(batch)
        if before != [(problem.code, problem.params) for problem in problems]
    }
    for ids in chunks(changes, CHUNK):
        rows = list(batch.rows.filter(pk__in=ids))
        for row in rows:
            own = [problem for problem in kept_problems(row) if not _is_across(problem)]
            set_problems(row, [*own, *changes[row.pk]])
        ImportRow.objects.bulk_update(rows, ["codes", "problems", "status"], batch_size=200)


def _across(
    batch: ImportBatch,
) -> Iterator[tuple[int, list[tuple[str, dict[str, Any]]], list[Problem]]]:
    """Yield row key, its problems with other rows so far, and those that it has now."""
    duplicates = Duplicates()
    people: dict[tuple[Any, ...], tuple[str, str, int]] = {}
    places = _free_places(batch)
    here = set(
        Enrollment.objects.standing()
        .filter(decree=batch.decree)
        .values_list("worker__nik", flat=True)
    )
    rows = (
        batch.rows.order_by("file_id", "pk")
        .values_list("pk", "sheet", "row", "nik", "data", "status", "problems")
        .iterator(chunk_size=5000)
    )
    for pk, sheet, number, nik, data, status, kept in rows:
        problems = list(_twins(duplicates, people, sheet, number, nik, data))
        if status == ImportRow.Status.APPLIED:
            continue
        so_far = [Problem(**problem) for problem in kept]
        own = [problem for problem in so_far if not _is_across(problem)]
        wanted = not _refused([*own, *problems]) and nik not in here
        if wanted and places is not None:
            if places <= 0:
                quota = batch.decree.quota or 0
                problems.append(Problem("quota_exceeded", params={"quota": quota}))
            places -= 1
        before = [(problem.code, problem.params) for problem in so_far if _is_across(problem)]
        yield pk, before, problems


def _twins(
    duplicates: Duplicates,
    people: dict[tuple[Any, ...], tuple[str, str, int]],
    sheet: str,
    number: int,
    nik: str,
    data: dict[str, Any],
) -> Iterator[Problem]:
    """Yield the row that has the same NIK before this one, or another NIK for the same person."""
    if first := duplicates.first_of(nik, sheet, number):
        facts: dict[str, str | int] = {"sheet": first[0], "row": first[1]}
        yield Problem("duplicate_in_file", read=mask_nik(nik), params=facts)
        return
    if not (nik and data["born_on"] and data["village"] and data["name"]):
        return
    key = (data["village"], date.fromisoformat(data["born_on"]), name_key(data["name"]))
    other = people.setdefault(key, (nik, sheet, number))
    if other[0] != nik:
        facts = {"sheet": other[1], "row": other[2]}
        yield Problem("possible_same_person", read=data["name"], params=facts)


def _free_places(batch: ImportBatch) -> int | None:
    """How many more workers the decree's quota takes; None without a quota."""
    if batch.decree.quota is None:
        return None
    return batch.decree.quota - Enrollment.objects.standing().filter(decree=batch.decree).count()


def _is_across(problem: Problem) -> bool:
    """Whether the problem is one with another row of the batch, or with their number."""
    in_file = problem.code == "possible_same_person" and "row" in problem.params
    return problem.code in ACROSS or in_file


def _refused(problems: Iterable[Problem]) -> bool:
    return any(is_refusal(problem.code) for problem in problems)
