"""Spelling: names brought to one form, and how far two of them are apart."""

import re
import unicodedata
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")

_NOT_LETTER_OR_DIGIT = re.compile(r"[^0-9a-z]+")


def words(text: str) -> list[str]:
    """Return the words of a text in small letters, without accents and punctuation."""
    if not text.isascii():
        split = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in split if not unicodedata.combining(letter))
    return _NOT_LETTER_OR_DIGIT.sub(" ", text.casefold()).split()


def tolerance(length: int) -> int:
    """Return how many letters may differ in a name of this length and leave it the same.

    Short names differ from each other by one letter (Lidi, Liuk), so they must be exact;
    two letters part Air Bini from Air Biru, so two are for long names only.
    """
    if length < 5:
        return 0
    return 1 if length < 10 else 2


def distance(one: str, other: str, limit: int) -> int:
    """Return how many letters are wrong, missing, added or swapped; `limit` + 1 when more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, against in enumerate(other, start=1):
            best = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != against))
            swapped = i > 1 and j > 1 and letter == other[j - 2] and against == one[i - 2]
            row.append(min(best, last[j - 2] + 1) if swapped else best)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def letters(text: str) -> int:
    """Return the set of letters as bits: names that share few are far apart, cheaply told."""
    bits = 0
    for letter in text:
        bits |= 1 << (ord(letter) & 31)
    return bits


def nearest(text: str, names: Iterable[tuple[str, int, T]]) -> list[T]:
    """Return what stands behind the nearest names within tolerance; several when equally near.

    Each name comes with its `letters`. A letter that is wrong changes at most two bits.
    """
    limit = tolerance(len(text))
    bits = letters(text)
    found: list[T] = []
    for name, name_bits, meaning in names:
        if (bits ^ name_bits).bit_count() > 2 * limit or tolerance(len(name)) == 0:
            continue
        apart = distance(text, name, limit)
        if apart > limit:
            continue
        if apart < limit:
            limit, found = apart, []
        found.append(meaning)
    return found
