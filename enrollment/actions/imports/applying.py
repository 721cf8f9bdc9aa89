"""Applying a list: its ready rows become workers and enrollments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from enrollment.actions.imports.across import check_across
from enrollment.actions.imports.progress import Superseded, finish, one_step
from enrollment.actions.imports.rows import RegisterCheck, kept_problems, set_problems
from enrollment.actions.imports.uploads import BatchAtWork, BatchUndone
from enrollment.models import Attestation, Decree, Enrollment, ImportBatch, ImportRow, Worker
from enrollment.rules.insurable import CONTRADICTIONS, attested
from enrollment.rules.matching.names import name_key
from enrollment.rules.problems import Problem
from enrollment.sheets.columns import CleanRow
from registry.audit import record
from registry.bulk import insert_rows
from registry.models import User
from registry.refusals import Refused
from registry.roles import Permission, require

CHUNK = 2000
ATTEMPTS = 5


class OwnBatch(Refused):
    code = "own_batch"


class NothingToApply(Refused):
    code = "nothing_to_apply"


@transaction.atomic
def start_applying(*, batch: ImportBatch, attested_by_name: str = "", by: User) -> ImportBatch:
    """Let the job apply the ready rows of a checked batch; return the batch.

    Whoever sent a file of the batch cannot apply it: the database refuses it as well. Rows
    still to be repaired stay behind and can follow later. Asking again while it is being
    applied, or after, changes nothing. `attested_by_name` is the village head whose signed
    statement (SPTJM) stands for all its rows; without one, whoever applies answers for them. The
    first one named stays.
    """
    require(by, Permission.BATCH_APPLY, batch.region_code)
    batch = (
        ImportBatch.objects.select_related("decree")
        .select_for_update(of=("self",))
        .get(pk=batch.pk)
    )
    if by.pk == batch.uploaded_by_id or batch.files.filter(uploaded_by=by).exists():
        raise OwnBatch(_("You sent this list yourself. Ask another supervisor to apply it."))
    if batch.status == ImportBatch.Status.STAGING:
        raise BatchAtWork(_("This list is still being checked. Apply it when that is done."))
    if batch.status == ImportBatch.Status.UNDONE:
        raise BatchUndone(_("This list was undone. Upload it again as a new list."))
    if batch.status in (ImportBatch.Status.APPLYING, ImportBatch.Status.APPLIED):
        return batch
    ready = batch.rows.filter(status=ImportRow.Status.READY).count()
    if not ready:
        raise NothingToApply(
            _("No row of this list is ready. Repair the rows and send them again.")
        )
    batch.status = ImportBatch.Status.APPLYING
    batch.total, batch.done = ready, 0
    batch.applied_by, batch.applied_at = by, timezone.now()
    batch.heartbeat_at = timezone.now()
    batch.save(
        update_fields=["status", "total", "done", "heartbeat_at", "applied_by", "applied_at"]
    )
    _attest(batch, attested_by_name, by)
    record("batch.apply_started", subject=batch, by=by, ready=ready)
    return batch


def _attest(batch: ImportBatch, attested_by_name: str, by: User) -> None:
    """Record once for all rows what must hold of who is enrolled, and who says so."""
    ready = batch.rows.filter(status=ImportRow.Status.READY)
    contradicted = any(ready.with_code(code).exists() for code in CONTRADICTIONS)
    Attestation.objects.get_or_create(
        batch=batch,
        defaults={
            "region": batch.decree.region,
            "statements": attested(nik_holds=not contradicted),
            "attested_by_name": attested_by_name or by.get_full_name() or by.username,
            "recorded_by": by,
            "attested_at": timezone.now(),
        },
    )


def apply_rows(batch: ImportBatch) -> None:
    """Record the ready rows of a batch, chunk by chunk, until none is left."""
    try:
        while _apply_chunk(batch):
            pass
        with one_step(batch, count=0) as locked:
            check_across(locked)
            finish(locked)
            record(
                "batch.applied", subject=locked, by=locked.applied_by, **locked.summary["applied"]
            )
    except Superseded:
        return


def _apply_chunk(batch: ImportBatch) -> bool:
    """Apply one chunk; return whether there was one.

    Two decrees may bring the same new person at once: the later one meets the unique NIK or
    the overlap rule, and then sees on its next attempt who is there already.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            rows = list(
                batch.rows.filter(status=ImportRow.Status.READY).defer("raw").order_by("pk")[:CHUNK]
            )
            if rows:
                with one_step(batch, count=len(rows)) as locked:
                    _apply(locked, rows)
            return bool(rows)
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise
    return False


def _apply(batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    decree = Decree.objects.select_for_update().get(pk=batch.decree_id)
    people = {row.pk: _person(row) for row in rows}
    # whoever enrolls or pays for these people waits here, in one order for everybody
    list(
        Worker.objects.filter(nik__in=[row.nik for row in rows])
        .order_by("pk")
        .select_for_update()
        .values_list("pk", flat=True)
    )
    register = RegisterCheck(
        decree, list(people.values()), officer=batch.uploaded_by, look_alike=False
    )
    free = _free_places(decree)
    accepted, refused = [], []
    for row in rows:
        person = people[row.pk]
        problems = register.problems(person)
        known = register.workers.get(row.nik)
        here = known is not None and known.pk in register.enrolled_here
        if not problems and not here and free is not None:
            if free <= 0:
                problems = [Problem("quota_exceeded", params={"quota": decree.quota or 0})]
            free -= 1
        if problems:
            set_problems(row, [*kept_problems(row), *problems])
            refused.append(row)
        else:
            accepted.append(row)
    workers = _record_workers(batch, accepted, people, register)
    _enroll(decree, accepted, workers, register)
    ImportRow.objects.bulk_update(refused, ["codes", "problems", "status"], batch_size=200)
    ImportRow.objects.filter(pk__in=[row.pk for row in accepted]).update(
        status=ImportRow.Status.APPLIED
    )


def _record_workers(
    batch: ImportBatch,
    rows: Sequence[ImportRow],
    people: dict[int, CleanRow],
    register: RegisterCheck,
) -> dict[str, Worker]:
    """Record the people who are not known yet; a withdrawn record comes back as the list says."""
    workers = dict(register.workers)
    new = []
    for row in rows:
        known = workers.get(row.nik)
        if known is None:
            worker = Worker(nik=row.nik, recorded_in_id=batch.pk, **_identity(people[row.pk]))
            workers[row.nik] = worker
            new.append(worker)
        elif known.withdrawn_on:
            for name, value in _identity(people[row.pk]).items():
                setattr(known, name, value)
            known.withdrawn_on, known.recorded_in = None, batch
            known.save()
    bulk_create_with_history(
        new, Worker, batch_size=CHUNK, default_user=batch.applied_by, default_date=timezone.now()
    )
    return workers


def _enroll(
    decree: Decree,
    rows: Sequence[ImportRow],
    workers: dict[str, Worker],
    register: RegisterCheck,
) -> None:
    insert_rows(
        Enrollment,
        ("decree", "worker", "since", "until", "row", "position"),
        (
            (decree.pk, workers[row.nik].pk, decree.since, decree.until, row.pk, row.row)
            for row in rows
            if workers[row.nik].pk not in register.enrolled_here
        ),
    )


def _identity(person: CleanRow) -> dict[str, Any]:
    return {
        "name": person.name,
        "name_key": name_key(person.name),
        "born_on": person.born_on,
        "sex": person.sex,
        "village_id": person.village_code,
        "address": person.address,
        "occupation_id": person.occupation_slug or None,
        "occupation_text": person.occupation_text,
        "phone": person.phone,
        "income_idr": person.income_idr,
    }


def _person(row: ImportRow) -> CleanRow:
    """Return the kept row as the cleaners understood it."""
    data = row.data
    return CleanRow(
        sheet=row.sheet,
        row=row.row,
        origin=(row.sheet, row.row),
        nik=row.nik,
        name=data["name"],
        born_on=date.fromisoformat(data["born_on"]) if data["born_on"] else None,
        sex=data["sex"],
        village_code=data["village"],
        district_text="",
        village_text=data["village_text"],
        address=data["address"],
        occupation_slug=data["occupation"],
        occupation_text=data["occupation_text"],
        phone=data["phone"],
        income_idr=data["income_idr"],
        problems=(),
        raw={},
    )


def _free_places(decree: Decree) -> int | None:
    if decree.quota is None:
        return None
    return decree.quota - Enrollment.objects.standing().filter(decree=decree).count()
