"""Figures of checks against the population register, and what of them waits for a person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from enrollment.models import (
    Correction,
    Decree,
    PopulationCheck,
    PopulationCheckRow,
    Worker,
    WorkerEvent,
)
from enrollment.queries.billing import unbilled_members
from enrollment.queries.sweep import SETTLED_BY
from registry.models import User

_NAMED: Final = 10
Outcome = PopulationCheckRow.Outcome
Status = Worker.PopulationStatus


@dataclass(frozen=True, slots=True)
class RecordedDead:
    """Members of a decree who are not billed, because the register records them as dead."""

    count: int
    named: tuple[Worker, ...]


def check_summary(check: PopulationCheck) -> dict[str, Any]:
    """Return the number of rows, by outcome and by result."""
    outcomes = Counter[str](dict.fromkeys(Outcome.values, 0))
    results = Counter[str]()
    rows = check.rows.values("outcome", "result").annotate(rows=Count("pk")).order_by()
    for group in rows:
        outcomes[group["outcome"]] += group["rows"]
        if group["result"]:
            results[group["result"]] += group["rows"]
    return {
        "rows": outcomes.total(),
        "outcomes": dict(outcomes),
        "results": dict(sorted(results.items())),
    }


def still_to_do(rows: QuerySet[PopulationCheckRow]) -> QuerySet[PopulationCheckRow]:
    """Return those of the rows about which a person has still to do something.

    A row settles itself: by a later check that says something else, or by the record of what it
    asks for: the death, the move, the correction of the identity.
    """
    settled = WorkerEvent.objects.standing().filter(
        worker=OuterRef("worker"),
        kind__in=SETTLED_BY,
        recorded_at__gte=OuterRef("check_file__uploaded_at"),
    )
    corrected = Correction.objects.filter(
        worker=OuterRef("worker"),
        is_identity=True,
        status=Correction.Status.APPLIED,
        decided_at__gte=OuterRef("check_file__uploaded_at"),
    )
    alive, here = Q(worker__deceased_on=None), Q(worker__moved_away_on=None)
    asks = (
        (Q(result=Status.DEAD) & (alive | Q(problem="other_day_of_death")))
        | (Q(result=Status.MOVED) & alive & here & ~Exists(settled))
        | (Q(result=Status.MISMATCHED) & alive & ~Exists(corrected))
        | Q(problem="alive_there", worker__deceased_on__isnull=False)
        | Q(problem="two_answers")
    )
    own = Q(problem__in=["two_answers", "given_up"]) | Q(worker__population_status=F("result"))
    kept = Q(worker__merged_into__deceased_on__isnull=False) | Q(
        worker__merged_into__moved_away_on__isnull=False
    )
    return rows.filter(asks & own, outcome=Outcome.TO_DO).exclude(kept)


def waiting_rows(user: User) -> QuerySet[PopulationCheckRow]:
    """Return the rows of all checks in scope that wait for a person, the oldest first."""
    return still_to_do(PopulationCheckRow.objects.visible_to(user)).order_by("pk")


def workers_to_check(
    region_code: str, *, decree: Decree | None, unchecked_only: bool, user: User
) -> QuerySet[Worker]:
    """Return the workers whom the population register is to be asked about, by village."""
    workers = Worker.objects.visible_to(user).within(region_code).standing()
    workers = workers.filter(deceased_on=None)
    if decree is not None:
        members = decree.enrollments.standing().values("worker")
        workers = workers.filter(pk__in=members)
    if unchecked_only:
        workers = workers.filter(population_status=Status.UNCHECKED)
    return workers.select_related("village").order_by("village_id", "pk")


def recorded_dead(decree: Decree) -> RecordedDead:
    """Return the members not yet billed whom the population register records as dead."""
    members = unbilled_members(decree).filter(
        worker__population_status=Status.DEAD, worker__deceased_on=None
    )
    people = list(
        Worker.objects.filter(pk__in=members.values("worker")).order_by("name", "pk")[: _NAMED + 1]
    )
    count = len(people) if len(people) <= _NAMED else members.count()
    return RecordedDead(count, tuple(people[:_NAMED]))


def last_check_of(decree: Decree) -> tuple[int, date | None]:
    """Return how many members of a decree were never checked, and the day of the latest check."""
    members = Worker.objects.filter(pk__in=decree.enrollments.standing().values("worker"))
    unchecked = members.filter(population_status=Status.UNCHECKED).count()
    checked = members.exclude(population_checked_on=None).order_by("-population_checked_on")
    return unchecked, checked.values_list("population_checked_on", flat=True).first()
