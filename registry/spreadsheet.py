"""Workbooks: rows streamed into XLSX, numbers as numbers and everything else as text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any, Final

import xlsxwriter
from django.http import FileResponse

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# what a spreadsheet program would run instead of show
_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_A_SHEET_NAME: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_SHEET_NAME: Final = 31

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, and whether what is typed stays text."""

    heading: str
    width: int = 14
    keeps_text: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: lines that say what it is, headings below them, and its rows as they come."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    title: Sequence[str] = ()
    total: Sequence[Value] = ()


def safe_text(text: str) -> str:
    """Return the text with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def workbook_response(filename: str, sheets: Iterable[Sheet]) -> FileResponse:
    """Return the workbook as a download; the rows are never all in memory."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    write_workbook(file, sheets)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=filename, content_type=XLSX)


def write_workbook(file: IO[bytes], sheets: Iterable[Sheet]) -> None:
    """Write the sheets into the file: a NIK stays text, a date is a date, rupiah a number."""
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        formats = {
            "text": book.add_format({"num_format": "@", "valign": "top", "text_wrap": True}),
            "number": book.add_format({"num_format": "#,##0", "valign": "top"}),
            "date": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
            "heading": book.add_format(
                {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}
            ),
            "title": book.add_format({"bold": True}),
            "total_text": book.add_format({"bold": True, "top": 1}),
            "total_number": book.add_format({"bold": True, "top": 1, "num_format": "#,##0"}),
        }
        for sheet in sheets:
            _write_sheet(book.add_worksheet(_sheet_name(sheet.name)), sheet, formats)


def _write_sheet(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width, formats["text"] if column.keeps_text else None)
    for line, text in enumerate(sheet.title):
        page.write_string(line, 0, safe_text(text), formats["title"])
    top = len(sheet.title) + 1 if sheet.title else 0
    for place, column in enumerate(sheet.columns):
        page.write_string(top, place, column.heading, formats["heading"])
    page.freeze_panes(top + 1, 0)
    page.repeat_rows(top)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    line = top
    for line, row in enumerate(sheet.rows, start=top + 1):
        _write_row(page, line, row, formats)
    if sheet.total:
        _write_row(page, line + 1, sheet.total, formats, "total_")


def _write_row(
    page: Any, line: int, row: Sequence[Value], formats: dict[str, Any], kind: str = ""
) -> None:
    for place, value in enumerate(row):
        if isinstance(value, str) and value:
            page.write_string(line, place, safe_text(value), formats[f"{kind}text"])
        elif isinstance(value, int):
            page.write_number(line, place, value, formats[f"{kind}number"])
        elif isinstance(value, date):
            page.write_datetime(line, place, value, formats["date"])


def _sheet_name(name: str) -> str:
    return name.translate(_NOT_IN_A_SHEET_NAME).strip()[:_LONGEST_SHEET_NAME] or "Lembar"
