"""What an event does to cover and money, before it is recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from enrollment.models import (
    Allocation,
    CreditNote,
    Decree,
    Enrollment,
    InvoiceLine,
    Sponsor,
    Worker,
)
from enrollment.models.enrollments import EnrollmentQuerySet
from enrollment.queries.pricing import sector_of, worker_price_idr
from enrollment.rules.ledger import MonthState, Span, ledger
from registry.models import Occupation, Region
from registry.months import add_months, first_of_month
from registry.programs import Sector


@dataclass(frozen=True, slots=True)
class EndEffects:
    """What the end of cover from a month on comes to: months that end, money that returns.

    `credit_note_idr` is all that need not be paid, of which `released_idr` had been paid and
    becomes the payers' credit.
    """

    from_month: date
    months_voided: int
    credit_note_idr: int
    released_idr: int

    @property
    def less_to_pay_idr(self) -> int:
        """What the payers owed and now owe no more."""
        return self.credit_note_idr - self.released_idr


@dataclass(frozen=True, slots=True)
class MoveEffects:
    """What a move does: the memberships that end, those that go on, and what the end comes to."""

    ending: list[Enrollment]
    staying: list[Enrollment]
    effects: EndEffects


def death_effects(worker: Worker, *, died_on: date) -> EndEffects:
    """Return what recording the death would do; the month of death itself stays covered."""
    return end_effects(
        InvoiceLine.objects.filter(worker=worker),
        from_month=add_months(first_of_month(died_on), 1),
    )


def move_effects(worker: Worker, *, moved_on: date, village: Region | None) -> MoveEffects:
    """Return what recording the move would do; the month of the move itself stays covered."""
    from_month = add_months(first_of_month(moved_on), 1)
    reaching = worker.enrollments.standing().filter(until__gt=from_month)
    left = left_behind(worker, village)
    leaving = set(left.values_list("pk", flat=True))
    memberships = list(reaching.select_related("decree__sponsor").order_by("since", "pk"))
    ending = [membership for membership in memberships if membership.pk in leaving]
    return MoveEffects(
        ending=ending,
        staying=[membership for membership in memberships if membership.pk not in leaving],
        effects=end_effects(
            InvoiceLine.objects.filter(enrollment_id__in=leaving), from_month=from_month
        ),
    )


def left_behind(worker: Worker, village: Region | None) -> EnrollmentQuerySet:
    """Return the worker's memberships whose decree does not reach the place where he lives now.

    A place that nobody knows is reached by none. What a worker pays himself goes with him.
    """
    others = worker.enrollments.exclude(decree__sponsor__kind=Sponsor.Kind.SELF)
    reached = {
        region_id
        for region_id in others.values_list("decree__region_id", flat=True)
        if village is not None and village.code.startswith(region_id)
    }
    return others.exclude(decree__region__in=reached)


def end_effects(lines: Iterable[InvoiceLine], *, from_month: date) -> EndEffects:
    """Return what ending the cover of these lines from a month on would do."""
    after = [
        state
        for months in _ledgers([line for line in lines if line.until > from_month])
        for month, state in months.items()
        if month >= from_month
    ]
    return EndEffects(
        from_month=from_month,
        months_voided=sum(state.is_covered for state in after),
        credit_note_idr=sum(state.price_idr for state in after),
        released_idr=sum(state.paid_idr for state in after),
    )


def _ledgers(lines: list[InvoiceLine]) -> list[dict[date, MonthState]]:
    """Return the months of each of these lines."""
    notes: defaultdict[int, list[Span]] = defaultdict(list)
    for note in CreditNote.objects.filter(line__in=lines):
        notes[note.line_id].append(Span(note.since, note.until, note.amount_idr))
    paid: defaultdict[int, list[tuple[int, Span]]] = defaultdict(list)
    for piece in Allocation.objects.standing().filter(line__in=lines):
        span = Span(piece.since, piece.until, piece.amount_idr)
        paid[piece.line_id].append((piece.payment_id, span))
    return [
        ledger(Span(line.since, line.until, line.amount_idr), notes[line.pk], paid[line.pk])
        for line in lines
    ]


@dataclass(frozen=True, slots=True)
class WorkEffects:
    """What other work does to the price of what is billed from now on, in rupiah a month.

    `decree` is the one that the worker stands under last, None where he stands under none.
    """

    sector_before: Sector
    sector_after: Sector
    decree: Decree | None
    before_idr: int
    after_idr: int


def work_effects(
    worker: Worker, *, occupation: Occupation, is_employer: bool, on: date
) -> WorkEffects:
    """Return what recording other work would do; nothing that was billed changes."""
    changed = Worker.objects.get(pk=worker.pk)
    changed.occupation, changed.is_employer = occupation, is_employer
    month = first_of_month(on)
    membership = (
        worker.enrollments.standing()
        .filter(until__gt=month)
        .select_related("decree__sponsor")
        .order_by("-until")
        .first()
    )
    decree = membership.decree if membership else None
    before_idr, after_idr = (
        worker_price_idr(decree, one, since=month, until=add_months(month, 1), known_on=on)
        if decree
        else 0
        for one in (worker, changed)
    )
    return WorkEffects(
        sector_before=sector_of(worker.occupation),
        sector_after=sector_of(occupation),
        decree=decree,
        before_idr=before_idr,
        after_idr=after_idr,
    )
