"""Figures of money: a decree's budget, a payer's credit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Sum

from enrollment.models import Decree, Enrollment, Invoice, Payment, Sponsor
from enrollment.queries.billing import price_of, unbilled
from enrollment.queries.places import places_taken
from enrollment.rules.contributions import (
    MemberFacts,
    MonthQuote,
    affordable_workers,
    quote,
)
from registry.programs import Fund, Sector


@dataclass(frozen=True, slots=True)
class DecreeBudget:
    """What a decree's ceiling buys and what of it is used; money in rupiah."""

    months: tuple[MonthQuote, ...]
    price_idr: int
    affordable_workers: int
    enrolled: int
    quota_left: int | None
    billed_idr: int
    left_idr: int
    unbilled_workers: int
    unbilled_idr: int

    @property
    def unbilled_fits(self) -> bool:
        """Whether the ceiling still holds what is not billed yet."""
        return self.unbilled_idr <= self.left_idr


def decree_quote(decree: Decree) -> tuple[MonthQuote, ...]:
    """Return the price of each month for a new worker, by the law known on the decree's date.

    Of the sector "other": a driver may cost less where a relief names transport.
    """
    return quote(
        wage_base_idr=decree.wage_base_idr,
        programs=decree.programs,
        since=decree.since,
        months=decree.months,
        facts=MemberFacts(fund=Fund(decree.fund), sector=Sector.OTHER, member_since=decree.since),
        known_on=decree.decided_on,
    )


def decree_budget(decree: Decree, *, known_on: date) -> DecreeBudget:
    """Return what the ceiling buys, by the law known on the decree's date, and what is used.

    What is not billed yet is priced by the law known on `known_on`: the day of its invoice.
    """
    months = decree_quote(decree)
    price_idr = sum(month.total_idr for month in months)
    members = Enrollment.objects.standing().filter(decree=decree)
    enrolled = members.values("worker").distinct().count()
    waiting = list(unbilled(decree, known_on=known_on))
    billed_idr = net_billed_idr(decree)
    return DecreeBudget(
        months=months,
        price_idr=price_idr,
        affordable_workers=affordable_workers(ceiling_idr=decree.ceiling_idr, price_idr=price_idr),
        enrolled=enrolled,
        quota_left=None if decree.quota is None else decree.quota - places_taken(decree),
        billed_idr=billed_idr,
        left_idr=decree.ceiling_idr - billed_idr,
        unbilled_workers=len(waiting),
        unbilled_idr=sum(
            month.total_idr
            for item in waiting
            for month in price_of(decree, item, known_on=known_on)
        ),
    )


def net_billed_idr(decree: Decree) -> int:
    """Return what was billed under a decree less its credit notes, in rupiah."""
    billed = Invoice.objects.filter(decree=decree).aggregate(
        net=Sum(F("total_idr") - F("credited_idr"))
    )
    return billed["net"] or 0


def payer_credit_idr(sponsor: Sponsor, fund: str) -> int:
    """Return the money of a payer and fund that paid for no month yet, in rupiah."""
    return Payment.objects.of_payer(sponsor, fund).credit_idr()
