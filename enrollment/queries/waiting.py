"""What waits for somebody: lists, decrees, invoices, credit, and cover that ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from enrollment.models import (
    FUND_LABELS,
    CoverageCount,
    Decree,
    ImportBatch,
    Invoice,
    Payment,
    Sponsor,
    Sweep,
)
from registry.models import User
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
    """Return the decrees that gained members after their last invoice, oldest first.

    By a list, or by renewing another decree. A sweep that left nobody to bill ends the waiting as
    an invoice does.
    """
    later = {"decree": OuterRef("decree"), "created_at__gte": OuterRef("applied_at")}
    listed = ImportBatch.objects.filter(
        ~Exists(Invoice.objects.filter(**later)),
        ~Exists(Sweep.objects.filter(**later)),
        decree=OuterRef("pk"),
        status=ImportBatch.Status.APPLIED,
    )
    of_decree = {"decree": OuterRef("pk")}
    renewed = (
        Q(renews__isnull=False)
        & ~Exists(Invoice.objects.filter(**of_decree))
        & ~Exists(Sweep.objects.filter(**of_decree))
    )
    return (
        Decree.objects.visible_to(user)
        .of_sponsors()
        .live()
        .filter(Exists(listed) | renewed)
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
    """Return the credit of each payer and fund, the largest first.

    That of workers who pay for themselves is one sum, whose `sponsor_id` is 0.
    """
    payments = Payment.objects.visible_to(user).with_credit()
    own = Q(sponsor__kind=Sponsor.Kind.SELF)
    sums = (
        payments.exclude(own)
        .values("sponsor_id", "sponsor__name", "fund")
        .annotate(credit=Sum(F("amount_idr") - F("allocated_idr") - F("refunded_idr")))
        .order_by("-credit", "sponsor_id")
    )
    found = [
        Credit(row["sponsor_id"], row["sponsor__name"], Fund(row["fund"]), row["credit"])
        for row in sums
    ]
    if own_idr := payments.filter(own).order_by().credit_idr():
        found.append(Credit(0, _("Workers who pay for themselves"), Fund.SELF, own_idr))
    return sorted(found, key=lambda credit: -credit.amount_idr)


def last_covered_month(region_code: str) -> date | None:
    """Return the latest month in which anybody who lives in the region is covered."""
    counted = CoverageCount.objects.within(region_code).filter(participants__gt=0)
    latest: date | None = counted.aggregate(latest=Max("month"))["latest"]
    return latest
