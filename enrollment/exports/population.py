"""The sheet of NIKs that the population register is asked to check."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from typing import IO

from django.db.models import QuerySet
from django.utils import translation

from enrollment.models import Worker
from registry.spreadsheet import Column, Sheet, Value, write_workbook

_CHUNK = 2000
# the headings of our reader, so that the sheet can come back filled in
_COLUMNS = (
    Column("No", 8),
    Column("NIK", 20, keeps_text=True),
    Column("Nama", 28),
    Column("Tanggal lahir", 14),
    Column("Desa/Kelurahan", 22),
    Column("Hasil", 18),
    Column("Tanggal wafat/pindah", 20, keeps_text=True),
    Column("Keterangan", 30),
)


def request_book(workers: QuerySet[Worker], *, told: Callable[[int], None]) -> IO[bytes]:
    """Return the workbook; `told` hears how many workers are written.

    It holds whole NIKs: whoever asks for it gives the purpose. In Indonesian, because it is read
    again.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 (whoever keeps it closes it)
    with translation.override("id"):
        sheet = Sheet(name="NIK", columns=_COLUMNS, rows=_rows(workers, told))
        write_workbook(file, [sheet])
    file.seek(0)
    return file


def _rows(workers: QuerySet[Worker], told: Callable[[int], None]) -> Iterator[list[Value]]:
    for number, worker in enumerate(workers.iterator(chunk_size=_CHUNK), start=1):
        if number % _CHUNK == 0:
            told(number)
        yield [number, worker.nik, worker.name, worker.born_on, worker.village.name, "", "", ""]
