"""Checks against the population register: taking an answer in, and what it does to workers."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from enrollment.actions.bookkeeping import lock_workers
from enrollment.actions.events import record_death
from enrollment.models import PopulationCheck, PopulationCheckRow, Sponsor, Worker
from enrollment.queries.population import check_summary
from enrollment.rules.population import Effect, Known, effect_of
from enrollment.sheets.population import AnswerRow, open_answers
from registry.audit import record
from registry.jobs import Superseded, start_job
from registry.models import Job, Region, User
from registry.refusals import Refused
from registry.roles import Permission, may, require

CHECK_JOB: Final = "population_check"
REQUEST_JOB: Final = "population_request"
_STATUS_FIELDS: Final = ["population_status", "population_checked_on", "population_source"]
Outcome = PopulationCheckRow.Outcome


class CheckedInFuture(Refused):
    code, field = "checked_in_future", "checked_on"


def start_check(
    *,
    region: Region,
    upload: File,
    filename: str,
    source: str,
    checked_on: date,
    on: date,
    by: User,
) -> PopulationCheck:
    """Take in an answer of the population register, to be read by a job; return its check.

    The file is opened at once: ListRefused says what is wrong with it as a whole, and then nothing
    was kept. The same bytes for the same region return the check that they made before.
    """
    require(by, Permission.POPULATION_CHECK, region.pk)
    if checked_on > on:
        raise CheckedInFuture(_("This day has not come yet. Copy the day of the answer."))
    with _opened(upload, filename) as (sha256, rows), transaction.atomic():
        region = Region.objects.select_for_update(no_key=True).get(pk=region.pk)
        checks = PopulationCheck.objects.select_related("job")
        if known := checks.filter(region=region, sha256=sha256).first():
            return _gone_on_with(known, rows, by)
        upload.seek(0)
        check = PopulationCheck.objects.create(
            region=region,
            file=File(upload, name=f"{sha256[:16]}{Path(filename).suffix[:6].lower()}"),
            filename=Path(filename).name[-200:],
            sha256=sha256,
            source=source,
            checked_on=checked_on,
            uploaded_by=by,
        )
        _read_by_job(check, rows, by)
        record("population.uploaded", subject=check, by=by, filename=check.filename, sha256=sha256)
        return check


@transaction.atomic
def request_sheet(
    *, region: Region, decree_id: int | None, unchecked_only: bool, purpose: str, by: User
) -> Job:
    """Ask for the sheet of NIKs that the population register is to check; return its job.

    The sheet holds whole NIKs and is for `by` alone: the purpose stands in the trail.
    """
    require(by, Permission.POPULATION_CHECK, region.pk)
    record(
        "population.requested",
        subject=region,
        by=by,
        region_code=region.pk,
        decree=decree_id,
        unchecked_only=unchecked_only,
        purpose=purpose,
    )
    return start_job(
        kind=REQUEST_JOB,
        title=_("NIKs for the population register, %(region)s") % {"region": region.name},
        params={"region": region.pk, "decree": decree_id, "unchecked_only": unchecked_only},
        region_code=region.pk,
        by=by,
    )


@transaction.atomic
def apply_answers(
    *, check: PopulationCheck, done: int, rows: Sequence[AnswerRow], on: date
) -> None:
    """Keep some rows of a check, and do what they say; `done` rows stand already.

    Raises Superseded, and writes nothing, when another run has come further. What is written is in
    the name of who sent the file, and touches only workers of the region whom he may see.
    """
    check = PopulationCheck.objects.select_for_update().get(pk=check.pk)
    by = check.uploaded_by
    if check.rows.count() != done:
        raise Superseded
    workers = _held(check, rows, by)
    told = _told_before(check, rows)
    kept: list[PopulationCheckRow] = []
    changed: dict[int, Worker] = {}
    for row in rows:
        worker = workers.get(row.nik)
        effect = _effect(row, worker, told, check)
        told.setdefault(row.nik, row.answer.result)
        if effect.records_death and worker:
            effect = _die(worker, row, effect, on, by)
        if effect.takes_status and worker:
            _take_status(worker, row, check)
            changed[worker.pk] = worker
        kept.append(_kept(check, row, worker, effect))
    PopulationCheckRow.objects.bulk_create(kept)
    bulk_update_with_history(
        list(changed.values()),
        Worker,
        _STATUS_FIELDS,
        batch_size=500,
        default_user=by,
        default_change_reason="population register",
    )


@transaction.atomic
def finish_check(*, check: PopulationCheck) -> dict[str, int]:
    """Count the rows of a check by outcome, keep the counts, and return them."""
    check = PopulationCheck.objects.select_for_update().get(pk=check.pk)
    check.summary = check_summary(check)
    check.save(update_fields=["summary"])
    outcomes: dict[str, int] = check.summary["outcomes"]
    record("population.checked", subject=check, by=check.uploaded_by, outcomes=outcomes)
    return outcomes


def _gone_on_with(check: PopulationCheck, rows: int, by: User) -> PopulationCheck:
    """Return a check sent before; one whose reading was broken off is read on from there."""
    if check.job is None or check.job.status in (Job.Status.CANCELLED, Job.Status.FAILED):
        _read_by_job(check, rows, by)
    return check


def _read_by_job(check: PopulationCheck, rows: int, by: User) -> None:
    check.job = start_job(
        kind=CHECK_JOB,
        title=_("Check against the population register: %(file)s") % {"file": check.filename[:120]},
        params={"check": check.pk},
        region_code=check.region_id,
        total=rows,
        by=by,
    )
    check.save(update_fields=["job"])


def _held(check: PopulationCheck, rows: Sequence[AnswerRow], by: User) -> dict[str, Worker]:
    """Return the workers of these rows by NIK, held with the payers of those who have died.

    Payers before workers, as everywhere: a death releases what they paid.
    """
    asked = {row.nik for row in rows if row.nik and not row.problem}
    seen = Worker.objects.visible_to(by).within(check.region_id).filter(nik__in=asked)
    ids = dict(seen.values_list("nik", "pk"))
    dying = [ids[row.nik] for row in rows if row.answer.result == "dead" and row.nik in ids]
    payers = Sponsor.objects.filter(decrees__enrollments__worker__in=dying).values("pk")
    list(Sponsor.objects.filter(pk__in=payers).order_by("pk").select_for_update())
    lock_workers(ids.values())
    return {worker.nik: worker for worker in Worker.objects.filter(pk__in=ids.values())}


def _told_before(check: PopulationCheck, rows: Sequence[AnswerRow]) -> dict[str, str]:
    """Return what earlier rows of the same file said of the NIKs of these."""
    niks = {row.nik for row in rows if row.nik}
    earlier = check.rows.filter(nik__in=niks).exclude(outcome=Outcome.UNREADABLE).order_by("-pk")
    return dict(earlier.values_list("nik", "result"))


def _effect(
    row: AnswerRow, worker: Worker | None, told: dict[str, str], check: PopulationCheck
) -> Effect:
    if row.problem:
        return Effect("unreadable", row.problem)
    if worker is None:
        return Effect("unknown")
    if row.nik in told:
        same = told[row.nik] == row.answer.result
        return Effect("same", "nik_twice") if same else Effect("to_do", "two_answers")
    known = Known(
        deceased_on=worker.deceased_on,
        moved_away_on=worker.moved_away_on,
        status=worker.population_status,
        checked_on=worker.population_checked_on,
        given_up=worker.withdrawn_on is not None,
    )
    return effect_of(row.answer, known, checked_on=check.checked_on)


def _die(worker: Worker, row: AnswerRow, effect: Effect, on: date, by: User) -> Effect:
    """Record the death and return what came of it; a day that cannot be is left to a person."""
    died_on = row.answer.happened_on
    assert died_on is not None  # a death is recorded with its day only
    if not may(by, Permission.DEATH_RECORD, worker.region_code):
        return Effect("to_do", "record_death", takes_status=True)
    try:
        dead = record_death(worker=worker, died_on=died_on, on=on, by=by)
    except Refused:
        return Effect("to_do", "death_impossible", takes_status=True)
    worker.deceased_on = dead.deceased_on
    return effect


def _take_status(worker: Worker, row: AnswerRow, check: PopulationCheck) -> None:
    worker.population_status = row.answer.result
    worker.population_checked_on = check.checked_on
    worker.population_source = check.source


def _kept(
    check: PopulationCheck, row: AnswerRow, worker: Worker | None, effect: Effect
) -> PopulationCheckRow:
    return PopulationCheckRow(
        check_file=check,
        sheet=row.sheet,
        row=row.row,
        nik=row.nik,
        result_text=row.result_text,
        result=row.answer.result,
        happened_on=row.answer.happened_on,
        note=row.note,
        worker=worker,
        outcome=effect.outcome,
        problem=effect.problem,
    )


@contextmanager
def _opened(upload: File, filename: str) -> Iterator[tuple[str, int]]:
    """Yield SHA-256 and number of rows of a file of answers; raise ListRefused otherwise."""
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(suffix=Path(filename).suffix[:6]) as copy:
        for chunk in upload.chunks():
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        answers = open_answers(Path(copy.name), filename=filename)
    yield digest.hexdigest(), answers.row_count
