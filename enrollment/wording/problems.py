"""What is wrong with a row and what to do about it, for every problem code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.formats import day_text, month_span_text, month_text, number_text
from registry.months import add_months

Params = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ProblemWords:
    """One problem in words: the column, what was read there, what is wrong, what to do."""

    code: str
    column: str
    read: str
    wrong: str
    act: str

    @property
    def about_nik(self) -> bool:
        """Whether what was read is a NIK, masked, or what stood in its place."""
        return self.column == str(_NIK)

    @property
    def about_person(self) -> bool:
        """Whether the problem is with who the row names, not with what a cell says."""
        return self.code in {"already_covered", "deceased", "quota_exceeded"}

    @property
    def sentence(self) -> str:
        """All of it in one line, for a cell of a sheet."""
        return f"{self.column}: {self.wrong} {self.act}"


def problem_label(code: str) -> str:
    """Return the problem in a few words, for a filter."""
    return str(_ENTRIES[code].label)


def problem_words(code: str, read: str, params: Params) -> ProblemWords:
    """Return the sentences of a problem: what was read, what is wrong, what to do."""
    entry = _ENTRIES[code]
    return ProblemWords(
        code=code,
        column=str(entry.column),
        read=read,
        wrong=entry.wrong(read, params),
        act=entry.act(read, params),
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    column: str | Promise
    label: str | Promise
    wrong: Callable[[str, Params], str]
    act: Callable[[str, Params], str]


def _always(text: Promise) -> Callable[[str, Params], str]:
    """Return a sentence that its numbers alone fill."""

    def say(_read: str, params: Params) -> str:
        return str(text) % {
            name: number_text(value) if isinstance(value, int) else value
            for name, value in params.items()
        }

    return say


def _twin(_read: str, params: Params) -> str:
    where = _where(params)
    if name := params.get("name"):
        return _("The same NIK as %(where)s (%(name)s).") % {"where": where, "name": name}
    return _("The same NIK as %(where)s.") % {"where": where}


def _where(params: Params) -> str:
    facts = {"row": number_text(params["row"]), "sheet": params["sheet"]}
    return _("row %(row)s of sheet “%(sheet)s”") % facts


def _covered(_read: str, params: Params) -> str:
    if not params.get("sponsor"):
        return _("Already covered by a sponsor outside your region.")
    since, until = _day(params["since"]), _day(params["until"])
    return _("Already covered, or enrolled, by %(sponsor)s: %(months)s.") % {
        "sponsor": params["sponsor"],
        "months": month_span_text(since, until),
    }


def _covered_act(_read: str, params: Params) -> str:
    if not params.get("sponsor"):
        return _("Take this person off the list.")
    last = month_text(add_months(_day(params["until"]), -1))
    return _("Take this person off the list, or begin after %(month)s.") % {"month": last}


def _deceased(_read: str, params: Params) -> str:
    died_on = day_text(_day(params["died_on"]))
    return _("The register says that this person died on %(day)s.") % {"day": died_on}


def _too_young(_read: str, params: Params) -> str:
    return _("%(age)s years old on %(on)s; at least %(limit)s are needed.") % _ages(params)


def _too_old(_read: str, params: Params) -> str:
    return _("%(age)s years old on %(on)s; who is %(limit)s or older cannot enter.") % _ages(params)


def _ages(params: Params) -> dict[str, str]:
    return {
        "age": number_text(params["age"]),
        "limit": number_text(params["limit"]),
        "on": day_text(_day(params["on"])),
    }


def _birth_unreadable(_read: str, params: Params) -> str:
    if params.get("shape") == "no_such_day":
        return _("This day is not in the calendar.")
    return _("This cannot be read as a date.")


def _sex(read: str, _params: Params) -> str:
    return _("This is neither L nor P.") if read else _("The sex is missing.")


def _village(read: str, _params: Params) -> str:
    if not read:
        return _("The village is missing.")
    return _("No village of this name is in the region of the decree.")


def _village_act(_read: str, params: Params) -> str:
    if not params.get("suggestions"):
        return _("Write the village and its district as on the KTP.")
    return _("Correct the name. Is one of these meant? %(names)s.") % {
        "names": params["suggestions"]
    }


def _nik_sex(_read: str, params: Params) -> str:
    if params["nik_sex"] == "P":
        return _("The NIK is that of a woman.")
    return _("The NIK is that of a man.")


def _same_person(_read: str, params: Params) -> str:
    if "row" not in params:
        return _("The register has a worker of this name, birth date and village.")
    return _("The same name, birth date and village as %(where)s.") % {"where": _where(params)}


def _day(text: str) -> date:
    return date.fromisoformat(text)


_NIK: Final = gettext_lazy("NIK")
_NAME: Final = gettext_lazy("Name")
_BIRTH: Final = gettext_lazy("Birth date")
_SEX: Final = gettext_lazy("Sex")
_VILLAGE: Final = gettext_lazy("Village")
_COPY_NIK: Final = _always(gettext_lazy("Copy the NIK from the KTP or the family card."))
_COPY_BIRTH: Final = _always(gettext_lazy("Copy the birth date from the KTP, like 17 August 1980."))
_COMPARE: Final = _always(
    gettext_lazy("Compare with the KTP, and correct the list if it is wrong.")
)
_TAKE_OFF: Final = _always(
    gettext_lazy("Take this person off the list, or correct the birth date.")
)

# refusals first, then notes, in the order in which filters show them
_ENTRIES: Final[dict[str, _Entry]] = {
    "nik_missing": _Entry(
        _NIK, gettext_lazy("No NIK"), _always(gettext_lazy("The NIK is missing.")), _COPY_NIK
    ),
    "nik_length": _Entry(
        _NIK,
        gettext_lazy("NIK without 16 digits"),
        _always(gettext_lazy("The NIK has %(digits)s digits and needs %(needed)s.")),
        _COPY_NIK,
    ),
    "nik_not_digits": _Entry(
        _NIK,
        gettext_lazy("NIK with other signs than digits"),
        _always(gettext_lazy("The NIK holds something else than digits.")),
        _COPY_NIK,
    ),
    "nik_numeric_cell": _Entry(
        _NIK,
        gettext_lazy("NIK stored as a number"),
        _always(
            gettext_lazy("The NIK is stored as a number, and Excel has dropped its last digit.")
        ),
        _always(
            gettext_lazy("Format the NIK column as Text, then type the NIK again from the KTP.")
        ),
    ),
    "nik_impossible_date": _Entry(
        _NIK,
        gettext_lazy("NIK with an impossible date"),
        _always(gettext_lazy("Digits 7 to 12 of the NIK are no date of birth.")),
        _COPY_NIK,
    ),
    "nik_serial_zero": _Entry(
        _NIK,
        gettext_lazy("NIK of a sample person"),
        _always(gettext_lazy("A NIK that ends in 0000 belongs to nobody.")),
        _COPY_NIK,
    ),
    "duplicate_in_file": _Entry(
        _NIK,
        gettext_lazy("NIK twice in this list"),
        _twin,
        _always(gettext_lazy("Take one of the two off, or correct its NIK.")),
    ),
    "already_covered": _Entry(_NIK, gettext_lazy("Already covered"), _covered, _covered_act),
    "deceased": _Entry(
        _NIK,
        gettext_lazy("Recorded as dead"),
        _deceased,
        _always(
            gettext_lazy("Take this person off the list. If the record is wrong, tell your office.")
        ),
    ),
    "name_missing": _Entry(
        _NAME,
        gettext_lazy("No name"),
        _always(gettext_lazy("The name is missing.")),
        _always(gettext_lazy("Copy the name from the KTP.")),
    ),
    "birth_date_missing": _Entry(
        _BIRTH,
        gettext_lazy("No birth date"),
        _always(gettext_lazy("The birth date is missing.")),
        _COPY_BIRTH,
    ),
    "birth_date_unreadable": _Entry(
        _BIRTH, gettext_lazy("Birth date that cannot be read"), _birth_unreadable, _COPY_BIRTH
    ),
    "birth_date_in_future": _Entry(
        _BIRTH,
        gettext_lazy("Birth date in the future"),
        _always(gettext_lazy("This day has not come yet.")),
        _COPY_BIRTH,
    ),
    "age_below_minimum": _Entry(_BIRTH, gettext_lazy("Too young"), _too_young, _TAKE_OFF),
    "age_at_or_above_limit": _Entry(_BIRTH, gettext_lazy("Too old"), _too_old, _TAKE_OFF),
    "sex_unreadable": _Entry(
        _SEX,
        gettext_lazy("Sex that cannot be read"),
        _sex,
        _always(gettext_lazy("Write L for a man or P for a woman.")),
    ),
    "village_unknown": _Entry(_VILLAGE, gettext_lazy("Unknown village"), _village, _village_act),
    "village_ambiguous": _Entry(
        _VILLAGE,
        gettext_lazy("Village that may be several"),
        _always(gettext_lazy("Several villages have a name like this.")),
        _always(gettext_lazy("Write one of these: %(candidates)s.")),
    ),
    "quota_exceeded": _Entry(
        gettext_lazy("Quota"),
        gettext_lazy("Beyond the quota"),
        _always(gettext_lazy("The quota of the decree, %(quota)s workers, is full.")),
        _always(gettext_lazy("Leave this person to a later decree.")),
    ),
    "nik_sex_differs": _Entry(_SEX, gettext_lazy("Sex differs from the NIK"), _nik_sex, _COMPARE),
    "nik_birth_date_differs": _Entry(
        _BIRTH,
        gettext_lazy("Birth date differs from the NIK"),
        _always(gettext_lazy("The NIK says %(nik_birth_date)s.")),
        _COMPARE,
    ),
    "nik_region_unknown": _Entry(
        _NIK,
        gettext_lazy("NIK of an unknown regency"),
        _always(gettext_lazy("The NIK begins with %(region)s, which is no regency on record.")),
        _COMPARE,
    ),
    "occupation_unknown": _Entry(
        gettext_lazy("Occupation"),
        gettext_lazy("Unknown occupation"),
        _always(gettext_lazy("This occupation is not among those on record.")),
        _always(gettext_lazy("It is kept as written. Name it in other words if you can.")),
    ),
    "possible_same_person": _Entry(
        _NAME,
        gettext_lazy("Possibly the same person"),
        _same_person,
        _always(gettext_lazy("Compare both KTPs: one person has one NIK.")),
    ),
}
ORDER: Final = tuple(_ENTRIES)
