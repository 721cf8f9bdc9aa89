"""Figures of a decree: who stands under it, what its ceiling buys, and how that is worked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from enrollment.models import Decree, Enrollment
from enrollment.queries.money import decree_quote
from enrollment.rules.contributions import Citation, MonthQuote, affordable_workers, runs
from registry.months import months_between


@dataclass(frozen=True, slots=True)
class PriceStep:
    """Months at one price in the arithmetic of one worker, with their clauses; in rupiah."""

    since: date
    until: date
    months: int
    jkk_idr: int
    jkm_idr: int
    jht_idr: int
    monthly_idr: int
    amount_idr: int
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class CeilingPreview:
    """What a ceiling would buy: the price of one worker, how many it pays, what stays over."""

    steps: list[PriceStep]
    price_idr: int
    affordable_workers: int
    paid_workers: int
    rest_idr: int


def with_enrolled(decrees: QuerySet[Decree]) -> QuerySet[Decree]:
    """Return the decrees with their sponsors, each with its number of workers as `enrolled`."""
    counted = (
        Enrollment.objects.standing()
        .filter(decree=OuterRef("pk"))
        .order_by()
        .values("decree")
        .annotate(workers=Count("worker", distinct=True))
        .values("workers")
    )
    return decrees.select_related("sponsor").annotate(enrolled=Coalesce(Subquery(counted), 0))


def ceiling_preview(decree: Decree) -> CeilingPreview:
    """Return what the ceiling of a decree, recorded or not yet, buys by the law of its date.

    Raises NoSuchBase and MissingParameter where the law gives no price.
    """
    months = decree_quote(decree)
    price_idr = sum(month.total_idr for month in months)
    workers = affordable_workers(ceiling_idr=decree.ceiling_idr, price_idr=price_idr)
    paid = workers if decree.quota is None else min(workers, decree.quota)
    return CeilingPreview(
        steps=price_steps(months),
        price_idr=price_idr,
        affordable_workers=workers,
        paid_workers=paid,
        rest_idr=decree.ceiling_idr - paid * price_idr,
    )


def price_steps(months: tuple[MonthQuote, ...]) -> list[PriceStep]:
    """Return the arithmetic of one worker's price, a step for each run of months at one rate."""
    return [
        PriceStep(
            since=run.since,
            until=run.until,
            months=(count := months_between(run.since, run.until)),
            jkk_idr=run.quote.jkk_idr,
            jkm_idr=run.quote.jkm_idr,
            jht_idr=run.quote.jht_idr,
            monthly_idr=run.quote.total_idr,
            amount_idr=run.quote.total_idr * count,
            citations=run.quote.citations,
        )
        for run in runs(months)
    ]
