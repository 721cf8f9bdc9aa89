"""Which of the cover that ends is looked at: how soon, of which payer, village and month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from registry.keys import key_named
from registry.months import parse_month

WINDOWS: Final = (30, 60, 90)
ARREARS: Final = 0  # the window of self-payers whose cover has ended and can still be resumed
KEPT_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class LapseChoice:
    """Which of the cover that ends is looked at; empty parts choose everything.

    `days` is one of WINDOWS, or ARREARS. `sponsor` is the key of a payer, 0 for all workers who
    pay for themselves; `village` a region's code; `month` the first month without cover.
    """

    days: int = WINDOWS[1]
    sponsor: int | None = None
    village: str = ""
    month: date | None = None

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> LapseChoice:
        """Return the choice of a query string, or of the facts of a job; what is odd is left."""
        days, sponsor = (str(given.get(name, "")) for name in ("days", "sponsor"))
        village = str(given.get("village", ""))
        try:
            month = parse_month(str(given.get("month", "")))
        except ValueError:
            month = None
        known = {str(window): window for window in (*WINDOWS, ARREARS)}
        return cls(
            days=known.get(days, WINDOWS[1]),
            sponsor=key_named(sponsor),
            village="" if key_named(village) is None else village,
            month=month,
        )

    def facts(self) -> dict[str, Any]:
        """Return the choice as plain facts, which read() reads again."""
        facts: dict[str, Any] = {"days": self.days}
        if self.sponsor is not None:
            facts["sponsor"] = self.sponsor
        if self.village:
            facts["village"] = self.village
        if self.month:
            facts["month"] = f"{self.month:%Y-%m}"
        return facts
