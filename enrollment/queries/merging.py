"""Two records that may be one person: how they differ, and what stands against joining them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from enrollment.models import (
    Correction,
    CoveragePeriod,
    Enrollment,
    Invoice,
    Payment,
    Sponsor,
    Worker,
)
from enrollment.models.workers import WorkerQuerySet
from registry.formats import day_text, month_span_text
from registry.models import User
from registry.months import add_months, first_of_month
from registry.slots import merge_objections

# in the order in which a person compares two cards
FIELDS: Final = (
    "nik",
    "name",
    "born_on",
    "sex",
    "village",
    "address",
    "occupation",
    "second_occupation",
    "phone",
    "income_idr",
    "is_employer",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """One field of two records, side by side."""

    field: str
    kept: Any
    other: Any

    @property
    def differs(self) -> bool:
        return bool(self.kept != self.other)


@dataclass(frozen=True, slots=True)
class Group:
    """Records in one village with one birth date and one name as compared."""

    workers: tuple[Worker, ...]


def compared(kept: Worker, other: Worker) -> list[Pair]:
    """Return every field of two records that a merge can take over."""
    return [Pair(name, getattr(kept, name), getattr(other, name)) for name in FIELDS]


def candidates(worker: Worker, *, seen_by: User) -> QuerySet[Worker]:
    """Return the records that may be the same person: one name and birth date, or one village too.

    A birth date mistyped leaves name and village; a name mistyped leaves nothing to find.
    """
    same_name = Worker.objects.visible_to(seen_by).standing().filter(name_key=worker.name_key)
    return (
        same_name.filter(Q(born_on=worker.born_on) | Q(village=worker.village_id))
        .exclude(pk=worker.pk)
        .select_related("village__parent", "occupation")
        .order_by("pk")
    )


def possible_duplicates(workers: WorkerQuerySet, *, most: int) -> list[Group]:
    """Return groups of records that look like one person, at most so many, in two queries."""
    keys = list(
        workers.standing()
        .values_list("village_id", "born_on", "name_key")
        .annotate(records=Count("pk"))
        .filter(records__gt=1)
        .order_by("village_id", "born_on", "name_key")[:most]
    )
    if not keys:
        return []
    condition = Q()
    for village, born_on, name_key, _records in keys:
        condition |= Q(village_id=village, born_on=born_on, name_key=name_key)
    found: dict[tuple[Any, ...], list[Worker]] = {}
    rows = workers.standing().filter(condition).select_related("village__parent", "occupation")
    for worker in rows.order_by("village_id", "born_on", "name_key", "pk"):
        key = worker.village_id, worker.born_on, worker.name_key
        found.setdefault(key, []).append(worker)
    return [Group(tuple(members)) for members in found.values()]


def objections(kept: Worker, other: Worker) -> list[str]:
    """Return why two records cannot become one now, each with what to do; empty where they can."""
    return [*_own_objections(kept, other), *merge_objections.against(kept=kept, given_up=other)]


def _own_objections(kept: Worker, other: Worker) -> Iterator[str]:
    if kept.withdrawn_on or other.withdrawn_on:
        yield _("One of the two records was withdrawn or joined before. There is nothing to join.")
        return
    if shared := _shared_months(kept, other):
        yield _(
            "Both records are covered in %(months)s, so these months were paid twice. End the "
            "cover of one of them first: the money returns to its payer."
        ) % {"months": month_span_text(*shared)}
    elif _overlapping_memberships(kept, other):
        yield _(
            "Both records stand under a decree for the same months. End one of the memberships "
            "first, so that nobody is billed twice."
        )
    if kept.deceased_on and other.deceased_on and kept.deceased_on != other.deceased_on:
        yield _("The records name two days of death. Take the mistaken one back first.")
    elif other.deceased_on and not kept.deceased_on:
        yield _("Only the record to be given up knows of the death. Keep that record instead.")
    elif kept.deceased_on and _reaches_beyond(other, kept.deceased_on):
        yield _(
            "The kept record says that the worker died on %(day)s, and the other goes on after "
            "that month. Record the death there too first: its later months return to their payer."
        ) % {"day": day_text(kept.deceased_on)}
    if bool(kept.moved_away_on) != bool(other.moved_away_on):
        yield _(
            "Only one of the records says that the worker moved away. Record the move, or the "
            "return, so that both say the same."
        )
    if Correction.objects.waiting().filter(worker__in=[kept, other]).exists():
        yield _("A correction of one of them waits for a decision. Decide it first.")
    if _own_money_left(other):
        yield _(
            "The record to be given up has own orders with money open or unused. Settle or "
            "refund it first, or keep that record instead."
        )


def _shared_months(kept: Worker, other: Worker) -> tuple[date, date] | None:
    """Return the first run of months in which both are covered."""
    periods = CoveragePeriod.objects.standing()
    for since, until in periods.filter(worker=other).values_list("since", "until"):
        mine = periods.filter(worker=kept).overlapping(since, until).order_by("since").first()
        if mine:
            return max(since, mine.since), min(until, mine.until)
    return None


def _overlapping_memberships(kept: Worker, other: Worker) -> bool:
    memberships = Enrollment.objects.standing()
    return any(
        memberships.filter(worker=kept).overlapping(since, until).exists()
        for since, until in memberships.filter(worker=other).values_list("since", "until")
    )


def _reaches_beyond(worker: Worker, died_on: date) -> bool:
    """Whether a worker who has not died on record is a member after the month of a death."""
    after = add_months(first_of_month(died_on), 1)
    members = Enrollment.objects.standing().filter(worker=worker, until__gt=after)
    return worker.deceased_on is None and members.exists()


def _own_money_left(worker: Worker) -> bool:
    """Whether the worker pays for himself and something is owed to, or by, him."""
    payer = Sponsor.objects.filter(worker=worker).first()
    if payer is None:
        return False
    owed = Invoice.objects.filter(decree__sponsor=payer).open().exists()
    return owed or Payment.objects.filter(sponsor=payer).with_credit().exists()
