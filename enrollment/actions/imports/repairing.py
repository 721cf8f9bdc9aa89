"""Merging repaired rows into their batch: matched by NIK, else by the number of the row."""

from __future__ import annotations

from pathlib import Path

from django.db.models import Q
from django.utils import timezone

from enrollment.actions.imports.progress import Superseded, chunks, one_step, start_count
from enrollment.actions.imports.rows import (
    RegisterCheck,
    import_row,
    list_context,
)
from enrollment.actions.imports.staging import finish_staging
from enrollment.models import ImportBatch, ImportFile, ImportRow
from enrollment.sheets.columns import CleanRow, clean_row
from enrollment.sheets.reader import open_list

CHUNK = 500
CHANGING = ["nik", "raw", "data", "codes", "problems", "status"]


def stage_repair(batch: ImportBatch) -> None:
    """Merge the latest file of a batch into its rows; rows that did not change stay."""
    file = batch.files.order_by("sequence").last()
    assert file is not None  # a batch is made with its first file
    listed = open_list(Path(file.file.path), filename=file.filename)
    if not batch.total:
        start_count(batch, listed.row_count)
    context = list_context(batch.decree, today=timezone.localdate(file.uploaded_at))
    unread = (row for index, row in enumerate(listed.rows()) if index >= batch.done)
    try:
        for raw_rows in chunks(unread, CHUNK):
            sent = [clean_row(raw, context) for raw in raw_rows]
            with one_step(batch, count=len(sent)):
                _merge(batch, file, sent)
        finish_staging(batch)
    except Superseded:
        return


def _merge(batch: ImportBatch, file: ImportFile, sent: list[CleanRow]) -> None:
    known = _KnownRows(batch, sent)
    register = RegisterCheck(batch.decree, sent, officer=file.uploaded_by)
    new, changed = [], []
    for row in sent:
        kept = known.find(row)
        fresh = import_row(file, row, [*row.problems, *register.problems(row)])
        if kept is None:
            new.append(fresh)
        elif kept.status == ImportRow.Status.REFUSED or _repaired(kept, fresh):
            for name in CHANGING:
                setattr(kept, name, getattr(fresh, name))
            changed.append(kept)
    ImportRow.objects.bulk_update(changed, CHANGING, batch_size=100)
    ImportRow.objects.bulk_create(new)


def _repaired(kept: ImportRow, fresh: ImportRow) -> bool:
    """Whether a row that could go in says something else now; an applied one is never repeated."""
    applied = kept.status == ImportRow.Status.APPLIED
    return not applied and (kept.nik, kept.data) != (fresh.nik, fresh.data)


class _KnownRows:
    """The rows of a batch that some sent rows may mean."""

    def __init__(self, batch: ImportBatch, sent: list[CleanRow]) -> None:
        niks = {row.nik for row in sent if row.nik}
        numbers = {row.origin[1] for row in sent}
        self._by_nik: dict[str, list[ImportRow]] = {}
        self._by_origin: dict[tuple[str, int], ImportRow] = {}
        found = batch.rows.filter(Q(nik__in=niks) | Q(row__in=numbers)).order_by("file_id", "pk")
        for kept in found:
            if kept.nik:
                self._by_nik.setdefault(kept.nik, []).append(kept)
            self._by_origin.setdefault((kept.sheet, kept.row), kept)

    def find(self, row: CleanRow) -> ImportRow | None:
        """Return the row that was sent again, or None when it is a new one.

        A row found by its number alone is taken only while it is refused: the number of a
        row that is ready belongs to somebody else, and the sheet's rows have moved.
        """
        here = self._by_origin.get(row.origin)
        namesakes = self._by_nik.get(row.nik, [])
        if namesakes:
            return here if here in namesakes else namesakes[0]
        if here is not None and (not row.nik or here.status == ImportRow.Status.REFUSED):
            return here
        return None
