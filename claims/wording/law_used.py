"""The versions of the law that an assessment used, by the names of the page of the law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from claims.wording.claims import clause_text
from registry.formats import day_text
from registry.law.parameters import MissingParameter, versions
from registry.law_words import topics


class LawWords(NamedTuple):
    """One version: what it rules, by which act and clause, and since when."""

    label: str
    clause: str
    since: str


def law_in_words(used: Iterable[Mapping[str, Any]]) -> list[LawWords]:
    """Return what was used, in its order."""
    return [
        LawWords(
            _label(each["key"]),
            clause_text(f"{each['source']}, {each['clause']}"),
            day_text(date.fromisoformat(each["since"])),
        )
        for each in used
    ]


def _label(key: str) -> str:
    """Return what a parameter is called; one that the law files lost since, by its key."""
    try:
        named = topics(versions(key)[-1:])
    except MissingParameter:
        return key
    return named[0].provisions[0].label
