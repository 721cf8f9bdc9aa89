"""Places and occupations of the tests: the regency of Anambas and some next door."""

from datetime import date

from enrollment.rules.matching import Occupation, OccupationIndex, PlaceIndex, Village
from enrollment.sheets.columns import ListContext

_DISTRICTS = {
    ("210501", "Siantan"): [
        ("2105011001", "Terempa"),
        ("2105012002", "Terempa Barat"),
        ("2105012003", "Tarempa Selatan"),
        ("2105012004", "Tarempa Timur"),
        ("2105012005", "Pesisir Timur"),
        ("2105012006", "Sri Tanjung"),
        ("2105012007", "Tarempa Barat Daya"),
    ],
    ("210502", "Palmatak"): [
        ("2105022002", "Tebang"),
        ("2105022003", "Ladan"),
        ("2105022005", "Piabung"),
        ("2105022006", "Langir"),
        ("2105022007", "Candi"),
        ("2105022008", "Putik"),
        ("2105022015", "Belibak"),
    ],
    ("210503", "Siantan Timur"): [
        ("2105032001", "Nyamuk"),
        ("2105032002", "Batu Belah"),
        ("2105032003", "Munjan"),
        ("2105032004", "Serat"),
        ("2105032005", "Air Putih"),
        ("2105032006", "Temburun"),
    ],
    ("210504", "Siantan Selatan"): [
        ("2105042001", "Kiabu"),
        ("2105042002", "Telaga"),
        ("2105042003", "Mengkait"),
        ("2105042004", "Tiangau"),
        ("2105042005", "Telaga Kecil"),
        ("2105042006", "Lingai"),
        ("2105042007", "Air Bini"),
    ],
    ("210505", "Jemaja Timur"): [
        ("2105052001", "Kuala Maras"),
        ("2105052002", "Ulu Maras"),
        ("2105052003", "Bukit Padi"),
        ("2105052004", "Genting Pulur"),
    ],
    ("210506", "Jemaja"): [
        ("2105061005", "Letung"),
        ("2105062001", "Mampok"),
        ("2105062002", "Rewak"),
        ("2105062006", "Air Biru"),
        ("2105062008", "Batu Berapit"),
        ("2105062009", "Landak"),
    ],
    ("210507", "Siantan Tengah"): [
        ("2105072001", "Air Asuk"),
        ("2105072002", "Air Sena"),
        ("2105072003", "Teluk Siantan"),
        ("2105072004", "Lidi"),
        ("2105072005", "Liuk"),
        ("2105072006", "Teluk Sunting"),
    ],
    ("210508", "Siantan Utara"): [
        ("2105082001", "Mubur"),
        ("2105082002", "Piasan"),
        ("2105082003", "Bayat"),
    ],
    ("210509", "Jemaja Barat"): [
        ("2105092001", "Impol"),
        ("2105092002", "Keramut"),
        ("2105092003", "Sunggak"),
    ],
    ("210510", "Kute Siantan"): [
        ("2105102001", "Payalaman"),
        ("2105102002", "Payamaram"),
        ("2105102003", "Batu Ampar"),
        ("2105102004", "Matak"),
        ("2105102005", "Teluk Bayur"),
    ],
}
_NEXT_DOOR = [
    ("2102041003", "Sungai Raya", "210204", "Meral"),
    ("2104042007", "Sungai Raya", "210404", "Singkep Barat"),
    ("2103042005", "Air Putih", "210304", "Midai"),
    ("2171081008", "Air Raja", "217108", "Galang"),
]
_OCCUPATIONS = [
    ("nelayan_pesisir", "Nelayan (perairan pesisir)", "Nelayan/Perikanan"),
    ("buruh_nelayan", "Buruh nelayan / anak buah kapal ikan harian", "Buruh Nelayan/Perikanan"),
    ("penjual_ikan", "Penjual ikan segar", "Pedagang"),
    ("petani_tanaman_pangan", "Petani tanaman pangan / sayur", "Petani/Pekebun"),
    ("pekebun", "Pekebun (kelapa, cengkih, karet)", "Petani/Pekebun"),
    ("pedagang_pasar", "Pedagang kios / los pasar", "Pedagang"),
    ("ojek", "Tukang ojek / pengemudi sepeda motor", "Transportasi"),
    ("penjahit", "Penjahit pakaian", "Tukang Jahit"),
    ("guru_ngaji", "Guru ngaji", "Ustadz/Mubaligh"),
    ("pemandu_wisata", "Pemandu wisata", "Wiraswasta"),
    ("pekerja_serabutan", "Pekerja serabutan / buruh harian lepas", "Buruh Harian Lepas"),
]

ANAMBAS = [
    Village(code, name, district_code, district_name, "2105")
    for (district_code, district_name), villages in _DISTRICTS.items()
    for code, name in villages
]
RIAU_ISLANDS = ANAMBAS + [
    Village(code, name, district_code, district_name, code[:4])
    for code, name, district_code, district_name in _NEXT_DOOR
]


def make_places() -> PlaceIndex:
    """Return the villages as a decree of Anambas sees them."""
    return PlaceIndex(RIAU_ISLANDS, region_code="2105")


def make_occupations() -> OccupationIndex:
    """Return a part of the reference list, in its order."""
    return OccupationIndex(Occupation(slug, label, (ktp,)) for slug, label, ktp in _OCCUPATIONS)


def make_context(*, allow_serial_zero: bool = True) -> ListContext:
    """Return what a list under the decree of July 2020 is cleaned with."""
    return ListContext(
        first_month=date(2020, 7, 1),
        today=date(2020, 7, 14),
        min_age=15,
        max_age_excl=65,
        allow_serial_zero=allow_serial_zero,
        places=make_places(),
        occupations=make_occupations(),
        known_regions=frozenset({"2102", "2103", "2104", "2105", "2171", "6202"}),
    )
