"""Cells and rows as they stand in a sheet, before anything is made of them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Final, Literal, NamedTuple

Kind = Literal["empty", "text", "number", "date", "bool", "error"]

ERROR_WORDS: Final = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)
# from here on Excel shows a number in a narrow or general cell as 2,10503E+15
_SHOWN_AS_POWER: Final = 10**11


class Cell(NamedTuple):
    """One cell: what kind of content it has, and the content.

    The value is a str for text and error, a float or int for number, a date for date, a bool
    for bool, and "" for empty.
    """

    kind: Kind
    value: str | float | date | bool

    @property
    def text(self) -> str:
        """Return what a person sees in the cell, dates as 17/08/1980."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, bool):
            return "TRUE" if self.value else "FALSE"
        if isinstance(self.value, date):
            return self.value.strftime("%d/%m/%Y")
        return _number_as_shown(self.value)


EMPTY: Final = Cell("empty", "")


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of a list: its sheet, the sheet's own row number, and its cells by column key."""

    sheet: str
    row: int
    cells: dict[str, Cell]

    @property
    def origin(self) -> tuple[str, int]:
        """Return sheet and row where the row first stood: on a repair sheet its source columns
        say it, on any other sheet it is the row itself."""
        sheet = self.cells.get("source_sheet", EMPTY).text.strip()
        row = self.cells.get("source_row", EMPTY).text.strip()
        if sheet and row.isascii() and row.isdigit() and len(row) <= len("1048576"):
            return sheet, int(row)
        return self.sheet, self.row


def cell_of(value: object) -> Cell:
    """Return the cell of a value as a reader of files gives it; blank text is an empty cell."""
    if isinstance(value, str):
        stripped = value.strip()
        if not stripped:
            return EMPTY
        return Cell("error", stripped) if stripped in ERROR_WORDS else Cell("text", value)
    if isinstance(value, bool):
        return Cell("bool", value)
    if isinstance(value, int | float):
        return Cell("number", value) if isfinite(value) else Cell("text", str(value))
    if isinstance(value, datetime):
        return Cell("date", value.date())
    if isinstance(value, date):
        return Cell("date", value)
    return Cell("text", str(value)) if isinstance(value, time | timedelta) else EMPTY


def is_blank(value: object) -> bool:
    """Return whether a value shows nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def _number_as_shown(number: float) -> str:
    if abs(number) >= _SHOWN_AS_POWER:
        mantissa, _, exponent = f"{number:.5E}".partition("E")
        shown = mantissa.rstrip("0").rstrip(".").replace(".", ",")
        return f"{shown}E{exponent}"
    if number == int(number):
        return str(int(number))
    return f"{number:.10g}".replace(".", ",")
