"""The law in plain words: what the page of the law says for each parameter.

The law files hold numbers, acts and clauses; how a reader is told stands here, by key. A key
without words here is shown as it is called, and a test finds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registry.formats import month_text, number_text, rupiah_text, share_text
from registry.law.parameters import NOT_FOUND, NOT_READ, Parameter

_BANDS: Final = "bpu.jkk_bands"
_JKM: Final = "bpu.jkm_contribution_idr"
_SAVINGS_BANDS: Final = "bpu.jht_bands"


@dataclass(frozen=True, slots=True)
class Provision:
    """One parameter as the page shows it."""

    label: str
    words: str
    parameter: Parameter

    @property
    def clause(self) -> str:
        """Act and clause, or that no clause was found."""
        if self.parameter.clause == NOT_FOUND:
            not_found = _("clause not found")
            return f"{self.parameter.source}, {not_found}"
        return f"{self.parameter.source}, {self.parameter.clause}"

    @property
    def quote(self) -> str:
        """The words of the law; empty where nobody read them."""
        return "" if self.parameter.quote == NOT_READ else self.parameter.quote

    @property
    def picked_by(self) -> str:
        """The event whose date decides which version counts."""
        return str(_EVENTS.get(self.parameter.picked_by, self.parameter.picked_by))


@dataclass(frozen=True, slots=True)
class Topic:
    """A heading of the page, with its provisions."""

    title: str
    provisions: list[Provision]


@dataclass(frozen=True, slots=True)
class Band:
    """A row of the table of contributions; `inferred` where the row itself could not be read."""

    number: int
    income_from_idr: int
    wage_base_idr: int
    jkk_idr: int
    jkm_idr: int
    jht_idr: int | None
    inferred: bool

    @property
    def total_idr(self) -> int:
        """A month of both programs that everybody has."""
        return self.jkk_idr + self.jkm_idr


def topics(in_force: Iterable[Parameter]) -> list[Topic]:
    """Return the parameters in force under their headings; empty headings are left out."""
    grouped: dict[str, list[Provision]] = {str(title): [] for title in _TITLES.values()}
    for parameter in in_force:
        entry = _ENTRIES.get(parameter.key, _unknown(parameter.key))
        grouped[str(_TITLES[entry.topic])].append(
            Provision(str(entry.label), entry.say(parameter.value), parameter)
        )
    return [Topic(title, provisions) for title, provisions in grouped.items() if provisions]


def bands(in_force: Iterable[Parameter]) -> list[Band]:
    """Return the table of monthly contributions by income, empty where none is in force."""
    values = {parameter.key: parameter.value for parameter in in_force}
    savings = {row["wage_base_idr"]: row["jht_idr"] for row in values.get(_SAVINGS_BANDS, ())}
    return [
        Band(
            row["number"],
            row["income_from"],
            row["wage_base_idr"],
            row["jkk_idr"],
            values[_JKM],
            savings.get(row["wage_base_idr"]),
            bool(row.get("inferred")),
        )
        for row in values.get(_BANDS, ())
    ]


@dataclass(frozen=True, slots=True)
class _Entry:
    topic: str
    label: str | Promise
    say: Callable[[Any], str]


def _unknown(key: str) -> _Entry:
    return _Entry("other", key, str)


def _monthly(amount_idr: int) -> str:
    return _("%(amount)s a month") % {"amount": rupiah_text(amount_idr)}


def _months(count: int) -> str:
    return ngettext("%(n)s month", "%(n)s months", count) % {"n": number_text(count)}


def _years(count: int) -> str:
    return ngettext("%(n)s year", "%(n)s years", count) % {"n": number_text(count)}


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
        "months": _months(limit)
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
    ) % {"month": month_text(month), "months": _months(full_months)}


_SECTORS: Final = {
    "transport": gettext_lazy("For the transport sector."),
    "other": gettext_lazy("For every sector but transport."),
}
_EVENTS: Final = {
    "contribution month": gettext_lazy("the contribution month"),
    "day of the event": gettext_lazy("the day of the event"),
    "day of the reactivation": gettext_lazy("the day of the reactivation"),
    "first day of the first covered month": gettext_lazy("the first day of the first month"),
}
_TITLES: Final = {
    "amounts": gettext_lazy("Contributions"),
    "reliefs": gettext_lazy("Contribution reliefs"),
    "paying": gettext_lazy("Paying"),
    "arrears": gettext_lazy("Arrears and lapse"),
    "ages": gettext_lazy("Ages"),
    "other": gettext_lazy("Other provisions"),
}
_ENTRIES: Final = {
    _BANDS: _Entry("amounts", gettext_lazy("Work accident (JKK), by income"), _rows),
    _SAVINGS_BANDS: _Entry("amounts", gettext_lazy("Old age savings (JHT), by income"), _rows),
    _JKM: _Entry("amounts", gettext_lazy("Death (JKM)"), _monthly),
    "bpu.jkk_jkm_due": _Entry("paying", gettext_lazy("JKK and JKM are due"), _due),
    "bpu.jht_due": _Entry("paying", gettext_lazy("JHT is due"), _due),
    "bpu.advance_periods_months": _Entry("paying", gettext_lazy("Paid in advance"), _periods),
    "bpu.late_penalty_rate_per_month": _Entry("paying", gettext_lazy("Fine for delay"), _fine),
    "bpu.jkk_arrears_limit_months": _Entry(
        "arrears", gettext_lazy("Unpaid months of JKK"), _arrears
    ),
    "bpu.jkm_arrears_limit_months": _Entry(
        "arrears", gettext_lazy("Unpaid months of JKM"), _arrears
    ),
    "bpu.arrears_counted_from": _Entry(
        "arrears", gettext_lazy("An unpaid month counts"), _arrears_start
    ),
    "bpu.inactive_after_months": _Entry(
        "arrears", gettext_lazy("Membership rests after unpaid"), _months
    ),
    "bpu.reactivation_charges_arrears": _Entry(
        "arrears", gettext_lazy("When membership starts again"), _charged
    ),
    "bpu.min_age_years": _Entry("ages", gettext_lazy("Lowest age to register"), _years),
    "bpu.max_age_excl_years": _Entry("ages", gettext_lazy("First age that is too old"), _years),
    "reliefs.pp49_2020": _Entry("reliefs", gettext_lazy("Relief of PP 49/2020"), _relief),
    "reliefs.pp50_2025_transport": _Entry(
        "reliefs", gettext_lazy("Relief of PP 50/2025, transport"), _relief
    ),
    "reliefs.pp50_2025_other": _Entry(
        "reliefs", gettext_lazy("Relief of PP 50/2025, other sectors"), _relief
    ),
}
