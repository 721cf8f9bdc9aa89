"""Workbooks and text tables as one thing: sheets of numbered lines of plain values."""

import csv
import json
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Protocol

from enrollment.sheets.formats import Format, format_of
from enrollment.sheets.headings import find_heading
from enrollment.sheets.packages import Errors, errors_in_ods, errors_in_xlsx
from enrollment.sheets.refusals import ListRefused

Line = tuple[int, list[object]]
# first and last cell of merged cells, rows and columns counted from 0
Merged = tuple[tuple[int, int], tuple[int, int]]

HEADING_LINES: Final = 40
_DELIMITERS: Final = (";", ",", "\t")
_LOADER: Final = Path(__file__).with_name("loader.py")
_MOST_CSV_COLUMNS: Final = 500


class Sheet(Protocol):
    """One sheet: its name, its merged cells, and its lines, each with the sheet's own number.

    The lines can be read once, and before the next sheet.
    """

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
    def hidden(self) -> tuple[str, ...]: ...  # known when the sheets have been read
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
    """An XLSX, XLS or ODS, loaded by a process of its own; hidden sheets are named, not read."""

    def __init__(self, path: Path, errors: dict[str, Errors]) -> None:
        self._path = path
        self._errors = errors
        self.hidden: tuple[str, ...] = ()

    def sheets(self, only: Collection[str] | None = None) -> Iterator[Sheet]:
        """Yield the visible sheets in their order, all or those named."""
        messages = _loaded(self._path, only)
        for message in messages:
            if "book" in message:
                self.hidden = tuple(name for name, visible in message["book"] if not visible)
            if "sheet" in message:
                yield _LoadedSheet(message, messages, self._errors.get(message["sheet"], {}))


class _LoadedSheet:
    def __init__(
        self, message: dict[str, Any], messages: Iterator[dict[str, Any]], errors: Errors
    ) -> None:
        self._messages = messages
        self._errors_by_row: dict[int, list[tuple[int, str]]] = {}
        self.name: str = message["sheet"]
        self.first_column: int = message["first_column"]
        self.merged: tuple[Merged, ...] = tuple(message["merged"])
        for (row, column), word in errors.items():
            place = column - self.first_column
            self._errors_by_row.setdefault(row, []).append((place, word))

    def lines(self) -> Iterator[Line]:
        """Yield every line from the first of the sheet on, blank ones too."""
        number = 0
        for message in self._messages:
            if "lines" not in message:
                return
            for line in message["lines"]:
                for column, word in self._errors_by_row.get(number, ()):
                    if 0 <= column < len(line):
                        line[column] = word
                number += 1
                yield number, line


def _loaded(path: Path, only: Collection[str] | None) -> Iterator[dict[str, Any]]:
    """Yield the messages of the loader's process, or raise ListRefused when it gives up or dies."""
    wanted = json.dumps(None if only is None else list(only))
    process = subprocess.Popen(
        [sys.executable, "-P", str(_LOADER), str(path.absolute())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="ascii",
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        with suppress(BrokenPipeError), process.stdin as asked:
            asked.write(wanted)
        for text in process.stdout:
            message = json.loads(text, object_hook=_with_day)
            if "refused" in message:
                raise ListRefused(message["refused"])
            if "end" in message:
                return
            yield message
        raise ListRefused("file_unreadable")
    except ValueError as error:
        raise ListRefused("file_unreadable") from error
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def _with_day(found: dict[str, Any]) -> Any:
    return date.fromisoformat(found["day"]) if "day" in found else found


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
