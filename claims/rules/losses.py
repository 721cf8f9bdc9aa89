"""The table of losses (PP 44/2015 and PP 82/2019, Lampiran III), and the money of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from claims.rules.lookups import Lookup
from registry.law.parameters import parameter

_KEY = "jkk.losses"


@dataclass(frozen=True, slots=True, kw_only=True)
class LossRow:
    """One row: a fixed percentage, or a range within which a doctor gives one.

    `unit` names the step of a row whose percentage is for each whole step, `most_units` the most
    steps. `most` is how often one person can suffer the loss, `within` the larger loss that holds
    it, `at_most` the whole loss that its steps are never worth more than. The labels are the
    annex's words and their English.
    """

    code: str
    label_id: str
    label_en: str
    percent_from: Decimal
    percent_to: Decimal
    unit: str = ""
    most_units: int = 0
    most: int = 1
    within: str = ""
    at_most: str = ""

    @property
    def per_unit(self) -> bool:
        """Whether the percentage is for each step."""
        return bool(self.unit)

    @property
    def is_range(self) -> bool:
        """Whether a doctor gives the percentage."""
        return self.percent_from != self.percent_to

    @property
    def percent(self) -> Decimal | None:
        """The fixed percentage; None of a range."""
        return None if self.is_range else self.percent_from


def losses(on: date, *, law: Lookup = parameter) -> tuple[LossRow, ...]:
    """Return the rows in force on a day, in the order of the annex."""
    return _rows(law(_KEY, on=on).value)


def rows_by_code(on: date, *, law: Lookup = parameter) -> Mapping[str, LossRow]:
    """Return the rows in force on a day by their code."""
    return {row.code: row for row in losses(on, law=law)}


def holding(code: str, rows: Mapping[str, LossRow]) -> frozenset[str]:
    """Return every larger loss that holds a loss: an arm holds its hand and the hand's fingers."""
    found: list[str] = []
    while code := rows[code].within:
        found.append(code)
    return frozenset(found)


def _rows(table: tuple[Mapping[str, Any], ...]) -> tuple[LossRow, ...]:
    return tuple(_row(tuple(sorted(entry.items()))) for entry in table)


@lru_cache(maxsize=256)
def _row(entry: tuple[tuple[str, Any], ...]) -> LossRow:
    row = dict(entry)
    low = row["percent_from"] if "percent_from" in row else row["percent"]
    high = row["percent_to"] if "percent_to" in row else row["percent"]
    return LossRow(
        code=row["code"],
        label_id=row["id"],
        label_en=row["en"],
        percent_from=Decimal(low),
        percent_to=Decimal(high),
        unit=row.get("unit", ""),
        most_units=row.get("most_units", 0),
        most=row.get("most", 1),
        within=row.get("within", ""),
        at_most=row.get("at_most", ""),
    )
