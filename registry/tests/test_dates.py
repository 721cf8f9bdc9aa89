from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.dates import parse_day

INDONESIAN_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "17/08/1980",
        "17-8-1980",
        "17.08.1980",
        "17 08 1980",
        "1980-08-17",
        "1980/8/17",
        "1980-08-17 00:00:00",
        "1980-08-17T00:00:00",
        "17 Agustus 1980",
        "17 AGUSTUS 1980",
        "17 Ags 1980",
        "17 Agt. 1980",
        "17-Agust-1980",
        "17 August 1980",
        "17-Aug-1980",
        "\u00a017  Agustus\u00a01980 ",
        "17 - 08 - 1980",
    ],
)
def test_every_usual_way_to_write_a_day_is_read(text):
    assert parse_day(text) == date(1980, 8, 17)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5 Pebruari 1975", date(1975, 2, 5)),
        ("1 Mrt 1975", date(1975, 3, 1)),
        ("1 Mei 1975", date(1975, 5, 1)),
        ("30 Nopember 1975", date(1975, 11, 30)),
        ("31 Des 1975", date(1975, 12, 31)),
        ("12 Okt 1975", date(1975, 10, 12)),
    ],
)
def test_indonesian_month_names_and_short_forms_are_read(text, day):
    assert parse_day(text) == day


@pytest.mark.parametrize(
    ("text", "latest", "day"),
    [
        ("21-7-20", date(2020, 7, 21), date(2020, 7, 21)),
        ("22-7-20", date(2020, 7, 21), date(1920, 7, 22)),
        ("17-8-80", date(2005, 7, 1), date(1980, 8, 17)),
        ("1/7/05", date(2005, 7, 1), date(2005, 7, 1)),
        ("2/7/05", date(2005, 7, 1), date(1905, 7, 2)),
        ("17 Ags 80", date(2005, 7, 1), date(1980, 8, 17)),
        ("29/2/00", date(2020, 7, 1), date(2000, 2, 29)),
    ],
    ids=[
        "the very day",
        "a day too late, so a century before",
        "last century",
        "just old enough",
        "a day too young, so a century before",
        "with a month's name",
        "a leap day",
    ],
)
def test_a_year_of_two_digits_is_the_latest_that_does_not_pass(text, latest, day):
    assert parse_day(text, latest=latest) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/02/1980",
        "08/17/1980",
        "17/08-1980",
        "17/08/198",
        "17/08/0980",
        "17 Agustusan 1980",
        "1980",
        "29444",
        "Terempa, 17-08-1980",
        "1980-08-17 13:45:00",
        "١٧/٠٨/١٩٨٠",
    ],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError, match="not a day"):
        parse_day(text, latest=date(2020, 7, 21))


def test_a_year_of_two_digits_alone_is_refused():
    with pytest.raises(ValueError, match="two digits"):
        parse_day("17-8-80")


@pytest.mark.parametrize("text", ["29/2/01", "29 Feb 1900"])
def test_a_leap_day_of_a_common_year_is_refused(text):
    with pytest.raises(ValueError, match="not a day"):
        parse_day(text, latest=date(2020, 7, 21))


@given(DAYS)
def test_a_day_is_read_back_however_it_is_written(day):
    month = INDONESIAN_MONTHS[day.month - 1]
    ways = (
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.day} {month[:3]} {day.year}",
    )

    assert {parse_day(text) for text in ways} == {day}


@given(day=DAYS, latest=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_two_digits_never_pass_the_latest_day_and_keep_day_and_month(day, latest):
    try:
        read = parse_day(f"{day:%d/%m/%y}", latest=latest)
    except ValueError:
        assert (day.day, day.month) == (29, 2)
        return

    assert read <= latest
    assert f"{read:%d/%m/%y}" == f"{day:%d/%m/%y}"


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_a_value_error(text):
    try:
        day = parse_day(text, latest=date(2020, 7, 21))
    except ValueError:
        return

    assert isinstance(day, date)
