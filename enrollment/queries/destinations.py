"""Where money went: from an invoice to its payments, from a payment to its worker-months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, Sum

from enrollment.models import Allocation, Invoice, Payment
from enrollment.models.billing import AllocationQuerySet
from registry.months import month_range, months_between

_SHOWN_SHARED: Final = 50


@dataclass(frozen=True, slots=True)
class Spending:
    """What one payment did for one invoice; amounts in rupiah.

    A worker-month that two payments paid together counts for both, and is among `shared`.
    """

    payment: Payment
    workers: int
    worker_months: int
    shared: int
    here_idr: int

    @property
    def elsewhere_idr(self) -> int:
        """What the same payment paid on other invoices of its payer."""
        return self.payment.allocated_idr - self.here_idr


@dataclass(frozen=True, slots=True)
class MonthPaid:
    """One month that a payment paid for: how many workers, and how much."""

    month: date
    workers: int
    amount_idr: int


@dataclass(slots=True)
class InvoicePaid:
    """What one payment paid on one invoice, month by month."""

    invoice: Invoice
    months: list[MonthPaid] = field(default_factory=list)

    @property
    def worker_months(self) -> int:
        return sum(month.workers for month in self.months)

    @property
    def amount_idr(self) -> int:
        return sum(month.amount_idr for month in self.months)


@dataclass(frozen=True, slots=True)
class SharedMonth:
    """One worker-month whose price came from several payments, with the part of each."""

    worker_name: str
    invoice: Invoice
    month: date
    parts: tuple[Allocation, ...]


def spent_on_invoice(invoice: Invoice) -> list[Spending]:
    """Return what each payment did for the invoice, oldest first.

    A payment that was posted for it and paid nothing on it stands there with nothing.
    """
    standing = Allocation.objects.standing().filter(line__invoice=invoice)
    months: defaultdict[int, int] = defaultdict(int)
    shared: defaultdict[int, int] = defaultdict(int)
    amounts: defaultdict[int, int] = defaultdict(int)
    groups = (
        standing.annotate(is_shared=_shared())
        .values("payment_id", "since", "until", "is_shared")
        .annotate(lines=Count("pk"), amount=Sum("amount_idr"))
        .order_by()
    )
    for group in groups:
        payer = group["payment_id"]
        count = group["lines"] * months_between(group["since"], group["until"])
        months[payer] += count
        shared[payer] += count if group["is_shared"] else 0
        amounts[payer] += group["amount"]
    workers = dict(
        standing.order_by()
        .values_list("payment_id")
        .annotate(workers=Count("line__worker_id", distinct=True))
    )
    payments = Payment.objects.filter(Q(pk__in=list(months)) | Q(invoice=invoice))
    return [
        Spending(
            payment=payment,
            workers=workers.get(payment.pk, 0),
            worker_months=months[payment.pk],
            shared=shared[payment.pk],
            here_idr=amounts[payment.pk],
        )
        for payment in payments.select_related("sponsor").order_by("paid_on", "pk")
    ]


def paid_by_payment(payment: Payment) -> list[InvoicePaid]:
    """Return what the payment pays for now, by invoice in paying order and by month."""
    groups = (
        Allocation.objects.standing()
        .filter(payment=payment)
        .values("line__invoice_id", "since", "until")
        .annotate(lines=Count("pk"), amount=Sum("amount_idr"))
        .order_by()
    )
    found: defaultdict[int, defaultdict[date, list[int]]] = defaultdict(
        lambda: defaultdict(lambda: [0, 0])
    )
    for group in groups:
        length = months_between(group["since"], group["until"])
        for month in month_range(group["since"], group["until"]):
            # several months of one allocation are paid whole and alike, so this divides exactly
            sums = found[group["line__invoice_id"]][month]
            sums[0] += group["lines"]
            sums[1] += group["amount"] // length
    invoices = Invoice.objects.filter(pk__in=list(found)).select_related("decree__sponsor")
    return [
        InvoicePaid(
            invoice,
            [MonthPaid(month, *sums) for month, sums in sorted(found[invoice.pk].items())],
        )
        for invoice in invoices.order_by("issued_on", "number")
    ]


def shared_months(payment: Payment) -> list[SharedMonth]:
    """Return the worker-months that this payment paid together with others, at most fifty."""
    mine = _of_payment(payment).filter(_shared())
    mine = mine.select_related("line__worker", "line__invoice__decree")
    own = list(mine.order_by("line__position", "line_id", "since")[:_SHOWN_SHARED])
    parts = _parts(own)
    return [
        SharedMonth(
            worker_name=piece.line.worker.name,
            invoice=piece.line.invoice,
            month=piece.since,
            parts=tuple(parts[piece.line_id, piece.since]),
        )
        for piece in own
    ]


def shared_count(payment: Payment) -> int:
    """Return how many worker-months this payment paid together with others."""
    return _of_payment(payment).filter(_shared()).count()


def _of_payment(payment: Payment) -> AllocationQuerySet:
    return Allocation.objects.standing().filter(payment=payment)


def _parts(own: Iterable[Allocation]) -> dict[tuple[int, date], list[Allocation]]:
    """Return every payment's part of the same worker-months, oldest payment first."""
    found: defaultdict[tuple[int, date], list[Allocation]] = defaultdict(list)
    pieces = (
        Allocation.objects.standing()
        .filter(line_id__in={piece.line_id for piece in own}, since__in={p.since for p in own})
        .select_related("payment")
        .order_by("payment__paid_on", "payment_id")
    )
    for piece in pieces:
        found[piece.line_id, piece.since].append(piece)
    return found


def _shared() -> Exists:
    """Return the condition that another payment paid the rest of the same month.

    The parts of a month stand in rows of that one month, so their first month is the same.
    """
    return Exists(
        Allocation.objects.standing()
        .filter(line=OuterRef("line"), since=OuterRef("since"))
        .exclude(payment=OuterRef("payment"))
    )
