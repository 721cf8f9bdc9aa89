"""Models of the second floor."""

from claims.models.benefits import (
    PAYEE_LABELS,
    RESULT_LABELS,
    WHEN_LABELS,
    Assessment,
    BenefitLine,
    Decision,
)
from claims.models.claims import (
    CAUSE_LABELS,
    EXCLUSION_LABELS,
    LAST_DAY,
    OUTCOME_LABELS,
    STATUS_LABELS,
    Claim,
    ClaimStep,
)
from claims.models.papers import DOCUMENT_LABELS, ClaimDocument
from claims.models.payouts import Payee, PaymentFile, Payout, PayoutLine

__all__ = [
    "CAUSE_LABELS",
    "DOCUMENT_LABELS",
    "EXCLUSION_LABELS",
    "LAST_DAY",
    "OUTCOME_LABELS",
    "PAYEE_LABELS",
    "RESULT_LABELS",
    "STATUS_LABELS",
    "WHEN_LABELS",
    "Assessment",
    "BenefitLine",
    "Claim",
    "ClaimDocument",
    "ClaimStep",
    "Decision",
    "Payee",
    "PaymentFile",
    "Payout",
    "PayoutLine",
]
