from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollment.rules.matching import PlaceIndex
from enrollment.rules.problems import REFUSALS, WARNINGS
from enrollment.sheets.cells import RawRow, cell_of
from enrollment.sheets.columns import clean_row
from enrollment.tests.places import RIAU_ISLANDS, make_context

CONTEXT = make_context()
GOOD = {
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


def raw_row(**changes):
    return RawRow("Daftar", 5, {key: cell_of(value) for key, value in (GOOD | changes).items()})


def codes(row):
    return [problem.code for problem in row.problems]


def test_a_row_with_nothing_wrong_is_clean():
    row = clean_row(raw_row(), CONTEXT)

    assert row.problems == ()
    assert not row.refused
    assert (row.sheet, row.row, row.nik, row.name) == ("Daftar", 5, "2105011708800000", "Ramli")
    assert (row.born_on, row.sex, row.village_code) == (date(1980, 8, 17), "L", "2105011001")
    assert (row.occupation_slug, row.phone) == ("nelayan_pesisir", "081200000000")
    assert row.income_idr == 1_000_000
    assert row.raw["income"] == "Rp1.000.000"


@pytest.mark.parametrize(
    "text",
    [
        "2105011708800000 ",
        " 2105011708800000",
        "\u00a02105011708800000",
        "'2105011708800000",
        "2105 0117 0880 0000",
        "2105.0117.0880.0000",
        "210501-170880-0000",
        "210501\u200b1708800000",
    ],
    ids=["space", "before", "no-break", "apostrophe", "groups", "dots", "dashes", "zero width"],
)
def test_what_is_typed_around_the_digits_of_a_nik_is_passed_over(text):
    row = clean_row(raw_row(nik=text), CONTEXT)

    assert row.nik == "2105011708800000"
    assert row.problems == ()


@pytest.mark.parametrize(
    ("value", "code", "read"),
    [
        ("", "nik_missing", ""),
        ("-", "nik_missing", "-"),
        ("21050117O8800000", "nik_not_digits", "2105••••••••0000"),
        ("#REF!", "nik_not_digits", "#REF!"),
        ("210501170880000", "nik_length", "2105•••••••0000"),
        ("21050117088000000", "nik_length", "2105•••••••••0000"),
        (6202054108859991, "nik_numeric_cell", "6,20205E+15"),
        ("2,10503E+15", "nik_numeric_cell", "2,10503E+15"),
        ("6.202054108859991E+15", "nik_numeric_cell", "6,20205E+15"),
        ("2105013202800000", "nik_impossible_date", "2105••••••••0000"),
    ],
)
def test_a_nik_that_is_none_says_why_and_is_never_shown_whole(value, code, read):
    row = clean_row(raw_row(nik=value), CONTEXT)

    (problem,) = row.problems
    assert (problem.code, problem.read) == (code, read)
    assert row.refused


def test_an_impossible_nik_of_16_digits_still_tells_its_row():
    assert clean_row(raw_row(nik="2105013202800000"), CONTEXT).nik == "2105013202800000"


@pytest.mark.parametrize(
    "value",
    [
        date(1980, 8, 17),
        datetime(1980, 8, 17, 7, 30),  # noqa: DTZ001 - a cell of a sheet knows no zone
        29450,
        "17/08/1980",
        "17-8-80",
        "1980-08-17",
        "17 Agustus 1980",
        "17 Ags 1980",
        "  17/08/1980\u00a0",
        "'17/08/1980",
        "Tarempa, 17-08-1980",
    ],
    ids=str,
)
def test_birth_dates_are_read_as_people_write_them(value):
    row = clean_row(raw_row(birth_date=value), CONTEXT)

    assert row.born_on == date(1980, 8, 17)
    assert row.problems == ()


@pytest.mark.parametrize(
    "text", ["Tarempa, 17-08-1980", "Tarempa/17 Agustus 1980", "Tg. Pinang 17/08/80", "17-08-1980"]
)
def test_a_birth_date_is_read_beside_the_place_of_birth(text):
    row = clean_row(raw_row(birth_date="", birth_place_date=text), CONTEXT)

    assert row.born_on == date(1980, 8, 17)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"birth_date": ""}, "birth_date_missing"),
        ({"birth_date": "-"}, "birth_date_missing"),
        ({"birth_date": "", "birth_place_date": "Tarempa"}, "birth_date_missing"),
        ({"birth_date": "31/02/79"}, "birth_date_unreadable"),
        ({"birth_date": "tidak tahu"}, "birth_date_unreadable"),
        ({"birth_date": 1980}, "birth_date_unreadable"),
        ({"birth_date": "#N/A"}, "birth_date_unreadable"),
        ({"birth_date": timedelta(hours=3)}, "birth_date_unreadable"),
        ({"birth_date": "15/07/2020"}, "birth_date_in_future"),
        ({"birth_date": "02/07/2005"}, "age_below_minimum"),
        ({"birth_date": "04/05/1955"}, "age_at_or_above_limit"),
        ({"birth_date": "01-07-06"}, "age_at_or_above_limit"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_a_birth_date_that_keeps_out_says_why(changes, code):
    row = clean_row(raw_row(**changes), CONTEXT)

    assert code in codes(row)
    assert row.refused


@pytest.mark.parametrize(("text", "shape"), [("31/02/79", "no_such_day"), ("lupa", "not_a_date")])
def test_a_day_outside_the_calendar_is_told_from_what_is_no_date(text, shape):
    (problem,) = clean_row(raw_row(birth_date=text), CONTEXT).problems

    assert (problem.read, problem.params) == (text, {"shape": shape})


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("L", "L"),
        ("P", "P"),
        ("l", "L"),
        ("Laki-laki", "L"),
        ("Perempuan", "P"),
        ("LAKI - LAKI", "L"),
        ("Pria", "L"),
        ("Wanita", "P"),
        ("Lk.", "L"),
        ("Pr", "P"),
    ],
)
def test_sex_is_read_as_people_write_it(text, sex):
    assert clean_row(raw_row(sex=text), CONTEXT).sex == sex


@pytest.mark.parametrize("text", ["", "?", "W", "L/P", 1, "#REF!"], ids=str)
def test_a_sex_that_is_not_told_is_refused(text):
    row = clean_row(raw_row(sex=text), CONTEXT)

    assert codes(row) == ["sex_unreadable"]
    assert row.sex == ""


@pytest.mark.parametrize("text", ["", "-", "...", "123", 5, "#REF!"], ids=str)
def test_a_name_without_a_letter_is_missing(text):
    row = clean_row(raw_row(name=text), CONTEXT)

    assert codes(row) == ["name_missing"]


def test_texts_lose_their_odd_spaces_and_unseen_characters():
    row = clean_row(raw_row(name="\u00a0 Siti  Nur\u200bhaliza\x00 ", sex="L"), CONTEXT)

    assert row.name == "Siti Nurhaliza"


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("Bandung", "village_unknown", {"suggestions": ""}),
        ("", "village_unknown", {"suggestions": ""}),
        ("#REF!", "village_unknown", {"suggestions": ""}),
        ("Teluk", "village_unknown", {"suggestions": "Teluk Bayur, Teluk Siantan, Teluk Sunting"}),
    ],
)
def test_an_unknown_village_asks(text, code, params):
    (problem,) = clean_row(raw_row(village=text, district=""), CONTEXT).problems

    assert (problem.code, problem.read, problem.params) == (code, text, params)


def test_an_ambiguous_village_names_those_it_could_be():
    province = replace(CONTEXT, places=PlaceIndex(RIAU_ISLANDS, region_code="21"))

    (problem,) = clean_row(raw_row(village="Sungai Raya", district=""), province).problems

    assert problem.code == "village_ambiguous"
    assert problem.params == {"candidates": "Sungai Raya (Meral), Sungai Raya (Singkep Barat)"}


def test_an_unknown_occupation_is_only_a_warning():
    row = clean_row(raw_row(occupation="Astronaut"), CONTEXT)

    assert codes(row) == ["occupation_unknown"]
    assert (row.occupation_text, row.occupation_slug, row.refused) == ("Astronaut", "", False)


@pytest.mark.parametrize(
    ("value", "phone"),
    [
        ("081200000000", "081200000000"),
        ("0812-0000-0000", "081200000000"),
        ("+62 812 0000 0000", "081200000000"),
        ("6281200000000", "081200000000"),
        (81200000000, "081200000000"),
        ("081200000000 / 081300000000", "081200000000"),
        ("+60 12 000 0000", "+60120000000"),
        ("tidak ada", ""),
        ("#N/A", ""),
    ],
)
def test_phones_become_digits(value, phone):
    assert clean_row(raw_row(phone=value), CONTEXT).phone == phone


@pytest.mark.parametrize(
    ("value", "income"),
    [
        (950000, 950_000),
        ("950.000", 950_000),
        ("Rp 1.000.000,00", 1_000_000),
        ("1 juta", None),
        (-5, None),
        (1e300, None),
        ("", None),
        ("#REF!", None),
    ],
)
def test_income_is_recorded_when_it_can_be_read(value, income):
    row = clean_row(raw_row(income=value), CONTEXT)

    assert row.income_idr == income
    assert row.problems == ()


def test_all_problems_of_a_row_come_at_once():
    row = clean_row(
        raw_row(
            nik="2105015708800000",
            name="",
            birth_date="18/08/1950",
            sex="L",
            village="Bandung",
            occupation="Astronaut",
        ),
        make_context(allow_serial_zero=False),
    )

    assert codes(row) == [
        "name_missing",
        "age_at_or_above_limit",
        "village_unknown",
        "nik_serial_zero",
        "nik_sex_differs",
        "nik_birth_date_differs",
        "occupation_unknown",
    ]


def test_an_unknown_region_in_the_nik_is_only_a_warning():
    row = clean_row(raw_row(nik="1234011708800000"), CONTEXT)

    assert codes(row) == ["nik_region_unknown"]
    assert not row.refused


def test_sex_and_birth_date_are_never_filled_in_from_the_nik():
    row = clean_row(raw_row(sex="", birth_date=""), CONTEXT)

    assert (row.sex, row.born_on) == ("", None)
    assert codes(row) == ["birth_date_missing", "sex_unreadable"]


def test_a_repaired_row_knows_where_it_first_stood():
    row = clean_row(raw_row(source_sheet="Nyamuk", source_row=214.0), CONTEXT)

    assert row.origin == ("Nyamuk", 214)
    assert (row.sheet, row.row) == ("Daftar", 5)
    assert "source_row" not in row.raw


@pytest.mark.parametrize("row", ["", "abc", "²", "99999999999"])
def test_a_torn_source_row_falls_back_on_the_row_itself(row):
    assert raw_row(source_sheet="Nyamuk", source_row=row).origin == ("Daftar", 5)


anything = st.one_of(
    st.text(),
    st.text(alphabet="0123456789/-., 'E+\u00a0LPRp", max_size=20),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.timedeltas(),
    st.none(),
)


@given(st.dictionaries(st.sampled_from([*GOOD, "birth_place_date", "source_row"]), anything))
def test_no_content_of_any_cell_breaks_the_cleaning(cells):
    raw = RawRow("Daftar", 5, {key: cell_of(value) for key, value in cells.items()})

    row = clean_row(raw, CONTEXT)

    assert {problem.code for problem in row.problems} <= REFUSALS | WARNINGS
    assert row.nik == "" or len(row.nik) == 16
    assert "\x00" not in "".join([row.name, row.address, *row.raw.values()])
