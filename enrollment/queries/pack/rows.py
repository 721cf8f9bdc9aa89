"""The rows of the pack: its papers, its money, and its cover."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum

from enrollment.models import (
    Allocation,
    Attestation,
    CoveragePeriod,
    CreditNote,
    Decree,
    Enrollment,
    ImportBatch,
    Invoice,
    Payment,
    Refund,
    Sweep,
    SweptRow,
)
from registry.months import month_range, months_between

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class PaymentOfDecree:
    """A payment that was posted for a decree or pays for its months; `here_idr` of its money."""

    payment: Payment
    here_idr: int
    is_own: bool

    @property
    def elsewhere_idr(self) -> int:
        """What of it pays for months of other decrees."""
        return self.payment.allocated_idr - self.here_idr


@dataclass(frozen=True, slots=True)
class MonthUse:
    """What one payment paid for on one invoice in one month."""

    reference: str
    invoice_number: str
    month: date
    workers: int
    amount_idr: int


@dataclass(frozen=True, slots=True)
class Covered:
    """Months of one worker at one price, and the references of the payments that paid them."""

    position: int
    name: str
    period: CoveragePeriod
    paid_by: tuple[str, ...]

    @property
    def months(self) -> int:
        return months_between(self.period.since, self.period.until)

    @property
    def amount_idr(self) -> int:
        return self.months * self.period.monthly_idr


def memberships(decree: Decree) -> QuerySet[Enrollment]:
    """Return everybody who was ever named under a decree, in the order of the list."""
    return (
        Enrollment.objects.filter(decree=decree)
        .select_related("worker__village__parent", "worker__occupation", "annex")
        .order_by("position", "pk")
    )


def lists(decree: Decree) -> QuerySet[ImportBatch]:
    """Return the lists of a decree with their files and who attested, oldest first."""
    return (
        ImportBatch.objects.filter(decree=decree)
        .select_related("uploaded_by", "applied_by", "attestation__recorded_by")
        .prefetch_related("files__uploaded_by")
        .order_by("pk")
    )


def invoices(decree: Decree) -> QuerySet[Invoice]:
    """Return the invoices of a decree in paying order."""
    return Invoice.objects.filter(decree=decree).order_by("issued_on", "number")


def payments(decree: Decree) -> list[PaymentOfDecree]:
    """Return the payments posted for a decree, reversed ones too, and others that pay for it."""
    here = dict(
        Allocation.objects.standing()
        .filter(line__invoice__decree=decree)
        .order_by()
        .values_list("payment_id")
        .annotate(Sum("amount_idr"))
    )
    found = (
        Payment.objects.filter(Q(invoice__decree=decree) | Q(pk__in=list(here)))
        .select_related("invoice", "created_by")
        .order_by("paid_on", "pk")
    )
    return [
        PaymentOfDecree(payment, here.get(payment.pk, 0), payment.invoice.decree_id == decree.pk)
        for payment in found
    ]


def month_uses(decree: Decree) -> list[MonthUse]:
    """Return what each payment paid for under a decree, by invoice and month."""
    groups = (
        Allocation.objects.standing()
        .filter(line__invoice__decree=decree)
        .order_by()
        .values_list(
            "payment__paid_on",
            "payment_id",
            "payment__reference",
            "line__invoice__number",
            "since",
            "until",
        )
        .annotate(Count("pk"), Sum("amount_idr"))
    )
    workers, amounts = (
        Counter[tuple[date, int, str, str, date]](),
        Counter[tuple[date, int, str, str, date]](),
    )
    for paid_on, pk, reference, number, since, until, lines, idr in groups:
        # several months of one allocation are paid whole and alike, so this divides exactly
        each_idr = idr // months_between(since, until)
        for month in month_range(since, until):
            key = (paid_on, pk, reference, number, month)
            workers[key] += lines
            amounts[key] += each_idr
    return [
        MonthUse(reference, number, month, workers[key], amounts[key])
        for key in sorted(amounts)
        for (_paid_on, _pk, reference, number, month) in [key]
    ]


def cover(decree: Decree) -> Iterator[Covered]:
    """Yield the paid months of every worker under a decree, in the order of the list."""
    paid: defaultdict[int, list[tuple[date, date, str]]] = defaultdict(list)
    paying = (
        Allocation.objects.standing()
        .filter(line__invoice__decree=decree)
        .order_by("payment__paid_on", "payment_id", "pk")
        .values_list("line_id", "since", "until", "payment__reference")
    )
    for line_id, since, until, reference in paying.iterator(chunk_size=_CHUNK):
        paid[line_id].append((since, until, reference))
    periods = (
        CoveragePeriod.objects.standing()
        .filter(line__invoice__decree=decree)
        .select_related("line", "worker")
        .order_by("line__position", "line__enrollment_id", "since")
    )
    for period in periods.iterator(chunk_size=_CHUNK):
        references = dict.fromkeys(
            reference
            for since, until, reference in paid[period.line_id]
            if since < period.until and until > period.since
        )
        yield Covered(period.line.position, period.worker.name, period, tuple(references))


def credit_notes(decree: Decree) -> QuerySet[CreditNote]:
    """Return the credit notes on a decree's invoices, oldest first."""
    return (
        CreditNote.objects.filter(line__invoice__decree=decree)
        .select_related("line__worker", "line__invoice")
        .order_by("posted_on", "line__position", "since", "pk")
    )


def refunds(decree: Decree) -> QuerySet[Refund]:
    """Return what was paid back of the payments posted for a decree, oldest first."""
    return (
        Refund.objects.filter(payment__invoice__decree=decree)
        .select_related("payment", "created_by")
        .order_by("refunded_on", "pk")
    )


def replacements(decree: Decree) -> QuerySet[Enrollment]:
    """Return the memberships that took the place of another, in the order of their annexes."""
    return (
        Enrollment.objects.filter(decree=decree, replaces__isnull=False)
        .select_related("worker", "replaces__worker", "annex")
        .order_by("since", "pk")
    )


def sweeps(decree: Decree) -> QuerySet[Sweep]:
    """Return the looks through what was to be billed, oldest first."""
    return (
        Sweep.objects.filter(decree=decree).select_related("invoice", "created_by").order_by("pk")
    )


def swept_rows(decree: Decree) -> QuerySet[SweptRow]:
    """Return who was taken off before billing, and why."""
    return (
        SweptRow.objects.filter(sweep__decree=decree)
        .select_related("enrollment__worker", "sweep")
        .order_by("sweep_id", F("enrollment__position"), "pk")
    )


def attestations(decree: Decree) -> QuerySet[Attestation]:
    """Return what was attested of single workers under a decree, in the order of the list."""
    return (
        Attestation.objects.filter(enrollment__decree=decree)
        .select_related("enrollment__worker", "recorded_by")
        .order_by("enrollment__position", "enrollment_id")
    )
