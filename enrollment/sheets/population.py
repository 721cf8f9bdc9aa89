"""Reading what the population register returned: NIKs, and what it says of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

from enrollment.rules.population import Answer, Result, read_result
from enrollment.sheets.books import HEADING_LINES, Book, Line, open_book
from enrollment.sheets.cells import Cell, cell_of, is_blank
from enrollment.sheets.cleaners import clean_nik_cell, clean_text, shown
from enrollment.sheets.headings import column_key
from enrollment.sheets.packages import MAX_ROWS
from enrollment.sheets.refusals import ListRefused
from registry.dates import parse_day

_HEADINGS: Final = {
    "result": "hasil, hasil pemadanan, hasil padanan, hasil padan, hasil verifikasi, hasil cek, "
    "hasil pengecekan, hasil pemeriksaan, hasil validasi, status, status nik, status data, "
    "status kependudukan, status penduduk, status pemadanan, status padan, status verifikasi, "
    "kesesuaian, respon, respons, jawaban, result",
    "remark": "keterangan, ket, catatan, penjelasan, note, remark",
    "died_on": "tanggal wafat, tgl wafat, tanggal meninggal, tgl meninggal, tanggal kematian, "
    "tgl kematian, tanggal meninggal dunia, tgl mati, date of death",
    "moved_on": "tanggal pindah, tgl pindah, tanggal kepindahan, tgl kepindahan, date of move",
    "day": "tanggal wafat pindah, tgl wafat pindah, tanggal meninggal pindah, "
    "tgl meninggal pindah, tanggal wafat atau pindah, tanggal peristiwa, tgl peristiwa, "
    "tanggal kejadian, tgl kejadian, tanggal, tgl, date",
    "place": "tujuan, alamat tujuan, alamat pindah, alamat baru, pindah ke, daerah tujuan, "
    "kota tujuan, kabupaten tujuan, alamat, destination",
}
_NOT_LETTER_OR_DIGIT = re.compile(r"[^0-9a-z]+")
_EXCEL_DAY_ZERO: Final = date(1899, 12, 30).toordinal()
_EXCEL_DAYS: Final = range(5_000, 60_000)
LONGEST_RESULT: Final = 120
LONGEST_NOTE: Final = 200


def _squeezed(text: str) -> str:
    return _NOT_LETTER_OR_DIGIT.sub("", text.casefold())


_KEYS: Final = {
    _squeezed(text): key for key, texts in _HEADINGS.items() for text in texts.split(", ")
}


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row of the file: as written, as understood, and what of it cannot be read."""

    sheet: str
    row: int
    nik: str
    result_text: str
    answer: Answer
    note: str
    problem: str


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file of answers, opened and counted; its rows are read anew by each call."""

    row_count: int
    _book: Book
    _headings: dict[str, tuple[int, dict[str, int]]]

    def rows(self) -> Iterator[AnswerRow]:
        """Yield the rows, sheet after sheet, each with the sheet's own number."""
        for sheet in self._book.sheets(only=tuple(self._headings)):
            last, columns = self._headings[sheet.name]
            for number, values in sheet.lines():
                if number > last and _holds_answer(values, columns):
                    yield _row(sheet.name, number, values, columns)


def open_answers(path: Path, *, filename: str) -> AnswerFile:
    """Return the answers in a file, or raise ListRefused with why it cannot be read as a whole.

    It needs a column of NIKs and one of results. The file must stay where it is while its rows
    are read.
    """
    _kind, book = open_book(path, filename=filename)
    headings: dict[str, tuple[int, dict[str, int]]] = {}
    texts: dict[str, tuple[tuple[str, ...], dict[str, int]]] = {}
    count = 0
    for sheet in book.sheets():
        lines = sheet.lines()
        found = _heading(list(islice(lines, HEADING_LINES)))
        if found is None:
            continue
        last, columns, first = found
        texts[sheet.name] = _texts(first, last), columns
        if not {"nik", "result"} <= set(columns):
            continue
        headings[sheet.name] = last, columns
        count += _count(first, lines, last, columns, room=MAX_ROWS - count)
    if not headings:
        _refuse(texts, book)
    if not count:
        raise ListRefused("list_empty")
    return AnswerFile(count, book, headings)


def _heading(lines: list[Line]) -> tuple[int, dict[str, int], list[Line]] | None:
    """Return the number of the heading line with the most columns known, and its columns."""
    best: tuple[int, dict[str, int]] | None = None
    for number, values in lines:
        columns = _columns(values)
        if columns and (best is None or len(columns) > len(best[1])):
            best = number, columns
    return (*best, lines) if best else None


def _columns(values: Sequence[object]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, value in enumerate(values):
        if not isinstance(value, str):
            continue
        key = "nik" if column_key(value) == "nik" else _KEYS.get(_squeezed(value), "")
        if key:
            columns.setdefault(key, place)
    # many offices write the result under "Keterangan", and nothing else
    if "nik" in columns and "result" not in columns and "remark" in columns:
        columns["result"] = columns.pop("remark")
    return columns


def _count(
    first: list[Line], lines: Iterator[Line], last: int, columns: dict[str, int], *, room: int
) -> int:
    count = 0
    for source in (first, lines):
        for number, values in source:
            if number > last and _holds_answer(values, columns):
                count += 1
                if count > room:
                    raise ListRefused("too_many_rows", limit=MAX_ROWS)
    return count


def _holds_answer(values: Sequence[object], columns: dict[str, int]) -> bool:
    """Return whether a line answers about somebody: a NIK with digits, or a result that is one."""
    nik = str(_at(values, columns["nik"]) or "")
    if any(sign.isdigit() for sign in nik) and not _is_column_count(values):
        return True
    result = _at(values, columns["result"])
    return isinstance(result, str) and is_blank(nik) and bool(read_result(result))


def _is_column_count(values: Sequence[object]) -> bool:
    """Return whether a line counts the columns, (1) (2) (3), as official tables do."""
    counted = [str(value).strip(" ()") for value in values if not is_blank(value)]
    return len(counted) > 1 and counted == [str(n) for n in range(1, len(counted) + 1)]


def _row(sheet: str, number: int, values: Sequence[object], columns: dict[str, int]) -> AnswerRow:
    cells = {key: cell_of(_at(values, place)) for key, place in columns.items()}
    nik, _facts, refused = clean_nik_cell(cells["nik"])
    result_text = clean_text(cells["result"])
    result = read_result(result_text)
    problem = refused.code if refused else ""
    if not problem and not result:
        problem = "result_unknown" if result_text else "result_missing"
    day, unreadable = _day(cells, result)
    if not problem and unreadable:
        problem = "day_unreadable"
    notes = [clean_text(cells[key]) for key in ("place", "remark") if key in cells]
    return AnswerRow(
        sheet=sheet[:100],
        row=number,
        nik=nik,
        result_text=result_text[:LONGEST_RESULT],
        answer=Answer(result, day),
        note="; ".join(filter(None, notes))[:LONGEST_NOTE],
        problem=problem,
    )


def _day(cells: dict[str, Cell], result: Result) -> tuple[date | None, bool]:
    """Return the day of the death or the move, and whether one is written that is no day."""
    if result not in ("dead", "moved"):
        return None, False
    own = "died_on" if result == "dead" else "moved_on"
    written = [cells[key] for key in (own, "day") if key in cells and clean_text(cells[key])]
    if not written:
        return None, False
    day = _day_of(written[0])
    return day, day is None


def _day_of(cell: Cell) -> date | None:
    if isinstance(cell.value, date):
        return cell.value
    if cell.kind == "number" and isinstance(cell.value, int | float):
        days = int(cell.value)
        if days == cell.value and days in _EXCEL_DAYS:
            return date.fromordinal(_EXCEL_DAY_ZERO + days)
        return None
    try:
        return parse_day(shown(cell))
    except ValueError:
        return None


def _at(values: Sequence[object], column: int) -> object:
    return values[column] if column < len(values) else None


def _texts(lines: list[Line], last: int) -> tuple[str, ...]:
    values = next((values for number, values in lines if number == last), [])
    return tuple(" ".join(str(value).split())[:120] for value in values if not is_blank(value))


def _refuse(texts: dict[str, tuple[tuple[str, ...], dict[str, int]]], book: Book) -> None:
    if not texts:
        names = tuple(sheet.name for sheet in book.sheets())
        raise ListRefused("list_not_found", sheets=(*names, *book.hidden))
    sheet, (found, columns) = max(texts.items(), key=lambda one: len(one[1][1]))
    missing = tuple(key for key in ("nik", "result") if key not in columns)
    raise ListRefused("columns_missing", sheet=sheet, missing=missing, headings=found)
