"""Answers of population offices, as files."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from enrollment.sheets.population import AnswerRow, open_answers
from enrollment.sheets.refusals import ListRefused
from enrollment.tests.factories import nik_of

FIRST, SECOND = nik_of(1), nik_of(2)


def read(tmp_path: Path, text: str) -> list[AnswerRow]:
    """Return the rows of a CSV."""
    path = tmp_path / "jawaban.csv"
    path.write_text(text)
    return list(open_answers(path, filename="jawaban.csv").rows())


@pytest.mark.parametrize(
    "headings",
    ["NIK;Hasil", "No. KTP;STATUS NIK", "NIK;Keterangan", "NIK,Hasil Pemadanan"],
    ids=["plain", "of another office", "result under remarks", "with commas"],
)
def test_columns_are_found_by_their_aliases(tmp_path, headings):
    separator = "," if "," in headings else ";"

    (row,) = read(tmp_path, f"{headings}\n{FIRST}{separator}Sesuai\n")

    assert (row.nik, row.answer.result, row.problem) == (FIRST, "matched", "")


def test_days_places_and_remarks_are_read_beside_the_result(tmp_path):
    rows = read(
        tmp_path,
        "No;NIK;Hasil;Tgl Wafat;Tgl Pindah;Tujuan;Keterangan\n"
        f"1;{FIRST};Meninggal;3/9/2026;;;Akta 12\n"
        f"2;{SECOND};Pindah;;2 Oktober 2026;Kota Batam;\n",
    )

    assert [(row.answer.happened_on, row.note) for row in rows] == [
        (date(2026, 9, 3), "Akta 12"),
        (date(2026, 10, 2), "Kota Batam"),
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("21050101;Sesuai;", "nik_length"),
        ("2105010199700000;Sesuai;", "nik_impossible_date"),
        (f"{FIRST};;", "result_missing"),
        (f"{FIRST};entah;", "result_unknown"),
        (f"{FIRST};meninggal;kemarin", "day_unreadable"),
        (";Sesuai;", "nik_missing"),
    ],
    ids=["short NIK", "no such birth date", "no result", "odd result", "odd day", "no NIK"],
)
def test_a_row_that_cannot_be_read_says_why(tmp_path, line, problem):
    (row,) = read(tmp_path, f"NIK;Hasil;Tanggal wafat\n{line}\n")

    assert row.problem == problem


def test_a_workbook_with_a_title_and_counted_columns_is_read(tmp_path):
    path = tmp_path / "jawaban.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        page = book.add_worksheet("Hasil")
        page.write(0, 0, "Hasil pemeriksaan Disdukcapil")
        page.write_row(2, 0, ["No", "NIK", "Nama", "Hasil", "Tanggal wafat/pindah"])
        page.write_row(3, 0, ["1", "2", "3", "4", "5"])
        page.write_row(4, 0, ["1", FIRST, "Sabri", "Wafat"])
        page.write_datetime(4, 4, date(2026, 9, 3), days)
        page.write(5, 0, 2)
        page.write_number(5, 1, float(SECOND))
        page.write(5, 3, "Sesuai")

    answers = open_answers(path, filename="jawaban.xlsx")

    assert answers.row_count == 2
    assert [(row.row, row.nik, row.answer.happened_on, row.problem) for row in answers.rows()] == [
        (5, FIRST, date(2026, 9, 3), ""),
        (6, "", None, "nik_numeric_cell"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NIK;Nama\n1;2\n", "columns_missing"),
        ("Hasil;Nama\nSesuai;2\n", "columns_missing"),
        ("Surat;Tanda\n1;2\n", "list_not_found"),
        ("NIK;Hasil\n", "list_empty"),
    ],
    ids=["no result", "no NIK", "neither", "no row"],
)
def test_a_file_that_is_no_answer_is_refused_whole(tmp_path, text, code):
    with pytest.raises(ListRefused) as refusal:
        read(tmp_path, text)

    assert refusal.value.code == code
