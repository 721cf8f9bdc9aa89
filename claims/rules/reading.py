"""Facts from a JSON object: every problem at once, nothing guessed, nothing ignored.

The keys are those of `Facts` and of its parts. `null` is absent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from claims.rules.facts import (
    Aid,
    AidKind,
    Cause,
    ChildFact,
    Exclusion,
    Facts,
    HeirFact,
    Level,
    Loss,
    Mode,
    Outcome,
    Relation,
    Transport,
)
from claims.rules.impossible import MOST_IDR, impossible
from claims.rules.problems import BadFacts, FactProblem
from registry.programs import Program

__all__ = ["FACT_CHOICES", "BadFacts", "FactProblem", "read_facts"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII
)
_PROGRAMS: Final = (Program.JKK, Program.JKM)

_Reader = Callable[["_Sheet", str, Any], Any]


class _Unread(Exception):
    """A value that could not be read; its problem is noted."""


class _Sheet:
    """What is read so far, and what is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[FactProblem] = []

    def refuse(self, key: str, code: str, **facts: Any) -> _Unread:
        """Note a problem and return what to raise."""
        self.problems.append(FactProblem(key, code, facts))
        return _Unread(key)

    def keys(self, where: str, data: Any, readers: Mapping[str, _Reader]) -> dict[str, Any]:
        """Return the values of an object by key; absent keys are left out."""
        if not isinstance(data, Mapping):
            raise self.refuse(where, "not_an_object")
        read: dict[str, Any] = {}
        for name, value in data.items():
            key = f"{where}.{name}" if where else str(name)
            if name not in readers:
                self.refuse(key, "unknown_key")
            elif value is not None:
                try:
                    read[name] = readers[name](self, key, value)
                except _Unread:
                    continue
        return read


def read_facts(data: Mapping[str, Any]) -> Facts:
    """Return the facts that a JSON object states.

    Raises BadFacts with every unknown key, every value that cannot be read, and everything that
    cannot be true of the rest.
    """
    sheet = _Sheet()
    try:
        facts = Facts(**sheet.keys("", data, _FACTS))
    except _Unread:
        raise BadFacts(sheet.problems) from None
    unread = {_root(problem.key) for problem in sheet.problems}
    # what contradicts a value that could not be read is no news
    sheet.problems += [
        problem
        for problem in impossible(facts)
        if not unread & {_root(problem.key), _root(str(problem.facts.get("other", "")))}
    ]
    if sheet.problems:
        raise BadFacts(sheet.problems)
    return facts


def _root(key: str) -> str:
    return re.split(r"[.\[]", key, maxsplit=1)[0]


def _choice(kind: tuple[StrEnum, ...]) -> _Reader:
    """Return a reader of one of some words."""
    by_word = {choice.value: choice for choice in kind}

    def read(sheet: _Sheet, key: str, value: Any) -> StrEnum:
        if not isinstance(value, str) or value not in by_word:
            raise sheet.refuse(key, "not_a_choice", value=value, choices=tuple(by_word))
        return by_word[value]

    return read


def _day(sheet: _Sheet, key: str, value: Any) -> date:
    try:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise ValueError(value)
        return date.fromisoformat(value)
    except ValueError:
        raise sheet.refuse(key, "not_a_day", value=value) from None


def _moment(sheet: _Sheet, key: str, value: Any) -> datetime:
    try:
        if not isinstance(value, str) or not _MOMENT.fullmatch(value):
            raise ValueError(value)
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise sheet.refuse(key, "not_a_moment", value=value) from None
    if moment.tzinfo is None:
        raise sheet.refuse(key, "moment_without_offset", value=value)
    return moment


def _whole(sheet: _Sheet, key: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise sheet.refuse(key, "not_a_whole_number", value=value)
    if value < 0:
        raise sheet.refuse(key, "negative", value=value)
    if value > MOST_IDR:
        raise sheet.refuse(key, "too_large", most=MOST_IDR)
    return value


def _number(sheet: _Sheet, key: str, value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise sheet.refuse(key, "not_a_number", value=value)
    number = Decimal(str(value))
    if not number.is_finite():
        raise sheet.refuse(key, "not_a_number", value=value)
    return number


def _flag(sheet: _Sheet, key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise sheet.refuse(key, "not_true_or_false", value=value)
    return value


def _will(sheet: _Sheet, key: str, value: Any) -> bool:
    """Return whether a will names somebody; the name itself says so, too."""
    if isinstance(value, str):
        return bool(value.strip())
    return _flag(sheet, key, value)


def _text(sheet: _Sheet, key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise sheet.refuse(key, "not_a_text", value=value)
    return value


def _list_of(kind: Callable[..., Any], readers: Mapping[str, _Reader], *required: str) -> _Reader:
    """Return a reader of a list of objects; amounts that they lack are zero."""
    absent = {name: 0 for name in readers if name.endswith("_idr")}

    def read(sheet: _Sheet, key: str, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise sheet.refuse(key, "not_a_list", value=value)
        found = []
        for index, item in enumerate(value):
            where = f"{key}[{index}]"
            try:
                stated = sheet.keys(where, item, readers)
            except _Unread:
                continue
            lacking = [name for name in required if item.get(name) is None]
            for name in lacking:
                sheet.refuse(f"{where}.{name}", "missing_key")
            if all(name in stated for name in required):
                found.append(kind(**absent | stated))
        return tuple(found)

    return read


_LOSS: Final[dict[str, _Reader]] = {
    "code": _text,
    "percent": _number,
    "functional_loss_percent": _number,
    "units": _whole,
}
_TRANSPORT: Final = {"mode": _choice(tuple(Mode)), "amount_idr": _whole}
_AID: Final = {"kind": _choice(tuple(AidKind)), "amount_idr": _whole}
_HEIR: Final = {"relation": _choice(tuple(Relation)), "born_on": _day}
_CHILD: Final = {"born_on": _day, "level": _choice(tuple(Level)), "grade": _whole}
_FACTS: Final[dict[str, _Reader]] = {
    "program": _choice(_PROGRAMS),
    "event_on": _day,
    "filed_on": _day,
    "cause": _choice(tuple(Cause)),
    "outcome": _choice(tuple(Outcome)),
    "registered_on": _day,
    "paid_months": _whole,
    "wage_base_idr": _whole,
    "arrears_months": _whole,
    "arrears_settled": _flag,
    "losses": _list_of(Loss, _LOSS, "code"),
    "temporary_incapacity_months": _whole,
    "transport": _list_of(Transport, _TRANSPORT, "mode"),
    "treatment_idr": _whole,
    "home_care_idr": _whole,
    "home_care_months": _whole,
    "aids": _list_of(Aid, _AID, "kind"),
    "heirs": _list_of(HeirFact, _HEIR, "relation"),
    "will_beneficiary": _will,
    "children": _list_of(ChildFact, _CHILD, "born_on"),
    "suspected": _flag,
    "exclusion": _choice(tuple(Exclusion)),
    "event_at": _moment,
    "stage1_at": _moment,
    "stage2_at": _moment,
    "complete_on": _day,
    "paid_on": _day,
}

FACT_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "program": tuple(_PROGRAMS),
    "cause": tuple(Cause),
    "outcome": tuple(Outcome),
    "exclusion": tuple(Exclusion),
    "transport.mode": tuple(Mode),
    "aids.kind": tuple(AidKind),
    "heirs.relation": tuple(Relation),
    "children.level": tuple(Level),
}
