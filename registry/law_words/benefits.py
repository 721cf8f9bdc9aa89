"""The law of JKM and JKK in words: benefits, heirs, deadlines, papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registry.formats import number_text, rupiah_text, share_text
from registry.law_words.entry import Entry, months, years
from registry.law_words.names import name_of, names_of

Value = Mapping[str, Any]


def _percent(value: int) -> str:
    return share_text(Decimal(value) / 100)


def _of_wages(value: int) -> str:
    return _("%(share)s of the multiplied wage base") % {"share": _percent(value)}


def _at_most(amount_idr: int) -> str:
    return _("At most %(amount)s") % {"amount": rupiah_text(amount_idr)}


def _periodic(value: Value) -> str:
    return _("%(months)s of %(amount)s, paid at once") % {
        "months": months(value["months"]),
        "amount": rupiah_text(value["monthly_idr"]),
    }


def _waiting(value: Value) -> str:
    if value["comparator"] == "at_least":
        words = _("From %(months)s of membership on, paid and past; below, the burial money alone")
    else:
        words = _("After more than %(months)s of membership; up to it, the burial money alone")
    return words % {"months": months(value["months"])}


def _scholarship(value: Value) -> str:
    if once := value.get("once_idr"):
        said = _("%(amount)s once for the worker") % {"amount": rupiah_text(once)}
    else:
        said = _("By the school year, for %(n)s children at most") % {
            "n": number_text(value["most_children"])
        }
    if needed := value["min_paid_months"]:
        said += "; " + _("%(months)s paid are needed") % {"months": months(needed)}
    return said


def _levels(levels: tuple[Value, ...]) -> str:
    return "; ".join(
        _("%(level)s %(amount)s a year, %(years)s")
        % {
            "level": entry["level"],
            "amount": rupiah_text(entry["yearly_idr"]),
            "years": years(entry["years"]),
        }
        for entry in levels
    )


def _below(age: int) -> str:
    return _("Below %(years)s on 1 July of the school year") % {"years": years(age)}


def _classes(classes: tuple[tuple[str, ...], ...]) -> str:
    return "; ".join(f"{n}. {names_of(names)}" for n, names in enumerate(classes, start=1))


def _without_heirs(value: Value) -> str:
    return _("Burial money: %(burial)s. The rest: %(others)s.") % {
        "burial": name_of(value["burial"]),
        "others": name_of(value["others"]),
    }


def _steps(steps: tuple[Value, ...]) -> str:
    said = []
    for step in steps:
        share = _percent(step["percent"])
        if "months" in step:
            said.append(f"{months(step['months'])}: {share}")
        else:
            said.append(_("then %(share)s") % {"share": share})
    return ", ".join(said)


def _modes(caps: Value) -> str:
    return _("Land, river, lake %(land)s; sea %(sea)s; air %(air)s; several modes added") % {
        mode: rupiah_text(cap) for mode, cap in caps.items()
    }


def _treatment(_value: Value) -> str:
    return _("What it costs, in class I of a government hospital")


def _home_care(value: Value) -> str:
    return _("At most %(amount)s, and %(months)s") % {
        "amount": rupiah_text(value["max_idr"]),
        "months": months(value["months"]),
    }


def _list_price(percent: int) -> str:
    return _("Price list of the government hospital and %(share)s more") % {
        "share": _percent(percent)
    }


def _table(rows: tuple[Value, ...]) -> str:
    return _("%(n)s losses, each with its percentage") % {"n": number_text(len(rows))}


def _total_cap(value: Value) -> str:
    if value["applies"]:
        return _("Several losses together: at most %(share)s") % {
            "share": _percent(value["percent"])
        }
    return _("Several losses are added, without a limit")


def _expiry(count: int) -> str:
    return years(count) if count else _("Never")


def _transition(extends: bool) -> str:
    if extends:
        return _("A claim not yet expired when the longer term began has the longer term")
    return _("The term of the day of the event stays")


def _working_days(count: int) -> str:
    return ngettext("%(n)s working day", "%(n)s working days", count) % {"n": number_text(count)}


def _days(count: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", count) % {"n": number_text(count)}


def _hours(count: int) -> str:
    return _("Within %(n)s hours") % {"n": number_text(count)}


def _daily(rate: Decimal) -> str:
    return _("%(share)s a day") % {"share": share_text(rate)}


def _times(count: int) -> str:
    return _("%(n)s times the wage base") % {"n": number_text(count)}


def _names(topic: str, label: Any) -> Entry:
    return Entry(topic, label, names_of)


def _clock(program: str, pay: Any, late: Any, expiry: Any) -> dict[str, Entry]:
    return {
        f"{program}.payment_working_days": Entry("clock", pay, _working_days),
        f"{program}.compensation_rate_per_day": Entry("clock", late, _daily),
        f"{program}.expiry_years": Entry("clock", expiry, _expiry),
    }


def _capped(label: Any, say: Callable[[Any], str] = _at_most) -> Entry:
    return Entry("costs", label, say)


_DEATH: Final = {
    "jkm.lump_sum_idr": Entry("death", gettext_lazy("Lump sum"), rupiah_text),
    "jkm.periodic": Entry("death", gettext_lazy("Periodic benefit"), _periodic),
    "jkm.burial_idr": Entry("death", gettext_lazy("Burial"), rupiah_text),
    "jkm.waiting": Entry("death", gettext_lazy("Full benefit"), _waiting),
    "jkm.causes_of_jkk": _names("death", gettext_lazy("A claim of JKK instead")),
    "jkm.scholarship": Entry("scholarship", gettext_lazy("After a death"), _scholarship),
    "jkk.scholarship": Entry("scholarship", gettext_lazy("After a work accident"), _scholarship),
    "jkm.scholarship_levels": Entry("scholarship", gettext_lazy("By level"), _levels),
    "jkm.scholarship_below_age": Entry("scholarship", gettext_lazy("Age"), _below),
    "jkm.heir_classes": Entry("heirs", gettext_lazy("Order of heirs"), _classes),
    "jkm.without_heirs": Entry("heirs", gettext_lazy("No heirs and no will"), _without_heirs),
    "jkm.documents": _names("papers", gettext_lazy("Papers for JKM")),
    "jkk.documents": _names("papers", gettext_lazy("Papers for JKK")),
    "jkk.commuting_proof": _names("papers", gettext_lazy("Proof of a commuting accident")),
}
_ACCIDENT: Final = {
    "jkk.causes": _names("accident", gettext_lazy("Covered")),
    "jkk.exclusions": _names("accident", gettext_lazy("Not covered")),
    "jkk.multiplier": Entry("accident", gettext_lazy("A percentage is taken of"), _times),
    "jkk.death_percent": Entry("accident", gettext_lazy("Death benefit"), _of_wages),
    "jkk.permanent_total_percent": Entry(
        "accident", gettext_lazy("Permanent total disability"), _of_wages
    ),
    "jkk.periodic": Entry("accident", gettext_lazy("Periodic benefit"), _periodic),
    "jkk.burial_idr": Entry("accident", gettext_lazy("Burial"), rupiah_text),
    "jkk.temporary_incapacity": Entry(
        "accident", gettext_lazy("Wage while unable to work"), _steps
    ),
    "jkk.losses": Entry("accident", gettext_lazy("Table of losses"), _table),
    "jkk.losses_total_cap": Entry("accident", gettext_lazy("Several losses"), _total_cap),
    "jkk.return_to_work": _names("accident", gettext_lazy("Help with the return to work")),
}
_COSTS: Final = {
    "jkk.treatment": _capped(gettext_lazy("Treatment"), _treatment),
    "jkk.home_care": _capped(gettext_lazy("Care at home"), _home_care),
    "jkk.transport_max_idr": _capped(gettext_lazy("Transport, at most"), _modes),
    "jkk.prosthesis_extra_percent": _capped(gettext_lazy("Prosthesis and orthosis"), _list_price),
    "jkk.denture_max_idr": _capped(gettext_lazy("Dentures")),
    "jkk.hearing_aid_max_idr": _capped(gettext_lazy("Hearing aid")),
    "jkk.spectacles_max_idr": _capped(gettext_lazy("Spectacles")),
}
_CLOCKS: Final = {
    "jkk.report_hours": Entry("clock", gettext_lazy("Report of stage I and II"), _hours),
    "jkk.notice_working_days": Entry(
        "clock", gettext_lazy("Notice that a claim is incomplete"), _working_days
    ),
    "jkk.conclusion_days": Entry("clock", gettext_lazy("To conclude on a suspicion"), _days),
    "jkk.expiry_extends_unexpired": Entry(
        "clock", gettext_lazy("Longer term to file"), _transition
    ),
} | (
    _clock(
        "jkm",
        gettext_lazy("To pay JKM"),
        gettext_lazy("Compensation for late JKM"),
        gettext_lazy("JKM expires after"),
    )
    | _clock(
        "jkk",
        gettext_lazy("To pay JKK"),
        gettext_lazy("Compensation for late JKK"),
        gettext_lazy("JKK expires after"),
    )
)
BENEFITS: Final = _DEATH | _ACCIDENT | _COSTS | _CLOCKS
