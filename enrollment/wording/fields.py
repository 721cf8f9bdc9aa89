"""The fields of a worker's record and what stands in them, in words."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enrollment.models import Worker
from registry.formats import day_text, rupiah_text
from registry.models import Region
from registry.nik import mask_nik

_HIDDEN: Final = "•"
_PHONE_ENDS: Final = 6

FIELD_LABELS: Final = {
    "nik": gettext_lazy("NIK"),
    "name": gettext_lazy("name"),
    "born_on": gettext_lazy("birth date"),
    "sex": gettext_lazy("sex"),
    "village": gettext_lazy("village"),
    "address": gettext_lazy("address"),
    "phone": gettext_lazy("telephone"),
    "occupation": gettext_lazy("occupation"),
    "second_occupation": gettext_lazy("second occupation"),
    "occupation_text": gettext_lazy("occupation as written"),
    "income_idr": gettext_lazy("stated income"),
    "is_employer": gettext_lazy("employs other people"),
    "photo": gettext_lazy("photo"),
    "deceased_on": gettext_lazy("day of death"),
    "moved_away_on": gettext_lazy("day of moving away"),
    "moved_to": gettext_lazy("place moved to"),
}


def value_text(field: str, value: Any, *, whole: bool = False) -> str:
    """Return what stands in a field; empty for nothing.

    NIK and telephone have their middle hidden, the NIK unless it is asked for `whole`.
    """
    if value is None or value == "":
        return ""
    if field == "nik":
        return _grouped(str(value)) if whole else mask_nik(value)
    if field == "phone":
        return _phone(str(value))
    if field == "sex":
        return str(Worker.Sex(value).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field == "income_idr":
        return rupiah_text(int(value))
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, Region) and value.parent:
        return f"{value.name}, {value.parent.name}"
    return str(value)


def _grouped(nik: str) -> str:
    """Return a NIK as its parts are: region, birth date, serial; so two are easily compared."""
    return f"{nik[:6]} {nik[6:12]} {nik[12:]}"


def _phone(phone: str) -> str:
    if len(phone) <= _PHONE_ENDS:
        return _HIDDEN * len(phone)
    return f"{phone[:4]}{_HIDDEN * (len(phone) - _PHONE_ENDS)}{phone[-2:]}"
