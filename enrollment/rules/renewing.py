"""Who does not go on when a decree is renewed, and why."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from enrollment.rules.eligibility import latest_birth_date


class LeftOut(StrEnum):
    """Why a member of a decree does not go on, in the order in which it is asked."""

    DIED = "died"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    ENDED_EARLY = "ended_early"
    REGISTER_DEAD = "register_dead"
    REGISTER_MOVED = "register_moved"
    OVER_AGE = "over_age"
    COVERED_ELSEWHERE = "covered_elsewhere"
    FREE_AGAIN = "free_again"


def born_too_early(first_month: date, max_age_excl: int) -> date:
    """Return the latest birth date of those who have reached the age limit by a first month."""
    return latest_birth_date(first_month, max_age_excl)


def is_continued(*, gap_months: int, lapsed_after_months: int) -> bool:
    """Tell whether who has reached the age limit goes on all the same.

    The limit holds for registration, and the law names no end of membership at that birthday
    (open question Q3 of the rulebook: warn, do not end). Behind a gap in which membership lapses
    it would be a registration anew; the sweep before an invoice says the same.
    """
    return gap_months <= lapsed_after_months
