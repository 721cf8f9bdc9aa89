"""Which of the books are closed, and what closing more of them would hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models import Sum as Total
from django.db.models.expressions import Combinable

from enrollment.models import ClosedPeriod, CreditNote, Invoice, Payment, Refund
from registry.models import Region, User
from registry.months import add_months
from registry.roles import ROLE_PERMISSIONS, Permission


def first_open_day(region_code: str) -> date | None:
    """Return the first day of a region's books that is not closed, None where nothing was closed.

    What was closed for a province is closed for its regencies.
    """
    condition = Q(region=region_code)
    for length in (2, 4, 6):
        condition |= Q(region=region_code[:length])
    closed = ClosedPeriod.objects.filter(condition).aggregate(until=Max("until"))
    until: date | None = closed["until"]
    return until


def open_day(region_code: str, day: date) -> date:
    """Return the day under which the books take something of this day: itself, or a later one."""
    first = first_open_day(region_code)
    return max(day, first) if first else day


@dataclass(frozen=True, slots=True)
class Sum:
    """How many records, and their rupiah together."""

    count: int
    amount_idr: int


@dataclass(frozen=True, slots=True)
class ClosingPreview:
    """What closing the books of a region up to a month (not counted) would hold for good.

    `since` is the first day that is open now, None where nothing was closed. The open items are
    not settled by closing: they stay, and money and credit notes that come later settle them.
    """

    region: Region
    since: date | None
    until: date
    invoices: Sum
    payments: Sum
    credit_notes: Sum
    refunds: Sum
    unpaid: Sum
    unused: Sum

    @property
    def last_month(self) -> date:
        return add_months(self.until, -1)

    @property
    def entries(self) -> int:
        """How many entries are closed for the first time."""
        parts = (self.invoices, self.payments, self.credit_notes, self.refunds)
        return sum(part.count for part in parts)


def closing_preview(region: Region, until: date) -> ClosingPreview:
    """Return what would be closed, and what is open in it, in seven queries."""
    since = first_open_day(region.pk)
    code = region.pk
    invoices = Invoice.objects.within(code).filter(issued_on__lt=until)
    payments = Payment.objects.within(code).filter(booked_on__lt=until)
    notes = CreditNote.objects.within(code).filter(posted_on__lt=until)
    refunds = Refund.objects.within(code).filter(refunded_on__lt=until)
    from_day = since or date.min
    return ClosingPreview(
        region=region,
        since=since,
        until=until,
        invoices=_sum(invoices.filter(issued_on__gte=from_day), F("total_idr")),
        payments=_sum(payments.filter(booked_on__gte=from_day), F("amount_idr")),
        credit_notes=_sum(notes.filter(posted_on__gte=from_day), F("amount_idr")),
        refunds=_sum(refunds.filter(refunded_on__gte=from_day), F("amount_idr")),
        unpaid=_sum(invoices.open(), F("total_idr") - F("allocated_idr") - F("credited_idr")),
        unused=_sum(
            payments.with_credit(), F("amount_idr") - F("allocated_idr") - F("refunded_idr")
        ),
    )


def _sum(rows: QuerySet[Any], amount: Combinable) -> Sum:
    found = rows.order_by().aggregate(n=Count("pk"), idr=Total(amount, default=0))
    return Sum(found["n"], int(found["idr"]))


def closings(user: User) -> QuerySet[ClosedPeriod]:
    """Return the closings in scope, the latest first."""
    return (
        ClosedPeriod.objects.visible_to(user)
        .select_related("region", "closed_by")
        .order_by("-until", "-pk")
    )


def regions_to_close(user: User) -> QuerySet[Region]:
    """Return the regions whose books a user may close: those held; of national staff, provinces."""
    held = {
        role.region_code
        for role in user.held_roles
        if Permission.PERIOD_CLOSE in ROLE_PERMISSIONS[role.role]
    }
    condition = Q(pk__in=held)
    if "" in held:
        condition |= Q(level=Region.Level.PROVINCE)
    return Region.objects.filter(condition).order_by("pk")
