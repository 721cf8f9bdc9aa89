"""The law of contributions, arrears, ages and reliefs in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.formats import month_text, number_text, share_text
from registry.law_words.entry import Entry, monthly, months, years

BANDS: Final = "bpu.jkk_bands"
JKM_CONTRIBUTION: Final = "bpu.jkm_contribution_idr"
SAVINGS_BANDS: Final = "bpu.jht_bands"


def _rows(table: tuple[Any, ...]) -> str:
    return _("%(n)s income bands, in the table below") % {"n": number_text(len(table))}


def _due(due: Mapping[str, int]) -> str:
    if due["month_offset"] == 0:
        words = _("Day %(day)s of the contribution month, or the next working day")
    else:
        words = _("Day %(day)s of the month after, or the next working day")
    return words % {"day": due["day"]}


def _periods(months: tuple[int, ...]) -> str:
    return _("%(months)s months at once") % {"months": ", ".join(map(number_text, months))}


def _fine(rate: Decimal) -> str:
    if rate == 0:
        return _("None for workers without a wage")
    return _("%(share)s a month") % {"share": share_text(rate)}


def _arrears(limit: int) -> str:
    return _("Up to %(months)s in a row keep the right, on condition; beyond, it is lost") % {
        "months": months(limit)
    }


def _arrears_start(event: str) -> str:
    return _("From the due date") if event == "due date" else _("From the end of the month")


def _charged(charged: bool) -> str:
    return _("Old arrears are charged") if charged else _("Old arrears are not charged")


def _relief(relief: Mapping[str, Any]) -> str:
    """Return whom a relief reaches and what is left to pay, in sentences."""
    sectors = relief["sectors"]
    said = [
        _("%(share)s of the contribution to %(programs)s is left to pay.")
        % {"share": share_text(relief["factor"]), "programs": ", ".join(relief["programs"])}
    ]
    if len(sectors) == 1:
        said.append(str(_SECTORS[sectors[0]]))
    if relief["funds_excluded"]:
        said.append(
            _("Not where the money comes from %(funds)s.")
            % {"funds": ", ".join(relief["funds_excluded"])}
        )
    if not relief["employers"]:
        said.append(_("Not for employers."))
    if paid_up := relief.get("paid_up_through"):
        said.append(_paid_up(paid_up, relief.get("full_months", 0)))
    return " ".join(said)


def _paid_up(month: date, full_months: int) -> str:
    return _(
        "Only for members who paid up through %(month)s; who joined later pays the first "
        "%(months)s in full."
    ) % {"month": month_text(month), "months": months(full_months)}


_SECTORS: Final = {
    "transport": gettext_lazy("For the transport sector."),
    "other": gettext_lazy("For every sector but transport."),
}
CONTRIBUTIONS: Final = {
    BANDS: Entry("amounts", gettext_lazy("Work accident (JKK), by income"), _rows),
    SAVINGS_BANDS: Entry("amounts", gettext_lazy("Old age savings (JHT), by income"), _rows),
    JKM_CONTRIBUTION: Entry("amounts", gettext_lazy("Death (JKM)"), monthly),
    "bpu.jkk_jkm_due": Entry("paying", gettext_lazy("JKK and JKM are due"), _due),
    "bpu.jht_due": Entry("paying", gettext_lazy("JHT is due"), _due),
    "bpu.advance_periods_months": Entry("paying", gettext_lazy("Paid in advance"), _periods),
    "bpu.late_penalty_rate_per_month": Entry("paying", gettext_lazy("Fine for delay"), _fine),
    "bpu.jkk_arrears_limit_months": Entry(
        "arrears", gettext_lazy("Unpaid months of JKK"), _arrears
    ),
    "bpu.jkm_arrears_limit_months": Entry(
        "arrears", gettext_lazy("Unpaid months of JKM"), _arrears
    ),
    "bpu.arrears_counted_from": Entry(
        "arrears", gettext_lazy("An unpaid month counts"), _arrears_start
    ),
    "bpu.inactive_after_months": Entry(
        "arrears", gettext_lazy("Membership rests after unpaid"), months
    ),
    "bpu.reactivation_charges_arrears": Entry(
        "arrears", gettext_lazy("When membership starts again"), _charged
    ),
    "bpu.min_age_years": Entry("ages", gettext_lazy("Lowest age to register"), years),
    "bpu.max_age_excl_years": Entry("ages", gettext_lazy("First age that is too old"), years),
    "reliefs.pp49_2020": Entry("reliefs", gettext_lazy("Relief of PP 49/2020"), _relief),
    "reliefs.pp50_2025_transport": Entry(
        "reliefs", gettext_lazy("Relief of PP 50/2025, transport"), _relief
    ),
    "reliefs.pp50_2025_other": Entry(
        "reliefs", gettext_lazy("Relief of PP 50/2025, other sectors"), _relief
    ),
}
