from datetime import date

import pytest

from registry.workdays import add_working_days, is_working_day, next_working_day

# Friday 31 July 2020: Idul Adha
DAYS_OFF = frozenset({date(2020, 7, 31)})


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 7, 30), True),
        (date(2020, 7, 31), False),
        (date(2020, 8, 1), False),
        (date(2020, 8, 2), False),
    ],
    ids=["Thursday", "a holiday", "Saturday", "Sunday"],
)
def test_weekends_and_days_off_are_no_working_days(day, expected):
    assert is_working_day(day, DAYS_OFF) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 7, 30), date(2020, 7, 30)),
        (date(2020, 7, 31), date(2020, 8, 3)),
    ],
    ids=["a working day stays", "a holiday before a weekend"],
)
def test_a_day_rolls_to_the_next_working_day(day, expected):
    assert next_working_day(day, DAYS_OFF) == expected


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2020, 7, 29), 1, date(2020, 7, 30)),
        (date(2020, 7, 29), 3, date(2020, 8, 4)),
        (date(2020, 8, 1), 1, date(2020, 8, 3)),
        (date(2020, 8, 1), 0, date(2020, 8, 1)),
    ],
    ids=["the next day is day one", "over a long weekend", "from a Saturday", "none"],
)
def test_working_days_are_counted_from_the_day_after(day, n, expected):
    assert add_working_days(day, n, DAYS_OFF) == expected


def test_working_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(date(2020, 7, 29), -1, DAYS_OFF)
