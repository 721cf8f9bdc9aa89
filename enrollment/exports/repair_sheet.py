"""The sheet that goes back to whoever wrote the list: its rows, with status and reason.

Headings are Indonesian whatever the language of the screen, because the sheet is read again.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from django.http import FileResponse
from django.utils import translation
from django.utils.translation import gettext as _

from enrollment.models import ImportBatch, ImportRow
from enrollment.models.imports import ImportRowQuerySet
from enrollment.queries.listed import ListedRow, listed_rows
from enrollment.sheets.headings import REQUIRED
from enrollment.wording import problem_words
from registry.models import User
from registry.spreadsheet import Column, Sheet, workbook_response

_CHUNK: Final = 1000
# the columns of a list, in the order of the KTP; each heading is one that the reader knows
_HEADINGS: Final = {
    "nik": Column("NIK", 20, keeps_text=True),
    "name": Column("Nama", 26),
    "birth_place_date": Column("Tempat/Tgl Lahir", 24, keeps_text=True),
    "birth_date": Column("Tanggal Lahir", 14, keeps_text=True),
    "sex": Column("Jenis Kelamin", 10),
    "village": Column("Desa/Kelurahan", 20),
    "district": Column("Kecamatan", 18),
    "address": Column("Alamat", 24),
    "occupation": Column("Pekerjaan", 20),
    "phone": Column("No HP", 16, keeps_text=True),
    "income": Column("Penghasilan", 14),
}
_ADDED: Final = (
    Column("Status", 18),
    Column("Alasan", 70),
    Column("Lembar asal", 14),
    Column("Baris asal", 10),
)


def repair_workbook(batch: ImportBatch, *, every_row: bool, seen_by: User) -> FileResponse:
    """Return the rows to repair, or every row, in the columns of the list and four more."""
    rows = batch.rows.order_by("file_id", "pk")
    if not every_row:
        rows = rows.filter(status=ImportRow.Status.REFUSED)
    keys = _keys(rows)
    with translation.override("id"):
        sheet = Sheet(
            name="Perbaikan",
            columns=[*(_HEADINGS[key] for key in keys), *_ADDED],
            rows=_lines(rows, keys, seen_by),
        )
        return workbook_response(f"perbaikan-daftar-{batch.pk}.xlsx", [sheet])


def _keys(rows: ImportRowQuerySet) -> list[str]:
    """Return the columns that the list had, and the required ones, in their usual order."""
    read: set[str] = set()
    for raw in rows.order_by().values_list("raw", flat=True).iterator():
        read.update(raw)
    needed = set(REQUIRED)
    if "birth_place_date" in read:
        needed.discard("birth_date")
    return [key for key in _HEADINGS if key in read | needed]


def _lines(rows: ImportRowQuerySet, keys: list[str], seen_by: User) -> Iterator[list[str | int]]:
    source = rows.iterator(chunk_size=_CHUNK)
    while chunk := list(islice(source, _CHUNK)):
        for listed in listed_rows(chunk, seen_by=seen_by):
            raw = listed.row.raw
            cells: list[str | int] = [raw.get(key, "") for key in keys]
            yield [*cells, _status(listed), _reason(listed), listed.row.sheet, listed.row.row]


def _status(listed: ListedRow) -> str:
    if listed.row.status == ImportRow.Status.READY and listed.problems:
        return _("Ready, with a note")
    return listed.row.get_status_display()


def _reason(listed: ListedRow) -> str:
    return "\n".join(
        problem_words(problem.code, problem.read, problem.params).sentence
        for problem in listed.problems
    )
