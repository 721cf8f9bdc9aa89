"""Models of the first floor."""

from enrollment.models.billing import (
    Allocation,
    CreditNote,
    Invoice,
    InvoiceLine,
    InvoiceRate,
    Payment,
)
from enrollment.models.coverage import (
    CoverageCount,
    CoveragePeriod,
    ReportedParticipants,
    Segment,
)
from enrollment.models.enrollments import Enrollment
from enrollment.models.heirs import Heir
from enrollment.models.imports import ImportBatch, ImportFile, ImportRow
from enrollment.models.sponsors import FUND_LABELS, Decree, Sponsor
from enrollment.models.workers import Worker

__all__ = [
    "FUND_LABELS",
    "Allocation",
    "CoverageCount",
    "CoveragePeriod",
    "CreditNote",
    "Decree",
    "Enrollment",
    "Heir",
    "ImportBatch",
    "ImportFile",
    "ImportRow",
    "Invoice",
    "InvoiceLine",
    "InvoiceRate",
    "Payment",
    "ReportedParticipants",
    "Segment",
    "Sponsor",
    "Worker",
]
