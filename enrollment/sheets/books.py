"""Workbooks and text tables as one thing: sheets of numbered lines of plain values."""

import csv
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from python_calamine import (
    CalamineError,
    CalamineSheet,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from enrollment.sheets.formats import Format, format_of
from enrollment.sheets.headings import find_heading
from enrollment.sheets.packages import Errors, errors_in_ods, errors_in_xlsx
from enrollment.sheets.refusals import ListRefused

Line = tuple[int, list[object]]
# first and last cell of merged cells, rows and columns counted from 0
Merged = tuple[tuple[int, int], tuple[int, int]]

HEADING_LINES: Final = 40
_DELIMITERS: Final = (";", ",", "\t")
_MOST_CSV_COLUMNS: Final = 500


class Sheet(Protocol):
    """One sheet: its name, its merged cells, and its lines, each with the sheet's own number."""

    @property
    def name(self) -> str: ...
    @property
    def merged(self) -> tuple[Merged, ...]: ...
    @property
    def first_column(self) -> int: ...
    def lines(self) -> Iterator[Line]: ...


class Book(Protocol):
    """A file of sheets. A sheet is loaded when its turn comes, so one at a time is in memory."""

    @property
    def hidden(self) -> tuple[str, ...]: ...
    def sheets(self, only: Collection[str] | None = None) -> Iterator[Sheet]: ...


def open_book(path: Path, *, filename: str) -> tuple[Format, Book]:
    """Return what kind of file it is and its sheets, or raise ListRefused."""
    kind = format_of(path)
    if kind == "text":
        return kind, TextTable(path, Path(filename).stem)
    if kind == "xls":
        return kind, Workbook(path, {})
    return kind, Workbook(path, errors_in_xlsx(path) if kind == "xlsx" else errors_in_ods(path))


class Workbook:
    """An XLSX, XLS or ODS, read by calamine; hidden sheets are named and not read."""

    def __init__(self, path: Path, errors: dict[str, Errors]) -> None:
        self._path = path
        self._errors = errors
        with _reading(), path.open("rb") as file, load_workbook(file) as book:
            found = [
                (sheet.name, sheet.visible == SheetVisibleEnum.Visible)
                for sheet in book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet
            ]
        self._names = tuple(name for name, visible in found if visible)
        self.hidden = tuple(name for name, visible in found if not visible)

    def sheets(self, only: Collection[str] | None = None) -> Iterator[Sheet]:
        """Yield the visible sheets in their order, all or those named."""
        with _reading(), self._path.open("rb") as file, load_workbook(file) as book:
            for name in self._names:
                if only is None or name in only:
                    yield _LoadedSheet(book.get_sheet_by_name(name), self._errors.get(name, {}))


class _LoadedSheet:
    def __init__(self, sheet: CalamineSheet, errors: Errors) -> None:
        self._sheet = sheet
        self._errors_by_row: dict[int, list[tuple[int, str]]] = {}
        self.name = sheet.name
        self.first_column = sheet.start[1] if sheet.start else 0
        self.merged = tuple(sheet.merged_cell_ranges or ())
        for (row, column), word in errors.items():
            place = column - self.first_column
            self._errors_by_row.setdefault(row, []).append((place, word))

    def lines(self) -> Iterator[Line]:
        """Yield every line from the first of the sheet on, blank ones too."""
        with _reading():
            for index, values in enumerate(self._sheet.iter_rows()):
                line: list[object] = list(values)
                for column, word in self._errors_by_row.get(index, ()):
                    if 0 <= column < len(line):
                        line[column] = word
                yield index + 1, line


@dataclass(frozen=True, slots=True)
class TextTable:
    """A CSV: one sheet, named like the file, as a spreadsheet program names it."""

    path: Path
    name: str
    hidden: tuple[str, ...] = ()
    merged: tuple[Merged, ...] = ()
    first_column: int = 0

    def sheets(self, only: Collection[str] | None = None) -> Iterator[Sheet]:
        """Yield the one sheet."""
        if only is None or self.name in only:
            yield self

    def lines(self) -> Iterator[Line]:
        """Yield every record with its number; a blank line is a record."""
        encoding = _encoding_of(self.path)
        yield from self._records(encoding, self._delimiter(encoding))

    def _delimiter(self, encoding: str) -> str:
        """Return what parts the columns: what makes most headings known, else most columns."""

        def worth(delimiter: str) -> tuple[int, int]:
            first = list(
                zip(range(HEADING_LINES), self._records(encoding, delimiter), strict=False)
            )
            lines = [line for _, line in first]
            heading = find_heading(lines)
            return (heading.weight if heading else 0, max((len(v) for _, v in lines), default=0))

        return max(_DELIMITERS, key=worth)

    def _records(self, encoding: str, delimiter: str) -> Iterator[Line]:
        number = 0
        with self.path.open(encoding=encoding, errors="replace", newline="") as file:
            try:
                for number, record in enumerate(csv.reader(file, delimiter=delimiter), start=1):
                    cells = record[:_MOST_CSV_COLUMNS]
                    yield number, [_unquoted(cell) if cell[:2] == '="' else cell for cell in cells]
            except (csv.Error, UnicodeError) as error:
                raise ListRefused("file_unreadable", row=number + 1) from error


def _unquoted(cell: str) -> str:
    """Return the digits out of `="2105…"`, by which people keep them from becoming a number."""
    return cell[2:].removesuffix('"')


def _encoding_of(path: Path) -> str:
    """Return UTF-16 or UTF-8 where the bytes say so, else Windows-1252, Excel's own in Jakarta."""
    with path.open("rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            while text.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


@contextmanager
def _reading() -> Iterator[None]:
    """Turn whatever a broken workbook makes the reader raise into a refusal."""
    try:
        yield
    except ListRefused:
        raise
    except PasswordError as error:
        raise ListRefused("password_protected") from error
    except (CalamineError, OSError, ValueError, OverflowError, EOFError) as error:
        raise ListRefused("file_unreadable") from error
    except BaseException as error:
        # a panic of the reader is no Exception, and its class has no public name to catch
        if type(error).__name__ == "PanicException":
            raise ListRefused("file_unreadable") from error
        raise
