"""What is to be billed: enrollments without lines, their facts, and their price."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from enrollment.models import CoveragePeriod, Decree, Enrollment
from enrollment.rules.contributions import (
    MemberFacts,
    MonthQuote,
    quote,
    reliefs_published_between,
)
from registry.months import months_between
from registry.programs import Fund, Sector


@dataclass(frozen=True, slots=True)
class UnbilledEnrollment:
    """One enrollment without a line, with the facts that make its price."""

    enrollment_id: int
    worker_id: int
    position: int
    since: date
    until: date
    facts: MemberFacts


def unbilled(decree: Decree, *, known_on: date) -> Iterator[UnbilledEnrollment]:
    """Yield the standing enrollments of a decree that have no line yet, in sheet order.

    Membership began with the first month that was ever paid, or begins with this one. A
    relief's "paid up" holds when the month that it names is paid, or billed here.
    """
    first_paid = (
        CoveragePeriod.objects.standing()
        .filter(worker=OuterRef("worker"))
        .order_by()
        .values("worker")
        .annotate(first=Min("since"))
        .values("first")
    )
    rows = (
        Enrollment.objects.standing()
        .filter(decree=decree, lines=None)
        .annotate(
            first_paid=Coalesce(Subquery(first_paid), "since"),
            paid_up=_paid_up(known_on),
        )
        .order_by("position", "pk")
        .values_list(
            "pk",
            "worker_id",
            "position",
            "since",
            "until",
            "worker__occupation__sector",
            "worker__is_employer",
            "first_paid",
            "paid_up",
        )
    )
    for pk, worker_id, position, since, until, sector, employer, first, paid_up in rows.iterator(
        chunk_size=5000
    ):
        yield UnbilledEnrollment(
            enrollment_id=pk,
            worker_id=worker_id,
            position=position,
            since=since,
            until=until,
            facts=MemberFacts(
                fund=Fund(decree.fund),
                sector=Sector(sector or Sector.OTHER),
                member_since=min(first, since),
                paid_up=paid_up,
                employer=employer,
            ),
        )


def _paid_up(known_on: date) -> ExpressionWrapper | Value:
    """Whether every month that a known relief asks to be paid is paid, or billed from there on."""
    months = {
        relief.paid_up_through
        for relief in reliefs_published_between(date.min, known_on)
        if relief.paid_up_through
    }
    condition = Q()
    for month in sorted(months):
        paid = CoveragePeriod.objects.standing().filter(
            worker=OuterRef("worker"), since__lte=month, until__gt=month
        )
        condition &= Q(Exists(paid)) | Q(since__lte=month, until__gt=month)
    return ExpressionWrapper(condition, BooleanField()) if condition else Value(value=True)


def price_of(decree: Decree, item: UnbilledEnrollment, *, known_on: date) -> tuple[MonthQuote, ...]:
    """Return the price of each month of an enrollment, by the law known on a day."""
    return quote(
        wage_base_idr=decree.wage_base_idr,
        programs=decree.programs,
        since=item.since,
        months=months_between(item.since, item.until),
        facts=item.facts,
        known_on=known_on,
    )
