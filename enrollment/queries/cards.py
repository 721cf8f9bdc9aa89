"""Who gets a card, and what stands on it: for one worker as for thousands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from enrollment.models import CoveragePeriod, Enrollment, Worker
from enrollment.models.workers import WorkerQuerySet
from enrollment.queries.card_statement import spaced, statement_of
from enrollment.queries.lapsing import lapsing
from enrollment.rules.cards import unbroken_until
from enrollment.rules.lapsing import LapseChoice
from registry.models import Region, User
from registry.months import first_of_month
from registry.roles import Permission, may


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card. `payer` is empty where the reader may not know who pays.

    `begins` is the first covered month where it lies ahead; `until` the month after the last.
    """

    worker: Worker
    number: str
    regency: str
    payer: str
    begins: date | None
    until: date
    statement: str


def workers_with_a_card(
    reader: User, *, chosen: Mapping[str, Any], on: date, right: Permission
) -> WorkerQuerySet:
    """Return the living workers whose cover stands or lies ahead, where the reader has the right.

    `chosen` names a `decree`, a list (`batch`), a region, or how soon cover ends (`days`, see
    LapseChoice), and they narrow each other. Village by village and by name, as cards are handed
    out.
    """
    ahead = CoveragePeriod.objects.standing().filter(
        worker=OuterRef("pk"), until__gt=first_of_month(on)
    )
    workers = Worker.objects.visible_to(reader, right).standing().filter(deceased_on=None)
    members = Enrollment.objects.visible_to(reader).standing()
    if "decree" in chosen:
        named = members.filter(decree=chosen["decree"])
        workers = workers.filter(pk__in=named.values("worker"))
    if "batch" in chosen:
        named = members.filter(row__batch=chosen["batch"])
        workers = workers.filter(pk__in=named.values("worker"))
    if "region" in chosen:
        workers = workers.within(chosen["region"])
    if "days" in chosen:
        ending = lapsing(reader, on=on, choice=LapseChoice.read(chosen))
        workers = workers.filter(pk__in=ending.values("worker"))
    return (
        workers.filter(Exists(ahead))
        .select_related("village__parent__parent")
        .order_by("village_id", "name_key", "pk")
    )


def cards_of(workers: Sequence[Worker], *, on: date, reader: User) -> list[Card]:
    """Return the cards of workers who have one, in their order, in a constant number of queries."""
    month = first_of_month(on)
    periods: defaultdict[int, list[CoveragePeriod]] = defaultdict(list)
    ahead = (
        CoveragePeriod.objects.standing()
        .filter(worker__in=[worker.pk for worker in workers], until__gt=month)
        .select_related("line__invoice__decree__sponsor")
        .order_by("since")
    )
    for period in ahead:
        periods[period.worker_id].append(period)
    return [
        _card(worker, periods[worker.pk], month=month, reader=reader)
        for worker in workers
        if worker.pk in periods and not worker.deceased_on
    ]


def _card(worker: Worker, ahead: list[CoveragePeriod], *, month: date, reader: User) -> Card:
    first = ahead[0]
    until = unbroken_until([(period.since, period.until) for period in ahead], month)
    assert until is not None, "a period that ends after this month lies ahead of it"
    return Card(
        worker=worker,
        number=spaced(worker.card_number),
        regency=regency_of(worker.village).name,
        payer=_payer(first, reader),
        begins=first.since if first.since > month else None,
        until=until,
        statement=statement_of(worker, until),
    )


def _payer(period: CoveragePeriod, reader: User) -> str:
    decree = period.line.invoice.decree
    in_scope = may(reader, Permission.REGISTER_VIEW, decree.region_id)
    return decree.sponsor.name if in_scope else ""


def regency_of(village: Region) -> Region:
    """Return the regency that a village lies in."""
    region = village
    while region.level != Region.Level.REGENCY and region.parent is not None:
        region = region.parent
    return region
