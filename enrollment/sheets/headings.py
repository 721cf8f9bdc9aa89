"""Headings: which column of a list is which, on one line or on two, wherever they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from enrollment.sheets.cells import is_blank

REQUIRED: Final = ("nik", "name", "birth_date", "sex", "village")
# what our own repair sheet adds to a list
ADDED: Final = ("status", "reason", "source_sheet", "source_row")
# the L and P columns of a sheet that ticks the sex, each under "Jenis Kelamin"
TICKS: Final = ("sex_l", "sex_p")

_HEADINGS: Final = {
    "nik": "nik, no nik, nomor nik, ktp, no ktp, nomor ktp, no e ktp, nomor e ktp, no ktp el, "
    "nik ktp, ktp nik, no nik ktp, no ktp nik, nik no ktp, nomor induk kependudukan, "
    "no induk kependudukan, nomor induk kependudukan nik, nik nomor induk kependudukan, "
    "nomor kependudukan, no kependudukan, no identitas, nomor identitas",
    "name": "nama, nama lengkap, nama peserta, nama lengkap peserta, nama pekerja, "
    "nama lengkap pekerja, nama tenaga kerja, nama calon peserta, nama warga, nama penduduk, "
    "nama penerima, nama nelayan, nama petani, nama ktp, nama tk, full name, name",
    "birth_date": "tgl lahir, tanggal lahir, tgl lhr, tgl kelahiran, tanggal kelahiran, "
    "tgl bln thn lahir, tgl bulan tahun lahir, tanggal bulan tahun lahir, date of birth, "
    "birth date, dob",
    "birth_place": "tempat lahir, tmpt lahir, tmp lahir, kota lahir, tempat kelahiran",
    "birth_place_date": "tempat tgl lahir, tempat tanggal lahir, tempat dan tgl lahir, "
    "tempat dan tanggal lahir, tempat lahir tgl lahir, tempat lahir tanggal lahir, ttl, "
    "tempat lahir dan tanggal lahir, tempat tanggal lahir ttl, tmp tgl lahir, tmpt tgl lahir, "
    "tmpt tgl lhr, tempat tgl lhr, tmpt tanggal lahir, kota tgl lahir, kota tanggal lahir",
    "sex": "l p, lp, jk, j k, jenis kelamin, kelamin, jenis kel, jns kelamin, jns kel, "
    "jenis kelamin l p, jk l p, sex, gender, laki laki perempuan, lk pr",
    "village": "desa, kelurahan, desa kel, desa kelurahan, kel desa, kelurahan desa, nama desa, "
    "nama kelurahan, nama desa kel, nama desa kelurahan, desa atau kelurahan, desa dan kelurahan, "
    "desa domisili, desa kel domisili, desa kelurahan domisili, kel, ds, ds kel, village",
    "district": "kecamatan, kec, nama kecamatan, kecamatan domisili, kec domisili, district",
    "address": "alamat, alamat lengkap, alamat rumah, alamat domisili, alamat ktp, "
    "alamat tinggal, alamat tempat tinggal, alamat sekarang, tempat tinggal, jalan, address",
    "occupation": "pekerjaan, jenis pekerjaan, pekerjaan utama, profesi, jenis usaha, "
    "bidang usaha, bidang pekerjaan, mata pencaharian, pekerjaan profesi, occupation, job",
    "phone": "no hp, nomor hp, hp, no telepon, nomor telepon, no telp, no tlp, no telpon, "
    "telepon, telp, telpon, hp wa, no hp wa, nomor hp wa, no wa, nomor wa, wa, no whatsapp, "
    "nomor whatsapp, no handphone, nomor handphone, handphone, no ponsel, nomor ponsel, "
    "no telp hp, no telepon hp, no hp telp, no hp telepon, no hp aktif, no kontak, kontak, phone",
    "income": "penghasilan, pendapatan, upah, gaji, upah gaji, penghasilan bulan, "
    "penghasilan per bulan, penghasilan sebulan, pendapatan bulan, pendapatan per bulan, "
    "penghasilan rp, pendapatan rp, penghasilan rp bulan, rata rata penghasilan, "
    "rata rata pendapatan, penghasilan rata rata, pendapatan rata rata, income",
    "status": "status, keadaan",
    "reason": "alasan, reason",
    "source_sheet": "lembar asal",
    "source_row": "baris asal",
}
_NOT_LETTER_OR_DIGIT = re.compile(r"[^0-9a-z]+")
_IN_BRACKETS = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")
_ACCORDING_TO = re.compile(r"\b(?:sesuai|berdasarkan|menurut)\b.*$")
_OF_WHOM = re.compile(r"\b(?:calon )?(?:peserta|pekerja|tenaga kerja|warga|penerima)\s*$")
_TICK_L: Final = frozenset({"l", "lk", "laki", "lakilaki", "pria"})
_TICK_P: Final = frozenset({"p", "pr", "perempuan", "wanita"})
_LONGEST_HEADING: Final = 120
_MOST_HEADINGS: Final = 60


def _squeezed(text: str) -> str:
    return _NOT_LETTER_OR_DIGIT.sub("", text)


_KEYS: Final = {
    _squeezed(text): key for key, texts in _HEADINGS.items() for text in texts.split(", ")
}


def column_key(heading: object) -> str:
    """Return the key of the column that a heading names; empty when it names none of ours.

    Case, punctuation, spaces, hints in brackets and "sesuai KTP" make no difference.
    """
    if not isinstance(heading, str) or len(heading) > _LONGEST_HEADING:
        return ""
    text = " ".join(heading.casefold().split())
    for variant in (
        text,
        bare := _IN_BRACKETS.sub(" ", text),
        plain := _ACCORDING_TO.sub("", bare),
        _OF_WHOM.sub("", plain.strip(" *.:")),
    ):
        if key := _KEYS.get(_squeezed(variant)):
            return key
    return ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The headings of a list: where they end, their texts, and the column of each key.

    Columns count from 0. `last_row` is the sheet's own number of the lowest heading line.
    `words` are the texts of its single cells, by which a repeated heading is known.
    """

    last_row: int
    texts: tuple[str, ...]
    columns: dict[str, int]
    on_one_line: bool
    words: frozenset[str]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the keys of required columns that are not there at all."""
        have = set(self.columns)
        if "birth_place_date" in have:
            have.add("birth_date")
        if have.issuperset(TICKS):
            have.add("sex")
        return tuple(key for key in REQUIRED if key not in have)

    @property
    def weight(self) -> int:
        """Return how many columns of a list are recognized."""
        return sum(key not in ADDED for key in self.columns)

    @property
    def looks_like_list(self) -> bool:
        """Return whether this names people: a NIK or a name, and something more about them."""
        return self.weight >= 2 and ("nik" in self.columns or "name" in self.columns)

    def repeated_in(self, values: Sequence[object]) -> bool:
        """Return whether a line is the headings once more, as at the head of a printed page."""
        texts = [_squeezed(str(value).casefold()) for value in values if not is_blank(value)]
        return len(texts) > 1 and self.words.issuperset(texts)


def find_heading(lines: Sequence[tuple[int, Sequence[object]]]) -> Heading | None:
    """Return the headings among the first lines of a sheet; None when no line is a heading.

    The line, or the two lines, with the most columns recognized; when several tie, a single
    line before two, then the uppermost.
    """
    return max(
        (candidate for candidate in _candidates(lines) if candidate.weight),
        key=lambda candidate: (candidate.weight, candidate.on_one_line, -candidate.last_row),
        default=None,
    )


def _candidates(lines: Sequence[tuple[int, Sequence[object]]]) -> Iterator[Heading]:
    for place, (row, values) in enumerate(lines):
        keys = [column_key(value) for value in values]
        if not any(keys):
            continue
        yield _heading(row, keys, values)
        if place + 1 < len(lines) and lines[place + 1][0] == row + 1:
            lower = lines[place + 1][1]
            yield _heading(row + 1, list(_two_line_keys(values, lower)), values, lower)


def _heading(row: int, keys: Sequence[str], *lines: Sequence[object]) -> Heading:
    columns: dict[str, int] = {}
    for column, key in enumerate(keys):
        if key:
            columns.setdefault(key, column)
    cells = [" ".join(str(cell).split()) for line in lines for cell in line if not is_blank(cell)]
    return Heading(
        last_row=row,
        texts=tuple(cell[:_LONGEST_HEADING] for cell in cells[:_MOST_HEADINGS]),
        columns=columns,
        on_one_line=len(lines) == 1,
        words=frozenset(_squeezed(cell.casefold()) for cell in cells),
    )


def _two_line_keys(upper: Sequence[object], lower: Sequence[object]) -> Iterator[str]:
    """Yield the key of each column of a heading on two lines.

    A heading may be broken ("Jenis" over "Kelamin") or stand over several columns ("Alamat"
    over "Desa" and "Kecamatan"), whose own words then count.
    """
    group = ""
    for above, below in _side_by_side(upper, lower):
        group = _text(above) or group
        yield _key_below(group, _text(above), _text(below))


def _key_below(group: str, above: str, below: str) -> str:
    if not below:
        return column_key(above)
    over = column_key(group)
    word = _squeezed(below.casefold())
    if over == "sex" and word in _TICK_L | _TICK_P:
        return "sex_l" if word in _TICK_L else "sex_p"
    if over == "birth_place_date" and word.startswith(("tempat", "tmp", "kota")):
        return "birth_place"
    if over == "birth_place_date" and word.startswith(("tgl", "tanggal")):
        return "birth_date"
    return column_key(f"{above} {below}") or column_key(below) or column_key(f"{group} {below}")


def _side_by_side(
    upper: Sequence[object], lower: Sequence[object]
) -> Iterator[tuple[object, object]]:
    for column in range(max(len(upper), len(lower))):
        yield (
            upper[column] if column < len(upper) else "",
            lower[column] if column < len(lower) else "",
        )


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
