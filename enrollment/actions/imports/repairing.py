"""Merging repaired rows into their batch: matched by NIK, else by the number of the row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
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
from enrollment.rules.matching.names import name_key
from enrollment.sheets.columns import CleanRow, clean_row
from enrollment.sheets.reader import open_list

CHUNK = 500
CHANGING = ["nik", "raw", "data", "codes", "problems", "status"]
NOT_ITS_OWN_NIK = ("duplicate_in_file", "nik_impossible_date")


def stage_repair(batch: ImportBatch) -> None:
    """Merge the latest file of a batch into its rows; rows that did not change stay."""
    file = batch.files.order_by("sequence").last()
    assert file is not None  # a batch is made with its first file
    listed = open_list(Path(file.file.path), filename=file.filename)
    if not batch.total:
        start_count(batch, listed.row_count)
    context = list_context(batch.decree, today=timezone.localdate(file.uploaded_at))
    rows = (clean_row(raw, context) for raw in listed.rows())
    known = _KnownRows(batch, file)
    try:
        # what an earlier run merged is told again, so that no later row takes the same ones
        for merged in chunks(islice(rows, batch.done), CHUNK):
            known.meant_by(merged)
        for sent in chunks(rows, CHUNK):
            with one_step(batch, count=len(sent)):
                _merge(batch, file, sent, known.meant_by(sent))
        finish_staging(batch)
    except Superseded:
        return


def _merge(
    batch: ImportBatch,
    file: ImportFile,
    sent: Sequence[CleanRow],
    meant: Sequence[ImportRow | None],
) -> None:
    register = RegisterCheck(batch.decree, sent, officer=file.uploaded_by)
    new, changed = [], []
    for row, kept in zip(sent, meant, strict=True):
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
    """The rows that a batch had before a file was sent, each to be meant by one sent row."""

    def __init__(self, batch: ImportBatch, file: ImportFile) -> None:
        self._rows = batch.rows.exclude(file=file).order_by("file_id", "pk")
        self._sheets = set(self._rows.order_by().values_list("sheet", flat=True).distinct())
        self._taken: set[int] = set()

    def meant_by(self, sent: Sequence[CleanRow]) -> list[ImportRow | None]:
        """Return for each sent row the row that it repairs, or None when it is a new one.

        Most certain first: same NIK at the same place, then the NIK, then the place. No row
        is meant twice, because the second sent row would wipe out what the first one says.
        """
        self._look_up(sent)
        meant: dict[int, ImportRow] = {}
        for find in (self._by_nik_and_place, self._by_nik, self._by_place):
            for index, row in enumerate(sent):
                if index in meant:
                    continue
                if kept := next((k for k in find(row) if k.pk not in self._taken), None):
                    meant[index] = kept
                    self._taken.add(kept.pk)
        return [meant.get(index) for index in range(len(sent))]

    def _look_up(self, sent: Sequence[CleanRow]) -> None:
        niks = {row.nik for row in sent if row.nik}
        numbers = {row.origin[1] for row in sent}
        self._of_nik: dict[str, list[ImportRow]] = {}
        self._of_number: dict[int, list[ImportRow]] = {}
        for kept in self._rows.filter(Q(nik__in=niks) | Q(row__in=numbers)):
            if kept.nik:
                self._of_nik.setdefault(kept.nik, []).append(kept)
            self._of_number.setdefault(kept.row, []).append(kept)

    def _at_place(self, row: CleanRow) -> list[ImportRow]:
        """Return the rows at the same place; a sheet renamed since tells by its number alone."""
        sheet, number = row.origin
        rows = self._of_number.get(number, [])
        if sheet in self._sheets:
            return [kept for kept in rows if kept.sheet == sheet]
        return rows if len(self._sheets) == 1 else []

    def _by_nik_and_place(self, row: CleanRow) -> list[ImportRow]:
        return [kept for kept in self._at_place(row) if row.nik and kept.nik == row.nik]

    def _by_nik(self, row: CleanRow) -> list[ImportRow]:
        return self._of_nik.get(row.nik, [])

    def _by_place(self, row: CleanRow) -> list[ImportRow]:
        return [kept for kept in self._at_place(row) if not row.nik or _had_wrong_nik(kept, row)]


def _had_wrong_nik(kept: ImportRow, row: CleanRow) -> bool:
    """Whether a row that now has another NIK is the one that stood there, and nobody new.

    Our repair sheet says where a row stood. In a sheet written anew the rows may have moved:
    then the person must speak for it, unless the NIK of a refused row was nobody's own.
    Whoever was applied under a wrong NIK comes in anew, with a warning, for a person to settle.
    """
    if kept.status == ImportRow.Status.APPLIED:
        return False
    if row.origin != (row.sheet, row.row):
        return True
    if kept.status == ImportRow.Status.REFUSED and (
        not kept.nik or any(f"|{code}|" in kept.codes for code in NOT_ITS_OWN_NIK)
    ):
        return True
    return (name_key(kept.data["name"]), kept.data["born_on"]) == (
        name_key(row.name),
        row.born_on.isoformat() if row.born_on else None,
    )
