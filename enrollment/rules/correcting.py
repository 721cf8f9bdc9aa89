"""What of a worker's record can be corrected, and what of it makes the identity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

# a wrong one makes another person of the record: a second person decides
IDENTITY: Final = ("nik", "name", "born_on", "sex")
OTHER: Final = (
    "village",
    "address",
    "phone",
    "occupation",
    "second_occupation",
    "occupation_text",
    "income_idr",
    "is_employer",
)
CORRECTABLE: Final = (*IDENTITY, *OTHER)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record, before and after; villages and occupations as their rows."""

    field: str
    before: Any
    after: Any


def touches_identity(fields: Iterable[str]) -> bool:
    """Tell whether one of the fields makes the identity."""
    return any(name in IDENTITY for name in fields)
