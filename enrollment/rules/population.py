"""What the population register answers about a NIK, and what follows from it for a worker.

The words of offices differ; an answer that cannot be read is never taken for "matches".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Result = Literal["", "matched", "mismatched", "dead", "moved"]
Outcome = Literal["applied", "same", "to_do", "unknown", "unreadable"]

_WORDS: Final[dict[str, Result]] = {
    **dict.fromkeys(
        (
            *("meninggal", "wafat", "mati", "almarhum", "almarhumah", "alm", "almh"),
            *("kematian", "mendiang", "dead", "deceased", "died"),
        ),
        "dead",
    ),
    **dict.fromkeys(("pindah", "kepindahan", "moved"), "moved"),
    **dict.fromkeys(
        (
            *("invalid", "beda", "berbeda", "selisih", "ganda", "salah", "nonaktif", "mismatch"),
            *("mismatched", "unmatched"),
        ),
        "mismatched",
    ),
    **dict.fromkeys(
        (
            *("sesuai", "cocok", "padan", "dipadankan", "valid", "sama", "ditemukan", "terdaftar"),
            *("ada", "aktif", "benar", "hidup", "ok", "match", "matched", "matches", "found"),
        ),
        "matched",
    ),
}
_NOT: Final = frozenset(
    {"tidak", "tdk", "tak", "bukan", "belum", "blm", "non", "kurang", "not", "no", "un"}
)
# words that may stand between a "no" and what it denies
_BETWEEN: Final = frozenset({"dapat", "bisa", "pernah", "ter", "di", "yang"})
_WORD = re.compile(r"[a-z]+")
# of several answers in one cell the gravest counts: somebody then looks at it
_GRAVEST_FIRST: Final[tuple[Result, ...]] = ("dead", "moved", "mismatched", "matched")


def read_result(text: str) -> Result:
    """Return what a cell such as `Tidak Sesuai` or `MENINGGAL DUNIA` says; empty when nothing."""
    found: set[Result] = set()
    denied = False
    for word in _WORD.findall(text.casefold()):
        if word in _NOT:
            denied = True
            continue
        if result := _WORDS.get(word):
            found.add(_denied(result) if denied else result)
        if word not in _BETWEEN:
            denied = False
    return next((result for result in _GRAVEST_FIRST if result in found), "")


def _denied(result: Result) -> Result:
    """Return what the opposite says: "not found" does not match, "not dead" says nothing."""
    return {"matched": "mismatched", "mismatched": "matched"}.get(result, "")  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of an answer, as read: what it says, and of which day."""

    result: Result
    happened_on: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is on record of the worker; `given_up` marks a record that was merged or withdrawn."""

    deceased_on: date | None
    moved_away_on: date | None
    status: str
    checked_on: date | None
    given_up: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """What follows: whether the worker's status is taken over, and whether a death is recorded.

    `problem` names what somebody has to do, or why nothing was done; empty where all is said.
    """

    outcome: Outcome
    problem: str = ""
    takes_status: bool = False
    records_death: bool = False


def effect_of(answer: Answer, known: Known, *, checked_on: date) -> Effect:
    """Return what an answer of a day does to a worker.

    The later check holds: an older one never changes what a newer one said. A death with its day
    is recorded; everything that a person must settle is left to a person.
    """
    if known.given_up:
        return Effect("to_do" if answer.result in ("dead", "moved") else "same", "given_up")
    if known.checked_on and checked_on < known.checked_on:
        return Effect("same", "older_check")
    if answer.result == "dead":
        return _of_death(answer.happened_on, known)
    if known.deceased_on:
        return Effect("to_do", "alive_there", takes_status=True)
    if answer.result == "moved":
        if known.moved_away_on:
            return Effect("same", takes_status=True)
        return Effect("to_do", "record_move", takes_status=True)
    if answer.result == "mismatched":
        return Effect("to_do", "mismatch", takes_status=True)
    return Effect("same" if known.status == "matched" else "applied", takes_status=True)


def _of_death(died_on: date | None, known: Known) -> Effect:
    if known.deceased_on:
        differs = died_on is not None and died_on != known.deceased_on
        if differs:
            return Effect("to_do", "other_day_of_death", takes_status=True)
        return Effect("same", takes_status=True)
    if died_on is None:
        return Effect("to_do", "ask_day_of_death", takes_status=True)
    return Effect("applied", takes_status=True, records_death=True)
