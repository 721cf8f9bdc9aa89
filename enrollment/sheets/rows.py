"""Which lines of a sheet are rows of the list: not headings, blanks, totals or signatures."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from enrollment.sheets.books import Merged, Sheet
from enrollment.sheets.cells import EMPTY, Cell, RawRow, cell_of, is_blank
from enrollment.sheets.headings import TICKS, Heading

# of these columns one tall merged cell speaks for all its rows
_FILLED_DOWN: Final = ("village", "district")
_LEFT_OUT: Final = frozenset({"birth_place", "status", "reason", *TICKS})
_WHO: Final = ("nik", "name", "birth_date", "birth_place_date", "sex", *TICKS)
_LEAST_NIK_DIGITS: Final = 8
_TOTAL = re.compile(r"\W*(?:sub[\s-]*|grand[\s-]*)?(?:jumlah|total)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\(?\s*(\d{1,2})\s*\)?")
_LEAST_COUNTED: Final = 3


def list_rows(sheet: Sheet, heading: Heading) -> Iterator[RawRow]:
    """Yield the rows of the list below its headings, each with the sheet's own row number."""
    columns = {key: at for key, at in heading.columns.items() if key not in _LEFT_OUT}
    ticks = tuple(heading.columns.get(key, -1) for key in TICKS)
    merged = _MergedDown(sheet, heading)
    for number, values in sheet.lines():
        if number <= heading.last_row:
            continue
        merged.see(number, values)
        if not is_list_row(values, heading):
            continue
        width = len(values)
        cells = {key: cell_of(values[at]) if at < width else EMPTY for key, at in columns.items()}
        if "sex" not in cells and min(ticks) >= 0:
            cells["sex"] = _ticked(values, ticks)
        merged.fill(number, cells)
        yield RawRow(sheet.name, number, cells)


def is_list_row(values: Sequence[object], heading: Heading) -> bool:
    """Return whether a line names a person, however badly."""
    columns = heading.columns
    nik = _at(values, columns.get("nik"))
    if isinstance(nik, str) and sum(map(str.isdigit, nik)) >= _LEAST_NIK_DIGITS:
        return True
    if all(is_blank(_at(values, columns.get(key))) for key in _WHO):
        return False
    if _is_total(values, _at(values, columns.get("name"))):
        return False
    return not (heading.repeated_in(values) or _is_column_count(values))


def _is_total(values: Sequence[object], name: object) -> bool:
    """Return whether a line sums up: `Jumlah` or `Total` somewhere, and nobody's name."""
    named = isinstance(name, str) and name.strip()[:1].isalpha() and not _TOTAL.match(name)
    return not named and any(isinstance(cell, str) and _TOTAL.match(cell) for cell in values)


def _is_column_count(values: Sequence[object]) -> bool:
    """Return whether a line counts the columns, (1) (2) (3), as official tables do."""
    counted = [_count(value) for value in values if not is_blank(value)]
    start = counted[0] if counted else 0
    return len(counted) >= _LEAST_COUNTED and counted == list(range(start, start + len(counted)))


def _count(value: object) -> int:
    if isinstance(value, str):
        found = _COUNTED.fullmatch(value.strip())
        return int(found[1]) if found else -1
    if isinstance(value, int | float) and 0 <= value < 100 and value == int(value):
        return int(value)
    return -1


def _ticked(values: Sequence[object], ticks: tuple[int, ...]) -> Cell:
    """Return L or P for the column with a tick; both words when both have one."""
    marks = [word for word, at in zip("LP", ticks, strict=True) if not is_blank(_at(values, at))]
    return Cell("text", "/".join(marks)) if marks else EMPTY


def _at(values: Sequence[object], column: int | None) -> object:
    return values[column] if column is not None and 0 <= column < len(values) else None


class _MergedDown:
    """Fills the rows beside a tall merged cell, whose value the file keeps in its first row."""

    def __init__(self, sheet: Sheet, heading: Heading) -> None:
        self._bottoms: dict[tuple[str, int], int] = {}
        self._held: dict[str, tuple[int, Cell]] = {}
        self._columns = {
            key: heading.columns[key] for key in _FILLED_DOWN if key in heading.columns
        }
        for key, column in self._columns.items():
            for (top, left), (bottom, _) in sheet.merged:
                if bottom > top and left - sheet.first_column == column:
                    self._bottoms[key, top + 1] = bottom + 1

    def see(self, number: int, values: Sequence[object]) -> None:
        """Take hold of the value of a merged cell that begins on this line."""
        if self._bottoms:
            for key, column in self._columns.items():
                if bottom := self._bottoms.get((key, number)):
                    self._held[key] = (bottom, cell_of(_at(values, column)))

    def fill(self, number: int, cells: dict[str, Cell]) -> None:
        """Give the row what a merged cell beside it says."""
        for key, (bottom, cell) in self._held.items():
            if number <= bottom and cells[key].kind == "empty":
                cells[key] = cell


def with_merged_heading(heading: Heading, merged: Sequence[Merged], first_column: int) -> Heading:
    """Return the headings with the date of a `Tempat/Tgl Lahir` that spans two columns.

    Such a heading stands over a column of places and, at its right end, one of dates.
    """
    place = heading.columns.get("birth_place_date")
    if place is None or "birth_date" in heading.columns:
        return heading
    for (top, left), (_, right) in merged:
        on_heading = top + 1 <= heading.last_row and left - first_column == place
        if on_heading and right > left and top + 1 >= heading.last_row - 1:
            columns = heading.columns | {"birth_date": right - first_column}
            return Heading(
                heading.last_row, heading.texts, columns, heading.on_one_line, heading.words
            )
    return heading
