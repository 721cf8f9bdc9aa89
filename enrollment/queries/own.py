"""Workers who pay for themselves: how each stands, and what the next order would cost."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Final

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from enrollment.models import (
    CoveragePeriod,
    Decree,
    Enrollment,
    Invoice,
    Payment,
    Sponsor,
    Worker,
)
from enrollment.models.enrollments import EnrollmentQuerySet
from enrollment.queries.reliefs import relief_waiting
from enrollment.rules.contributions import (
    MemberFacts,
    MonthQuote,
    Run,
    quote,
    reliefs_published_between,
    runs,
)
from enrollment.rules.ordering import (
    NextOrder,
    Standing,
    has_lapsed,
    months_of,
    next_order,
    offered_months,
    standing,
)
from enrollment.rules.reliefs import sector_of
from registry.models import Holiday, Region
from registry.months import add_months, month_range
from registry.programs import Fund, Program

BOTH: Final = (Program.JKK, Program.JKM)
_OWN: Final = Q(decree__sponsor__kind=Sponsor.Kind.SELF)


@dataclass(frozen=True, slots=True)
class OwnStanding:
    """How a worker stands with his own contributions, and what the next order takes.

    `open_invoice` is the order that waits to be paid, and `credit_idr` the rupiah that the next
    order uses first. `is_member` tells whether a month was ever paid for him, by whomever.
    """

    now: Standing
    next: NextOrder
    open_invoice: Invoice | None
    credit_idr: int
    is_member: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """An order of so many months: what it costs in rupiah, run by run, or why it does not fit."""

    months: int
    since: date
    until: date
    total_idr: int
    runs: tuple[Run, ...]
    fits: bool
    settles: bool


def own_enrollments(worker: Worker) -> EnrollmentQuerySet:
    """Return the standing memberships for which the worker pays himself.

    `unpaid_from` is the month behind the last one paid of each.
    """
    paid = (
        CoveragePeriod.objects.standing()
        .filter(line__enrollment=OuterRef("pk"))
        .order_by()
        .values("line__enrollment")
        .annotate(last=Max("until"))
        .values("last")
    )
    own = Enrollment.objects.standing().filter(_OWN, worker=worker)
    return own.annotate(unpaid_from=Coalesce(Subquery(paid), "since")).order_by("since")


def own_invoices(worker: Worker) -> QuerySet[Invoice]:
    """Return the invoices of the worker's own orders, oldest first.

    Those too that he placed under a record given up: its memberships are his.
    """
    orders = Decree.objects.own_orders().filter(enrollments__worker=worker)
    found = Invoice.objects.filter(decree__in=orders.values("pk"))
    return found.select_related("decree__sponsor").order_by("issued_on", "pk")


def worker_of_order(invoice: Invoice) -> Worker | None:
    """Return who ordered this invoice for himself; None where somebody pays for others.

    Of an order placed under a record given up since, the one who was kept.
    """
    sponsor = invoice.decree.sponsor
    worker = sponsor.worker if sponsor.kind == Sponsor.Kind.SELF else None
    while worker is not None and worker.merged_into is not None:
        worker = worker.merged_into
    return worker


def office_of(payer: Sponsor, region: Region) -> Region:
    """Return the region whose office writes the papers: for a self-payer not his village's."""
    while payer.kind == Sponsor.Kind.SELF and region.parent is not None:
        if region.level == Region.Level.REGENCY:
            break
        region = region.parent
    return region


def paid_months(worker: Worker) -> set[date]:
    """Return the months paid for a worker, by whomever."""
    periods = CoveragePeriod.objects.standing().filter(worker=worker)
    return months_of(periods.values_list("since", "until"))


def own_standing(worker: Worker, *, on: date) -> OwnStanding:
    """Return how a worker stands, as the page of his next order tells it.

    An order that lapsed is looked through: placing the next one drops what is unpaid of it.
    """
    days_off = Holiday.objects.days_off()
    paid = paid_months(worker)
    own = list(own_enrollments(worker))
    lapsed = {each.pk for each in lapsed_orders(own, on=on, paid=paid, days_off=days_off)}
    others = Enrollment.objects.standing().filter(worker=worker).exclude(_OWN)
    taken = list(others.values_list("since", "until"))
    taken += [(e.since, unpaid_from(e) if e.pk in lapsed else e.until) for e in own]
    waiting = own_invoices(worker).filter(open_condition())
    return OwnStanding(
        now=standing(on, paid=paid, days_off=days_off),
        next=next_order(on, paid=paid, taken=months_of(taken), days_off=days_off),
        open_invoice=waiting.exclude(lines__enrollment__in=lapsed).first(),
        credit_idr=credit_ahead_idr(worker, on=on),
        is_member=bool(paid),
    )


def unpaid_from(enrollment: Enrollment) -> date:
    """Return the month behind the last one paid of an own membership."""
    month: date = enrollment.unpaid_from  # type: ignore[attr-defined]  # by own_enrollments
    return month


def lapsed_orders(
    own: Iterable[Enrollment], *, on: date, paid: Collection[date], days_off: Container[date]
) -> list[Enrollment]:
    """Return those own memberships whose unpaid months are not asked for any more."""
    return [
        enrollment
        for enrollment in own
        if unpaid_from(enrollment) < enrollment.until
        and has_lapsed(unpaid_from(enrollment), on, paid=paid, days_off=days_off)
    ]


def open_condition() -> Q:
    """Return the condition that something of an invoice is still to be paid."""
    return Q(total_idr__gt=F("allocated_idr") + F("credited_idr"))


def credit_ahead_idr(worker: Worker, *, on: date) -> int:
    """Return the worker's unused money, with what reliefs known on a day will add to it."""
    payer = Sponsor.objects.filter(worker=worker).first()
    if payer is None:
        return 0
    credit = Payment.objects.of_payer(payer, Fund.SELF).credit_idr()
    for invoice in own_invoices(worker).filter(decree__sponsor=payer):
        for relief in reliefs_published_between(invoice.issued_on, on):
            if waiting := relief_waiting(invoice, relief, known_on=on):
                credit += waiting.credit_idr
    return credit


def own_price(
    worker: Worker,
    *,
    since: date,
    months: int,
    wage_base_idr: int,
    with_jht: bool,
    known_on: date,
) -> tuple[MonthQuote, ...]:
    """Return the price of each month of an own order, by the law known on a day."""
    return quote(
        wage_base_idr=wage_base_idr,
        programs=(*BOTH, Program.JHT) if with_jht else BOTH,
        since=since,
        months=months,
        facts=_facts(worker, since=since, months=months, known_on=known_on),
        known_on=known_on,
    )


def offers(
    worker: Worker, plan: NextOrder, *, wage_base_idr: int, with_jht: bool, on: date
) -> list[Offer]:
    """Return what each number of months costs from where the next order begins."""
    offered = offered_months(on)
    priced = own_price(
        worker,
        since=plan.month,
        months=max(offered),
        wage_base_idr=wage_base_idr,
        with_jht=with_jht,
        known_on=on,
    )
    totals = list(accumulate(month.total_idr for month in priced))
    return [
        Offer(
            months=months,
            since=plan.month,
            until=add_months(plan.month, months),
            total_idr=totals[months - 1],
            runs=runs(priced[:months]),
            fits=plan.holds(months),
            settles=months >= len(plan.owed),
        )
        for months in offered
    ]


def _facts(worker: Worker, *, since: date, months: int, known_on: date) -> MemberFacts:
    """Return what the price of an own order rests on, as its invoice will find it."""
    paid = paid_months(worker)
    ordered = set(month_range(since, add_months(since, months)))
    asked = {
        relief.paid_up_through
        for relief in reliefs_published_between(date.min, known_on)
        if relief.paid_up_through
    }
    works = (worker.occupation, worker.second_occupation)
    return MemberFacts(
        fund=Fund.SELF,
        sector=sector_of(work.sector for work in works if work),
        member_since=min([since, *paid]),
        paid_up=asked <= paid | ordered,
        employer=worker.is_employer,
    )
