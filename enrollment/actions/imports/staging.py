"""Checking a list: every row is read, understood and kept with all its problems."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone

from enrollment.actions.imports.across import check_across
from enrollment.actions.imports.progress import Superseded, chunks, finish, one_step, start_count
from enrollment.actions.imports.rows import RegisterCheck, import_row, list_context
from enrollment.models import ImportBatch, ImportFile, ImportRow
from enrollment.sheets.columns import CleanRow, clean_row
from enrollment.sheets.reader import open_list
from registry.audit import record

CHUNK = 2000


def stage_list(batch: ImportBatch) -> None:
    """Read the first file of a batch into rows, from where an earlier run was interrupted."""
    file = batch.files.get(sequence=1)
    listed = open_list(Path(file.file.path), filename=file.filename)
    if not batch.total:
        start_count(batch, listed.row_count)
    context = list_context(batch.decree, today=timezone.localdate(batch.uploaded_at))
    unread = (row for index, row in enumerate(listed.rows()) if index >= batch.done)
    resumed_at = batch.done
    try:
        for raw_rows in chunks(unread, CHUNK):
            keep_rows(batch, file, [clean_row(raw, context) for raw in raw_rows])
        finish_staging(batch, resumed_at=resumed_at)
    except Superseded:
        return


def keep_rows(batch: ImportBatch, file: ImportFile, cleaned: list[CleanRow]) -> None:
    """Keep some rows with what the row itself and the register say of them."""
    with one_step(batch, count=len(cleaned)):
        register = RegisterCheck(batch.decree, cleaned, officer=batch.uploaded_by)
        ImportRow.objects.bulk_create(
            import_row(file, row, [*row.problems, *register.problems(row)]) for row in cleaned
        )


def finish_staging(batch: ImportBatch, *, resumed_at: int = 0) -> None:
    """Look across the rows, count them, and put the batch to rest."""
    with one_step(batch, count=0) as locked:
        check_across(locked)
        finish(locked)
        record(
            "batch.checked",
            subject=locked,
            by=locked.uploaded_by,
            rows=locked.summary["rows"],
            refused=locked.summary["refused"],
            resumed_at=resumed_at,
        )
