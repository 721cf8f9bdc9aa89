from datetime import date

import pytest

from enrollment.sheets.cells import Cell
from enrollment.sheets.columns import clean_row
from enrollment.sheets.reader import open_list
from enrollment.tests.places import make_context
from enrollment.tests.sheets import (
    DATA,
    HEADINGS,
    build_xlsx,
    fill,
    ods_row,
    person,
    write_csv,
    write_ods,
    write_xlsx,
)


def read(path, filename="daftar.xlsx"):
    return list(open_list(path, filename=filename).rows())


def names(rows):
    return [(row.row, row.cells["name"].text) for row in rows]


def codes_by_row(rows):
    context = make_context()
    return {row.row: [problem.code for problem in clean_row(row, context).problems] for row in rows}


# Where the list stands


def test_headings_on_the_first_row(tmp_path):
    path = write_xlsx(tmp_path / "a", ("Daftar", [HEADINGS, person(), person(name="Nurlela")]))

    found = open_list(path, filename="pekerja.xlsx")

    assert (found.kind, found.sheets, found.skipped) == ("xlsx", ("Daftar",), ())
    assert (found.row_count, found.headings) == (2, tuple(HEADINGS))
    assert names(found.rows()) == [(2, "Ramli"), (3, "Nurlela")]
    assert codes_by_row(found.rows()) == {2: [], 3: []}


def test_the_rows_can_be_read_again(tmp_path):
    found = open_list(write_csv(tmp_path / "a", [HEADINGS, person()]), filename="a.csv")

    assert list(found.rows()) == list(found.rows())


def test_headings_below_a_merged_title_and_a_blank_line_away_from_the_corner(tmp_path):
    def build(book):
        sheet = book.add_worksheet("Daftar")
        sheet.merge_range("B2:K2", "DAFTAR PEKERJA RENTAN DESA NYAMUK")
        fill(sheet, [["", *HEADINGS], ["", *person()]], book.add_format(), first=3)

    rows = read(build_xlsx(tmp_path / "a", build))

    assert names(rows) == [(5, "Ramli")]


def test_merged_headings_on_two_lines_and_the_count_of_columns_below(tmp_path):
    def build(book):
        sheet = book.add_worksheet()
        for column, heading in enumerate(["No", "NIK", "Nama", "Tempat/Tgl Lahir"]):
            if heading != "Tempat/Tgl Lahir":
                sheet.merge_range(3, column, 4, column, heading)
        sheet.merge_range("D4:E4", "Tempat/Tgl Lahir")
        sheet.merge_range("F4:G4", "Jenis Kelamin")
        sheet.merge_range("H4:J4", "Alamat")
        sheet.write_row("D5", ["Tempat", "Tanggal", "L", "P", "Jalan", "Desa", "Kec."])
        sheet.write_row("A6", [f"({n})" for n in range(1, 11)])
        sheet.write_row(
            "A7",
            [1, "2105011708800000", "Ramli", "Letung", "17/08/1980", "v", "", "Jl. 1", "Nyamuk"],
        )

    path = build_xlsx(tmp_path / "a", build)

    (row,) = read(path)

    assert row.row == 7
    clean = clean_row(row, make_context())
    assert (clean.born_on, clean.sex, clean.address) == (date(1980, 8, 17), "L", "Jl. 1")
    assert clean.village_code == "2105032001"


def test_a_heading_of_place_and_date_merged_over_two_columns(tmp_path):
    def build(book):
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["NIK", "Nama"])
        sheet.merge_range("C1:D1", "Tempat/Tgl Lahir")
        sheet.write_row("E1", ["L/P", "Desa"])
        sheet.write_row("A2", ["2105011708800000", "Ramli", "Letung", "17/08/1980", "L", "Terempa"])

    rows = read(build_xlsx(tmp_path / "a", build))

    assert codes_by_row(rows) == {2: []}


def test_a_village_merged_over_its_rows_counts_for_each_of_them(tmp_path):
    def build(book):
        sheet = book.add_worksheet()
        fill(sheet, [HEADINGS, *[person(village=None)] * 4], book.add_format())
        sheet.merge_range("E2:E4", "Nyamuk")

    rows = read(build_xlsx(tmp_path / "a", build))

    assert [row.cells["village"].text for row in rows] == ["Nyamuk", "Nyamuk", "Nyamuk", ""]


def test_several_sheets_of_which_some_hold_no_list(tmp_path):
    path = write_xlsx(
        tmp_path / "a",
        ("Sampul", [["Daftar pekerja rentan"], ["Tahun 2020"]]),
        ("Nyamuk", [HEADINGS, person()]),
        ("Kosong", []),
        ("Rekap", [["Desa", "Kecamatan", "Jumlah"], ["Nyamuk", "Siantan Timur", 2]]),
        ("Letung", [["Daftar Letung"], [], HEADINGS, person(name="Nurlela")]),
    )

    found = open_list(path, filename="a.xlsx")

    assert found.sheets == ("Nyamuk", "Letung")
    assert found.skipped == ("Sampul", "Rekap")
    assert [(row.sheet, row.row) for row in found.rows()] == [("Nyamuk", 2), ("Letung", 4)]


def test_a_hidden_sheet_is_named_and_not_read(tmp_path):
    def build(book):
        fill(book.add_worksheet("Daftar"), [HEADINGS, person()], book.add_format())
        backup = book.add_worksheet("Lama")
        fill(backup, [HEADINGS, person(name="Nurlela")], book.add_format())
        backup.hide()

    found = open_list(build_xlsx(tmp_path / "a", build), filename="a.xlsx")

    assert (found.sheets, found.skipped, found.row_count) == (("Daftar",), ("Lama",), 1)


def test_totals_blanks_repeated_headings_and_signatures_are_no_rows(tmp_path):
    blank = [None] * len(HEADINGS)
    rows = [
        HEADINGS,
        person(),
        blank,
        ["\u00a0", " "],
        HEADINGS,
        person(name="Nurlela"),
        ["JUMLAH", "2 orang", *blank[2:9], 2_000_000],
        ["", "", "", "", "Total", "", "", "", "", 2_000_000],
        ["", "", "", "", "", "", "Nyamuk, 14 Juli 2020"],
    ]

    found = open_list(write_xlsx(tmp_path / "a", ("Daftar", rows)), filename="a.xlsx")

    assert names(found.rows()) == [(2, "Ramli"), (6, "Nurlela")]
    assert found.row_count == 2


def test_a_person_without_nik_is_a_row_even_when_the_name_holds_the_word_of_a_total(tmp_path):
    rows = [HEADINGS, person(nik=None, name="Totalia"), person(nik=None, address="Jumlah 3")]

    found = read(write_xlsx(tmp_path / "a", ("Daftar", rows)))

    assert codes_by_row(found) == {2: ["nik_missing"], 3: ["nik_missing"]}


def test_a_repair_sheet_is_recognized_and_leads_back_to_the_first_rows(tmp_path):
    headings = [*HEADINGS, "Lembar asal", "Baris asal", "Status", "Alasan"]
    rows = [headings, [*person(), "Nyamuk", 214, "Perlu diperbaiki", "NIK hanya 15 angka."]]

    found = open_list(write_xlsx(tmp_path / "a", ("Daftar", rows)), filename="a.xlsx")

    assert found.added_columns == ("source_sheet", "source_row", "status", "reason")
    (row,) = found.rows()
    assert row.origin == ("Nyamuk", 214)
    assert not {"status", "reason"} & set(row.cells)


# What the cells hold


def test_excel_dates_formulas_and_error_cells(tmp_path):
    def build(book):
        sheet = book.add_worksheet("Daftar & rekap")
        day = book.add_format({"num_format": "[$-421]dd mmmm yyyy"})
        fill(sheet, [HEADINGS, person(birth_date=date(1980, 8, 17)), person(), person()], day)
        sheet.write_formula("B3", "=UPPER(Z1)", None, "RAMLI")
        sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
        sheet.write_formula("A4", "=NOPE()", None, "#NAME?")
        sheet.write_formula("E4", "=Z1", None, "#REF!")

    rows = read(build_xlsx(tmp_path / "a", build))

    assert rows[0].cells["birth_date"] == Cell("date", date(1980, 8, 17))
    assert rows[1].cells["name"].text == "RAMLI"
    assert rows[1].cells["birth_date"] == Cell("error", "#DIV/0!")
    assert codes_by_row(rows) == {
        2: [],
        3: ["birth_date_unreadable"],
        4: ["nik_not_digits", "village_unknown"],
    }


def test_a_nik_stored_as_a_number_is_kept_as_a_number(tmp_path):
    rows = read(write_xlsx(tmp_path / "a", ("Daftar", [HEADINGS, person(nik=2105011708800000)])))

    assert rows[0].cells["nik"].kind == "number"
    assert codes_by_row(rows) == {2: ["nik_numeric_cell"]}


def test_an_old_xls(tmp_path):
    found = open_list(DATA / "legacy.xls", filename="lama.xls")

    assert (found.kind, found.row_count) == ("xls", 2)
    assert codes_by_row(found.rows()) == {4: [], 5: ["nik_numeric_cell"]}


def test_an_ods_with_repeated_rows_and_an_error_cell(tmp_path):
    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
        'office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>'
        "</table:table-cell>"
    )
    broken = ods_row(person()).replace(
        ods_row(["17/08/1980"])[len("<table:table-row>") : -len("</table:table-row>")], error
    )
    end = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    twice = ods_row(person()).replace("row>", 'row table:number-rows-repeated="2">', 1)

    path = write_ods(tmp_path / "a", ods_row(HEADINGS) + broken + twice + end)

    rows = read(path)
    assert [row.row for row in rows] == [2, 3, 4]
    assert rows[0].cells["birth_date"] == Cell("error", "#DIV/0!")


@pytest.mark.parametrize("delimiter", [";", ",", "\t"], ids=["semicolon", "comma", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_of_any_office(tmp_path, delimiter, encoding):
    rows = [["Daftar, tahun 2020; tahap 1"], [], HEADINGS, person(name="Ramli\u00a0“Añg”, H.")]
    path = write_csv(tmp_path / "a", rows, delimiter=delimiter, encoding=encoding)

    found = open_list(path, filename="Pekerja Nyamuk.csv")

    assert (found.kind, found.sheets) == ("text", ("Pekerja Nyamuk",))
    (row,) = found.rows()
    clean = clean_row(row, make_context())
    assert (row.row, clean.name, clean.problems) == (4, "Ramli “Añg”, H.", ())


def test_what_a_csv_keeps_of_excel(tmp_path):
    rows = [
        HEADINGS,
        person(nik="2,10501E+15"),
        person(nik='="2105011708800000"'),
        person(birth_date="#N/A"),
    ]

    found = read(write_csv(tmp_path / "a", rows, delimiter=";"), "a.csv")

    assert codes_by_row(found) == {2: ["nik_numeric_cell"], 3: [], 4: ["birth_date_unreadable"]}
