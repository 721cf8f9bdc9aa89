"""Every invariant with its figures, as one picture of the database."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

from dashboards.verification import benefits, months, sums


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant: a stable name, the figures that were compared, and how many differ."""

    name: str
    figures: dict[str, int]
    differences: int

    @property
    def ok(self) -> bool:
        """Whether everything agrees."""
        return self.differences == 0


def verify() -> list[Check]:
    """Return every check, all of the same moment also while others write."""
    begins = not connection.in_atomic_block
    with transaction.atomic():
        if begins and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        found = [
            *((name, sums.figures(sql)) for name, sql in sums.CHECKS.items()),
            ("covered_months_are_paid_exactly", months.covered_months()),
            ("counts_equal_rows", months.counts()),
            *((name, sums.figures(sql)) for name, sql in benefits.CHECKS.items()),
        ]
    return [Check(name, figures, figures.pop("differences")) for name, figures in found]
