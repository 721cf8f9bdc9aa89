"""A list whose worker process is killed: wherever it happens, the next run ends it whole."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from enrollment.actions.imports import (
    applying,
    repairing,
    send_repair,
    staging,
    start_applying,
    work_through,
)
from enrollment.models import Enrollment, ImportBatch, ImportRow, Worker
from enrollment.models.imports import HEARTBEAT_LIMIT
from enrollment.tests.factories import budi, make_decree, make_enrollment, make_worker, nur
from enrollment.tests.steps import (
    codes_by_row,
    enrolled,
    line_of,
    repair,
    sheet,
    stage,
    upload,
)
from registry.models import AuditEvent

pytestmark = pytest.mark.django_db

LIST = [line_of(1), line_of(2), line_of(1), line_of(4, sex="?"), line_of(5), line_of(6), line_of(7)]


class Killed(BaseException):
    """The worker process is gone: nothing catches it."""


class RolledBack(Exception):
    """Ends a trial, and takes back what it wrote."""


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch) -> None:
    """A list of seven rows is gone through in four chunks."""
    for module in (staging, applying, repairing):
        monkeypatch.setattr(module, "CHUNK", 2)


@contextmanager
def killed_at(write: int) -> Iterator[list[str]]:
    """Kill whatever runs inside at its n-th write; yields the list of writes that it reached."""
    writes: list[str] = []

    def wrapper(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            writes.append(sql)
            if len(writes) == write:
                raise Killed
        return execute(sql, *rest)

    with connection.execute_wrapper(wrapper):
        yield writes


def finished(batch: ImportBatch) -> dict[str, Any]:
    """Return what a list left behind, to be compared with an undisturbed run."""
    batch = ImportBatch.objects.get(pk=batch.pk)
    return {
        "status": batch.status,
        "total": batch.total,
        "done": batch.done,
        "summary": batch.summary,
        "rows": list(batch.rows.order_by("pk").values_list("row", "codes", "status")),
        "people": list(Worker.objects.order_by("nik").values_list("nik", "name")),
        "history": Worker.history.count(),
        "enrolled": list(Enrollment.objects.order_by("position").values_list("worker__nik")),
        "trail": AuditEvent.objects.filter(action__in=["batch.checked", "batch.applied"]).count(),
    }


def end_states(prepare: Callable[[], ImportBatch]) -> Iterator[dict[str, Any]]:
    """Yield how a job ends: first undisturbed, then killed at every write and run again."""
    write, was_killed = 0, True
    while was_killed:
        was_killed = False
        try:
            with transaction.atomic():
                batch = prepare()
                try:
                    with killed_at(write):
                        work_through(batch.pk)
                except Killed:
                    was_killed = True
                    work_through(batch.pk)
                yield finished(batch)
                raise RolledBack
        except RolledBack:
            was_killed = was_killed or write == 0
            write += 1


def test_checking_killed_at_any_write_ends_as_if_nothing_had_happened():
    decree = make_decree(quota=4)
    make_enrollment(make_worker(7), decree=make_decree(number="CSR 1"))

    undisturbed, *resumed = end_states(lambda: upload(decree, *LIST))

    assert undisturbed["summary"]["rows"] == 7
    assert len(resumed) > 8
    assert all(state == undisturbed for state in resumed)


def test_applying_killed_at_any_write_enrolls_everybody_once():
    decree = make_decree()
    staged = stage(decree, *LIST)

    undisturbed, *resumed = end_states(lambda: start_applying(batch=staged, by=nur()))

    assert undisturbed["summary"]["applied"]["enrolled"] == 5
    assert len(resumed) > 12
    assert all(state == undisturbed for state in resumed)


def test_merging_a_repair_killed_at_any_write_ends_as_if_nothing_had_happened():
    staged = stage(make_decree(), *LIST)
    mended = [line_of(1), line_of(2), line_of(3), line_of(4), line_of(8), line_of(9)]

    def send() -> ImportBatch:
        return send_repair(batch=staged, upload=sheet(mended), filename="p.csv", by=budi())

    undisturbed, *resumed = end_states(send)

    assert undisturbed["summary"]["rows"] == 9
    assert undisturbed["summary"]["refused"] == 0
    assert len(resumed) > 6
    assert all(state == undisturbed for state in resumed)


def test_a_repair_killed_at_any_write_lets_no_later_row_wipe_out_a_repaired_one():
    staged = stage(make_decree(), *LIST)
    mended = [*LIST[:3], line_of(4), *LIST[4:], line_of(4, name="Rosmawati", sex="?")]

    def send() -> ImportBatch:
        return send_repair(batch=staged, upload=sheet(mended), filename="p.csv", by=budi())

    undisturbed, *resumed = end_states(send)

    assert undisturbed["summary"]["rows"] == 8
    assert undisturbed["summary"]["problems"] == {"duplicate_in_file": 2, "sex_unreadable": 1}
    assert all(state == undisturbed for state in resumed)


def test_a_run_that_comes_late_finds_nothing_left_to_do():
    batch = stage(make_decree(), *LIST)
    before = finished(batch)

    work_through(batch.pk)

    assert finished(batch) == before


def test_a_list_that_was_applied_in_part_goes_on_where_it_was_killed():
    decree = make_decree()
    batch = start_applying(batch=stage(decree, *LIST), by=nur())
    with pytest.raises(Killed), killed_at(8):
        work_through(batch.pk)
    applied = batch.rows.filter(status=ImportRow.Status.APPLIED).count()
    batch.refresh_from_db()

    in_part = (batch.done, applied, len(enrolled(decree)))
    batch = work_through(batch.pk)

    assert in_part == (2, 2, 2)
    assert (batch.done, batch.total, len(enrolled(decree))) == (5, 5, 5)


@pytest.mark.parametrize(
    ("at_work", "silent_for", "is_stale"),
    [
        (True, timedelta(0), False),
        (True, HEARTBEAT_LIMIT + timedelta(seconds=5), True),
        (False, timedelta(days=3), False),
    ],
    ids=["just uploaded", "killed or never begun", "checked long ago"],
)
def test_a_list_at_work_of_which_nothing_is_heard_is_stale(at_work, silent_for, is_stale):
    batch = (upload if at_work else stage)(make_decree(), line_of(1))
    ImportBatch.objects.filter(pk=batch.pk).update(heartbeat_at=timezone.now() - silent_for)

    found = ImportBatch.objects.stale().filter(pk=batch.pk).exists()

    assert found is is_stale


def test_a_list_of_long_ago_is_not_stale_the_moment_it_is_applied():
    batch = stage(make_decree(), line_of(1))
    ImportBatch.objects.update(heartbeat_at=timezone.now() - timedelta(days=3))

    start_applying(batch=batch, by=nur())

    assert not ImportBatch.objects.stale().exists()


def test_rows_repaired_after_a_long_rest_are_merged():
    batch = stage(make_decree(), line_of(1, sex="?"))
    ImportBatch.objects.update(heartbeat_at=timezone.now() - timedelta(days=3))

    batch = repair(batch, line_of(1))

    assert codes_by_row(batch) == {}
