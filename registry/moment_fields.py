"""Fields that read a time of day, and a day with its time, where the office stands."""

import re
from datetime import datetime, time
from typing import Any, ClassVar, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.dates import parse_day
from registry.formats import day_text
from registry.forms import TypedField

_TIME: Final = re.compile(r"(?:pukul |jam |at )?([01]?\d|2[0-3])[.:]([0-5]\d)(?: ?WIB)?", re.I)
# what stands between a day and its time: 12 Agustus 2020 pukul 14.30
_DAY_AND_TIME: Final = re.compile(rf"(.+?),? {_TIME.pattern}", re.I)
_END_OF_DAY: Final = time(23, 59)


class TimeOfDayField(TypedField):
    """A time of day, where the office stands: reads 14.30, 14:30 and pukul 14.30."""

    classes = "w-date"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "unreadable": _("“%(read)s” is no time of day. Write it like 14.30."),
    }

    def read(self, text: str) -> time:
        found = _TIME.fullmatch(text)
        if found is None:
            raise ValueError(text)
        return time(int(found[1]), int(found[2]))

    def write(self, value: time) -> str:
        return f"{value:%H.%M}"


class MomentField(TypedField):
    """A day with its time, where the office stands: reads 12 Agustus 2020 pukul 14.30.

    A day alone means its end, so that no clock runs earlier than it must.
    """

    classes = "w-mid"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "unreadable": _(
            "“%(read)s” is no day with a time. Write it like 12 Agustus 2020 14.30, or the day "
            "alone."
        ),
    }

    def read(self, text: str) -> datetime:
        found = _DAY_AND_TIME.fullmatch(text)
        day = parse_day(found[1] if found else text)
        at = time(int(found[2]), int(found[3])) if found else _END_OF_DAY
        return datetime.combine(day, at, tzinfo=timezone.get_current_timezone())

    def write(self, value: datetime) -> str:
        here = timezone.localtime(value)
        if here.time().replace(second=0, microsecond=0) == _END_OF_DAY:
            return day_text(here)
        return f"{day_text(here)} {here:%H.%M}"
