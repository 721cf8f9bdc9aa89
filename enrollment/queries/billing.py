"""What is to be billed: enrollments without lines, their facts, and their price."""

from __future__ import annotations

from collections.abc import Collection, Iterator
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

from enrollment.models import CoveragePeriod, Decree, Enrollment, Worker
from enrollment.models.enrollments import EnrollmentQuerySet
from enrollment.rules.contributions import (
    MemberFacts,
    MonthQuote,
    quote,
    reliefs_published_between,
)
from enrollment.rules.reliefs import sector_of
from registry.months import months_between
from registry.programs import Fund

CHUNK = 5000


@dataclass(frozen=True, slots=True)
class UnbilledEnrollment:
    """One enrollment without a line, with the facts that make its price."""

    enrollment_id: int
    worker_id: int
    position: int
    since: date
    until: date
    facts: MemberFacts


def unbilled_members(decree: Decree) -> EnrollmentQuerySet:
    """Return the standing enrollments of a decree that have no line yet."""
    return Enrollment.objects.standing().filter(decree=decree, lines=None)


def unbilled(decree: Decree, *, known_on: date) -> Iterator[UnbilledEnrollment]:
    """Yield what is to be billed under a decree, in sheet order.

    For whom the population register records as dead nothing is billed, whoever asks.
    """
    dead = Worker.PopulationStatus.DEAD
    # the month of a death that is on record is still owed; a death without its day owes nothing
    unsettled = Q(worker__population_status=dead, worker__deceased_on=None)
    return _with_facts(unbilled_members(decree).exclude(unsettled), decree, known_on)


def unbilled_among(
    decree: Decree, enrollment_ids: Collection[int], *, known_on: date
) -> Iterator[UnbilledEnrollment]:
    """Yield those of these memberships that have no line yet, dead or not, in sheet order."""
    members = unbilled_members(decree).filter(pk__in=enrollment_ids)
    return _with_facts(members, decree, known_on)


def _with_facts(
    members: EnrollmentQuerySet, decree: Decree, known_on: date
) -> Iterator[UnbilledEnrollment]:
    """Yield memberships with the facts that make their price.

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
        members.annotate(
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
            "worker__second_occupation__sector",
            "worker__is_employer",
            "first_paid",
            "paid_up",
        )
    )
    for pk, worker_id, position, since, until, *works, employer, first, paid_up in rows.iterator(
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
                sector=sector_of(works),
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


def priced(
    decree: Decree, enrollment_ids: Collection[int], *, known_on: date
) -> Iterator[tuple[UnbilledEnrollment, dict[date, int]]]:
    """Yield memberships that have no line yet, each with the price of its months in rupiah."""
    ids = sorted(enrollment_ids)
    for start in range(0, len(ids), CHUNK):
        for item in unbilled_among(decree, ids[start : start + CHUNK], known_on=known_on):
            months = price_of(decree, item, known_on=known_on)
            yield item, {quote.month: quote.total_idr for quote in months}
