"""The sheet that goes back with status and reason, and comes again repaired."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from enrollment.actions.imports import send_repair, upload_list, work_through
from enrollment.exports.repair_sheet import repair_workbook
from enrollment.exports.sample_list import sample_workbook
from enrollment.tests.factories import VILLAGE, budi, make_decree, nik_of
from enrollment.tests.steps import apply, line_of, sheet, stage
from registry.spreadsheet import Column, Sheet, safe_text, write_workbook
from registry.tests.factories import enter, make_region

pytestmark = pytest.mark.django_db
HEADINGS = ["NIK", "Nama", "Tanggal Lahir", "Jenis Kelamin", "Desa/Kelurahan"]
ADDED = ["Status", "Alasan", "Lembar asal", "Baris asal"]


def content_of(response):
    return b"".join(response.streaming_content)


def lines_of(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python()


def repair_sheet(batch, *, every_row=False):
    return content_of(repair_workbook(batch, every_row=every_row, seen_by=budi()))


def test_it_holds_the_rows_to_repair_in_the_columns_of_the_list_and_four_more():
    batch = stage(make_decree(), line_of(1), line_of(2, nik=nik_of(2)[:15]))

    headings, *rows = lines_of(repair_sheet(batch))

    assert headings == HEADINGS + ADDED
    (row,) = rows
    assert row[:5] == [nik_of(2)[:15], "Sabri 2", "03/01/1970", "L", "Terempa"]
    assert "15" in row[6]
    assert row[7:] == ["daftar", 3]


def test_headings_are_indonesian_also_for_a_reader_of_english(client):
    batch = stage(make_decree(), line_of(2, sex="?"))

    answer = enter(client, budi()).get(reverse("batch_repair_sheet", args=[batch.pk]))

    assert lines_of(content_of(answer))[0] == HEADINGS + ADDED


def test_every_row_is_there_when_all_are_asked_for(client):
    batch = stage(make_decree(), line_of(1), line_of(2, sex="?"))

    answer = enter(client, budi()).get(reverse("batch_repair_sheet", args=[batch.pk]), {"all": "1"})

    assert [line[1] for line in lines_of(content_of(answer))[1:]] == ["Sabri 1", "Sabri 2"]


def test_each_problem_of_a_row_stands_on_a_line_of_its_reason():
    batch = stage(make_decree(), line_of(1, sex="?", village="Atlantis"))

    reason = lines_of(repair_sheet(batch))[1][6]

    assert len(reason.splitlines()) == 2


def test_a_column_for_place_and_date_comes_back_as_one():
    make_region(VILLAGE)
    cells = line_of(1, birth_date="Tarempa, 32-01-1970")
    sent = sheet([cells], columns=("NIK", "Nama", "Tempat/Tgl Lahir", "L/P", "Desa/Kel"))
    batch = upload_list(decree=make_decree(), upload=sent, filename="daftar.csv", by=budi())
    batch = work_through(batch.pk)

    headings = lines_of(repair_sheet(batch))[0]

    assert "Tempat/Tgl Lahir" in headings
    assert "Tanggal Lahir" not in headings


def test_repaired_and_sent_again_only_those_rows_change():
    batch = apply(
        stage(make_decree(), line_of(1), line_of(2, nik="123"), line_of(3, village="Atlantis"))
    )
    headings, *rows = lines_of(repair_sheet(batch))
    rows[0][0], rows[1][4] = nik_of(2), "Terempa"
    buffer = io.BytesIO()
    columns = [Column(heading) for heading in headings]
    cells = ([int(c) if isinstance(c, float) else c for c in row] for row in rows)
    write_workbook(buffer, [Sheet("Perbaikan", columns, cells)])

    repaired = ContentFile(buffer.getvalue())
    sent = send_repair(batch=batch, upload=repaired, filename="perbaikan.xlsx", by=budi())
    batch = work_through(sent.pk)

    assert (batch.summary["rows"], batch.summary["refused"]) == (3, 0)
    states = batch.rows.order_by("pk").values_list("row", "nik", "status")
    assert list(states) == [
        (2, nik_of(1), "applied"),
        (3, nik_of(2), "ready"),
        (4, nik_of(3), "ready"),
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+62", "-", "@SUM(A1)", "\tx"], ids=["equals", "plus", "minus", "at", "tab"]
)
def test_what_a_spreadsheet_would_run_is_shown_as_text(text):
    assert safe_text(text) == f"'{text}"


def test_a_name_that_is_a_formula_comes_back_as_the_same_name():
    batch = stage(make_decree(), line_of(1, name="=Sabri", sex="?"))
    content = repair_sheet(batch)

    batch = work_through(
        send_repair(batch=batch, upload=ContentFile(content), filename="p.xlsx", by=budi()).pk
    )

    assert lines_of(content)[1][1] == "'=Sabri"
    assert batch.rows.get().data["name"] == "=Sabri"


def test_the_example_sheet_is_a_list_without_a_problem():
    for village in ("2105011001", "2105032001"):
        make_region(village)
    make_region("2105022003", "Ladan")
    example = ContentFile(content_of(sample_workbook()))

    batch = upload_list(decree=make_decree(), upload=example, filename="contoh.xlsx", by=budi())
    batch = work_through(batch.pk)

    assert (batch.summary["rows"], batch.summary["refused"]) == (3, 0)
