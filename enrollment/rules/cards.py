"""What a card says: whose it is in three letters, until when, and whether that still holds."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

Period = tuple[date, date]

_LETTERS: Final = 3
_NO_LETTER: Final = "X"


class Layout(StrEnum):
    """What lies on a page: ten cards to be cut, one card with its letter, or a letter alone."""

    TEN = "ten"
    ONE = "one"
    LETTER = "letter"


class CardStanding(StrEnum):
    """What the register says of a genuine card, without saying why."""

    STANDS = "stands"
    SHORTER = "shorter"
    AHEAD = "ahead"
    ENDED = "ended"
    NO_LONGER = "no_longer"


def initials(name: str) -> str:
    """Return the first letters of the first three words of a name, from A to Z alone."""
    letters = []
    for word in name.split():
        plain = unicodedata.normalize("NFKD", word).upper()
        letter = next((sign for sign in plain if "A" <= sign <= "Z"), "")
        letters.append(letter)
    return "".join(letters)[:_LETTERS] or _NO_LETTER


def unbroken_until(periods: Iterable[Period], month: date) -> date | None:
    """Return the month after the last one covered without a break, from this month on.

    Where this month is not covered, from the first covered month ahead. `periods` stand in the
    order of their first month; None where nothing lies ahead.
    """
    until: date | None = None
    for since, end in periods:
        if end > month and (until is None or since == until):
            until = end
    return until


def card_standing(*, printed_until: date, month: date, periods: Sequence[Period]) -> CardStanding:
    """Return what there is to say in a month of a card that was printed with an end of cover.

    It stands while this month is covered; `SHORTER` where that cover will end before the printed
    month. `NO_LONGER` hides whether the worker died, moved or was taken off a list: who holds a
    card learns that it no longer holds, and whom to ask.
    """
    covers_now = any(since <= month < until for since, until in periods)
    until = unbroken_until(periods, month)
    if covers_now and until:
        return CardStanding.STANDS if until >= printed_until else CardStanding.SHORTER
    if printed_until <= month:
        return CardStanding.ENDED
    return CardStanding.AHEAD if until else CardStanding.NO_LONGER
