"""Occupations as lists write them, matched to the registry's own list."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from enrollment.rules.matching.spelling import letters, nearest, words

# what lists say most often and the reference list says otherwise; the plain word means the
# most common kind of that work
_COMMON: Final = {
    "nelayan": "nelayan_pesisir",
    "nelayan tangkap": "nelayan_pesisir",
    "nelayan tradisional": "nelayan_pesisir",
    "nelayan kecil": "nelayan_pesisir",
    "petani": "petani_tanaman_pangan",
    "tani": "petani_tanaman_pangan",
    "bertani": "petani_tanaman_pangan",
    "petani kebun": "pekebun",
    "berkebun": "pekebun",
    "petani karet": "pekebun",
    "petani kelapa": "pekebun",
    "petani cengkih": "pekebun",
    "petani cengkeh": "pekebun",
    "peternak": "peternak_unggas",
    "pedagang": "pedagang_pasar",
    "dagang": "pedagang_pasar",
    "berdagang": "pedagang_pasar",
    "jualan": "pedagang_pasar",
    "pedagang ikan": "penjual_ikan",
    "penjual ikan": "penjual_ikan",
    "jual ikan": "penjual_ikan",
    "pedagang kecil": "pedagang_pasar",
    "pedagang kelontong": "pemilik_warung",
    "warung": "pemilik_warung",
    "pemilik kios": "pemilik_warung",
    "buruh": "pekerja_serabutan",
    "buruh harian": "pekerja_serabutan",
    "buruh lepas": "pekerja_serabutan",
    "bhl": "pekerja_serabutan",
    "serabutan": "pekerja_serabutan",
    "kerja serabutan": "pekerja_serabutan",
    "ojek": "ojek",
    "ojeg": "ojek",
    "tukang ojeg": "ojek",
    "ojek online": "ojek",
    "pengemudi ojek": "ojek",
    "sopir": "sopir_mobil",
    "supir": "sopir_mobil",
    "driver": "sopir_mobil",
    "pengemudi": "sopir_mobil",
    "sopir pikap": "sopir_mobil",
    "supir truk": "sopir_truk",
    "becak": "pengayuh_becak",
    "tukang becak": "pengayuh_becak",
    "tekong": "kapten_pompong",
    "supir speed boat": "sopir_speedboat",
    "supir speedboat": "sopir_speedboat",
    "sopir speedboat": "sopir_speedboat",
    "abk": "abk_kapal",
    "anak buah kapal": "abk_kapal",
    "buruh pelabuhan": "tkbm",
    "buruh bongkar muat": "tkbm",
    "kuli bangunan": "buruh_bangunan",
    "tukang": "tukang_bangunan",
    "montir": "mekanik_kendaraan",
    "bengkel": "mekanik_kendaraan",
    "tukang jahit": "penjahit",
    "pangkas rambut": "tukang_cukur",
    "art": "asisten_rumah_tangga",
    "tukang parkir": "juru_parkir",
    "guru mengaji": "guru_ngaji",
    "petani rumput laut": "pembudidaya_rumput_laut",
    "budidaya ikan": "pembudidaya_ikan",
    "petani ikan": "pembudidaya_ikan",
}
# words of the KTP that are so wide that they name no work, and first words that alone say none
_WIDE_WORDS: Final = (
    "wiraswasta industri transportasi anak asisten guru juru pembuat pemilik pengolah penjaga "
    "tenaga"
)
_SAYING_TOO_LITTLE: Final = frozenset(_WIDE_WORDS.split())
_PARTS = re.compile(r"[/(),]")
_REMEMBERED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Occupation:
    """One occupation of the reference list; aliases are its other names, that of the KTP too."""

    slug: str
    label: str
    aliases: tuple[str, ...] = ()


class OccupationIndex:
    """Finds occupations by what people write; of several that fit, the first on the list."""

    def __init__(self, occupations: Iterable[Occupation]) -> None:
        listed = list(occupations)
        slugs = {occupation.slug for occupation in listed}
        self._slugs: dict[str, str] = {}
        for occupation in listed:
            self._learn(occupation.label, occupation.slug)
            self._learn(occupation.slug, occupation.slug)
        for text, slug in _COMMON.items():
            if slug in slugs:
                self._learn(text, slug)
        for occupation in listed:
            for part in _PARTS.split(occupation.label):
                self._learn(part, occupation.slug)
        for occupation in listed:
            for alias in occupation.aliases:
                for part in (alias, *_PARTS.split(alias)):
                    self._learn(part, occupation.slug)
        self._names = [(key, letters(key), slug) for key, slug in self._slugs.items()]
        self.match = lru_cache(maxsize=_REMEMBERED)(self._match)

    def _learn(self, text: str, slug: str) -> None:
        key = _key(text)
        if key and key not in _SAYING_TOO_LITTLE:
            self._slugs.setdefault(key, slug)

    def _match(self, text: str) -> str:
        """Return the slug of the occupation that the text means; empty when none is told."""
        key = _key(text)
        if not key or key in _SAYING_TOO_LITTLE:
            return ""
        for candidate in dict.fromkeys((key, *map(_key, _PARTS.split(text)))):
            if slug := self._slugs.get(candidate):
                return slug
        return self._near(key) or self._by_first_words(key)

    def _near(self, key: str) -> str:
        found = nearest(key, self._names)
        return found[0] if found else ""

    def _by_first_words(self, key: str) -> str:
        """Return the occupation whose name opens the text, or whose name the text opens."""
        parts = key.split()
        for length in range(len(parts) - 1, 0, -1):
            if slug := self._slugs.get(" ".join(parts[:length])):
                return slug
        opening = f"{key} "
        return next((slug for name, _, slug in self._names if name.startswith(opening)), "")


def _key(text: str) -> str:
    return " ".join(words(text))
