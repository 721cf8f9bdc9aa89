from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.nik import NikRefused, clean_nik, mask_nik, mask_nik_beside, read_nik


@pytest.mark.parametrize(
    ("nik", "sex", "day", "month", "yy"),
    [
        ("6202050108859991", "L", 1, 8, 85),
        ("6202054108859991", "P", 1, 8, 85),
        ("6202056902009991", "P", 29, 2, 0),
    ],
    ids=["N1, N3: a man", "N2: a woman, 41 = 1 + 40", "N5: a leap day of 2000"],
)
def test_a_nik_says_birth_date_and_sex(nik, sex, day, month, yy):
    facts = read_nik(nik)

    assert (facts.sex, facts.born_day, facts.born_month, facts.born_yy) == (sex, day, month, yy)
    assert (facts.region_code, facts.serial, facts.overseas) == ("620205", "9991", False)


@pytest.mark.parametrize(
    ("nik", "code"),
    [
        ("620205010885999", "nik_length"),
        ("62020501088599910", "nik_length"),
        ("62020501O8859991", "nik_not_digits"),
        ("62020501O885999", "nik_not_digits"),
        ("٦٢٠٢٠٥٠١٠٨٨٥٩٩٩١", "nik_not_digits"),
        ("", "nik_not_digits"),
        ("6202053102859991", "nik_impossible_date"),
        ("6202050008859991", "nik_impossible_date"),
        ("6202054008859991", "nik_impossible_date"),
        ("6202057208859991", "nik_impossible_date"),
        ("6202050113859991", "nik_impossible_date"),
        ("6202052902019991", "nik_impossible_date"),
    ],
    ids=[
        "N7: 15 digits",
        "17 digits",
        "N7: a letter",
        "N7: a letter and 15 long",
        "digits of another script",
        "nothing",
        "31 February",
        "day 0",
        "a woman's day 0",
        "a woman's day 32",
        "month 13",
        "29 February 2001 and 1901",
    ],
)
def test_what_cannot_be_a_nik_is_refused_with_its_code(nik, code):
    with pytest.raises(NikRefused) as refused:
        read_nik(nik)

    assert refused.value.code == code


def test_n8_a_nik_from_abroad_is_accepted_and_marked():
    facts = read_nik("9912340108850000")

    assert facts.overseas


@pytest.mark.parametrize(
    "text",
    [
        "6202050108859991",
        " 6202 0501 0885 9991 ",
        "6202\u00a00501\u00a008859991",
        "'6202050108859991",
        "\u2019620205.010885.9991",
        "62-02-05-010885-9991",
        "620205\u2013010885\u20139991",
        "\ufeff6202050108859991\u200b",
    ],
    ids=["clean", "spaces", "nbsp", "apostrophe", "dots", "dashes", "long dashes", "invisible"],
)
def test_a_nik_is_cleaned_of_what_typing_leaves(text):
    assert clean_nik(text) == "6202050108859991"


def test_letters_are_not_cleaned_away():
    assert clean_nik("NIK 6202050108859991") == "NIK6202050108859991"


@pytest.mark.parametrize(
    ("nik", "shown"),
    [
        ("2105010108850000", "2105••••••••0000"),
        ("210501010885000", "2105•••••••5000"),
        ("21050101", "••••••••"),
        ("", ""),
    ],
    ids=["whole", "a digit short", "too short to mask", "nothing"],
)
def test_a_masked_nik_shows_its_ends_only(nik, shown):
    assert mask_nik(nik) == shown


@given(
    born_on=st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    woman=st.booleans(),
    region=st.from_regex(r"[0-9]{6}", fullmatch=True),
)
def test_every_nik_of_a_real_person_is_read_back(born_on, woman, region):
    day = born_on.day + (40 if woman else 0)

    facts = read_nik(f"{region}{day:02}{born_on:%m%y}0000")

    assert (facts.born_day, facts.born_month) == (born_on.day, born_on.month)
    assert facts.born_yy == born_on.year % 100
    assert facts.sex == ("P" if woman else "L")
    assert facts.region_code == region


@given(st.text(max_size=20) | st.from_regex(r"[0-9]{14,18}", fullmatch=True))
def test_any_text_is_a_nik_or_refused(text):
    cleaned = clean_nik(text)
    try:
        facts = read_nik(cleaned)
    except NikRefused:
        return

    assert len(cleaned) == 16
    assert 1 <= facts.born_day <= 31


@pytest.mark.parametrize(
    ("other", "shown"),
    [
        ("2105014508880007", "2105••••••••0000"),
        ("2105014508990000", "2105••••••880000"),
        ("2171020101550000", "2105••••••••0000"),
    ],
    ids=["another end", "another year", "another person"],
)
def test_beside_another_only_the_digits_of_a_slip_are_shown(other, shown):
    assert mask_nik_beside("2105014508880000", other) == shown
