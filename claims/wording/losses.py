"""What a loss is called: the words of the annex, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from claims.rules.losses import LossRow, rows_by_code
from registry.formats import number_text

# the names are those of the latest version; codes are stable
_LATEST: Final = date(2199, 12, 31)


def loss_name(code: str) -> str:
    """Return the name of a loss; a code that the table lacks is named by itself."""
    row = rows_by_code(_LATEST).get(code)
    return code if row is None else row_name(row)


def loss_names(codes: Iterable[str]) -> str:
    """Return several names in one sentence."""
    return "; ".join(loss_name(code) for code in codes)


def row_name(row: LossRow) -> str:
    """Return the name of a row of the table."""
    return row.label_en if (get_language() or "").startswith("en") else row.label_id


def row_percent(row: LossRow) -> str:
    """Return `15 %`, `10–30 %`, or `6 % per 10 dB`."""
    if row.is_range:
        return f"{number_text(row.percent_from)}–{number_text(row.percent_to)} %"
    share = f"{number_text(row.percent_from)} %"
    if not row.per_unit:
        return share
    return _("%(share)s per %(unit)s") % {"share": share, "unit": row.unit}
