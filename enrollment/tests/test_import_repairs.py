"""Repaired rows: which row of the batch each one means, and what stays as it was."""

import pytest

from enrollment.actions.imports import send_repair, undo_batch, work_through
from enrollment.actions.imports.uploads import BatchAtWork, BatchUndone
from enrollment.models import ImportBatch, ImportFile, ImportRow
from enrollment.tests.factories import budi, make_decree, make_enrollment, make_worker, nik_of, nur
from enrollment.tests.steps import (
    COLUMNS,
    PAID,
    apply,
    codes_by_row,
    enrolled,
    line_of,
    repair,
    row_states,
    sheet,
    stage,
    upload,
)
from registry.models import AuditEvent
from registry.refusals import Refused

pytestmark = pytest.mark.django_db

WITH_ORIGIN = (*COLUMNS, "Status", "Alasan", "Lembar asal", "Baris asal")


def from_repair_sheet(serial: int, row: int, **changes: str) -> list[str]:
    """Return the cells of a person as they stand on our repair sheet of `daftar.csv`."""
    return [*line_of(serial, **changes), "Perlu diperbaiki", "…", "daftar", str(row)]


def test_a_repaired_row_is_found_by_its_nik_wherever_it_stands_now():
    batch = stage(make_decree(), line_of(1), line_of(2, sex="?"), line_of(3))

    batch = repair(batch, line_of(2))

    assert row_states(batch) == [(2, "ready"), (3, "ready"), (4, "ready")]
    assert batch.summary["rows"] == 3


def test_a_row_without_a_readable_nik_is_found_by_the_number_on_our_repair_sheet():
    batch = stage(make_decree(), line_of(1), line_of(2), line_of(3, nik="21050104017"))

    batch = repair(batch, from_repair_sheet(3, row=4), columns=WITH_ORIGIN)

    assert codes_by_row(batch) == {}
    assert batch.rows.get(row=4).nik == nik_of(3)
    assert batch.summary["rows"] == 3


def test_a_row_without_a_readable_nik_is_found_by_its_number_in_the_list_sent_anew():
    batch = stage(make_decree(), line_of(1), line_of(2, nik="123"), line_of(3))

    batch = repair(batch, line_of(1), line_of(2), line_of(3))

    assert codes_by_row(batch) == {}
    assert batch.summary["rows"] == 3


def test_a_number_alone_never_takes_a_row_that_is_ready():
    batch = stage(make_decree(), line_of(1), line_of(2))

    batch = repair(batch, line_of(8), line_of(1), line_of(2))

    assert batch.summary["rows"] == 3
    niks = batch.rows.order_by("pk").values_list("nik", flat=True)
    assert list(niks) == [nik_of(1), nik_of(2), nik_of(8)]


def test_rows_that_moved_up_never_wipe_out_a_refused_neighbor():
    batch = stage(make_decree(), line_of(1), line_of(2, sex="?"), line_of(3, nik="123"))

    batch = repair(batch, line_of(3), line_of(2, sex="?"))

    assert set(batch.rows.values_list("nik", flat=True)) >= {nik_of(1), nik_of(2), nik_of(3)}


def test_somebody_new_at_the_number_of_a_refused_row_is_a_new_row():
    batch = stage(make_decree(), line_of(1, sex="?"), line_of(2))

    batch = repair(batch, line_of(9), line_of(2))

    assert row_states(batch) == [(2, "refused"), (3, "ready"), (2, "ready")]
    assert batch.rows.get(status=ImportRow.Status.REFUSED).nik == nik_of(1)


def test_a_wrong_nik_that_could_be_read_is_put_right_by_number_and_name():
    batch = stage(make_decree(), line_of(1, nik=nik_of(9), sex="?"), line_of(2))

    batch = repair(batch, line_of(1), line_of(2))

    assert row_states(batch) == [(2, "ready"), (3, "ready")]
    assert batch.rows.get(row=2).nik == nik_of(1)


def test_a_second_row_with_one_nik_in_a_repair_wipes_out_nobody():
    batch = stage(make_decree(), line_of(1, sex="?"), line_of(2))

    batch = repair(batch, line_of(1), line_of(2), line_of(1, name="Rosmawati", sex="P"))

    assert batch.rows.get(row=2, file__sequence=1).data["name"] == "Sabri 1"
    twin = batch.rows.get(file__sequence=2)
    assert (twin.data["name"], twin.status) == ("Rosmawati", "refused")
    assert "duplicate_in_file" in twin.codes


def test_new_rows_of_a_repair_join_the_list():
    decree = make_decree()
    batch = stage(decree, line_of(1))

    batch = apply(repair(batch, line_of(1), line_of(2)))

    assert enrolled(decree) == ["Sabri 1", "Sabri 2"]


def test_only_rows_that_say_something_else_change():
    batch = stage(make_decree(), line_of(1), line_of(2, sex="?"))
    before = list(batch.rows.filter(row=2).values())

    batch = repair(batch, line_of(1), line_of(2))

    assert list(batch.rows.filter(row=2).values()) == before


def test_a_row_that_was_ready_can_still_be_put_right():
    decree = make_decree()
    batch = stage(decree, line_of(1, name="Sabrii"))

    batch = apply(repair(batch, line_of(1, name="Sabri")))

    assert enrolled(decree) == ["Sabri"]


def test_applied_rows_stay_as_they_went_in():
    decree = make_decree()
    batch = apply(stage(decree, line_of(1), line_of(2, sex="?")))

    batch = repair(batch, line_of(1, name="Orang Lain"), line_of(2))
    batch = apply(batch)

    assert enrolled(decree) == ["Sabri 1", "Sabri 2"]
    assert batch.rows.get(row=2).data["name"] == "Sabri 1"
    assert batch.summary["applied"] == {
        "workers_created": 2,
        "workers_matched": 0,
        "enrolled": 2,
    }


def test_another_nik_for_somebody_applied_is_a_new_row_with_a_warning():
    batch = apply(stage(make_decree(), line_of(1, nik=nik_of(9))))

    batch = repair(batch, line_of(1))

    assert row_states(batch) == [(2, "applied"), (2, "ready")]
    assert batch.rows.with_code("possible_same_person").get().nik == nik_of(1)


def test_a_repaired_row_frees_its_twin():
    wrong = line_of(2, nik=nik_of(1))
    batch = stage(make_decree(), wrong, line_of(1))
    twins_before = codes_by_row(batch)

    batch = repair(batch, line_of(2), line_of(1))

    assert "duplicate_in_file" in twins_before[3]
    assert codes_by_row(batch) == {}


def test_a_twin_with_another_persons_nik_is_put_right_by_its_number():
    batch = stage(make_decree(), line_of(1), line_of(2, nik=nik_of(1)))

    batch = repair(batch, line_of(1), line_of(2))

    assert codes_by_row(batch) == {}
    assert batch.summary["rows"] == 2


def test_a_warning_of_the_register_outlives_a_warning_of_the_file():
    known = make_worker(9, name="Ramli")
    born = f"{known.born_on:%d/%m/%Y}"
    same = {"name": "Ramli", "birth_date": born}
    batch = stage(make_decree(), line_of(1, **same), line_of(2, **same))

    batch = repair(batch, line_of(1), line_of(2, **same))

    assert "possible_same_person" in codes_by_row(batch)[3]


def test_the_quota_is_counted_anew_after_a_repair():
    batch = stage(make_decree(quota=2), line_of(1, sex="?"), line_of(2), line_of(3), line_of(4))
    before = codes_by_row(batch)

    batch = repair(batch, line_of(1))

    assert before == {2: "sex_unreadable", 5: "quota_exceeded"}
    assert codes_by_row(batch) == {4: "quota_exceeded", 5: "quota_exceeded"}


def test_a_repaired_row_may_meet_somebody_who_is_covered_since():
    make_enrollment(make_worker(2), decree=make_decree(number="CSR 1"))
    batch = stage(make_decree(), line_of(1), line_of(2, sex="?"))

    batch = repair(batch, line_of(2))

    assert codes_by_row(batch) == {3: "already_covered"}


def test_the_same_repair_twice_changes_nothing():
    batch = stage(make_decree(), line_of(1), line_of(2, sex="?"))
    batch = repair(batch, line_of(2))
    before = list(batch.rows.order_by("pk").values())

    batch = repair(batch, line_of(2))

    assert list(batch.rows.order_by("pk").values()) == before
    assert ImportFile.objects.count() == 2
    assert AuditEvent.objects.filter(action="batch.repaired").count() == 1


def test_the_same_rows_in_another_file_change_nothing():
    batch = stage(make_decree(), line_of(1), line_of(2, sex="?"))
    batch = repair(batch, line_of(2))
    before = list(batch.rows.order_by("pk").values())

    batch = repair(batch, line_of(1), line_of(2))

    assert list(batch.rows.order_by("pk").values()) == before


def test_a_file_that_is_another_list_of_the_decree_is_no_repair():
    decree = make_decree()
    batch = stage(decree, line_of(1))
    stage(decree, line_of(2))

    with pytest.raises(Refused):
        send_repair(batch=batch, upload=sheet([line_of(2)]), filename="d.csv", by=budi())


def test_a_list_at_work_takes_no_repair():
    batch = upload(make_decree(), line_of(1))

    with pytest.raises(BatchAtWork):
        send_repair(batch=batch, upload=sheet([line_of(2)]), filename="d.csv", by=budi())


def test_a_list_that_was_undone_takes_no_repair():
    batch = apply(stage(make_decree(), line_of(1)))
    undo_batch(batch=batch, on=PAID, by=nur())

    with pytest.raises(BatchUndone):
        send_repair(batch=batch, upload=sheet([line_of(2)]), filename="d.csv", by=budi())


def test_a_repaired_list_is_applied_by_somebody_who_sent_none_of_it():
    decree = make_decree()
    batch = apply(stage(decree, line_of(1), line_of(2, sex="?")))
    batch = repair(batch, line_of(2))

    status_between = batch.status
    batch = work_through(apply(batch).pk)

    assert status_between == ImportBatch.Status.STAGED
    assert batch.status == ImportBatch.Status.APPLIED
    assert len(enrolled(decree)) == 2
