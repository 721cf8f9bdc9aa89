from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.months import add_months, first_of_month, month_range, months_between, parse_month

MONTHS = st.dates(date(1950, 1, 1), date(2100, 12, 31)).map(first_of_month)


@pytest.mark.parametrize(
    ("month", "n", "expected"),
    [
        (date(2020, 7, 1), 12, date(2021, 7, 1)),
        (date(2020, 12, 1), 1, date(2021, 1, 1)),
        (date(2021, 1, 1), -1, date(2020, 12, 1)),
        (date(2020, 7, 1), 0, date(2020, 7, 1)),
    ],
    ids=["a year on", "over new year", "back over new year", "nothing added"],
)
def test_months_are_added_across_years(month, n, expected):
    assert add_months(month, n) == expected


def test_a_year_of_cover_has_twelve_months_and_not_its_end():
    months = list(month_range(date(2020, 7, 1), date(2021, 7, 1)))

    assert len(months) == 12
    assert (months[0], months[-1]) == (date(2020, 7, 1), date(2021, 6, 1))


def test_a_period_that_runs_backwards_has_no_months():
    assert list(month_range(date(2021, 7, 1), date(2020, 7, 1))) == []


@given(month=MONTHS, n=st.integers(-600, 600))
def test_adding_months_and_counting_them_agree(month, n):
    assert months_between(month, add_months(month, n)) == n


@given(month=MONTHS)
def test_a_month_is_read_back_as_it_is_written(month):
    assert parse_month(f"{month:%Y-%m}") == month


@pytest.mark.parametrize(
    "text", ["2020-13", "2020-00", "2020-7", "0000-01", "07-2020", "2020-07-01", "", "Juli 2020"]
)
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError, match="not a month"):
        parse_month(text)
