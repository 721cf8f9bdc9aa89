"""Models of the first floor."""

from enrollment.models.attestations import Attestation
from enrollment.models.billing import (
    Allocation,
    ClosedPeriod,
    CreditNote,
    Invoice,
    InvoiceLine,
    InvoiceRate,
    Payment,
    Refund,
)
from enrollment.models.changes import Correction, Merge, WorkerEvent
from enrollment.models.coverage import (
    CoverageCount,
    CoveragePeriod,
    ReportedParticipants,
    Segment,
)
from enrollment.models.enrollments import Enrollment
from enrollment.models.heirs import Heir
from enrollment.models.imports import ImportBatch, ImportFile, ImportRow
from enrollment.models.population import PopulationCheck, PopulationCheckRow
from enrollment.models.sponsors import FUND_LABELS, Annex, Decree, Sponsor
from enrollment.models.sweeps import Sweep, SweptRow
from enrollment.models.workers import Worker

__all__ = [
    "FUND_LABELS",
    "Allocation",
    "Annex",
    "Attestation",
    "ClosedPeriod",
    "Correction",
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
    "Merge",
    "Payment",
    "PopulationCheck",
    "PopulationCheckRow",
    "Refund",
    "ReportedParticipants",
    "Segment",
    "Sponsor",
    "Sweep",
    "SweptRow",
    "Worker",
    "WorkerEvent",
]
