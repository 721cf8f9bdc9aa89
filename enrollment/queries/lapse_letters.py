"""What a letter tells a worker whose cover ends: when, who paid, and what it costs to go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from enrollment.models import CoveragePeriod, Sponsor, Worker
from enrollment.models.coverage import CoveragePeriodQuerySet
from enrollment.queries.cards import regency_of
from enrollment.queries.lapsing import lapsing, nobody_pays_on, price_to_keep
from enrollment.rules.contributions import due_on
from enrollment.rules.lapsing import LapseChoice
from registry.models import Holiday, User
from registry.programs import Fund, Program, Sector
from registry.roles import Permission, may


@dataclass(frozen=True, slots=True)
class LapseNotice:
    """One worker's end of cover. Prices are those of somebody who pays for himself, in rupiah.

    `payer` is empty where the reader may not know it; prices are None where the law has none.
    `pay_by` is the last day on which the first month behind the end is paid in time.
    """

    worker: Worker
    regency: str
    payer: str
    paid_himself: bool
    until: date
    has_ended: bool
    month_idr: int | None
    year_idr: int | None
    pay_by: date


def periods_to_write_about(
    reader: User, *, on: date, choice: LapseChoice, right: Permission
) -> CoveragePeriodQuerySet:
    """Return the ending periods for which nobody has decided to pay on, village by village."""
    ending = nobody_pays_on(lapsing(reader, on=on, choice=choice)).visible_to(reader, right)
    return ending.select_related(
        "worker__village__parent__parent", "worker__occupation", "line__invoice__decree__sponsor"
    ).order_by("worker__village", "worker__name_key", "worker")


def notices(periods: CoveragePeriodQuerySet, *, on: date, reader: User) -> Iterator[LapseNotice]:
    """Yield what each letter says, by the law known on the day."""
    days_off = Holiday.objects.days_off()
    for period in periods.iterator(chunk_size=500):
        yield _notice(
            period,
            on=on,
            reader=reader,
            pay_by=due_on(period.until, program=Program.JKK, days_off=days_off),
        )


def _notice(period: CoveragePeriod, *, on: date, reader: User, pay_by: date) -> LapseNotice:
    worker, decree = period.worker, period.line.invoice.decree
    sector = worker.occupation.sector if worker.occupation else Sector.OTHER.value

    def price(months: int) -> int | None:
        return price_to_keep(
            decree,
            since=period.until,
            sector=sector,
            employer=worker.is_employer,
            known_on=on,
            months=months,
            fund=Fund.SELF,
        )

    in_scope = may(reader, Permission.REGISTER_VIEW, decree.region_id)
    return LapseNotice(
        worker=worker,
        regency=regency_of(worker.village).name,
        payer=decree.sponsor.name if in_scope else "",
        paid_himself=decree.sponsor.kind == Sponsor.Kind.SELF,
        until=period.until,
        has_ended=period.until <= on,
        month_idr=price(1),
        year_idr=price(12),
        pay_by=pay_by,
    )
