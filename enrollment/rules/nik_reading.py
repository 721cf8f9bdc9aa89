"""What the NIK of one person says, where somebody is there to compare it with the KTP."""

from __future__ import annotations

from datetime import date

from registry.dates import parse_day
from registry.nik import NikFacts


def birth_date_in(facts: NikFacts, *, latest: date) -> date | None:
    """Return the birth date that a NIK names: of its two centuries, the latest up to `latest`.

    `latest` is the latest birth date that gives the minimum age. None where neither fits.
    """
    try:
        return parse_day(
            f"{facts.born_day:02}/{facts.born_month:02}/{facts.born_yy:02}", latest=latest
        )
    except ValueError:
        return None
