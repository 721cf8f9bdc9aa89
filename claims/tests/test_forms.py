"""Fields of the second floor: moments, percentages, telephones and account numbers."""

from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from claims.forms.accounts import AccountField
from claims.forms.fields import PercentField, PhoneField
from registry.moment_fields import MomentField, TimeOfDayField

HERE = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    "typed",
    [
        "12 Agustus 2020 14.30",
        "12 Agustus 2020 pukul 14.30",
        "12 Agustus 2020, 14:30 WIB",
        "12/8/2020 14.30",
        "2020-08-12 14:30",
    ],
)
def test_a_day_with_its_time_is_a_moment_where_the_office_stands(typed):
    assert MomentField().clean(typed) == datetime(2020, 8, 12, 14, 30, tzinfo=HERE)


def test_a_day_alone_is_its_end_and_is_shown_as_a_day_again():
    field = MomentField()

    moment = field.clean("12 Agustus 2020")

    assert moment == datetime(2020, 8, 12, 23, 59, tzinfo=HERE)
    assert field.clean(field.prepare_value(moment)) == moment
    assert "." not in field.prepare_value(moment)


@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        (TimeOfDayField(), "14.30", time(14, 30)),
        (TimeOfDayField(), "pukul 7:05", time(7, 5)),
        (PercentField(), "12,5", Decimal("12.5")),
        (PercentField(), "4.5 %", Decimal("4.5")),
        (PercentField(), "100", Decimal(100)),
        (PhoneField(), "0812 3456-7890", "081234567890"),
        (PhoneField(), "+62 812 3456 7890", "+6281234567890"),
        (AccountField(), "1020.304-421", "1020304421"),
    ],
)
def test_what_people_write_is_read(field, typed, read):
    assert field.clean(typed) == read


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (MomentField(), "12 Agustus 2020 25.00"),
        (MomentField(), "14.30"),
        (MomentField(), "tomorrow"),
        (TimeOfDayField(), "24.00"),
        (TimeOfDayField(), "14.30 and a bit"),
        (PercentField(), "101"),
        (PercentField(), "-1"),
        (PercentField(), "1e2"),
        (PhoneField(), "12345"),
        (PhoneField(), "Rohana"),
        (AccountField(), "1234"),
        (AccountField(), "١٢٣٤٥٦"),
    ],
)
def test_what_says_nothing_is_refused_with_an_example(field, typed):
    with pytest.raises(ValidationError):
        field.clean(typed)
