"""What somebody means who types into the search box: digits of a card, or words of a name."""

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from enrollment.rules.matching.names import MUHAMMAD_SPELLINGS, name_key
from enrollment.rules.matching.spelling import words
from registry.card_numbers import record_of_card

_FEWEST_DIGITS: Final = 4
_NIK_DIGITS: Final = 16
_FEWEST_LETTERS: Final = 2
_BETWEEN_DIGITS: Final = str.maketrans("", "", " .-()\u00a0")
_LONGEST: Final = 120
_WORDS_AND_BETWEEN: Final = re.compile(r"[^\s,]+|[\s,]+")
_MUHAMMAD: Final = name_key("Muhammad")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the typed text may mean; empty where it cannot.

    `nik` and `phone` are beginnings; `record` is the record of a card number. Each of `words`
    holds the beginnings that a word of the name may have, as compared: "moch" is the beginning of
    MOH and of a MUHAMMAD. `number` is what a decree, an invoice or a claim may hold.
    """

    nik: str = ""
    phone: str = ""
    record: int | None = None
    words: tuple[tuple[str, ...], ...] = ()
    number: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be found by it."""
        return self == Asked()


def read_search(text: str) -> Asked:
    """Return what a typed text may mean. Whatever is typed, it is read: nothing is refused."""
    text = " ".join(text.split())[:_LONGEST]
    digits = text.translate(_BETWEEN_DIGITS)
    if digits.removeprefix("+").isascii() and digits.removeprefix("+").isdigit():
        return _by_digits(text, digits)
    return Asked(words=_by_words(text), number=text if len(text) >= _FEWEST_LETTERS else "")


def _by_digits(text: str, digits: str) -> Asked:
    if len(digits) < _FEWEST_DIGITS:
        return Asked(number=text)
    whole = digits.removeprefix("+")
    return Asked(
        nik=whole if digits == whole and len(whole) <= _NIK_DIGITS else "",
        phone=_phone(digits),
        record=record_of_card(whole),
        number=text,
    )


def _phone(digits: str) -> str:
    """Return the beginning of a telephone number as it is kept: 0812…, from abroad +60…."""
    whole = digits.removeprefix("+")
    if whole.startswith("62"):
        return f"0{whole.removeprefix('62')}"
    if digits.startswith("+"):
        return digits
    return whole if whole.startswith("0") else f"0{whole}" if whole.startswith("8") else ""


def _by_words(text: str) -> tuple[tuple[str, ...], ...]:
    key = name_key(text).split()
    typed = words(text)
    if not key or not typed:
        return ()
    whole = [(word,) for word in key[:-1]]
    # the last word may not be finished, and then it is the beginning of more than its key says
    last = typed[-1]
    begun = len(last) >= _FEWEST_LETTERS and any(
        spelling.startswith(last) for spelling in MUHAMMAD_SPELLINGS
    )
    alternatives = dict.fromkeys([key[-1], _MUHAMMAD] if begun else [key[-1]])
    return (*whole, tuple(alternatives))


class Part(NamedTuple):
    """A piece of a text, and whether it is what was asked for."""

    text: str
    is_match: bool


def marked_name(name: str, typed: str) -> tuple[Part, ...]:
    """Return a name in parts: the words that the typed ones found, in whatever spelling."""
    beginnings = [one for word in read_search(typed).words for one in word]
    parts = []
    for piece in _WORDS_AND_BETWEEN.findall(name):
        key = name_key(piece)
        parts.append(Part(piece, bool(key) and key.startswith(tuple(beginnings))))
    return tuple(parts)


def marked_text(text: str, typed: str) -> tuple[Part, ...]:
    """Return a text in parts: the first place that holds what was typed."""
    place = text.casefold().find(typed.casefold())
    if place < 0 or not typed:
        return (Part(text, is_match=False),)
    end = place + len(typed)
    parts = ((text[:place], False), (text[place:end], True), (text[end:], False))
    return tuple(Part(*part) for part in parts if part[0])
