"""The identity number (NIK): 16 digits that name a region, a birth date and a serial.

PP 40/2019 Pasal 31: six digits of the region of first registration, the birth date as DDMMYY
with 40 added to a woman's day, and a serial. There is no check digit, and the century is not
in the number.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

LENGTH: Final = 16
_OVERSEAS_PREFIX: Final = "99"
_WOMAN: Final = 40
_HIDDEN: Final = "•"
_SLIPS_AT_MOST: Final = 4
# what typing and spreadsheets leave between the digits; \u2019 and ` are apostrophes of Office
_NOISE = re.compile(r"[\s'\u2018\u2019\u02bc`´.\-\u2010-\u2015\u200b-\u200f\u2060\ufeff]")
_DIGITS = re.compile(r"[0-9]+")
_WHOLE = re.compile(r"(?<![0-9])[0-9]{16}(?![0-9])")

Sex = Literal["L", "P"]
NikCode = Literal["nik_not_digits", "nik_length", "nik_impossible_date"]


class NikRefused(ValueError):
    """A text that cannot be a NIK; `code` is the problem's stable name."""

    def __init__(self, code: NikCode) -> None:
        super().__init__(code)
        self.code: NikCode = code


@dataclass(frozen=True, slots=True)
class NikFacts:
    """What the digits of a NIK say. The century of the birth year is not among it.

    `sex` is L (laki-laki) or P (perempuan); `overseas` marks a NIK given by a mission abroad,
    whose first six digits are no region.
    """

    region_code: str
    born_day: int
    born_month: int
    born_yy: int
    sex: Sex
    serial: str
    overseas: bool


def clean_nik(text: str) -> str:
    """Return the text without the spaces, apostrophes, dots and dashes of typed NIKs."""
    return _NOISE.sub("", text)


def read_nik(nik: str) -> NikFacts:
    """Return what a cleaned NIK says, or raise NikRefused with the first thing wrong."""
    if not _DIGITS.fullmatch(nik):
        raise NikRefused("nik_not_digits")
    if len(nik) != LENGTH:
        raise NikRefused("nik_length")
    day, month, yy = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    sex: Sex = "P" if day > _WOMAN else "L"
    if sex == "P":
        day -= _WOMAN
    if not _is_a_date_in_some_century(day, month, yy):
        raise NikRefused("nik_impossible_date")
    return NikFacts(
        region_code=nik[:6],
        born_day=day,
        born_month=month,
        born_yy=yy,
        sex=sex,
        serial=nik[12:],
        overseas=nik.startswith(_OVERSEAS_PREFIX),
    )


def mask_nik(nik: str) -> str:
    """Return a NIK with its middle hidden: `2105••••••••0000`.

    What is too short to leave anything hidden between its ends is hidden whole.
    """
    if len(nik) <= 8:
        return _HIDDEN * len(nik)
    return f"{nik[:4]}{_HIDDEN * (len(nik) - 8)}{nik[-4:]}"


def _is_a_date_in_some_century(day: int, month: int, yy: int) -> bool:
    for century in (1900, 2000):
        try:
            date(century + yy, month, day)
        except ValueError:
            continue
        return True
    return False


def mask_nik_beside(nik: str, other: str) -> str:
    """Return the NIK masked, but for the few digits in which it differs from another one.

    NIKs of two people differ in many: these stay masked, or a comparison would tell them whole.
    """
    masked = mask_nik(nik)
    if sum(digit != beside for digit, beside in zip(nik, other, strict=False)) > _SLIPS_AT_MOST:
        return masked
    return "".join(
        digit if place >= len(other) or digit != other[place] else shown
        for place, (digit, shown) in enumerate(zip(nik, masked, strict=True))
    )


def mask_niks(text: str) -> str:
    """Return the text with every whole NIK in it masked."""
    return _WHOLE.sub(lambda found: mask_nik(found.group()), text)
