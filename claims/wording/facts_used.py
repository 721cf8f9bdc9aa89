"""The facts that an assessment used, as label and value, under the keys of `manage.py assess`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.models import CAUSE_LABELS, EXCLUSION_LABELS, OUTCOME_LABELS
from claims.rules.facts import Cause, Exclusion, Outcome
from claims.wording.findings import relation_label
from claims.wording.lines import line_label
from claims.wording.losses import loss_name
from registry.formats import day_text, moment_text, number_text, rupiah_text


class FactWords(NamedTuple):
    """One fact as the page tells it."""

    label: str
    value: str


def facts_in_words(facts: Mapping[str, Any]) -> list[FactWords]:
    """Return the facts that say something, in the order in which a person asks for them."""
    return [
        FactWords(fact_label(key), fact_value(key, facts[key]))
        for key in _LABELS
        if facts.get(key) not in (None, [], {}, "", 0) or (key in _ALWAYS and key in facts)
    ]


def fact_label(key: str) -> str:
    """Return what a fact is called; a key without a name is shown as it is.

    What stands in a list is counted: `heirs[1].born_on` is `Heirs 2, Birth date`.
    """
    found = _IN_A_LIST.fullmatch(key)
    if found is None:
        return str(_LABELS.get(key, key))
    entry = f"{fact_label(found[1])} {number_text(int(found[2]) + 1)}"
    part = _PARTS.get(found[3])
    return f"{entry}, {part}" if part else entry


def fact_value(key: str, value: Any) -> str:
    """Return a fact as a person reads it; nothing stated is said to be so."""
    if value is None or value in ([], {}):
        return _("none")
    return _VALUES.get(key, _plain)(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return number_text(value) if isinstance(value, int) else str(value)


def _day(value: date | str) -> str:
    return day_text(date.fromisoformat(value) if isinstance(value, str) else value)


def _moment(value: datetime | str) -> str:
    return moment_text(datetime.fromisoformat(value) if isinstance(value, str) else value)


def _months(value: int) -> str:
    return ngettext("%(n)s month", "%(n)s months", value) % {"n": number_text(value)}


def _heirs(heirs: list[Mapping[str, Any]]) -> str:
    return ", ".join(relation_label(heir["relation"]) for heir in heirs)


def _children(children: list[Mapping[str, Any]]) -> str:
    return "; ".join(_child(child) for child in children)


def _child(child: Mapping[str, Any]) -> str:
    born = _("born on %(day)s") % {"day": _day(child["born_on"])}
    school = " ".join(str(child[key]) for key in ("level", "grade") if child.get(key))
    return f"{born}, {school}" if school else born


def _losses(losses: list[Mapping[str, Any]]) -> str:
    return "; ".join(_loss(loss) for loss in losses)


def _loss(loss: Mapping[str, Any]) -> str:
    said = [loss_name(loss["code"])]
    if loss.get("percent") is not None:
        said.append(f"{loss['percent']} %")
    if loss.get("units") is not None:
        said.append(f"× {loss['units']}")
    if loss.get("functional_loss_percent") is not None:
        said.append(_("%(share)s lost") % {"share": f"{loss['functional_loss_percent']} %"})
    return " ".join(said)


def _rides(rides: list[Mapping[str, Any]]) -> str:
    return _costs((f"transport_{ride['mode']}", ride["amount_idr"]) for ride in rides)


def _aids(aids: list[Mapping[str, Any]]) -> str:
    return _costs((aid["kind"], aid["amount_idr"]) for aid in aids)


def _costs(costs: Any) -> str:
    return "; ".join(f"{line_label(code)} {rupiah_text(idr)}" for code, idr in costs)


_IN_A_LIST: Final = re.compile(r"(\w+)\[(\d+)\](?:\.(\w+))?")
_PARTS: Final = {
    "born_on": gettext_lazy("Birth date"),
    "amount_idr": gettext_lazy("Amount"),
    "level": gettext_lazy("School"),
    "grade": gettext_lazy("Year of that school"),
    "percent": gettext_lazy("Percentage that the doctor gives"),
    "units": gettext_lazy("Whole steps"),
    "functional_loss_percent": gettext_lazy("How much of its function is lost, in percent"),
}
# zero and no are told of these, because a right hangs on them
_ALWAYS: Final = frozenset({"paid_months", "arrears_months", "heirs"})
_LABELS: Final = {
    "event_on": gettext_lazy("Day of the event"),
    "event_at": gettext_lazy("Moment of the event"),
    "cause": gettext_lazy("Cause"),
    "outcome": gettext_lazy("Outcome"),
    "exclusion": gettext_lazy("Why it is none of work"),
    "suspected": gettext_lazy("Only suspected"),
    "filed_on": gettext_lazy("Filed on"),
    "stage1_at": gettext_lazy("Stage I reported"),
    "stage2_at": gettext_lazy("Stage II reported"),
    "complete_on": gettext_lazy("Complete since"),
    "registered_on": gettext_lazy("Participant since"),
    "paid_months": gettext_lazy("Months paid up to the event"),
    "arrears_months": gettext_lazy("Months in arrears at the event"),
    "arrears_settled": gettext_lazy("Arrears settled since"),
    "wage_base_idr": gettext_lazy("Wage base of the band"),
    "losses": gettext_lazy("Losses"),
    "temporary_incapacity_months": gettext_lazy("Time unable to work"),
    "transport": gettext_lazy("Transport to care"),
    "treatment_idr": gettext_lazy("Treatment"),
    "home_care_idr": gettext_lazy("Care at home"),
    "home_care_months": gettext_lazy("Months of care at home"),
    "aids": gettext_lazy("Aids"),
    "heirs": gettext_lazy("Heirs"),
    "will_beneficiary": gettext_lazy("Somebody named in a will"),
    "children": gettext_lazy("Children who may go to school"),
}
_VALUES: Final[dict[str, Callable[[Any], str]]] = {
    "event_on": _day,
    "event_at": _moment,
    "cause": lambda value: str(CAUSE_LABELS[Cause(value)]),
    "outcome": lambda value: str(OUTCOME_LABELS[Outcome(value)]),
    "exclusion": lambda value: str(EXCLUSION_LABELS[Exclusion(value)]),
    "filed_on": _day,
    "stage1_at": _moment,
    "stage2_at": _moment,
    "complete_on": _day,
    "registered_on": _day,
    "paid_months": _months,
    "arrears_months": _months,
    "wage_base_idr": rupiah_text,
    "losses": _losses,
    "temporary_incapacity_months": _months,
    "transport": _rides,
    "treatment_idr": rupiah_text,
    "home_care_idr": rupiah_text,
    "home_care_months": _months,
    "aids": _aids,
    "heirs": _heirs,
    "children": _children,
}
