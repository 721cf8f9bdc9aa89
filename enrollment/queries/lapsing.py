"""Whose cover ends soon, who keeps it, and what that costs: by month, payer and village.

Cover ends for a worker where a paid period ends and none that is paid begins. Whoever stands
under a next decree already is counted apart: that only has to be paid.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from enrollment.models import CoveragePeriod, Decree, Enrollment, Sponsor
from enrollment.models.coverage import CoveragePeriodQuerySet
from enrollment.rules.contributions import MemberFacts, NoSuchBase, due_on, quote
from enrollment.rules.lapsing import ARREARS, KEPT_MONTHS, WINDOWS, LapseChoice
from registry.law.parameters import MissingParameter, parameter
from registry.models import Holiday, Region, User
from registry.months import add_months, first_of_month
from registry.programs import Fund, Program, Sector
from registry.roles import Permission, may


@dataclass(frozen=True, slots=True)
class LapseGroup:
    """Workers whose cover ends, with those who already stand under a next decree.

    `keep_idr` is what twelve more months of the others cost, None where the law has no price.
    """

    key: Any
    workers: int
    going_on: int
    keep_idr: int | None

    @property
    def to_keep(self) -> int:
        """Workers for whom nobody has decided to pay yet."""
        return self.workers - self.going_on


@dataclass(frozen=True, slots=True)
class Lapses:
    """The cover that ends within a window: all, what is chosen of it, and by what it differs.

    Of `by_sponsor` the key is a Sponsor, 0 for workers who pay for themselves, and None for
    payers outside the reader's scope; of `by_village` a Region. Largest first, months in order.
    `in_window` counts the workers of each of WINDOWS.
    """

    in_window: Mapping[int, int]
    whole: LapseGroup
    chosen: LapseGroup
    by_month: list[LapseGroup]
    by_sponsor: list[LapseGroup]
    by_village: list[LapseGroup]


@dataclass(frozen=True, slots=True)
class NextPayer:
    """The membership under which a worker's cover goes on once it is paid."""

    sponsor: Sponsor | None
    since: date


@dataclass(frozen=True, slots=True)
class _Counted:
    """Workers alike in all that makes their price, as the database counted them."""

    until: date
    village: str
    decree: Decree
    sector: str
    employer: bool
    workers: int
    going_on: int
    keep_idr: int | None


def lapsing(reader: User, *, on: date, choice: LapseChoice) -> CoveragePeriodQuerySet:
    """Return the last paid periods of living workers in scope whose cover ends as chosen."""
    ending = _ending(reader, on=on, days=choice.days)
    if choice.sponsor == 0:
        ending = ending.filter(line__invoice__decree__sponsor__kind=Sponsor.Kind.SELF)
    elif choice.sponsor is not None:
        seen = Decree.objects.visible_to(reader).filter(sponsor=choice.sponsor)
        ending = ending.filter(line__invoice__decree__in=seen)
    if choice.village:
        ending = ending.within(choice.village)
    return ending.filter(until=choice.month) if choice.month else ending


def nobody_pays_on(ending: CoveragePeriodQuerySet) -> CoveragePeriodQuerySet:
    """Return those of the periods behind which no membership is recorded yet."""
    return ending.filter(~Exists(_next_memberships()))


def lapses(reader: User, *, on: date, choice: LapseChoice) -> Lapses:
    """Return what ends in the chosen window, counted and priced by the law known on the day."""
    widest = ARREARS if choice.days == ARREARS else WINDOWS[-1]
    every = _counted(_ending(reader, on=on, days=widest), known_on=on)
    last = date.max if choice.days == ARREARS else on + timedelta(days=choice.days)
    within = [item for item in every if item.until <= last]
    villages = Region.objects.in_bulk({item.village for item in within})
    return Lapses(
        in_window=_windows(every, on) if widest else _windows_alone(reader, on),
        whole=_sum(None, within),
        chosen=_sum(None, [item for item in within if _is_chosen(item, choice, reader)]),
        by_month=sorted(_by(within, lambda item: item.until), key=lambda group: group.key),
        by_sponsor=_by(within, lambda item: _payer(item, reader)),
        by_village=_by(within, lambda item: villages[item.village]),
    )


def in_arrears(reader: User, *, on: date) -> int:
    """Return how many workers who pay for themselves have let their cover end and may resume it."""
    return _ending(reader, on=on, days=ARREARS).count()


def next_payers(periods: Iterable[CoveragePeriod], reader: User) -> dict[int, NextPayer]:
    """Return who is to pay on, by worker, for those whose membership is recorded; in one query."""
    until = {period.worker_id: period.until for period in periods}
    rows = (
        Enrollment.objects.standing()
        .filter(worker__in=list(until))
        .select_related("decree__sponsor")
        .order_by("since")
    )
    found: dict[int, NextPayer] = {}
    for row in rows:
        if row.since <= until[row.worker_id] < row.until:
            seen = may(reader, Permission.REGISTER_VIEW, row.decree.region_id)
            found[row.worker_id] = NextPayer(row.decree.sponsor if seen else None, row.since)
    return found


def price_to_keep(
    decree: Decree,
    *,
    since: date,
    sector: str,
    employer: bool,
    known_on: date,
    months: int = KEPT_MONTHS,
    fund: Fund | None = None,
) -> int | None:
    """Return what a worker's next months cost at a decree's base, and its fund or another one.

    In rupiah, by the law known on the day, for somebody who has been a member and owes nothing;
    None where the law of those months is not on record.
    """
    try:
        quoted = quote(
            wage_base_idr=decree.wage_base_idr,
            programs=decree.programs,
            since=since,
            months=months,
            facts=MemberFacts(
                fund=fund or Fund(decree.fund), sector=Sector(sector), employer=employer
            ),
            known_on=known_on,
        )
    except (MissingParameter, NoSuchBase):
        return None
    return sum(month.total_idr for month in quoted)


def _ending(reader: User, *, on: date, days: int) -> CoveragePeriodQuerySet:
    """Return the last paid periods that end in a window: no paid period follows at once."""
    paid = CoveragePeriod.objects.standing().filter(worker=OuterRef("worker"))
    periods = (
        CoveragePeriod.objects.visible_to(reader)
        .standing()
        .filter(worker__withdrawn_on=None, worker__deceased_on=None, worker__moved_away_on=None)
    )
    if days != ARREARS:
        return periods.filter(
            ~Exists(paid.filter(since=OuterRef("until"))),
            until__gt=on,
            until__lte=on + timedelta(days=days),
        )
    return periods.filter(
        ~Exists(paid.filter(since__gte=OuterRef("until"))),
        line__invoice__decree__sponsor__kind=Sponsor.Kind.SELF,
        until__lte=first_of_month(on),
        until__gt=_lapsed_since(on),
    )


def _lapsed_since(on: date) -> date:
    """Return the first month without cover of those whose membership has lapsed, or an earlier one.

    A month is unpaid from the day after its due date on.
    """
    month = first_of_month(on)
    limit = parameter("bpu.inactive_after_months", on=month).value
    due = due_on(month, program=Program.JKK, days_off=Holiday.objects.days_off())
    return add_months(month, -limit if due < on else -limit - 1)


def _next_memberships() -> Any:
    return Enrollment.objects.standing().filter(
        worker=OuterRef("worker"), since__lte=OuterRef("until"), until__gt=OuterRef("until")
    )


def _counted(ending: CoveragePeriodQuerySet, *, known_on: date) -> list[_Counted]:
    rows = list(
        ending.order_by()
        .annotate(goes_on=Exists(_next_memberships()))
        .values_list(
            "until",
            "worker__village",
            "line__invoice__decree",
            "worker__occupation__sector",
            "worker__is_employer",
        )
        .annotate(workers=Count("id"), going_on=Count("id", filter=Q(goes_on=True)))
    )
    decrees = Decree.objects.select_related("sponsor").in_bulk({row[2] for row in rows})
    found = []
    for until, village, decree_id, sector, employer, workers, going_on in rows:
        decree, sector = decrees[decree_id], sector or Sector.OTHER.value
        price = price_to_keep(
            decree, since=until, sector=sector, employer=employer, known_on=known_on
        )
        keep_idr = None if price is None else price * (workers - going_on)
        found.append(
            _Counted(until, village, decree, sector, employer, workers, going_on, keep_idr)
        )
    return found


def _by(counted: list[_Counted], key: Callable[[_Counted], Hashable]) -> list[LapseGroup]:
    """Return the groups that have one key each, the largest first."""
    gathered: defaultdict[Hashable, list[_Counted]] = defaultdict(list)
    for item in counted:
        gathered[key(item)].append(item)
    groups = [_sum(name, items) for name, items in gathered.items()]
    return sorted(groups, key=lambda group: (-group.workers, str(group.key)))


def _windows(counted: list[_Counted], on: date) -> dict[int, int]:
    found: Counter[int] = Counter(dict.fromkeys(WINDOWS, 0))
    for item in counted:
        for days in WINDOWS:
            if item.until <= on + timedelta(days=days):
                found[days] += item.workers
    return dict(found)


def _windows_alone(reader: User, on: date) -> dict[int, int]:
    """Return the workers of each window where nothing else of them is asked for."""
    counts = {
        str(days): Count("id", filter=Q(until__lte=on + timedelta(days=days))) for days in WINDOWS
    }
    found = _ending(reader, on=on, days=WINDOWS[-1]).order_by().aggregate(**counts)
    return {int(days): workers for days, workers in found.items()}


def _payer(item: _Counted, reader: User) -> Sponsor | int | None:
    sponsor = item.decree.sponsor
    if sponsor.kind == Sponsor.Kind.SELF:
        return 0
    return sponsor if may(reader, Permission.REGISTER_VIEW, item.decree.region_id) else None


def _is_chosen(item: _Counted, choice: LapseChoice, reader: User) -> bool:
    payer = _payer(item, reader)
    key = payer.pk if isinstance(payer, Sponsor) else payer
    return (
        (choice.sponsor is None or key == choice.sponsor)
        and item.village.startswith(choice.village)
        and (choice.month is None or item.until == choice.month)
    )


def _sum(key: Any, items: list[_Counted]) -> LapseGroup:
    prices = [item.keep_idr for item in items]
    known = [price for price in prices if price is not None]
    return LapseGroup(
        key=key,
        workers=sum(item.workers for item in items),
        going_on=sum(item.going_on for item in items),
        keep_idr=sum(known) if len(known) == len(prices) else None,
    )
