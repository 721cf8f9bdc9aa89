"""Odd files, as they come from villages: written for the tests of the reader."""

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from html import escape
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

DATA = Path(__file__).parent / "data"
HEADINGS = [
    "NIK",
    "Nama Lengkap",
    "Tgl Lahir",
    "L/P",
    "Desa/Kel",
    "Kecamatan",
    "Alamat",
    "Pekerjaan",
    "No HP",
    "Penghasilan",
]


def person(**changes: object) -> list[object]:
    """Return the cells under HEADINGS of a fisher who has nothing wrong with him."""
    row: dict[str, object] = {
        "nik": "2105011708800000",
        "name": "Ramli",
        "birth_date": "17/08/1980",
        "sex": "L",
        "village": "Terempa",
        "district": "Siantan",
        "address": "Jl. Pelabuhan",
        "occupation": "Nelayan",
        "phone": "081200000000",
        "income": "Rp1.000.000",
    }
    return list((row | changes).values())


def write_xlsx(path: Path, *sheets: tuple[str, Sequence[Sequence[object]]]) -> Path:
    """Write sheets of rows from the first row on; dates become Excel dates."""

    def build(book: Workbook) -> None:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets:
            fill(book.add_worksheet(name), rows, day)

    return build_xlsx(path, build)


def build_xlsx(path: Path, build: Callable[[Workbook], None]) -> Path:
    """Write a workbook of any shape."""
    with xlsxwriter.Workbook(str(path)) as book:
        build(book)
    return path


def fill(sheet: Worksheet, rows: Iterable[Sequence[object]], day: Format, first: int = 0) -> None:
    """Write rows into a sheet, text as text even where it looks like a number."""
    for number, row in enumerate(rows, start=first):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif value is not None:
                sheet.write(number, column, value)


def write_csv(
    path: Path, rows: Iterable[Sequence[object]], *, delimiter: str = ",", encoding: str = "utf-8"
) -> Path:
    """Write a CSV with the delimiter and encoding of some office."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def write_ods(path: Path, rows_xml: str, *, encrypted: bool = False) -> Path:
    """Write an ODS with one sheet `Daftar` from the XML of its rows."""
    namespaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text", "manifest")
    )
    calc = ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    lock = "<manifest:encryption-data/>" if encrypted else ""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with ZipFile(path, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest{namespaces}><manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="{kind}">{lock}</manifest:file-entry></manifest:manifest>',
        )
        package.writestr(
            "content.xml",
            f"<office:document-content{namespaces}{calc}><office:body><office:spreadsheet>"
            f'<table:table table:name="Daftar">{rows_xml}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
            compress_type=ZIP_DEFLATED,
        )
    return path


def ods_row(values: Sequence[object]) -> str:
    """Return the XML of one row of text cells."""
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p>'
        "</table:table-cell>"
        for value in values
    )
    return f"<table:table-row>{cells}</table:table-row>"


def write_package(path: Path, members: dict[str, Iterable[bytes]]) -> Path:
    """Write a zip of members given as blocks, so that a member may be larger than memory."""
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for name, blocks in members.items():
            with package.open(name, "w", force_zip64=True) as member:
                for block in blocks:
                    member.write(block)
    return path
