"""Money: invoices and their lines, payments, allocations, credit notes.

line = allocations + credit notes + open. A payment's money is allocated to worker-months
or is credit of its payer and fund. Nothing is deleted: an allocation is released, a
payment reversed, and both stay as rows.
"""

from enrollment.models.billing.invoices import (
    Invoice,
    InvoiceLine,
    InvoiceLineQuerySet,
    InvoiceQuerySet,
    InvoiceRate,
)
from enrollment.models.billing.payments import (
    Allocation,
    AllocationQuerySet,
    CreditNote,
    Payment,
    PaymentQuerySet,
)
from enrollment.models.billing.treasury import ClosedPeriod, Refund

__all__ = [
    "Allocation",
    "AllocationQuerySet",
    "ClosedPeriod",
    "CreditNote",
    "Invoice",
    "InvoiceLine",
    "InvoiceLineQuerySet",
    "InvoiceQuerySet",
    "InvoiceRate",
    "Payment",
    "PaymentQuerySet",
    "Refund",
]
