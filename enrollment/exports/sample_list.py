"""The example sheet: the headings that a list needs, and three invented people."""

from __future__ import annotations

from django.http import FileResponse
from django.utils import translation
from django.utils.translation import gettext as _

from registry.spreadsheet import Column, Sheet, workbook_response

_COLUMNS = (
    Column("NIK", 20, keeps_text=True),
    Column("Nama", 26),
    Column("Tanggal Lahir", 16, keeps_text=True),
    Column("Jenis Kelamin", 14),
    Column("Desa/Kelurahan", 20),
    Column("Kecamatan", 18),
    Column("Pekerjaan", 18),
    Column("Alamat", 24),
    Column("No HP", 16, keeps_text=True),
    Column("Penghasilan", 14),
)
# a NIK that ends in 0000 belongs to nobody, and is refused outside the demonstration
_PEOPLE: tuple[tuple[str | int, ...], ...] = (
    (
        "2105011703850000",
        "Syamsul Bahri",
        "17/03/1985",
        "L",
        "Terempa",
        "Siantan",
        "Nelayan",
        "Jl. Hang Tuah 12",
        "081200000001",
        1_500_000,
    ),
    (
        "2105035406900000",
        "Nuraini",
        "14 Juni 1990",
        "P",
        "Nyamuk",
        "Siantan Timur",
        "Pengolah ikan",
        "",
        "",
        1_000_000,
    ),
    (
        "2105020112780000",
        "Kamaruddin",
        "01/12/1978",
        "L",
        "Ladan",
        "Palmatak",
        "Petani",
        "",
        "",
        "",
    ),
)


def sample_workbook() -> FileResponse:
    """Return the example sheet, with a second sheet that explains each column."""
    with translation.override("id"):
        sheets = [
            Sheet(name="Daftar", columns=_COLUMNS, rows=_PEOPLE),
            Sheet(
                name="Petunjuk",
                columns=(Column(_("Column"), 20), Column(_("How to fill it"), 90)),
                rows=_directions(),
            ),
        ]
        return workbook_response("contoh-daftar-pekerja.xlsx", sheets)


def _directions() -> list[tuple[str, str]]:
    return [
        ("NIK", _("Needed. 16 digits from the KTP, in a column formatted as Text.")),
        ("Nama", _("Needed. As on the KTP, without titles.")),
        ("Tanggal Lahir", _("Needed. Like 17/08/1980 or 17 August 1980.")),
        ("Jenis Kelamin", _("Needed. L for a man, P for a woman.")),
        ("Desa/Kelurahan", _("Needed. Where the worker lives.")),
        ("Kecamatan", _("Helps where two villages have one name.")),
        ("Pekerjaan", _("As people call it: fisher, farmer, motorcycle taxi.")),
        ("Penghasilan", _("Recorded only: the band of the decree holds for everybody.")),
        (_("The examples"), _("Take the three invented people off before you send your list.")),
    ]
