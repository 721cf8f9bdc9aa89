"""The law in plain words: what the page of the law says for each parameter.

The law files hold numbers, acts and clauses; how a reader is told stands here, by key. A key
without words here is shown as it is called, and a test finds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.law.parameters import NOT_FOUND, NOT_READ, Parameter
from registry.law_words.benefits import BENEFITS
from registry.law_words.contributions import (
    BANDS,
    CONTRIBUTIONS,
    JKM_CONTRIBUTION,
    SAVINGS_BANDS,
)
from registry.law_words.entry import Entry
from registry.law_words.office import OFFICE, OWN_RULE

__all__ = ["Band", "Provision", "Topic", "bands", "topics"]


@dataclass(frozen=True, slots=True)
class Provision:
    """One parameter as the page shows it."""

    label: str
    words: str
    parameter: Parameter

    @property
    def is_own_rule(self) -> bool:
        """Whether the office set it itself, so that there is no clause to check."""
        return self.parameter.clause == OWN_RULE

    @property
    def clause(self) -> str:
        """Act and clause, that no clause was found, or that no act sets it."""
        if self.is_own_rule:
            return _("A setting of this office, no law")
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
    savings = {row["wage_base_idr"]: row["jht_idr"] for row in values.get(SAVINGS_BANDS, ())}
    return [
        Band(
            row["number"],
            row["income_from"],
            row["wage_base_idr"],
            row["jkk_idr"],
            values[JKM_CONTRIBUTION],
            savings.get(row["wage_base_idr"]),
            bool(row.get("inferred")),
        )
        for row in values.get(BANDS, ())
    ]


def _unknown(key: str) -> Entry:
    return Entry("other", key, str)


_EVENTS: Final = {
    "contribution month": gettext_lazy("the contribution month"),
    "any day": gettext_lazy("no event: it holds until it is changed"),
    "day of filing": gettext_lazy("the day the claim was filed"),
    "day of the report": gettext_lazy("the day of the report"),
    "day the claim was received": gettext_lazy("the day the claim was received"),
    "day the file was complete": gettext_lazy("the day the file was complete"),
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
    "death": gettext_lazy("Death (JKM)"),
    "accident": gettext_lazy("Work accident (JKK)"),
    "costs": gettext_lazy("Work accident (JKK): care and its costs"),
    "scholarship": gettext_lazy("Scholarship"),
    "heirs": gettext_lazy("Heirs"),
    "clock": gettext_lazy("Deadlines of a claim"),
    "papers": gettext_lazy("Papers of a claim"),
    "office": gettext_lazy("Settings of this office"),
    "other": gettext_lazy("Other provisions"),
}
_ENTRIES: Final = CONTRIBUTIONS | BENEFITS | OFFICE
