"""What makes up an invoice: the steps of its price, and what was credited of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from enrollment.models import CreditNote, Invoice, InvoiceLine, InvoiceRate
from registry.months import months_between


@dataclass(frozen=True, slots=True)
class PriceStep:
    """Workers billed for the same months at the same rate; the amount is their product."""

    rate: InvoiceRate
    since: date
    until: date
    workers: int
    amount_idr: int

    @property
    def months(self) -> int:
        return months_between(self.since, self.until)


@dataclass(frozen=True, slots=True)
class Credited:
    """The credit notes of one reason and day; what was paid of them became credit."""

    reason: str
    posted_on: date
    workers: int
    worker_months: int
    amount_idr: int
    released_idr: int

    @property
    def reason_label(self) -> str:
        return str(CreditNote.Reason(self.reason).label)


def price_steps(invoice: Invoice) -> list[PriceStep]:
    """Return how the total comes about: the amounts of the steps sum to it."""
    groups = (
        InvoiceLine.objects.filter(invoice=invoice)
        .values("rate_id", "since", "until")
        .annotate(lines=Count("pk"), amount=Sum("amount_idr"))
        .order_by("since", "until", "rate_id")
    )
    rates = {rate.pk: rate for rate in InvoiceRate.objects.filter(invoice=invoice)}
    return [
        PriceStep(
            rate=rates[group["rate_id"]],
            since=group["since"],
            until=group["until"],
            workers=group["lines"],
            amount_idr=group["amount"],
        )
        for group in groups
    ]


def credited_on(invoice: Invoice) -> list[Credited]:
    """Return the credit notes on the invoice by day and reason, oldest first."""
    groups = (
        CreditNote.objects.filter(line__invoice=invoice)
        .values("posted_on", "reason")
        .annotate(
            workers=Count("line__worker_id", distinct=True),
            worker_months=Sum("months"),
            amount_idr=Sum("amount_idr"),
            released_idr=Sum("released_idr"),
        )
        .order_by("posted_on", "reason")
    )
    return [Credited(**group) for group in groups]
