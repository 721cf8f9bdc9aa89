from itertools import repeat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enrollment.sheets.reader import ListRefused, open_list
from enrollment.sheets.refusals import LIST_REFUSALS
from enrollment.tests.sheets import (
    DATA,
    HEADINGS,
    build_xlsx,
    fill,
    ods_row,
    person,
    write_csv,
    write_ods,
    write_package,
    write_xlsx,
)

CONTENT_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
)


def read(path, filename="daftar.xlsx"):
    return list(open_list(path, filename=filename).rows())


def refusal(path, filename="daftar.xlsx"):
    with pytest.raises(ListRefused) as caught:
        open_list(path, filename=filename)
    assert caught.value.code in LIST_REFUSALS
    return caught.value


def test_missing_columns_are_named_once_with_the_headings_found(tmp_path):
    rows = [["NIK", "Nama", "Alamat", "Keterangan"], ["2105011708800000", "Ramli", "Jl. 1", ""]]

    found = refusal(write_xlsx(tmp_path / "a", ("Daftar", rows)))

    assert found.code == "columns_missing"
    assert found.params == {
        "sheet": "Daftar",
        "missing": ("birth_date", "sex", "village"),
        "headings": ("NIK", "Nama", "Alamat", "Keterangan"),
    }


def test_a_second_list_that_lacks_a_column_is_not_passed_over(tmp_path):
    path = write_xlsx(
        tmp_path / "a",
        ("Nyamuk", [HEADINGS, person()]),
        ("Letung", [["NIK", "Nama", "Tgl Lahir", "L/P"], person()[:4]]),
    )

    found = refusal(path)

    assert (found.code, found.params["sheet"]) == ("columns_missing", "Letung")
    assert found.params["missing"] == ("village",)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image"),
        (b"<html><body><table><tr><td>NIK</td></tr></table>", "html"),
        (b'\xef\xbb\xbf\n<?xml version="1.0"?><Workbook/>', "html"),
        (b"{\\rtf1 NIK}", "word"),
        (b"MZ\x90\0\x03\0\0\0", "unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "word"),
    ],
    ids=["PDF", "picture", "web page", "old XML", "RTF", "program", "old Word"],
)
def test_another_file_renamed_is_told_for_what_it_is(tmp_path, content, found):
    path = tmp_path / "a"
    path.write_bytes(content)

    told = refusal(path)

    assert (told.code, told.params) == ("not_a_spreadsheet", {"found": found})


@pytest.mark.parametrize(
    ("member", "found"),
    [("word/document.xml", "word"), ("xl/workbook.bin", "xlsb"), ("foto.jpg", "archive")],
)
def test_another_package_is_told_for_what_it_is(tmp_path, member, found):
    path = write_package(tmp_path / "a", {member: [b"x"]})

    assert refusal(path).params == {"found": found}


@pytest.mark.parametrize("name", ["locked.xlsx", "locked.xls"])
def test_a_workbook_with_a_password_is_refused_as_such(name):
    assert refusal(DATA / name).code == "password_protected"


def test_an_ods_with_a_password_is_refused_as_such(tmp_path):
    path = write_ods(tmp_path / "a", "", encrypted=True)

    assert refusal(path).code == "password_protected"


@pytest.mark.parametrize("content", [b"", b" \n\n", b"\xef\xbb\xbf"], ids=["none", "blank", "BOM"])
def test_an_empty_file_is_refused_as_empty(tmp_path, content):
    path = tmp_path / "a"
    path.write_bytes(content)

    assert refusal(path, "a.csv").code == "list_empty"


@pytest.mark.parametrize(
    "rows", [[], [HEADINGS], [HEADINGS, ["", " "]]], ids=["no cell", "headings only", "blanks"]
)
def test_an_empty_sheet_is_refused_as_empty(tmp_path, rows):
    assert refusal(write_xlsx(tmp_path / "a", ("Daftar", rows))).code == "list_empty"


def test_a_file_without_any_list_names_the_sheets_looked_into(tmp_path):
    found = refusal(write_xlsx(tmp_path / "a", ("Sampul", [["Halo"]]), ("Isi", [["Dunia"]])))

    assert (found.code, found.params) == ("list_not_found", {"sheets": ("Sampul", "Isi")})


def test_a_file_beyond_30_megabytes_is_not_even_opened(tmp_path):
    path = tmp_path / "a"
    with path.open("wb") as file:
        file.truncate(30_000_001)

    assert (refusal(path).code, refusal(path).params) == ("file_too_large", {"limit_mb": 30})


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = write_package(
        tmp_path / "a",
        {
            "[Content_Types].xml": [CONTENT_TYPES],
            "xl/workbook.xml": [b"<workbook/>"],
            "xl/worksheets/sheet1.xml": repeat(b" " * 10_000_000, 31),
        },
    )

    assert path.stat().st_size < 1_000_000
    assert refusal(path).code == "file_unpacks_too_large"


def test_a_zip_bomb_that_lies_about_its_size_is_found_while_unpacking(tmp_path):
    size = 5_000_000
    path = write_package(
        tmp_path / "a", {"xl/workbook.xml": [b"<workbook/>"], "xl/a.xml": [b" " * size]}
    )
    content = path.read_bytes()
    path.write_bytes(content.replace(size.to_bytes(4, "little"), (5).to_bytes(4, "little")))

    assert refusal(path).code == "file_unpacks_too_large"


def test_a_stray_cell_far_away_is_refused_before_it_takes_the_memory(tmp_path):
    def build(book):
        sheet = book.add_worksheet()
        fill(sheet, [HEADINGS, person()], book.add_format())
        sheet.write("XFD1048576", "x")

    found = refusal(build_xlsx(tmp_path / "a", build))

    assert (found.code, found.params) == ("cell_far_away", {"cell": "XFD1048576"})


def test_cells_without_places_are_measured_by_their_rows(tmp_path):
    row = b"<row r='1'>" + b"<c><v>1</v></c>" * 16_000 + b"</row><row r='1048576'><c><v>1</v></c>"
    path = write_package(
        tmp_path / "a",
        {
            "xl/workbook.xml": [b"<workbook/>"],
            "xl/worksheets/sheet1.xml": [b"<sheetData>" + row + b"</row></sheetData>"],
        },
    )

    assert refusal(path).code == "cell_far_away"


def test_an_ods_that_repeats_a_cell_without_end_is_refused(tmp_path):
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384">'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-cell>'

    assert refusal(write_ods(tmp_path / "a", f"{row}</table:table-row>")).code == "too_many_rows"


def test_empty_cells_formatted_down_to_the_last_row_do_no_harm(tmp_path):
    def build(book):
        sheet = book.add_worksheet()
        yellow = book.add_format({"bg_color": "yellow"})
        fill(sheet, [HEADINGS, person()], yellow)
        for row in (900, 1_048_575):
            sheet.write_blank(row, 16_000, None, yellow)

    assert len(read(build_xlsx(tmp_path / "a", build))) == 1


def test_100_000_rows_pass(tmp_path):
    path = write_csv(tmp_path / "a", [HEADINGS, *repeat(person(), 100_000)])

    assert open_list(path, filename="a.csv").row_count == 100_000


def test_more_than_150_000_rows_are_refused_with_the_limit(tmp_path):
    path = write_csv(tmp_path / "a", [HEADINGS, *repeat(person(), 150_001)])

    found = refusal(path, "a.csv")

    assert (found.code, found.params) == ("too_many_rows", {"limit": 150_000})


def test_300_000_rows_of_a_workbook_are_refused_before_they_are_loaded(tmp_path):
    rows = (
        f'<row r="{n}"><c r="A{n}" t="str"><v>2105011708800000</v></c></row>'.encode()
        for n in range(1, 300_001)
    )
    path = write_package(
        tmp_path / "a", {"xl/workbook.xml": [b"<workbook/>"], "xl/worksheets/sheet1.xml": rows}
    )

    assert refusal(path).code == "too_many_rows"


def test_a_torn_workbook_is_refused_as_unreadable(tmp_path):
    path = write_xlsx(tmp_path / "a", ("Daftar", [HEADINGS, person()]))
    path.write_bytes(path.read_bytes()[:3000])

    assert refusal(path).code == "file_unreadable"


def test_a_workbook_that_kills_its_loader_is_refused_as_unreadable(tmp_path):
    content = bytearray((DATA / "legacy.xls").read_bytes())
    content[1756] = 255  # a count of texts that asks for 850 GB
    path = tmp_path / "a"
    path.write_bytes(content)

    assert refusal(path).code == "file_unreadable"


def test_reading_may_stop_in_the_middle(tmp_path):
    rows = [HEADINGS, *repeat(person(), 5_000)]
    found = open_list(write_xlsx(tmp_path / "a", ("Daftar", rows)), filename="a.xlsx")

    first = next(found.rows())

    assert (first.row, len(list(found.rows()))) == (2, 5_000)


def test_a_csv_that_never_closes_its_quote_is_refused_with_the_row(tmp_path):
    path = tmp_path / "a"
    path.write_text(",".join(HEADINGS) + '\n"' + "x\n" * 100_000)

    found = refusal(path, "a.csv")

    assert (found.code, found.params) == ("file_unreadable", {"row": 2})


MAGIC = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"NIK;Nama;"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(MAGIC), st.binary(max_size=2000))
def test_any_bytes_are_a_list_or_refused(tmp_path, magic, content):
    path = tmp_path / "a"
    path.write_bytes(magic + content)

    outcome = _outcome(path)

    assert outcome == "read" or outcome in LIST_REFUSALS


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(st.sampled_from(["xlsx", "xls", "ods"]), st.integers(0, 20_000), st.binary(max_size=4))
def test_a_damaged_workbook_is_a_list_or_refused(tmp_path, kind, place, noise):
    path = tmp_path / "a"
    if kind == "xls":
        content = (DATA / "legacy.xls").read_bytes()
    elif kind == "ods":
        content = write_ods(path, ods_row(HEADINGS) + ods_row(person())).read_bytes()
    else:
        content = write_xlsx(path, ("Daftar", [HEADINGS, person()])).read_bytes()
    place %= len(content)
    path.write_bytes(content[:place] + noise + content[place + len(noise) :])

    outcome = _outcome(path)

    assert outcome == "read" or outcome in LIST_REFUSALS


def _outcome(path):
    try:
        for _ in open_list(path, filename="daftar.xlsx").rows():
            pass
    except ListRefused as caught:
        return caught.code
    return "read"
