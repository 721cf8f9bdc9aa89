import pytest

from enrollment.rules.matching import (
    Duplicates,
    Occupation,
    OccupationIndex,
    PlaceIndex,
    Village,
    name_key,
)
from enrollment.rules.matching.spelling import distance
from enrollment.tests.places import ANAMBAS, RIAU_ISLANDS, make_occupations, make_places


@pytest.mark.parametrize(
    ("village", "district", "code"),
    [
        ("Terempa", "", "2105011001"),
        ("Tarempa", "", "2105011001"),
        ("TAREMPA", "siantan", "2105011001"),
        ("Tarempa", "Kec. Siantan", "2105011001"),
        ("tarempa  barat", "", "2105012002"),
        ("Tarempa Brt", "", "2105012002"),
        ("Desa Terempa Barat", "", "2105012002"),
        ("Ds. Nyamuk", "", "2105032001"),
        ("Kel. Letung", "Jemaja", "2105061005"),
        ("Desa/Kel. Letung", "", "2105061005"),
        ("KELURAHAN LETUNG", "", "2105061005"),
        ("Batubelah", "", "2105032002"),
        ("Batu-Belah", "", "2105032002"),
        ("Nyamuk, Kec. Siantan Timur", "", "2105032001"),
        ("Telaga", "", "2105042002"),
        ("Telaga Kcil", "", "2105042005"),
        ("Air Bini", "", "2105042007"),
        ("Air Biru", "", "2105062006"),
        ("Payalaman", "Palmatak", "2105102001"),
    ],
)
def test_a_village_is_found_as_people_write_it(village, district, code):
    match = make_places().match(village, district)

    assert match.village is not None
    assert match.village.code == code


def test_every_village_is_found_by_its_own_name():
    places = make_places()

    found = [places.match(village.name.upper(), village.district_name) for village in ANAMBAS]

    assert [match.village for match in found] == ANAMBAS


def test_the_region_of_the_decree_comes_first():
    match = make_places().match("Air Putih")

    assert match.village
    assert match.village.code == "2105032005"


@pytest.mark.parametrize(
    ("village", "district", "code"),
    [("Air Putih", "Midai", "2103042005"), ("Sungai Raya", "Kecamatan Meral", "2102041003")],
    ids=["the same name next door", "only next door"],
)
def test_a_neighbor_is_found_by_village_and_district_together(village, district, code):
    match = make_places().match(village, district)

    assert match.village
    assert match.village.code == code


@pytest.mark.parametrize(
    ("village", "district"),
    [("Sungai Raya", ""), ("Sungai Raya", "Merall"), ("Bandung", ""), ("", ""), ("-", "")],
    ids=["elsewhere without district", "district misspelled", "far away", "empty", "a dash"],
)
def test_what_is_nowhere_in_the_region_is_unknown(village, district):
    match = make_places().match(village, district)

    assert match.village is None
    assert match.candidates == ()


def test_an_unknown_village_comes_with_at_most_three_suggestions():
    match = make_places().match("Teluk")

    assert [village.name for village in match.suggestions] == [
        "Teluk Bayur",
        "Teluk Siantan",
        "Teluk Sunting",
    ]


def test_a_near_spelling_in_another_district_is_asked_for():
    match = make_places().match("Payalamn", "Palmatak")

    assert match.village is None
    assert match.suggestions[0].name == "Payalaman"


def test_names_that_are_equally_near_are_ambiguous():
    villages = [
        Village("2105012001", "Batu Putih", "210501", "Siantan", "2105"),
        Village("2105012002", "Batu Pulih", "210501", "Siantan", "2105"),
    ]

    match = PlaceIndex(villages, region_code="2105").match("Batu Purih")

    assert match.village is None
    assert [village.name for village in match.candidates] == ["Batu Putih", "Batu Pulih"]


def test_the_same_name_twice_in_the_region_is_ambiguous_until_a_district_is_named():
    places = PlaceIndex(RIAU_ISLANDS, region_code="21")

    unnamed = places.match("Air Putih")
    named = places.match("Air Putih", "Siantan Timr")

    assert {village.district_name for village in unnamed.candidates} == {"Midai", "Siantan Timur"}
    assert named.village
    assert named.village.code == "2105032005"


def test_a_prefix_that_belongs_to_the_name_stays():
    village = Village("1312072002", "Desa Baru", "131207", "Ranah Batahan", "1312")

    assert PlaceIndex([village], region_code="1312").match("Desa Baru").village == village


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("nelayan", "nelayan_pesisir"),
        ("NELAYAN / PERIKANAN", "nelayan_pesisir"),
        ("Nelyan", "nelayan_pesisir"),
        ("Buruh Nelayan", "buruh_nelayan"),
        ("petani", "petani_tanaman_pangan"),
        ("Petani/Pekebun", "petani_tanaman_pangan"),
        ("Pekebun karet", "pekebun"),
        ("Tukang Ojek", "ojek"),
        ("ojek", "ojek"),
        ("Tukang ojek pangkalan", "ojek"),
        ("Pedagang", "pedagang_pasar"),
        ("buruh", "pekerja_serabutan"),
        ("Buruh Harian Lepas", "pekerja_serabutan"),
        ("Penjahit", "penjahit"),
        ("Wiraswasta", ""),
        ("Guru", ""),
        ("PNS", ""),
        ("", ""),
    ],
)
def test_an_occupation_is_found_as_people_write_it(text, slug):
    assert make_occupations().match(text) == slug


def test_a_common_word_needs_its_occupation_on_the_list():
    index = OccupationIndex([Occupation("ojek", "Tukang ojek / pengemudi sepeda motor")])

    assert index.match("Petani") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("H. Muh. Ali", "MOHAMMAD ALI, S.Pd"),
        ("M. Ali", "Muhammad Ali"),
        ("Aisyah", "Aisah"),
        ("Soeharto", "Suharto"),
        ("Djamaluddin", "Jamaludin"),
        ("Tjut Nyak", "Cut Nyak"),
        ("Nur'aini", "Nuraini"),
        ("Hj. Siti  Fatimah", "SITI FATIMA"),
        ("Ahmad bin Abdullah", "Ahmad Abdullah"),
    ],
)
def test_spellings_of_one_name_share_their_key(one, other):
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Ramli", "Ramlan"), ("Siti Aminah", "Siti Aisyah"), ("Ali", "Muh. Ali")]
)
def test_different_names_have_different_keys(one, other):
    assert name_key(one) != name_key(other)


def test_the_second_row_of_a_nik_is_told_the_first():
    seen = Duplicates()

    found = [
        seen.first_of("6202050108859991", "Nyamuk", 4),
        seen.first_of("6202054108859991", "Nyamuk", 5),
        seen.first_of("6202050108859991", "Letung", 4),
        seen.first_of("6202050108859991", "Letung", 9),
    ]

    assert found == [None, None, ("Nyamuk", 4), ("Nyamuk", 4)]


def test_only_niks_of_16_digits_can_be_double():
    seen = Duplicates()

    found = [seen.first_of(nik, "Daftar", row) for row in (2, 3) for nik in ("", "21050117088000")]

    assert found == [None, None, None, None]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("terempa", "tarempa", 1), ("ramli", "rmali", 1), ("abc", "abc", 0), ("abc", "xyz", 3)],
    ids=["a wrong letter", "two swapped", "the same", "beyond the limit"],
)
def test_distance_counts_wrong_letters_up_to_its_limit(one, other, apart):
    assert distance(one, other, 2) == apart
