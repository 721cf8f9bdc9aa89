"""The look through what would be billed: who must not be paid for, and who may stand there twice.

Set-based: the database names the few memberships about which something is known, and only those
are judged one by one, so that 100,000 clean ones cost three queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from enrollment.models import CoveragePeriod, Decree, Enrollment, Sponsor, Worker, WorkerEvent
from enrollment.queries.billing import (
    CHUNK,
    UnbilledEnrollment,
    price_of,
    priced,
    unbilled,
    unbilled_members,
)
from enrollment.queries.twins import Twin, possible_twins
from enrollment.rules.eligibility import age_on
from enrollment.rules.sweep import Period, Reason, SweepFacts, TakenOff, kept_periods, taken_off
from registry.law.parameters import parameter
from registry.months import month_range

SETTLED_BY = (WorkerEvent.Kind.MOVED_WITHIN, WorkerEvent.Kind.RETURNED)
_OF_WORKER = (
    "born_on",
    "deceased_on",
    "moved_away_on",
    "withdrawn_on",
    "merged_into",
    "population_status",
    "population_checked_on",
    "population_source",
)


@dataclass(frozen=True, slots=True)
class Removal:
    """Months of one membership that are not billed, what they would have cost, and why."""

    enrollment_id: int
    worker_id: int
    position: int
    reason: Reason
    since: date
    until: date
    amount_idr: int
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SweptMember:
    """A membership of which something is taken off: what goes, and the months that stay."""

    enrollment_id: int
    worker_id: int
    position: int
    removals: tuple[Removal, ...]
    kept: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What a look through the memberships that are not billed yet has found; money in rupiah."""

    members: int
    workers: int
    swept: tuple[SweptMember, ...] = ()
    twins: tuple[Twin, ...] = ()
    to_bill_workers: int = field(default=0)
    to_bill_idr: int = field(default=0)

    @property
    def removals(self) -> list[Removal]:
        """Everything that is taken off, in sheet order."""
        return [removal for member in self.swept for removal in member.removals]

    @property
    def removed(self) -> int:
        """How many workers are not billed at all."""
        return len({member.worker_id for member in self.swept if not member.kept})

    @property
    def not_spent_idr(self) -> int:
        return sum(removal.amount_idr for removal in self.removals)


def look_through(decree: Decree, *, known_on: date) -> Look:
    """Return what is to be taken off before the next invoice of a decree, and what to look at.

    Priced by the law known on a day. Without what remains to be billed: see `preview`.
    """
    counted = unbilled_members(decree).aggregate(
        members=Count("pk"), workers=Count("worker_id", distinct=True)
    )
    if not counted["members"]:
        return Look(members=0, workers=0)
    found = _swept(decree, known_on)
    gone = {member.enrollment_id for member in found if not member.kept}
    twins = possible_twins(decree, gone, known_on=known_on)
    return Look(counted["members"], counted["workers"], tuple(found), tuple(twins))


def preview(decree: Decree, *, known_on: date) -> Look:
    """Return the look with what the invoice would come to once the sure ones are off."""
    look = look_through(decree, known_on=known_on)
    off = {member.enrollment_id: member for member in look.swept}
    workers: set[int] = set()
    total_idr = 0
    for item in unbilled(decree, known_on=known_on):
        member = off.get(item.enrollment_id)
        if member is None or member.kept:
            workers.add(item.worker_id)
            total_idr += sum(month.total_idr for month in price_of(decree, item, known_on=known_on))
            if member is not None:
                total_idr -= sum(removal.amount_idr for removal in member.removals)
    return Look(look.members, look.workers, look.swept, look.twins, len(workers), total_idr)


def _swept(decree: Decree, known_on: date) -> list[SweptMember]:
    covered = _covered_elsewhere(decree)
    offs: dict[int, tuple[SweepFacts, tuple[TakenOff, ...], dict[str, Any]]] = {}
    for row in _doubtful(decree, covered):
        facts = _facts(row, decree, covered.get(row["pk"], ()))
        max_age = parameter("bpu.max_age_excl_years", on=facts.since).value
        lapsed = parameter("bpu.inactive_after_months", on=facts.since).value
        off = taken_off(facts, max_age_excl=max_age, lapsed_after_months=lapsed)
        if off:
            offs[row["pk"]] = (facts, off, row | {"limit": max_age})
    found = []
    for item, price in priced(decree, offs, known_on=known_on):
        facts, off, row = offs[item.enrollment_id]
        removals = tuple(_removal(item, part, price, row) for part in off)
        kept = kept_periods(facts.since, facts.until, off)
        found.append(SweptMember(item.enrollment_id, item.worker_id, item.position, removals, kept))
    return sorted(found, key=lambda member: (member.position, member.enrollment_id))


def _removal(
    item: UnbilledEnrollment, part: TakenOff, price: dict[date, int], row: dict[str, Any]
) -> Removal:
    return Removal(
        enrollment_id=item.enrollment_id,
        worker_id=item.worker_id,
        position=item.position,
        reason=part.reason,
        since=part.since,
        until=part.until,
        amount_idr=sum(price[month] for month in month_range(part.since, part.until)),
        facts=_kept_facts(part, row),
    )


def _doubtful(decree: Decree, covered: Collection[int]) -> Iterator[dict[str, Any]]:
    """Yield the facts of the memberships of which anything is known that may take them off."""
    limit = parameter("bpu.max_age_excl_years", on=decree.since).value
    old = decree.until.replace(year=decree.until.year - limit)
    status = Worker.PopulationStatus
    known = (
        Q(worker__deceased_on__isnull=False)
        | Q(worker__moved_away_on__isnull=False)
        | Q(worker__withdrawn_on__isnull=False)
        | Q(worker__population_status__in=[status.DEAD, status.MOVED])
        | Q(worker__born_on__lte=old)
    )
    members = unbilled_members(decree)
    of_worker = {name: F(f"worker__{name}") for name in _OF_WORKER}
    for chosen in (members.filter(known), *_in_parts(members, covered)):
        yield from chosen.annotate(
            covered_until=_covered_before(), move_is_settled=_move_is_settled()
        ).values("pk", "since", "until", "covered_until", "move_is_settled", **of_worker)


def _covered_before() -> Subquery:
    """The month after the last one paid for before a membership."""
    before = CoveragePeriod.objects.standing().filter(
        worker=OuterRef("worker"), until__lte=OuterRef("since")
    )
    return Subquery(before.order_by().values("worker").annotate(last=Max("until")).values("last"))


def _move_is_settled() -> Exists:
    """Whether somebody recorded, after the check, where the worker lives."""
    return Exists(
        WorkerEvent.objects.standing().filter(
            worker=OuterRef("worker"),
            kind__in=SETTLED_BY,
            recorded_on__gte=OuterRef("worker__population_checked_on"),
        )
    )


def _in_parts(members: QuerySet[Enrollment], ids: Collection[int]) -> Iterator[Any]:
    found = sorted(ids)
    for start in range(0, len(found), CHUNK):
        yield members.filter(pk__in=found[start : start + CHUNK])


def _facts(row: dict[str, Any], decree: Decree, covered: tuple[Period, ...]) -> SweepFacts:
    status = Worker.PopulationStatus
    return SweepFacts(
        since=row["since"],
        until=row["until"],
        born_on=row["born_on"],
        deceased_on=row["deceased_on"],
        moved_away_on=row["moved_away_on"],
        register_dead=row["population_status"] == status.DEAD,
        register_moved=row["population_status"] == status.MOVED and not row["move_is_settled"],
        merged=row["merged_into"] is not None,
        withdrawn=row["withdrawn_on"] is not None,
        self_paid=decree.sponsor.kind == Sponsor.Kind.SELF,
        covered_until=row["covered_until"],
        covered=covered,
    )


def _kept_facts(part: TakenOff, row: dict[str, Any]) -> dict[str, Any]:
    """Return what the statement tells of a removal, as it was known on the day."""
    register = {
        "source": row["population_source"],
        "checked_on": row["population_checked_on"],
    }
    if part.reason is Reason.DEATH:
        return {"died_on": row["deceased_on"]} if row["deceased_on"] else register
    if part.reason is Reason.MOVED:
        return {"moved_on": row["moved_away_on"]} if row["moved_away_on"] else register
    if part.reason is Reason.OVER_AGE:
        return {"age": age_on(row["born_on"], part.since), "limit": row["limit"]}
    return {}


def _covered_elsewhere(decree: Decree) -> dict[int, tuple[Period, ...]]:
    """Return, by membership, its months that another membership's payer has paid for."""
    periods = (
        unbilled_members(decree)
        .filter(
            worker__coverage_periods__voided_on=None,
            worker__coverage_periods__since__lt=F("until"),
            worker__coverage_periods__until__gt=F("since"),
        )
        .order_by("pk", "worker__coverage_periods__since")
        .values_list("pk", "worker__coverage_periods__since", "worker__coverage_periods__until")
    )
    found: defaultdict[int, list[Period]] = defaultdict(list)
    for enrollment_id, since, until in periods:
        found[enrollment_id].append(Period(since, until))
    return {enrollment_id: tuple(parts) for enrollment_id, parts in found.items()}
