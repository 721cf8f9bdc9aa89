"""Lists on their way in: upload, and what the register says of each row."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from enrollment.actions.events import record_death
from enrollment.actions.imports import (
    attach_statement,
    upload_list,
    work_through,
)
from enrollment.actions.imports.uploads import DecreeEnded
from enrollment.models import ImportBatch, ImportFile, Worker
from enrollment.sheets.reader import ListRefused
from enrollment.tests.factories import (
    VILLAGE,
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
)
from enrollment.tests.steps import (
    codes_by_row,
    line_of,
    problem,
    sheet,
    stage,
    upload,
    workbook,
)
from registry.models import AuditEvent
from registry.tests.factories import make_region

pytestmark = pytest.mark.django_db


def test_the_same_bytes_under_the_same_decree_return_the_same_batch():
    decree = make_decree()
    first = upload(decree, line_of(1))

    again = upload(decree, line_of(1), filename="nama-lain.csv")

    assert again == first
    assert ImportFile.objects.count() == 1
    assert AuditEvent.objects.filter(action="batch.uploaded").count() == 1


def test_the_same_bytes_under_another_decree_are_another_list():
    first = upload(make_decree(), line_of(1))

    other = upload(make_decree(number="560/2"), line_of(1))

    assert other != first


def test_a_file_that_is_no_list_leaves_nothing_behind():
    with pytest.raises(ListRefused):
        upload_list(
            decree=make_decree(),
            upload=ContentFile(b"%PDF-1.7 not a list"),
            filename="daftar.xlsx",
            by=budi(),
        )

    assert not ImportBatch.objects.exists()


def test_a_list_under_a_decree_that_has_ended_is_refused():
    decree = make_decree(ended_on=date(2020, 12, 31))

    with pytest.raises(DecreeEnded):
        upload(decree, line_of(1))


@pytest.mark.parametrize("nobody", [ani, citra], ids=["treasurer", "another regency"])
def test_only_the_officer_of_the_region_uploads(nobody):
    with pytest.raises(PermissionDenied):
        upload_list(decree=make_decree(), upload=sheet([line_of(1)]), filename="d.csv", by=nobody())


def test_a_statement_is_kept_with_the_list_and_the_trail_names_the_one_it_replaces():
    batch = stage(make_decree(), line_of(1))
    attach_statement(batch=batch, statement=ContentFile(b"%PDF 1", name="sptjm.pdf"), by=budi())

    batch = attach_statement(
        batch=batch, statement=ContentFile(b"%PDF 2", name="sptjm-2.pdf"), by=budi()
    )

    assert batch.statement.read() == b"%PDF 2"
    facts = AuditEvent.objects.filter(action="batch.statement").order_by("pk").last().facts
    assert facts["replaced"].startswith("statements/")
    assert facts["replaced"] != facts["statement"]


def test_a_clean_list_is_ready_and_nothing_of_it_is_live():
    batch = stage(make_decree(), line_of(1), line_of(2))

    assert batch.status == ImportBatch.Status.STAGED
    assert (batch.total, batch.done) == (2, 2)
    assert batch.summary["ok"] == 2
    assert not Worker.objects.exists()


def test_a_row_keeps_every_problem_at_once_with_what_was_read():
    batch = stage(
        make_decree(),
        line_of(1, name="", sex="?", village="Atlantis", birth_date="31/02/1980"),
    )

    assert set(codes_by_row(batch)[2].split("|")) == {
        "name_missing",
        "birth_date_unreadable",
        "sex_unreadable",
        "village_unknown",
    }
    assert batch.summary["problems"]["village_unknown"] == 1
    read = {found["code"]: found["read"] for found in batch.rows.get().problems}
    assert read["village_unknown"] == "Atlantis"


def test_a_worker_under_another_decree_in_scope_is_refused_with_sponsor_and_months():
    other = make_decree(number="CSR 1", sponsor=make_sponsor("pt-timah", name="PT Timah"))
    make_enrollment(make_worker(1), decree=other)

    batch = stage(make_decree(), line_of(1))

    assert codes_by_row(batch) == {2: "already_covered"}
    assert problem(batch, "already_covered") == {
        "sponsor": "PT Timah",
        "since": "2020-07-01",
        "until": "2021-07-01",
    }


def test_a_worker_under_a_decree_out_of_scope_is_refused_without_a_name():
    natuna = make_region("2103")
    other = make_decree(
        number="NTN 1",
        sponsor=make_sponsor("pemkab-natuna", name="Pemkab Natuna", region=natuna),
        region=natuna,
    )
    make_enrollment(make_worker(1), decree=other)

    batch = stage(make_decree(), line_of(1))

    assert problem(batch, "already_covered") == {"sponsor": ""}
    assert "Natuna" not in str(list(batch.rows.values()))


def test_a_worker_whose_other_cover_ends_before_the_decree_begins_is_welcome():
    before = make_decree(number="560/1", since=date(2020, 1, 1), months=6)
    make_enrollment(make_worker(1), decree=before)

    batch = stage(make_decree(), line_of(1))

    assert codes_by_row(batch) == {}


def test_one_shared_month_is_enough_to_be_refused():
    before = make_decree(number="560/1", since=date(2020, 1, 1), months=7)
    make_enrollment(make_worker(1), decree=before)

    batch = stage(make_decree(), line_of(1))

    assert codes_by_row(batch) == {2: "already_covered"}


def test_the_dead_are_refused_with_the_day():
    worker = make_worker(1)
    record_death(worker=worker, died_on=date(2020, 5, 3), on=date(2020, 5, 9), by=budi())

    batch = stage(make_decree(), line_of(1))

    assert codes_by_row(batch) == {2: "deceased"}
    assert problem(batch, "deceased") == {"died_on": "2020-05-03"}


def test_the_quota_takes_the_first_rows_of_the_sheet_and_passes_over_refused_ones():
    decree = make_decree(quota=2)

    batch = stage(decree, line_of(1), line_of(2, village="Atlantis"), line_of(3), line_of(4))

    assert codes_by_row(batch) == {3: "village_unknown", 5: "quota_exceeded"}


def test_whoever_already_stands_under_the_decree_takes_no_second_place_of_the_quota():
    decree = make_decree(quota=2)
    make_enrollment(make_worker(1), decree=decree)

    batch = stage(decree, line_of(1), line_of(2), line_of(3))

    assert codes_by_row(batch) == {4: "quota_exceeded"}


def test_a_person_known_by_another_nik_is_a_warning_and_may_go_in():
    known = make_worker(1, name="Ramli bin Hasan")
    born = f"{known.born_on:%d/%m/%Y}"

    batch = stage(make_decree(), line_of(2, name="RAMLI BIN HASAN", birth_date=born))

    assert "possible_same_person" in codes_by_row(batch)[2]
    assert batch.summary["ok"] == 1


def test_two_rows_for_one_person_with_two_niks_are_both_kept_and_the_second_warned():
    twin = line_of(2, name="Sabri 1", birth_date=line_of(1)[2])

    batch = stage(make_decree(), line_of(1), twin)

    assert "possible_same_person" in codes_by_row(batch)[3]
    assert problem(batch, "possible_same_person")["row"] == 2
    assert batch.summary["refused"] == 0


def test_a_nik_twice_over_two_sheets_is_refused_the_second_time_even_if_the_first_is_refused():
    make_region(VILLAGE)
    lists = workbook(Nelayan=[line_of(1, sex="?")], Petani=[line_of(2), line_of(1)])
    batch = upload_list(decree=make_decree(), upload=lists, filename="d.xlsx", by=budi())

    batch = work_through(batch.pk)

    assert codes_by_row(batch) == {2: "sex_unreadable", 3: "duplicate_in_file"}
    assert problem(batch, "duplicate_in_file") == {"sheet": "Nelayan", "row": 2}
