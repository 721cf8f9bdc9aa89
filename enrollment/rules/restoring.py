"""Why months of cover do not come back when the event that ended them is taken back."""

from enum import StrEnum


class WhyNot(StrEnum):
    """One reason."""

    GIVEN_AWAY = "given_away"
    COVERED_MEANWHILE = "covered_meanwhile"
    DECREE_ENDED = "decree_ended"
    LIST_UNDONE = "list_undone"
    QUOTA_FULL = "quota_full"
    CEILING = "ceiling"
