"""What waits for somebody: lists, decrees, invoices, credit, and cover that ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Sum

from enrollment.models import FUND_LABELS, CoverageCount, Decree, ImportBatch, Invoice, Payment
from registry.models import User
from registry.months import add_months
from registry.programs import Fund


@dataclass(frozen=True, slots=True)
class Credit:
    """Money of one payer and fund that paid for no month yet, in rupiah."""

    sponsor_id: int
    sponsor_name: str
    fund: Fund
    amount_idr: int

    @property
    def fund_label(self) -> str:
        return str(FUND_LABELS[self.fund])


@dataclass(frozen=True, slots=True)
class Lapse:
    """How many fewer workers are covered in a month than in the one before it."""

    month: date
    workers: int


def batches_checked(user: User) -> QuerySet[ImportBatch]:
    """Return the lists that were checked and wait for a person, oldest first."""
    return (
        ImportBatch.objects.visible_to(user)
        .filter(status=ImportBatch.Status.STAGED)
        .select_related("decree__sponsor", "uploaded_by")
        .order_by("uploaded_at", "pk")
    )


def batches_to_repair(user: User) -> list[ImportBatch]:
    """Return the lists that hold rows to be repaired, oldest first, applied ones too."""
    waiting = (
        ImportBatch.objects.visible_to(user)
        .filter(
            status__in=[ImportBatch.Status.STAGED, ImportBatch.Status.APPLIED],
            summary__refused__gt=0,
        )
        .select_related("decree__sponsor")
        .order_by("uploaded_at", "pk")
    )
    return list(waiting)


def decrees_to_bill(user: User) -> QuerySet[Decree]:
    """Return the decrees into which a list was applied after their last invoice, oldest first."""
    billed_later = Invoice.objects.filter(
        decree=OuterRef("decree"), created_at__gte=OuterRef("applied_at")
    )
    unbilled = ImportBatch.objects.filter(
        ~Exists(billed_later), decree=OuterRef("pk"), status=ImportBatch.Status.APPLIED
    )
    return (
        Decree.objects.visible_to(user)
        .live()
        .filter(Exists(unbilled))
        .select_related("sponsor")
        .order_by("decided_on", "pk")
    )


def invoices_due(user: User) -> QuerySet[Invoice]:
    """Return the invoices on which something is still to be paid, the first due first."""
    return (
        Invoice.objects.visible_to(user)
        .open()
        .select_related("decree__sponsor")
        .order_by("due_on", "pk")
    )


def unused_credit(user: User) -> list[Credit]:
    """Return the credit of each payer and fund, the largest first."""
    sums = (
        Payment.objects.visible_to(user)
        .standing()
        .filter(amount_idr__gt=F("allocated_idr"))
        .values("sponsor_id", "sponsor__name", "fund")
        .annotate(credit=Sum(F("amount_idr") - F("allocated_idr")))
        .order_by("-credit", "sponsor_id")
    )
    return [
        Credit(row["sponsor_id"], row["sponsor__name"], Fund(row["fund"]), row["credit"])
        for row in sums
    ]


def lapses_ahead(user: User, *, month: date, months: int) -> list[Lapse]:
    """Return the coming months in which fewer workers are covered than the month before."""
    counted = dict(
        CoverageCount.objects.visible_to(user)
        .filter(month__gte=month, month__lte=add_months(month, months))
        .order_by()
        .values_list("month")
        .annotate(covered=Sum("participants"))
    )
    ahead = [add_months(month, n) for n in range(1, months + 1)]
    drops = [
        Lapse(later, counted.get(add_months(later, -1), 0) - counted.get(later, 0))
        for later in ahead
    ]
    return [lapse for lapse in drops if lapse.workers > 0]


def last_covered_month(region_code: str) -> date | None:
    """Return the latest month in which anybody who lives in the region is covered."""
    counted = CoverageCount.objects.within(region_code).filter(participants__gt=0)
    latest: date | None = counted.aggregate(latest=Max("month"))["latest"]
    return latest
