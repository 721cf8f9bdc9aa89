from datetime import date

import pytest

from enrollment.rules.eligibility import age_on, age_problems, latest_birth_date, nik_problems
from enrollment.rules.problems import REFUSALS, WARNINGS, is_refusal
from registry.nik import read_nik

JULY_2020 = date(2020, 7, 1)
MAN = "6202050108859991"
WOMAN = "6202054108859991"


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (date(1980, 8, 17), date(2020, 8, 16), 39),
        (date(1980, 8, 17), date(2020, 8, 17), 40),
        (date(2004, 2, 29), date(2019, 2, 28), 14),
        (date(2004, 2, 29), date(2019, 3, 1), 15),
    ],
    ids=["the day before", "the birthday", "born on 29 February, the day before", "and on 1 March"],
)
def test_age_counts_full_years(born_on, day, age):
    assert age_on(born_on, day) == age


@pytest.mark.parametrize(
    ("born_on", "codes"),
    [
        (date(2005, 7, 1), []),
        (date(2005, 7, 2), ["age_below_minimum"]),
        (date(1955, 7, 2), []),
        (date(1955, 7, 1), ["age_at_or_above_limit"]),
        (date(1955, 5, 4), ["age_at_or_above_limit"]),
        (date(2020, 7, 15), ["birth_date_in_future"]),
        (date(2020, 7, 14), ["age_below_minimum"]),
    ],
    ids=[
        "15 on the first day",
        "15 a day later",
        "65 a day later",
        "65 on the first day",
        "65 for two months",
        "born tomorrow",
        "born today",
    ],
)
def test_age_is_taken_on_the_first_day_of_the_first_month(born_on, codes):
    found = age_problems(
        born_on, first_month=JULY_2020, today=date(2020, 7, 14), min_age=15, max_age_excl=65
    )

    assert [problem.code for problem in found] == codes


def test_an_age_problem_tells_the_age_the_limit_and_the_day():
    (problem,) = age_problems(
        date(1955, 5, 4), first_month=JULY_2020, today=JULY_2020, min_age=15, max_age_excl=65
    )

    assert problem.read == "04/05/1955"
    assert problem.params == {"age": 65, "limit": 65, "on": "2020-07-01"}


def test_latest_birth_date_gives_exactly_the_minimum_age():
    assert latest_birth_date(JULY_2020, 15) == date(2005, 7, 1)


@pytest.mark.parametrize(
    ("nik", "sex", "born_on", "codes"),
    [
        (MAN, "L", date(1985, 8, 1), []),
        (WOMAN, "P", date(1985, 8, 1), []),
        (WOMAN, "L", date(1985, 8, 1), ["nik_sex_differs"]),
        (MAN, "L", date(1985, 8, 2), ["nik_birth_date_differs"]),
        (MAN, "", None, []),
        ("9912340108859991", "L", date(1985, 8, 1), []),
        ("1234560108859991", "L", date(1985, 8, 1), ["nik_region_unknown"]),
        ("6202050108850000", "L", date(1985, 8, 1), ["nik_serial_zero"]),
    ],
    ids=[
        "man",
        "woman",
        "woman stated as a man",
        "born a day later",
        "nothing stated to compare",
        "overseas",
        "unknown regency",
        "serial 0000",
    ],
)
def test_nik_is_compared_with_what_is_stated(nik, sex, born_on, codes):
    found = nik_problems(
        nik,
        read_nik(nik),
        sex=sex,
        born_on=born_on,
        known_regions={"6202"},
        allow_serial_zero=False,
    )

    assert [problem.code for problem in found] == codes


def test_serial_0000_passes_where_demo_people_are_allowed():
    nik = "6202050108850000"

    found = nik_problems(
        nik, read_nik(nik), sex="L", born_on=None, known_regions={"6202"}, allow_serial_zero=True
    )

    assert found == ()


def test_what_only_differs_from_the_nik_is_no_refusal():
    assert not any(is_refusal(code) for code in WARNINGS)
    assert all(is_refusal(code) for code in REFUSALS)
    assert not REFUSALS & WARNINGS


def test_a_code_that_does_not_exist_is_an_error():
    with pytest.raises(ValueError, match="no such problem code"):
        is_refusal("nik_odd")
