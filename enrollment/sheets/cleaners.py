"""One cleaner for each column: a value, or the problem that there is none."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from enrollment.rules.problems import Problem
from enrollment.sheets.cells import Cell, cell_of
from registry.dates import parse_day
from registry.money import parse_rupiah
from registry.nik import LENGTH, NikFacts, NikRefused, clean_nik, mask_nik, read_nik

# longer than any name, address or occupation that a form holds
MAX_TEXT: Final = 200
_MOST_INCOME_IDR: Final = 10**12
_EXCEL_DAY_ZERO: Final = date(1899, 12, 30)
# days that Excel counts, shown as a bare number: from 1913; smaller ones are years and ages
_EXCEL_DAYS: Final = range(5_000, 60_000)
_EARLIEST_YEAR: Final = 1850
_SEXES: Final = {
    **dict.fromkeys(("l", "lk", "laki", "lakilaki", "laki2", "lelaki", "pria", "male"), "L"),
    **dict.fromkeys(("p", "pr", "perempuan", "wanita", "female"), "P"),
}
# what no screen shows and no database keeps
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff]"
)
_NOT_WORD = re.compile(r"[\W_]+")
_NO_LETTERS = re.compile(r"[\W\d_]*")
_POWER = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,3}", re.ASCII | re.IGNORECASE)
_DAY_SHAPE = re.compile(
    r"\d{1,4}\s?[-/. ]\s?(?:\d{1,2}|[a-z]{3,10})\.?\s?[-/. ]\s?\d{1,4}", re.ASCII | re.IGNORECASE
)
# what a spreadsheet program writes before a text that it would take for a formula
_ESCAPE = re.compile(r"^'(?=[=+\-@])")
_PHONE_PARTS = re.compile(r"[/,;&]|\bdan\b|\batau\b", re.IGNORECASE)
_NOT_DIGIT = re.compile(r"[^0-9]")
_PHONE_DIGITS: Final = range(7, 16)


def shown(cell: Cell) -> str:
    """Return what a person sees in the cell, fit to be kept."""
    return _seen(cell.text)[:MAX_TEXT].strip()


def clean_text(cell: Cell) -> str:
    """Return the text with single spaces; empty for error cells, dashes and the like."""
    if cell.kind in ("empty", "error"):
        return ""
    text = " ".join(_ESCAPE.sub("", _seen(cell.text)).split())[:MAX_TEXT].rstrip()
    return text if _NOT_WORD.fullmatch(text) is None else ""


def clean_nik_cell(cell: Cell) -> tuple[str, NikFacts | None, Problem | None]:
    """Return the 16 digits of a NIK and what they say, or the problem.

    Digits that cannot be a NIK are returned all the same when there are 16, to tell the row by.
    A number is refused: a spreadsheet keeps 15 digits of it, so the last one is lost.
    """
    if cell.kind == "number":
        return "", None, Problem("nik_numeric_cell", cell.text)
    text = shown(cell)
    if cell.kind == "error":
        return "", None, Problem("nik_not_digits", text)
    if _POWER.fullmatch(text):
        as_number = cell_of(float(text.replace(",", ".")))
        return "", None, Problem("nik_numeric_cell", as_number.text)
    nik = clean_nik(text)
    if not nik:
        return "", None, Problem("nik_missing", text)
    try:
        return nik, read_nik(nik), None
    except NikRefused as refusal:
        params: dict[str, str | int] = {}
        if refusal.code == "nik_length":
            params = {"digits": len(nik), "needed": LENGTH}
        problem = Problem(refusal.code, mask_nik(nik), params)
        whole = len(nik) == LENGTH and refusal.code == "nik_impossible_date"
        return nik if whole else "", None, problem


def clean_name(cell: Cell) -> tuple[str, Problem | None]:
    """Return the name; a cell without a letter holds none."""
    name = clean_text(cell)
    if cell.kind != "text" or _NO_LETTERS.fullmatch(name):
        return "", Problem("name_missing", shown(cell))
    return name, None


def clean_birth_date(
    cell: Cell, with_place: Cell, *, latest: date
) -> tuple[date | None, Problem | None]:
    """Return the birth date, from its own cell or from `Tempat/Tgl Lahir`, or the problem.

    `latest` is the latest birth date that gives the minimum age: it picks the century of a
    year with two digits.
    """
    if not _has_content(cell):
        cell = with_place
        if cell.kind == "text" and not any(map(str.isdigit, shown(cell))):
            return None, Problem("birth_date_missing", shown(cell))
    if not _has_content(cell):
        return None, Problem("birth_date_missing")
    born_on = _day_of(cell, latest)
    if born_on:
        return born_on, None
    shape = "no_such_day" if _DAY_SHAPE.search(shown(cell)) else "not_a_date"
    return None, Problem("birth_date_unreadable", shown(cell), {"shape": shape})


def clean_sex(cell: Cell) -> tuple[str, Problem | None]:
    """Return L or P, or the problem. A lone W is refused: beside it P would mean pria."""
    text = shown(cell)
    sex = _SEXES.get(_NOT_WORD.sub("", text.casefold()), "")
    return sex, None if sex else Problem("sex_unreadable", text)


def clean_phone(cell: Cell) -> str:
    """Return the first telephone number as digits, 0812…; one from abroad as +60….

    Unreadable is empty: nobody is refused for a telephone.
    """
    whole = cell.kind == "number" and isinstance(cell.value, int | float)
    text = f"{cell.value:.0f}" if whole else clean_text(cell)
    for part in _PHONE_PARTS.split(text):
        digits = _NOT_DIGIT.sub("", part)
        if len(digits) not in _PHONE_DIGITS:
            continue
        if digits.startswith("62"):
            return f"0{digits.removeprefix('62')}"
        if part.strip().startswith("+"):
            return f"+{digits}"
        return f"0{digits}" if digits.startswith("8") else digits
    return ""


def clean_income(cell: Cell) -> int | None:
    """Return the monthly income in rupiah, which is recorded only; None when unreadable."""
    if cell.kind == "number" and isinstance(cell.value, int | float):
        income = round(cell.value)
    else:
        try:
            income = parse_rupiah(clean_text(cell))
        except ValueError:
            return None
    return income if 0 <= income < _MOST_INCOME_IDR else None


def _seen(text: str) -> str:
    return text if text.isprintable() else _UNSEEN.sub("", text)


def _has_content(cell: Cell) -> bool:
    return cell.kind != "empty" and (cell.kind != "text" or not _NOT_WORD.fullmatch(shown(cell)))


def _day_of(cell: Cell, latest: date) -> date | None:
    if isinstance(cell.value, date):
        return cell.value if cell.value.year >= _EARLIEST_YEAR else None
    if cell.kind == "number" and isinstance(cell.value, int | float):
        days = int(cell.value)
        if days == cell.value and days in _EXCEL_DAYS:
            return _EXCEL_DAY_ZERO + timedelta(days=days)
        return None
    return _day_in(shown(cell), latest) if cell.kind == "text" else None


@lru_cache(maxsize=50_000)
def _day_in(text: str, latest: date) -> date | None:
    """Return the day that a text holds, after a place or a weekday if there is one."""
    text = text.strip(" '’.,;")
    first_digit = next((place for place, sign in enumerate(text) if sign.isdigit()), 0)
    for part in dict.fromkeys((text, text[first_digit:])):
        try:
            return parse_day(part, latest=latest)
        except ValueError:
            continue
    return None
