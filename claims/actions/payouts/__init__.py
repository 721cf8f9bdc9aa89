"""Paying a claim out: ordered, answered by the bank, and released when more becomes payable.

A claim is held while any of it happens, so that what each line is owed is decided once.
"""

from claims.actions.payouts.answering import (
    AlreadyAnswered,
    PaidTooEarly,
    ReferenceMissing,
    ReferenceUsed,
    record_payout,
    return_payout,
)
from claims.actions.payouts.course import PaidByDecider, refuse_decider
from claims.actions.payouts.ordering import AccountMissing, NothingPayable, order_payouts
from claims.actions.payouts.releasing import (
    ArrearsOpen,
    NoLongerEntitled,
    NotDueYet,
    NoteMissing,
    NothingAwaited,
    confirm_school_year,
    release_after_arrears,
)

__all__ = [
    "AccountMissing",
    "AlreadyAnswered",
    "ArrearsOpen",
    "NoLongerEntitled",
    "NotDueYet",
    "NoteMissing",
    "NothingAwaited",
    "NothingPayable",
    "PaidByDecider",
    "PaidTooEarly",
    "ReferenceMissing",
    "ReferenceUsed",
    "confirm_school_year",
    "order_payouts",
    "record_payout",
    "refuse_decider",
    "release_after_arrears",
    "return_payout",
]
