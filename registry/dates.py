"""Days as people write them in Indonesian lists, read into dates."""

import re
from datetime import date
from typing import Final

_MONTHS: Final = (
    "januari january jan",
    "februari february pebruari feb peb febr",
    "maret march mar mrt",
    "april apr",
    "mei may",
    "juni june jun",
    "juli july jul",
    "agustus august agu ags agt agus agust agst aug",
    "september sept sep",
    "oktober october okt oct",
    "november nopember nov nop",
    "desember december des dec",
)
_MONTH_NUMBER: Final = {
    name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()
}
# the words after a date in a spreadsheet cell: `1980-08-17 00:00:00`, `1980-08-17T00:00:00`
_MIDNIGHT = re.compile(r"[ T]00:00(?::00(?:\.0+)?)?Z?$", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})\s?([-/. ])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})[\s\-/.,]*([A-Za-z]{3,10})[\s\-/.,]*(\d{4}|\d{2})", re.ASCII)
_EARLIEST_YEAR: Final = 1850


def parse_day(text: str, *, latest: date | None = None) -> date:
    """Return the day written as 21/07/2020, 21-7-20, 2020-07-21, 21 Juli 2020 or 17 Ags 1980.

    The day stands before the month, as Indonesia writes it. A year of two digits needs
    `latest` and is the latest year that does not pass it. Anything else is a ValueError.
    """
    clean = _MIDNIGHT.sub("", " ".join(text.split()))
    try:
        year, month, day = _parts(clean)
        if len(year) == 2:
            return _latest_not_after(int(year), month, day, latest)
        if int(year) < _EARLIEST_YEAR:
            raise ValueError("no such year among the living")
        return date(int(year), month, day)
    except ValueError as error:
        raise ValueError(f"not a day: {text!r} ({error})") from error


def _parts(clean: str) -> tuple[str, int, int]:
    """Return the year as written, the month and the day."""
    if found := _YEAR_FIRST.fullmatch(clean):
        return found[1], int(found[3]), int(found[4])
    if found := _DAY_FIRST.fullmatch(clean):
        return found[4], int(found[3]), int(found[1])
    found = _NAMED.fullmatch(clean)
    month = _MONTH_NUMBER.get(found[2].casefold()) if found else None
    if found is None or month is None:
        raise ValueError("written in no known way")
    return found[3], month, int(found[1])


def _latest_not_after(yy: int, month: int, day: int, latest: date | None) -> date:
    """Return the latest day with a year ending in `yy` that is not after `latest`.

    A century in which the day does not exist (29 February 1900) is passed over.
    """
    if latest is None:
        raise ValueError("the year has two digits")
    this_century = latest.year // 100 * 100
    for century in (this_century, this_century - 100):
        try:
            found = date(century + yy, month, day)
        except ValueError:
            continue
        if found <= latest:
            return found
    raise ValueError("in no century")
