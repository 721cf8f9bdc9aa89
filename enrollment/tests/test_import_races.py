"""Eight people at once with one list, or with the same people on several lists.

On SQLite in a database file, and on PostgreSQL where TEST_DATABASE_URL names one.
"""

from __future__ import annotations

import pytest

from enrollment.actions.imports import applying, staging, start_applying, work_through
from enrollment.models import (
    Enrollment,
    ImportBatch,
    ImportFile,
    Worker,
)
from enrollment.tests.at_once import WRITERS, all_at_once, failures
from enrollment.tests.factories import (
    make_decree,
    make_sponsor,
    nur,
)
from enrollment.tests.steps import (
    codes_by_row,
    enrolled,
    line_of,
    stage,
    upload,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_file_sent_eight_times_is_one_list():
    decree = make_decree()
    upload(make_decree(number="560/2"), line_of(9))  # the region and Budi stand before the race

    outcomes = all_at_once(*[lambda: upload(decree, line_of(1))] * WRITERS)

    assert failures(outcomes) == []
    assert len({batch.pk for batch in outcomes}) == 1
    assert ImportFile.objects.filter(decree=decree).count() == 1


def test_a_list_checked_by_eight_runs_has_every_row_once(monkeypatch):
    monkeypatch.setattr(staging, "CHUNK", 3)
    batch = upload(make_decree(), *[line_of(serial) for serial in range(20)])

    outcomes = all_at_once(*[lambda: work_through(batch.pk)] * WRITERS)

    batch.refresh_from_db()
    assert failures(outcomes) == []
    assert (batch.status, batch.done, batch.total) == (ImportBatch.Status.STAGED, 20, 20)
    assert sorted(batch.rows.values_list("row", flat=True)) == list(range(2, 22))


def test_a_list_applied_by_eight_runs_enrolls_everybody_once(monkeypatch):
    monkeypatch.setattr(applying, "CHUNK", 3)
    batch = stage(make_decree(), *[line_of(serial) for serial in range(20)])
    start_applying(batch=batch, by=nur())

    outcomes = all_at_once(*[lambda: work_through(batch.pk)] * WRITERS)

    batch.refresh_from_db()
    assert failures(outcomes) == []
    assert (batch.status, batch.done) == (ImportBatch.Status.APPLIED, 20)
    assert batch.summary["applied"]["enrolled"] == Enrollment.objects.count() == 20
    assert Worker.objects.count() == Worker.history.count() == 20


def test_eight_decrees_that_bring_the_same_people_enroll_each_of_them_once():
    people = [line_of(serial) for serial in range(6)]
    batches = []
    for number in range(WRITERS):
        sponsor = make_sponsor(f"payer-{number}", name=f"Payer {number}")
        decree = make_decree(number=f"SK {number}", sponsor=sponsor)
        batches.append(stage(decree, *people[number % 6 :], *people[: number % 6]))
        start_applying(batch=batches[-1], by=nur())

    outcomes = all_at_once(*[lambda key=batch.pk: work_through(key) for batch in batches])

    names = [name for batch in batches for name in enrolled(batch.decree)]
    refused = [row for batch in batches for row in codes_by_row(batch).values()]
    assert failures(outcomes) == []
    assert sorted(names) == [f"Sabri {serial}" for serial in range(6)]
    assert refused == ["already_covered"] * (WRITERS - 1) * 6
    assert Worker.objects.count() == 6


def test_a_quota_holds_when_eight_lists_of_the_decree_are_applied_at_once():
    decree = make_decree(quota=5)
    batches = []
    for number in range(WRITERS):
        batches.append(stage(decree, line_of(2 * number), line_of(2 * number + 1)))
        start_applying(batch=batches[-1], by=nur())

    outcomes = all_at_once(*[lambda key=batch.pk: work_through(key) for batch in batches])

    assert failures(outcomes) == []
    assert len(enrolled(decree)) == 5
