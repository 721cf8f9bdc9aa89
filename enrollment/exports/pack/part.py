"""A part of the pack: a table that the printed pages and the workbook show alike."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from registry.formats import number_text, rupiah_text

Value = str | int | date | None


class Kind(Enum):
    """What stands in a column."""

    TEXT = "text"
    NUMBER = "number"
    RUPIAH = "rupiah"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its heading, what stands in it, and its share of the width of a page."""

    text: str
    kind: Kind = Kind.TEXT
    share: float = 1

    @property
    def is_figure(self) -> bool:
        """Whether it stands to the right."""
        return self.kind in (Kind.NUMBER, Kind.RUPIAH)

    def shown(self, value: Value) -> str:
        """Return a value as the printed pages show it; nothing for what is not known."""
        if value is None:
            return ""
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        if isinstance(value, int):
            return rupiah_text(value) if self.kind is Kind.RUPIAH else number_text(value)
        return value


@dataclass(frozen=True, slots=True)
class Part:
    """One table with its title; `nothing` is said instead where it has no rows."""

    title: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Value]]
    nothing: str
    total: Sequence[Value] = ()
    note: str = ""
    name: str = ""

    @property
    def sheet_name(self) -> str:
        """The name of its sheet, where the title is too long for one."""
        return self.name or self.title

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of its rows, a line for each, values apart by a tab, days as 2020-07-21."""
        digest = hashlib.sha256()
        for row in self.rows:
            digest.update("\t".join("" if v is None else str(v) for v in row).encode())
            digest.update(b"\n")
        return digest.hexdigest()


def sum_of(rows: Sequence[Sequence[Value]], place: int) -> int:
    """Return the sum of a column; what is not a figure counts for nothing."""
    return sum(value for row in rows if isinstance(value := row[place], int))
