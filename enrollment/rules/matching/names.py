"""The key of a person's name: the same for the spellings that one person meets on papers."""

import re
from typing import Final

from enrollment.rules.matching.spelling import words

_TITLE_WORDS: Final = (
    "h hj haji hajjah drs dra dr ir prof ust ustadz ustadzah kh tgk sdr sdri bpk bapak ibu "
    "tn ny nn alm almh bin binti bt bte"
)
_MUHAMMAD_WORDS: Final = (
    "m moh mohd mohamad mohammad mohamed mohammed muh muhd muhamad muhammad muhamed muhammed "
    "mhd md moch mochamad mochammad much muchamad muchammad mukhamad mukhammad"
)
_TITLES: Final = frozenset(_TITLE_WORDS.split())
MUHAMMAD_SPELLINGS: Final = frozenset(_MUHAMMAD_WORDS.split())
_ABDUL: Final = frozenset({"abd", "abdl", "abdoel"})
# old and Arabic spellings, in this order: the new one may hold letters that come later
_SPELLINGS: Final = (
    ("oe", "u"),
    ("dj", "j"),
    ("tj", "c"),
    ("ch", "h"),
    ("kh", "h"),
    ("sy", "s"),
    ("sj", "s"),
    ("dh", "d"),
    ("ie", "i"),
)
_SI_BEFORE_VOWEL = re.compile(r"^si(?=[aou])")
_DOUBLED = re.compile(r"([a-z])\1+")
_APOSTROPHES = re.compile(r"['’‘`ʼ]")


def name_key(name: str) -> str:
    """Return the name in capitals without titles, in one spelling; empty when nothing is left.

    Two people may share it: it is compared together with birth date and village, and what it
    finds is a question to the officer, never an answer.
    """
    before_degrees = _APOSTROPHES.sub("", name).split(",", 1)[0]
    kept = [word for word in words(before_degrees) if word not in _TITLES]
    return " ".join(_word_key(word, first=not place) for place, word in enumerate(kept)).upper()


def _word_key(word: str, *, first: bool) -> str:
    if word in MUHAMMAD_SPELLINGS and (first or len(word) > 1):
        return "muhammad"
    if word in _ABDUL:
        return "abdul"
    # Siamsul is Syamsul, and Siti is Siti
    word = _SI_BEFORE_VOWEL.sub("s", word)
    for old, new in _SPELLINGS:
        word = word.replace(old, new)
    word = _DOUBLED.sub(r"\1", word)
    return word[:-1] if len(word) > 3 and word.endswith("ah") else word
