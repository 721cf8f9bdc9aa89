"""Applying a list: by whom, to whom, and what changed since it was checked."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from enrollment.actions.events import record_death
from enrollment.actions.imports import start_applying, work_through
from enrollment.actions.imports.applying import NothingToApply, OwnBatch
from enrollment.actions.imports.uploads import BatchAtWork
from enrollment.models import Attestation, Enrollment, ImportBatch, Worker
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_decree,
    make_sponsor,
    make_worker,
    nik_of,
    nur,
)
from enrollment.tests.steps import (
    JULY,
    apply,
    codes_by_row,
    enroll,
    enrolled,
    line_of,
    problem,
    repair,
    row_states,
    stage,
    upload,
)
from registry.roles import Role
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db


def test_whoever_sent_the_list_cannot_apply_it():
    batch = stage(make_decree(), line_of(1))
    both = budi()
    make_user("budi", role=Role.SUPERVISOR, region=make_region())

    with pytest.raises(OwnBatch):
        start_applying(batch=batch, by=type(both).objects.get(pk=both.pk))


def test_the_database_refuses_an_uploader_who_applies():
    batch = stage(make_decree(), line_of(1))

    with pytest.raises(IntegrityError), transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk).update(applied_by=batch.uploaded_by)


@pytest.mark.parametrize("nobody", [ani, citra], ids=["treasurer", "another regency"])
def test_only_a_supervisor_of_the_region_applies(nobody):
    batch = stage(make_decree(), line_of(1))

    with pytest.raises(PermissionDenied):
        start_applying(batch=batch, by=nobody())


def test_a_list_is_not_applied_before_it_was_checked():
    batch = upload(make_decree(), line_of(1))

    with pytest.raises(BatchAtWork):
        start_applying(batch=batch, by=nur())


def test_a_list_without_a_ready_row_has_nothing_to_apply():
    batch = stage(make_decree(), line_of(1, sex="?"))

    with pytest.raises(NothingToApply):
        start_applying(batch=batch, by=nur())


def test_applying_records_new_people_matches_known_ones_and_leaves_refused_rows():
    known = make_worker(2)
    decree = make_decree()
    batch = stage(decree, line_of(1), line_of(2), line_of(3, sex="?"))

    batch = apply(batch)

    assert batch.status == ImportBatch.Status.APPLIED
    assert batch.summary["applied"] == {
        "workers_created": 1,
        "workers_matched": 1,
        "enrolled": 2,
    }
    assert row_states(batch) == [(2, "applied"), (3, "applied"), (4, "refused")]
    assert enrolled(decree) == ["Sabri 1", known.name]
    assert Worker.objects.get(nik=nik_of(1)).history.get().history_user == nur()


def test_a_worker_who_already_stands_under_the_same_decree_is_matched_once():
    decree = make_decree()
    enroll(decree, line_of(1))

    batch = enroll(decree, line_of(1), line_of(2))

    assert batch.summary["applied"] == {
        "workers_created": 1,
        "workers_matched": 1,
        "enrolled": 1,
    }
    assert Enrollment.objects.filter(worker__nik=nik_of(1)).count() == 1


def test_applying_again_changes_nothing():
    decree = make_decree()
    batch = enroll(decree, line_of(1))

    again = apply(batch)

    assert again.summary == batch.summary
    assert Enrollment.objects.count() == 1


def test_two_decrees_that_checked_the_same_people_enroll_each_of_them_once():
    ours = make_decree()
    theirs = make_decree(number="CSR 1", sponsor=make_sponsor("pt-timah", name="PT Timah"))
    first = stage(ours, line_of(1), line_of(2))
    second = stage(theirs, line_of(2), line_of(3))
    apply(first)

    second = apply(second)

    assert codes_by_row(second) == {2: "already_covered"}
    assert problem(second, "already_covered")["sponsor"] == ours.sponsor.name
    assert (enrolled(ours), enrolled(theirs)) == (["Sabri 1", "Sabri 2"], ["Sabri 3"])
    assert second.summary["refused"] == 1


def test_two_lists_under_one_decree_share_its_quota_when_applied():
    decree = make_decree(quota=3)
    first = stage(decree, line_of(1), line_of(2))
    second = stage(decree, line_of(3), line_of(4))
    apply(first)

    second = apply(second)

    assert codes_by_row(second) == {3: "quota_exceeded"}
    assert len(enrolled(decree)) == 3


def test_a_worker_who_died_after_the_check_is_not_enrolled():
    decree = make_decree()
    worker = make_worker(1)
    batch = stage(decree, line_of(1))
    record_death(worker=worker, died_on=JULY, on=JULY, by=budi())

    batch = apply(batch)

    assert codes_by_row(batch) == {2: "deceased"}
    assert enrolled(decree) == []


def test_a_list_of_which_no_row_could_go_in_after_all_is_put_to_rest():
    worker = make_worker(1)
    batch = stage(make_decree(), line_of(1))
    record_death(worker=worker, died_on=JULY, on=JULY, by=budi())

    batch = apply(batch)

    assert not batch.is_at_work
    assert batch.summary["applied"]["enrolled"] == 0


def test_applying_records_once_who_attests_the_rows_of_a_list():
    batch = stage(make_decree(), line_of(1), line_of(2, sex="?"))
    start_applying(batch=batch, attested_by_name="Haji Ramli", by=nur())
    work_through(batch.pk)
    repair(batch, line_of(2))

    start_applying(batch=batch, attested_by_name="Orang lain", by=nur())

    kept = Attestation.objects.get()
    assert (kept.batch, kept.attested_by_name, kept.recorded_by) == (batch, "Haji Ramli", nur())
    assert kept.region_id == batch.decree.region_id
    assert all(statement["holds"] for statement in kept.statements.values())


def test_whoever_applies_without_naming_anybody_answers_for_the_rows():
    apply(stage(make_decree(), line_of(1)))

    assert Attestation.objects.get().attested_by_name == "Nur"


def test_a_list_in_which_a_nik_contradicts_a_row_is_attested_as_such():
    apply(stage(make_decree(), line_of(1, sex="P")))

    assert Attestation.objects.get().statements["nik"] == {"holds": False, "how": "checked"}


def test_a_list_that_is_refused_attests_nothing():
    batch = stage(make_decree(), line_of(1, sex="?"))

    with pytest.raises(NothingToApply):
        start_applying(batch=batch, attested_by_name="Haji Ramli", by=nur())

    assert not Attestation.objects.exists()
