"""A budget year at a glance: what each payer decided, was billed, sent, and has left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Sum

from enrollment.models import Decree, Invoice, Payment, Sponsor
from registry.models import User
from registry.roles import Permission, may

_OPEN_IDR = F("total_idr") - F("allocated_idr") - F("credited_idr")
_CREDIT_IDR = F("amount_idr") - F("allocated_idr") - F("refunded_idr")
_DECIDED = ("ceiling_idr",)
_BILLED = ("invoices", "billed_idr", "credited_idr", "open_idr")
_RECEIVED = ("received_idr", "used_idr", "refunded_idr", "credit_idr")


@dataclass(frozen=True, slots=True)
class Figures:
    """Rupiah of one budget year.

    Ceilings of decrees that begin in it; invoices dated in it with what of them was credited and
    is open now; money out of its budget, with what it was used for.
    """

    ceiling_idr: int = 0
    invoices: int = 0
    billed_idr: int = 0
    credited_idr: int = 0
    open_idr: int = 0
    received_idr: int = 0
    used_idr: int = 0
    refunded_idr: int = 0
    credit_idr: int = 0

    def __add__(self, other: Figures) -> Figures:
        names = [one.name for one in fields(self)]
        return Figures(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened in the year."""
        return self == Figures()


@dataclass(frozen=True, slots=True)
class PayerYear:
    """One payer's year; of one whose region lies above the reader's, the money is not shown."""

    sponsor: Sponsor
    figures: Figures
    money_in_scope: bool


@dataclass(frozen=True, slots=True)
class YearTotals:
    """The year of all who pay for others, and of all who pay for themselves."""

    others: Figures
    own: Figures

    @property
    def every(self) -> Figures:
        return self.others + self.own


def payers_of_year(user: User, year: int) -> QuerySet[Sponsor]:
    """Return who pays for others and has a decree, an invoice or a payment of the year in scope."""
    decrees, invoices, payments = _of_year(user, year)
    return (
        Sponsor.objects.paying_for_others()
        .select_related("region")
        .filter(
            Exists(decrees.filter(sponsor=OuterRef("pk")))
            | Exists(invoices.filter(decree__sponsor=OuterRef("pk")))
            | Exists(payments.filter(sponsor=OuterRef("pk")))
        )
    )


def payers_in_year(user: User, year: int, sponsors: Sequence[Sponsor]) -> list[PayerYear]:
    """Return the figures of these payers in their order, in three queries."""
    found = _figures(user, year, "sponsor_id", sponsors)
    return [
        PayerYear(
            sponsor,
            found.get(sponsor.pk, Figures()),
            may(user, Permission.REGISTER_VIEW, sponsor.region_id),
        )
        for sponsor in sponsors
    ]


def year_totals(user: User, year: int) -> YearTotals:
    """Return what everybody in scope comes to in a year, in three queries."""
    found = _figures(user, year, "sponsor__kind")
    own = found.pop(Sponsor.Kind.SELF, Figures())
    return YearTotals(others=sum(found.values(), Figures()), own=own)


def _figures(
    user: User, year: int, group: str, sponsors: Sequence[Sponsor] | None = None
) -> dict[Any, Figures]:
    """Return figures by `group`, a way from decree and from payment: of these payers, or of all."""
    decrees, invoices, payments = _of_year(user, year)
    if sponsors is not None:
        decrees = decrees.filter(sponsor__in=sponsors)
        payments = payments.filter(sponsor__in=sponsors)
        invoices = invoices.filter(decree__sponsor__in=sponsors)
    ceilings = decrees.order_by().values_list(group).annotate(Sum("ceiling_idr"))
    billed = (
        invoices.order_by()
        .values_list(f"decree__{group}")
        .annotate(Count("pk"), Sum("total_idr"), Sum("credited_idr"), rest=Sum(_OPEN_IDR))
    )
    received = (
        payments.order_by()
        .values_list(group)
        .annotate(
            Sum("amount_idr"), Sum("allocated_idr"), Sum("refunded_idr"), rest=Sum(_CREDIT_IDR)
        )
    )
    parts: defaultdict[Any, Figures] = defaultdict(Figures)
    for names, rows in ((_DECIDED, ceilings), (_BILLED, billed), (_RECEIVED, received)):
        for key, *values in rows:
            parts[key] += Figures(**dict(zip(names, values, strict=True)))
    return parts


def _of_year(
    user: User, year: int
) -> tuple[QuerySet[Decree], QuerySet[Invoice], QuerySet[Payment]]:
    """Return the decrees, invoices and payments in scope that belong to a year."""
    return (
        Decree.objects.visible_to(user).filter(since__year=year),
        Invoice.objects.visible_to(user).filter(issued_on__year=year),
        Payment.objects.visible_to(user).standing().filter(budget_year=year),
    )


def years_on_record(user: User) -> list[int]:
    """Return the years that have a decree, an invoice or a payment in scope, the latest first."""
    dated = (
        (Decree.objects.visible_to(user), "since__year"),
        (Invoice.objects.visible_to(user), "issued_on__year"),
        (Payment.objects.visible_to(user), "budget_year"),
    )
    years = {
        year
        for rows, name in dated
        for year in rows.order_by().values_list(name, flat=True).distinct()
    }
    return sorted(years, reverse=True)
