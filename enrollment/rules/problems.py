"""The problems that a row of a list can have. The codes are stable: files and JSON carry them."""

from dataclasses import dataclass, field
from typing import Final

REFUSALS: Final = frozenset(
    {
        "nik_missing",
        "nik_not_digits",
        "nik_length",
        "nik_numeric_cell",
        "nik_impossible_date",
        "duplicate_in_file",
        "already_covered",
        "name_missing",
        "birth_date_missing",
        "birth_date_unreadable",
        "birth_date_in_future",
        "age_below_minimum",
        "age_at_or_above_limit",
        "sex_unreadable",
        "village_unknown",
        "village_ambiguous",
        "deceased",
        "nik_serial_zero",
        "quota_exceeded",
    }
)
WARNINGS: Final = frozenset(
    {
        "nik_sex_differs",
        "nik_birth_date_differs",
        "nik_region_unknown",
        "occupation_unknown",
        "possible_same_person",
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a row, or worth a look: a code, what was read, and its facts.

    `read` is what the sheet shows, a NIK always masked. `params` fill the sentence that a
    screen makes of the code; dates among them are written 2020-07-01.
    """

    code: str
    read: str = ""
    params: dict[str, str | int] = field(default_factory=dict)


def is_refusal(code: str) -> bool:
    """Return whether the problem keeps a row from being applied; a warning does not."""
    if code not in REFUSALS and code not in WARNINGS:
        raise ValueError(f"no such problem code: {code}")
    return code in REFUSALS
