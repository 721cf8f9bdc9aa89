"""Figures and days as the reader's language writes them: Indonesian, unless English is chosen."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from django.utils import dateformat, timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from registry.money import format_rupiah
from registry.months import add_months

_DAY: Final = "j F Y"
_MONTH: Final = "F Y"
_MOMENT: Final = {"id": r"j F Y \p\u\k\u\l H.i", "en": "j F Y, H:i"}
_PERCENT: Final = {"id": "\u00a0%", "en": "%"}
_TENTH: Final = Decimal("0.1")
_MINUTE_S: Final = 60
_HOUR_S: Final = 3600
_LONG_IN_MINUTES: Final = 90


def rupiah_text(amount_idr: int) -> str:
    """Return `Rp975.542.400`, in English `Rp975,542,400`."""
    text = format_rupiah(amount_idr)
    return text.replace(".", ",") if _language() == "en" else text


def number_text(number: int | Decimal) -> str:
    """Return `4.839`, in English `4,839`."""
    return number_format(number, use_l10n=True, force_grouping=True)


def share_text(share: Decimal | Fraction | float) -> str:
    """Return a share of 0 to 1 as `52,3 %` (the space does not break), in English `52.3%`.

    A half is rounded away from zero, as by hand.
    """
    return number_format(percent(share), use_l10n=True) + _PERCENT[_language()]


def percent(share: Decimal | Fraction | float) -> Decimal:
    """Return a share of 0 to 1 in percent, with one decimal."""
    exact = (
        Decimal(share.numerator) / share.denominator
        if isinstance(share, Fraction)
        else Decimal(str(share))
    )
    return (exact * 100).quantize(_TENTH, rounding=ROUND_HALF_UP)


def day_text(day: date) -> str:
    """Return `23 November 2026`; of a moment, the day where the server stands."""
    return dateformat.format(_here(day), _DAY)


def month_text(month: date) -> str:
    """Return `Juli 2020`, in English `July 2020`."""
    return dateformat.format(month, _MONTH)


def month_span_text(since: date, until: date) -> str:
    """Return `Juli 2020 – Juni 2021` for a half-open period of months.

    Within one year the year stands once, `April – Juni 2020`, and one month stands alone.
    """
    last = add_months(until, -1)
    if last <= since:
        return month_text(since)
    first = dateformat.format(since, "F") if since.year == last.year else month_text(since)
    return f"{first} – {month_text(last)}"


def moment_text(moment: datetime) -> str:
    """Return `14 Juli 2020 pukul 16.20`, in English `14 July 2020, 16:20`, in local time."""
    return dateformat.format(_here(moment), _MOMENT[_language()])


def time_left_text(seconds: int) -> str:
    """Return how long something takes, rounded to minutes, from 90 minutes on to hours."""
    if seconds < _MINUTE_S:
        return _("less than a minute")
    minutes = round(seconds / _MINUTE_S)
    if minutes < _LONG_IN_MINUTES:
        return ngettext("about %(n)s minute", "about %(n)s minutes", minutes) % {"n": minutes}
    hours = round(seconds / _HOUR_S)
    return ngettext("about %(n)s hour", "about %(n)s hours", hours) % {"n": number_text(hours)}


def _here(day: date) -> date:
    if isinstance(day, datetime) and timezone.is_aware(day):
        return timezone.localtime(day)
    return day


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "id"
