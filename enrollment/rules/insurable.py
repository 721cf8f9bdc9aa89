"""Insurable when enrolled: the facts over which a claim would be refused later.

Four of them the register checks itself; two only the worker knows, so he is asked, or somebody
attests them for him.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

Statements = dict[str, dict[str, bool | str]]


class Statement(StrEnum):
    """One fact that must hold when a worker is enrolled."""

    ALIVE = "alive"
    AGE = "age"
    WORKS = "works"
    NOT_ILL = "not_ill"
    NIK = "nik"
    COVERED_ONCE = "covered_once"


class How(StrEnum):
    """How a statement is known."""

    ASKED = "asked"
    CHECKED = "checked"


# PP 44/2015 Pasal 11 ayat (2): the works that are insured are those that the worker declares
ASKED: Final = (Statement.WORKS, Statement.NOT_ILL)
# codes of what a NIK can contradict; an unknown region or serial contradicts nothing
CONTRADICTIONS: Final = frozenset({"nik_sex_differs", "nik_birth_date_differs"})


def how_known(statement: Statement) -> How:
    """Return whether a statement is asked of a person, or checked against the register."""
    return How.ASKED if statement in ASKED else How.CHECKED


def missing_answer(answers: Mapping[str, bool]) -> Statement | None:
    """Return the first statement asked that was not affirmed: who cannot affirm it must wait."""
    return next((asked for asked in ASKED if not answers.get(asked)), None)


def nik_agrees(codes: Iterable[str]) -> bool:
    """Return whether none of the doubts about a NIK contradicts what is stated beside it."""
    return CONTRADICTIONS.isdisjoint(codes)


def attested(*, nik_holds: bool) -> Statements:
    """Return the six statements as they are kept, once each that is needed was found to hold.

    A NIK that contradicts the birth date or the sex keeps nobody out, because old ones with wrong
    data exist: it is the one statement that is kept as not holding.
    """
    return {
        statement.value: {
            "holds": nik_holds or statement is not Statement.NIK,
            "how": how_known(statement).value,
        }
        for statement in Statement
    }
