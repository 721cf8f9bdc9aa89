"""Paying a claim out: ordered, answered by the bank, and released when more becomes payable.

A claim is held while any of it happens, so that what each line is owed is decided once.
"""

from claims.actions.payouts.answering import (
    AlreadyAnswered,
    NotPaidYet,
    OrderedAgain,
    PaidTooEarly,
    ReferenceMissing,
    ReferenceUsed,
    ReturnedImpossible,
    record_payout,
    return_paid_payout,
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
    "NotPaidYet",
    "NoteMissing",
    "NothingAwaited",
    "NothingPayable",
    "OrderedAgain",
    "PaidByDecider",
    "PaidTooEarly",
    "ReferenceMissing",
    "ReferenceUsed",
    "ReturnedImpossible",
    "confirm_school_year",
    "order_payouts",
    "record_payout",
    "refuse_decider",
    "release_after_arrears",
    "return_paid_payout",
    "return_payout",
]
