"""Stopping the check or the application of a list before it is through."""

import pytest
from django.core.exceptions import PermissionDenied

from enrollment.actions.imports import (
    applying,
    cancel_batch,
    repairing,
    send_repair,
    staging,
    start_applying,
    work_through,
)
from enrollment.models import Enrollment, ImportBatch
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import ani, budi, make_decree, nur
from enrollment.tests.steps import line_of, repair, sheet, stage, upload
from registry.models import AuditEvent

pytestmark = pytest.mark.django_db

LIST = [line_of(number) for number in range(1, 8)]


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch) -> None:
    """A list of seven rows is gone through in four chunks."""
    for module in (staging, applying, repairing):
        monkeypatch.setattr(module, "CHUNK", 2)


def cancelled_after(monkeypatch, module, name: str, batch: ImportBatch, *, times: int, by) -> None:
    """Let somebody stop the list once a step of the job was done so many times."""
    original, calls = getattr(module, name), []

    def step(*args, **kwargs):
        done = original(*args, **kwargs)
        calls.append(name)
        if len(calls) == times:
            cancel_batch(batch=batch, by=by)
        return done

    monkeypatch.setattr(module, name, step)
    work_through(batch.pk)
    batch.refresh_from_db()


def test_a_check_that_is_stopped_takes_the_list_back(monkeypatch):
    decree = make_decree()
    batch = upload(decree, *LIST)

    cancelled_after(monkeypatch, staging, "keep_rows", batch, times=2, by=budi())

    assert (batch.status, batch.done, batch.undone_by) == ("undone", 4, budi())
    assert batch.files.get().withdrawn


def test_the_file_of_a_stopped_check_can_be_sent_again(monkeypatch):
    decree = make_decree()
    batch = upload(decree, *LIST)
    cancelled_after(monkeypatch, staging, "keep_rows", batch, times=1, by=budi())
    monkeypatch.undo()

    again = stage(decree, *LIST)

    assert again != batch
    assert (again.status, again.summary["ok"]) == ("staged", 7)


def test_an_application_that_is_stopped_leaves_the_rest_to_be_applied(monkeypatch):
    batch = start_applying(batch=stage(make_decree(), *LIST), by=nur())

    cancelled_after(monkeypatch, applying, "_apply_chunk", batch, times=2, by=nur())

    assert (batch.status, batch.applied_rows, batch.ready_rows) == ("staged", 4, 3)
    assert Enrollment.objects.count() == 4


def test_a_stopped_application_goes_on_where_it_was(monkeypatch):
    batch = start_applying(batch=stage(make_decree(), *LIST), by=nur())
    cancelled_after(monkeypatch, applying, "_apply_chunk", batch, times=2, by=nur())
    monkeypatch.undo()

    work_through(start_applying(batch=batch, by=nur()).pk)

    batch.refresh_from_db()
    assert (batch.status, batch.applied_rows, batch.ready_rows) == ("applied", 7, 0)
    assert Enrollment.objects.count() == 7


def test_repaired_rows_that_were_merged_stay_and_the_file_can_be_sent_again(monkeypatch):
    broken = [line_of(number, sex="?") for number in range(1, 5)]
    batch = stage(make_decree(), *broken)
    repaired = [line_of(number) for number in range(1, 5)]
    sent = send_repair(batch=batch, upload=sheet(repaired), filename="p.csv", by=budi())

    cancelled_after(monkeypatch, repairing, "_merge", sent, times=1, by=budi())
    halfway = sent.summary["ok"]
    monkeypatch.undo()
    again = repair(batch, *repaired)

    assert (sent.status, halfway) == ("staged", 2)
    assert again.summary["ok"] == 4


@pytest.mark.parametrize(
    ("who", "status"),
    [(nur, "staging"), (budi, "applying"), (ani, "staging")],
    ids=["supervisor, a check", "officer, an application", "treasurer, a check"],
)
def test_whoever_may_not_begin_it_may_not_stop_it(who, status):
    batch = upload(make_decree(), *LIST)
    ImportBatch.objects.update(status=status)

    with pytest.raises(PermissionDenied):
        cancel_batch(batch=batch, by=who())


def test_stopping_a_list_at_rest_changes_nothing():
    batch = stage(make_decree(), *LIST)

    after = cancel_batch(batch=batch, by=budi())

    assert after.status == "staged"
    assert not AuditEvent.objects.filter(action="batch.cancelled").exists()


def test_a_list_at_work_offers_to_stop_it_and_tells_what_becomes_of_it():
    batch = upload(make_decree(), *LIST)
    browser = signed_in(budi())

    offered = words(browser.get(batch.get_absolute_url()))
    after = words(browser.post(f"{batch.get_absolute_url()}cancel", follow=True))

    assert "Stop the check" in offered
    assert "its file can be sent again" in offered
    assert "This list was undone" in after
    assert "Stopped after 0 rows." in after


def test_who_may_not_stop_it_sees_how_far_it_is():
    page = words(signed_in(ani()).get(upload(make_decree(), *LIST).get_absolute_url()))

    assert "Rows checked" in page
    assert "Stop the check" not in page
