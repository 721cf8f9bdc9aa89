"""What a decree comes to: the figures of the first page of the pack."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from enrollment.models import Allocation, CoveragePeriod, Decree, Invoice, InvoiceLine, Payment
from registry.months import months_between


@dataclass(frozen=True, slots=True)
class Totals:
    """What a decree comes to, each figure added up by itself; money in rupiah.

    Received is what was posted for its invoices. Of that, `used_elsewhere_idr` pays for months of
    other decrees of the same payer and fund; `from_elsewhere_idr` came the other way.
    """

    ceiling_idr: int
    invoices: int
    workers: int
    billed_months: int
    billed_idr: int
    lines_idr: int
    credited_idr: int
    paid_idr: int
    open_idr: int
    payments: int
    received_idr: int
    used_here_idr: int
    used_elsewhere_idr: int
    from_elsewhere_idr: int
    refunded_idr: int
    credit_idr: int
    covered_workers: int
    covered_months: int
    covered_idr: int

    @property
    def net_idr(self) -> int:
        """What had to be paid: billed less credit notes."""
        return self.billed_idr - self.credited_idr

    @property
    def accounted_idr(self) -> int:
        """Where the money received is now."""
        return self.used_here_idr + self.used_elsewhere_idr + self.refunded_idr + self.credit_idr


def totals_of(decree: Decree) -> Totals:
    """Return the figures of the first page of the pack, in six queries."""
    billed = Invoice.objects.filter(decree=decree).aggregate(
        n=Count("pk"),
        total=Sum("total_idr", default=0),
        credited=Sum("credited_idr", default=0),
        paid=Sum("allocated_idr", default=0),
    )
    lines = InvoiceLine.objects.filter(invoice__decree=decree).aggregate(
        workers=Count("worker_id", distinct=True),
        months=Sum("months", default=0),
        total=Sum("amount_idr", default=0),
    )
    own = Q(invoice__decree=decree)
    received = (
        Payment.objects.standing()
        .filter(own)
        .aggregate(
            n=Count("pk"),
            total=Sum("amount_idr", default=0),
            used=Sum("allocated_idr", default=0),
            refunded=Sum("refunded_idr", default=0),
        )
    )
    used = (
        Allocation.objects.standing()
        .filter(line__invoice__decree=decree)
        .aggregate(
            own=Sum("amount_idr", filter=Q(payment__invoice__decree=decree), default=0),
            other=Sum("amount_idr", filter=~Q(payment__invoice__decree=decree), default=0),
        )
    )
    covered_workers, covered_months, covered_idr = _covered(decree)
    return Totals(
        ceiling_idr=decree.ceiling_idr,
        invoices=billed["n"],
        workers=lines["workers"],
        billed_months=lines["months"],
        billed_idr=billed["total"],
        lines_idr=lines["total"],
        credited_idr=billed["credited"],
        paid_idr=billed["paid"],
        open_idr=billed["total"] - billed["credited"] - billed["paid"],
        payments=received["n"],
        received_idr=received["total"],
        used_here_idr=used["own"],
        used_elsewhere_idr=received["used"] - used["own"],
        from_elsewhere_idr=used["other"],
        refunded_idr=received["refunded"],
        credit_idr=received["total"] - received["used"] - received["refunded"],
        covered_workers=covered_workers,
        covered_months=covered_months,
        covered_idr=covered_idr,
    )


def _covered(decree: Decree) -> tuple[int, int, int]:
    """Return the workers, worker-months and rupiah of the cover that a decree's invoices opened."""
    periods = CoveragePeriod.objects.standing().filter(line__invoice__decree=decree).order_by()
    groups = periods.values_list("since", "until", "monthly_idr").annotate(n=Count("pk"))
    months = amount_idr = 0
    for since, until, monthly_idr, count in groups:
        span = months_between(since, until) * count
        months += span
        amount_idr += span * monthly_idr
    workers = periods.aggregate(n=Count("worker_id", distinct=True))["n"]
    return workers, months, amount_idr
