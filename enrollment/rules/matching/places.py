"""Villages as lists write them, matched to the codes of Kemendagri."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from enrollment.rules.matching.spelling import letters, nearest, words

_VILLAGE_PREFIXES: Final = frozenset({"desa", "ds", "kel", "kelurahan"})
_DISTRICT_PREFIXES: Final = frozenset({"kec", "kecamatan"})
_ABBREVIATIONS: Final = {
    "tg": "tanjung",
    "tj": "tanjung",
    "tjg": "tanjung",
    "tlk": "teluk",
    "sei": "sungai",
    "sui": "sungai",
    "kp": "kampung",
    "kpg": "kampung",
    "brt": "barat",
    "tmr": "timur",
    "tim": "timur",
    "sel": "selatan",
    "utr": "utara",
    "teng": "tengah",
}
# "Nyamuk, Kec. Siantan Timur" in the village's cell
_DISTRICT_INSIDE = re.compile(r"^(.+?)[\s,;(]+kec(?:amatan)?\b[.:\s]*(.+?)\)?$", re.IGNORECASE)
_MOST_SUGGESTIONS: Final = 3
_LEAST_LIKENESS: Final = 0.6
_LEAST_PART: Final = 4
_REMEMBERED: Final = 20_000


@dataclass(frozen=True, order=True, slots=True)
class Village:
    """One village (desa, kelurahan) with the names and codes of what it lies in."""

    code: str
    name: str
    district_code: str
    district_name: str
    regency_code: str


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """What a village's text means: one village, or several that it could be, or suggestions."""

    village: Village | None = None
    candidates: tuple[Village, ...] = ()
    suggestions: tuple[Village, ...] = ()


class PlaceIndex:
    """Finds villages by name, those of the decree's region first.

    `region_code` is the decree's region at any level; the villages are those of its province
    at least, so that a worker who lives next door is found by village and district together.
    """

    def __init__(self, villages: Iterable[Village], *, region_code: str) -> None:
        self._exact: dict[str, list[Village]] = defaultdict(list)
        self._elsewhere: dict[str, list[Village]] = defaultdict(list)
        self._names: list[tuple[str, int, Village]] = []
        districts: dict[tuple[str, str], None] = {}
        province = region_code[:2]
        for village in villages:
            inside = village.code.startswith(region_code)
            if not inside and not village.code.startswith(province):
                continue
            for key in _keys_of(village.name):
                (self._exact if inside else self._elsewhere)[key].append(village)
                if inside:
                    self._names.append((key, letters(key), village))
            if inside:
                districts[_district_key(village.district_name), village.district_code] = None
        self._districts = [(key, letters(key), code) for key, code in districts]
        self.match = lru_cache(maxsize=_REMEMBERED)(self._match)

    def _match(self, village_text: str, district_text: str = "") -> PlaceMatch:
        """Return the village that the texts of its cell and of the district's cell mean.

        An exact name beats a near one, and a near one counts only where the district named
        does not contradict it: an old list may name the district before a split, but two
        doubts at once are a question for the officer.
        """
        if inside := _DISTRICT_INSIDE.match(village_text):
            village_text, district_text = inside[1], district_text or inside[2]
        key = _village_key(village_text)
        if not key:
            return PlaceMatch()
        districts = self._districts_named(district_text)
        neighbor = self._next_door(key, district_text)
        if exact := self._exact.get(key):
            if neighbor and not districts:
                return PlaceMatch(neighbor)
            return _one_of(_within(exact, districts) or exact)
        near = nearest(key, self._names)
        if agreeing := _within(near, districts) if _district_key(district_text) else near:
            return _one_of(agreeing)
        if neighbor:
            return PlaceMatch(neighbor)
        likely = dict.fromkeys([*near, *self._alike(key, districts)])
        return PlaceMatch(suggestions=tuple(likely)[:_MOST_SUGGESTIONS])

    def _districts_named(self, text: str) -> frozenset[str]:
        """Return the codes of the region's districts that a text names, exactly or nearly."""
        key = _district_key(text)
        exact = [code for name, _, code in self._districts if name == key]
        return frozenset(exact or nearest(key, self._districts))

    def _next_door(self, key: str, district_text: str) -> Village | None:
        """Return the one village outside the region whose name and district are both exact."""
        district = _district_key(district_text)
        found = [
            village
            for village in self._elsewhere.get(key, ())
            if district and _district_key(village.district_name) == district
        ]
        return found[0] if len(found) == 1 else None

    def _alike(self, key: str, districts: frozenset[str]) -> list[Village]:
        """Return the region's villages that share many letters, those of the district first."""
        pairs = _pairs(key)
        ranked = sorted(
            (village.district_code not in districts, -likeness, village.code, village)
            for name, _, village in self._names
            if (likeness := _likeness(pairs, _pairs(name))) >= _LEAST_LIKENESS
            or (len(key) >= _LEAST_PART and key in name)
        )
        return [village for _, _, _, village in ranked]


def _one_of(found: list[Village]) -> PlaceMatch:
    different = tuple(dict.fromkeys(found))
    return PlaceMatch(different[0]) if len(different) == 1 else PlaceMatch(candidates=different)


def _within(villages: list[Village], districts: frozenset[str]) -> list[Village]:
    return [village for village in villages if village.district_code in districts]


def _keys_of(name: str) -> list[str]:
    """Return the keys of an official name: whole, without an older name in brackets, and
    without a prefix that belongs to the name (Desa Baru)."""
    keys = (_joined(words(name)), _joined(words(name.split("(", 1)[0])), _village_key(name))
    return [key for key in dict.fromkeys(keys) if key]


def _village_key(text: str) -> str:
    return _joined(_without_prefix(words(text), _VILLAGE_PREFIXES))


def _district_key(text: str) -> str:
    return _joined(_without_prefix(words(text), _DISTRICT_PREFIXES))


def _without_prefix(parts: list[str], prefixes: frozenset[str]) -> list[str]:
    """Return the words after `Desa`, `Desa/Kel.` and the like; all when nothing else is left."""
    start = 0
    while start < len(parts) and parts[start] in prefixes:
        start += 1
    return parts[start:] or parts


def _joined(parts: list[str]) -> str:
    return "".join(_ABBREVIATIONS.get(part, part) for part in parts)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of letter pairs that two names have in common, 0 to 1 (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
