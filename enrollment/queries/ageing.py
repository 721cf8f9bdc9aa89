"""How long open invoices have been overdue, by payer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from enrollment.models import Invoice, Sponsor
from enrollment.models.billing import InvoiceQuerySet
from registry.models import User

_OPEN_IDR = F("total_idr") - F("allocated_idr") - F("credited_idr")
_LIMITS: Final = (0, 30, 60, 90)


@dataclass(frozen=True, slots=True)
class Ages:
    """Open rupiah by days overdue, and how many invoices they are of."""

    invoices: int = 0
    not_due_idr: int = 0
    to_30_idr: int = 0
    to_60_idr: int = 0
    to_90_idr: int = 0
    over_90_idr: int = 0

    def __add__(self, other: Ages) -> Ages:
        names = [one.name for one in fields(self)]
        return Ages(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def overdue_idr(self) -> int:
        """What should have been paid by now."""
        return self.to_30_idr + self.to_60_idr + self.to_90_idr + self.over_90_idr

    @property
    def total_idr(self) -> int:
        """Everything that is open."""
        return self.not_due_idr + self.overdue_idr

    @property
    def columns(self) -> tuple[int, ...]:
        """The rupiah from not due to the oldest."""
        return (
            self.not_due_idr,
            self.to_30_idr,
            self.to_60_idr,
            self.to_90_idr,
            self.over_90_idr,
        )


def open_invoices(user: User, on: date) -> InvoiceQuerySet:
    """Return the invoices in scope, issued by a day, on which something is open now."""
    return Invoice.objects.visible_to(user).open().filter(issued_on__lte=on)


def payers_owing(user: User, on: date) -> QuerySet[Sponsor]:
    """Return who pays for others and has an open invoice in scope."""
    owed = open_invoices(user, on).filter(decree__sponsor=OuterRef("pk"))
    return Sponsor.objects.paying_for_others().filter(Exists(owed))


def ages_of(user: User, on: date, sponsors: Sequence[Sponsor]) -> list[tuple[Sponsor, Ages]]:
    """Return these payers in their order with what they owe, in one query."""
    owed = open_invoices(user, on).filter(decree__sponsor__in=sponsors)
    found = _ages(owed, on, "decree__sponsor_id")
    return [(sponsor, found.get(sponsor.pk, Ages())) for sponsor in sponsors]


def total_ages(user: User, on: date) -> tuple[Ages, Ages]:
    """Return what is owed for others, and by workers who pay for themselves, in one query."""
    found = _ages(open_invoices(user, on), on, "decree__sponsor__kind")
    own = found.pop(Sponsor.Kind.SELF, Ages())
    return sum(found.values(), Ages()), own


def _ages(invoices: InvoiceQuerySet, on: date, group: str) -> dict[Any, Ages]:
    overdue_by = [on - timedelta(days=days) for days in _LIMITS]
    # an invoice is not overdue on its day
    bounds = [
        Q(due_on__gte=overdue_by[0]),
        *(Q(due_on__lt=later, due_on__gte=earlier) for later, earlier in pairwise(overdue_by)),
        Q(due_on__lt=overdue_by[-1]),
    ]
    sums = {
        f"age_{place}": Sum(_OPEN_IDR, filter=bound, default=0)
        for place, bound in enumerate(bounds)
    }
    rows = invoices.order_by().values_list(group).annotate(n=Count("pk"), **sums)
    return {key: Ages(n, *map(int, amounts)) for key, n, *amounts in rows}
