"""Opening a list: from a file, whatever it turns out to be, to numbered rows of cells."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Final

from enrollment.sheets.books import HEADING_LINES, Book, Line, Sheet, open_book
from enrollment.sheets.cells import RawRow, is_blank
from enrollment.sheets.formats import Format
from enrollment.sheets.headings import ADDED, Heading, find_heading
from enrollment.sheets.packages import MAX_ROWS
from enrollment.sheets.refusals import ListRefused
from enrollment.sheets.rows import is_list_row, list_rows, with_merged_heading

__all__ = ["ListFile", "ListRefused", "open_list"]

# a second sheet with so many columns of a list is a list that lacks one, not a note beside it
_SURELY_A_LIST: Final = 4


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file that holds a list, opened and counted, none of its rows judged yet.

    `sheets` are those with a list and `skipped` those with other content or hidden, so that
    nothing is passed over in silence. `headings` are the texts found on the first list;
    `added_columns` the keys of our repair sheet's own columns, if it is one.
    """

    kind: Format
    sheets: tuple[str, ...]
    skipped: tuple[str, ...]
    headings: tuple[str, ...]
    columns: tuple[str, ...]
    added_columns: tuple[str, ...]
    row_count: int
    _book: Book
    _headings: dict[str, Heading]

    def rows(self) -> Iterator[RawRow]:
        """Yield the rows of all lists, sheet after sheet; each call reads the file anew."""
        for sheet in self._book.sheets(only=self.sheets):
            yield from list_rows(sheet, self._headings[sheet.name])


def open_list(path: Path, *, filename: str) -> ListFile:
    """Return the list in a file, or raise ListRefused with why the whole file cannot be read.

    The kind is told by content; `filename` only names the sheet of a CSV. The file must stay
    where it is for as long as its rows are read.
    """
    kind, book = open_book(path, filename=filename)
    headings: dict[str, Heading] = {}
    skipped: list[str] = []
    lacking: dict[str, Heading] = {}
    row_count = 0
    for sheet in book.sheets():
        lines = sheet.lines()
        first_lines = list(islice(lines, HEADING_LINES))
        lines = chain(first_lines, lines)
        heading = _heading_of(sheet, first_lines)
        if heading and not heading.missing:
            headings[sheet.name] = heading
            row_count += _count_rows(lines, heading, room=MAX_ROWS - row_count)
        elif any(not is_blank(value) for _, line in lines for value in line):
            skipped.append(sheet.name)
            if heading and heading.looks_like_list:
                lacking[sheet.name] = heading
    _refuse_what_lacks_columns(lacking, complete=bool(headings))
    if not headings:
        _refuse_without_list(skipped, book.hidden)
    if not row_count:
        raise ListRefused("list_empty")
    first = next(iter(headings.values()))
    columns = tuple(dict.fromkeys(key for found in headings.values() for key in found.columns))
    return ListFile(
        kind=kind,
        sheets=tuple(headings),
        skipped=(*skipped, *book.hidden),
        headings=first.texts,
        columns=columns,
        added_columns=tuple(key for key in columns if key in ADDED),
        row_count=row_count,
        _book=book,
        _headings=headings,
    )


def _heading_of(sheet: Sheet, first_lines: list[Line]) -> Heading | None:
    heading = find_heading(first_lines)
    return with_merged_heading(heading, sheet.merged, sheet.first_column) if heading else None


def _count_rows(lines: Iterator[Line], heading: Heading, *, room: int) -> int:
    """Return the number of list rows, or raise ListRefused as soon as they are too many."""
    count = 0
    for number, values in lines:
        if number > heading.last_row and is_list_row(values, heading):
            count += 1
            if count > room:
                raise ListRefused("too_many_rows", limit=MAX_ROWS)
    return count


def _refuse_what_lacks_columns(lacking: dict[str, Heading], *, complete: bool) -> None:
    """Raise ListRefused for a list without a required column, the fullest of them first."""
    for name, heading in sorted(lacking.items(), key=lambda found: -found[1].weight):
        if not complete or (heading.weight >= _SURELY_A_LIST and "nik" in heading.columns):
            raise ListRefused(
                "columns_missing", sheet=name, missing=heading.missing, headings=heading.texts
            )


def _refuse_without_list(skipped: list[str], hidden: tuple[str, ...]) -> None:
    if not skipped and not hidden:
        raise ListRefused("list_empty")
    raise ListRefused("list_not_found", sheets=(*skipped, *hidden))
