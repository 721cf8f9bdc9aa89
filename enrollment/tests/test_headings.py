import pytest

from enrollment.sheets.headings import column_key, find_heading


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("NIK", "nik"),
        ("No. KTP", "nik"),
        ("NO. NIK", "nik"),
        ("Nomor Induk Kependudukan", "nik"),
        ("NIK (16 digit)", "nik"),
        ("Nama", "name"),
        ("Nama Lengkap", "name"),
        ("Nama Peserta", "name"),
        ("Nama Pekerja", "name"),
        ("Nama Lengkap (sesuai KTP)", "name"),
        ("Nama Lengkap sesuai KTP", "name"),
        ("Tgl Lahir", "birth_date"),
        ("TANGGAL LAHIR", "birth_date"),
        ("Tgl. Lahir\n(dd/mm/yyyy)", "birth_date"),
        ("Tempat/Tgl Lahir", "birth_place_date"),
        ("Tempat, Tanggal Lahir", "birth_place_date"),
        ("TTL", "birth_place_date"),
        ("L/P", "sex"),
        ("JK", "sex"),
        ("Jenis Kelamin", "sex"),
        ("Jenis Kelamin (L/P)", "sex"),
        ("Kelamin", "sex"),
        ("Desa/Kel", "village"),
        ("Desa / Kelurahan", "village"),
        ("Kelurahan", "village"),
        ("Desa", "village"),
        ("Kecamatan", "district"),
        ("Kec", "district"),
        ("Alamat", "address"),
        ("Alamat Peserta", "address"),
        ("Pekerjaan", "occupation"),
        ("No HP", "phone"),
        ("No. Telepon", "phone"),
        ("HP/WA", "phone"),
        ("Penghasilan", "income"),
        ("Pendapatan", "income"),
        ("Penghasilan per bulan (Rp)", "income"),
        ("\u00a0 N I K \u00a0", "nik"),
        ("Lembar asal", "source_sheet"),
        ("Baris asal", "source_row"),
        ("Status", "status"),
        ("Alasan", "reason"),
        ("Nama Ibu Kandung", ""),
        ("NIK Ahli Waris", ""),
        ("No", ""),
        ("", ""),
        (12.0, ""),
    ],
)
def test_headings_are_known_however_they_are_written(heading, key):
    assert column_key(heading) == key


def test_a_title_above_the_headings_is_no_part_of_them():
    heading = find_heading(
        [
            (1, ["DAFTAR PEKERJA", "", "", "", ""]),
            (2, ["Kecamatan", "Siantan", "", "", ""]),
            (3, ["NIK", "Nama", "Tgl Lahir", "L/P", "Desa"]),
            (4, ["2105011708800000", "Ramli", "17/08/1980", "L", "Terempa"]),
        ]
    )

    assert heading is not None
    assert heading.last_row == 3
    assert heading.columns == {"nik": 0, "name": 1, "birth_date": 2, "sex": 3, "village": 4}


@pytest.mark.parametrize(
    ("upper", "lower", "columns"),
    [
        (
            ["NIK", "Nama", "Tempat/Tgl Lahir", "", "L/P", "Alamat", "", ""],
            ["", "", "Tempat", "Tanggal", "", "Jalan", "Desa", "Kecamatan"],
            {"birth_date": 3, "address": 5, "village": 6, "district": 7},
        ),
        (
            ["NIK", "Nama", "Tanggal", "Jenis", "Desa/"],
            ["", "Lengkap", "Lahir", "Kelamin", "Kelurahan"],
            {"birth_date": 2, "sex": 3, "village": 4},
        ),
        (
            ["NIK", "Nama", "Tgl Lahir", "Jenis Kelamin", "", "Desa"],
            ["", "", "", "L", "P", ""],
            {"sex_l": 3, "sex_p": 4, "village": 5},
        ),
    ],
    ids=["grouped", "broken", "ticked"],
)
def test_headings_may_stand_on_two_lines(upper, lower, columns):
    heading = find_heading([(1, upper), (2, lower)])

    assert heading is not None
    assert heading.last_row == 2
    assert heading.missing == ()
    assert heading.columns.items() >= columns.items()
