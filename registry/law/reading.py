"""Read one law file and refuse what a reader of a clause could not rely on."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

_TEXTS: Final = frozenset({"source", "clause", "quote", "picked_by"})
_DAYS: Final = frozenset({"since", "published"})
_OPTIONAL_DAYS: Final = frozenset({"until", "checked"})
_REQUIRED: Final = _TEXTS | _DAYS | {"value"}
_RATE = re.compile(r"\d+\.\d+", re.ASCII)


class LawFileError(ValueError):
    """A law file that says something unclear; the message names file and entry."""


def read_chapter(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the entries of one file, checked and in order of `since`, by parameter key.

    The key is the file's name and the entry's: `bpu.jkm_contribution_idr`. Rates stand as text
    (`"0.01"`) and come back as Decimal, exact.
    """
    try:
        chapter = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LawFileError(f"{path.name}: {error}") from error
    found = {}
    for name, entries in chapter.items():
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise LawFileError(f"{path.name}: {name} must be written as [[{name}]]")
        where = f"{path.name}: {name}"
        checked = [_entry(where, entry) for entry in entries]
        found[f"{path.stem}.{name}"] = _in_order(where, checked)
    return found


def _entry(where: str, entry: dict[str, Any]) -> dict[str, Any]:
    if unknown := entry.keys() - _REQUIRED - _OPTIONAL_DAYS:
        raise LawFileError(f"{where}: unknown field {', '.join(sorted(unknown))}")
    if missing := _REQUIRED - entry.keys():
        raise LawFileError(f"{where}: missing field {', '.join(sorted(missing))}")
    for field in _TEXTS:
        if not isinstance(entry[field], str) or not entry[field].strip():
            raise LawFileError(f"{where}: {field} must be a text that says something")
    for field in (_DAYS | _OPTIONAL_DAYS) & entry.keys():
        # a datetime is a date in Python, and would compare with none of ours
        if not isinstance(entry[field], date) or isinstance(entry[field], datetime):
            raise LawFileError(f"{where}: {field} must be a day like 2015-07-01")
    if "until" in entry and entry["until"] <= entry["since"]:
        raise LawFileError(f"{where}: until {entry['until']} is not after since {entry['since']}")
    return entry | {"value": _frozen(where, entry["value"])}


def _in_order(where: str, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ordered = sorted(entries, key=lambda entry: entry["since"])
    for earlier, later in pairwise(ordered):
        # an earlier version without `until` is replaced by the later one: no overlap
        if later["since"] < earlier.get("until", later["since"]) or (
            later["since"] == earlier["since"]
        ):
            raise LawFileError(f"{where}: the version since {later['since']} overlaps another")
    return ordered


def _frozen(where: str, value: Any) -> Any:
    """Return a value that nobody can change by accident, its rates read as Decimal."""
    if isinstance(value, float):
        raise LawFileError(f'{where}: {value} is inexact; write it as text, "{value}"')
    if isinstance(value, str) and _RATE.fullmatch(value):
        return Decimal(value)
    if isinstance(value, list):
        return tuple(_frozen(where, item) for item in value)
    if isinstance(value, Mapping):
        return MappingProxyType({name: _frozen(where, item) for name, item in value.items()})
    return value
