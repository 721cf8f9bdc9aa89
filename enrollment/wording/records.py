"""The facts of a worker's record in words, as two of them are compared."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from enrollment.models import Worker
from enrollment.queries.merging import Pair
from registry.formats import day_text, rupiah_text
from registry.models import Region
from registry.nik import mask_nik_beside


def pair_words(pair: Pair) -> tuple[str, str]:
    """Return both values of a field in words; of two NIKs only the digits that differ are told."""
    if pair.field == "nik":
        return mask_nik_beside(pair.kept, pair.other), mask_nik_beside(pair.other, pair.kept)
    return value_words(pair.field, pair.kept), value_words(pair.field, pair.other)


def value_words(field: str, value: Any) -> str:
    """Return one fact in words, as a page says it."""
    if value in (None, ""):
        return _("not stated")
    if field == "sex":
        return str(Worker.Sex(value).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, int):
        return rupiah_text(value)
    if isinstance(value, Region):
        return f"{value.name}, {value.parent.name}" if value.parent else value.name
    return str(value)
