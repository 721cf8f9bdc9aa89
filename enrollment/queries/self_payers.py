"""All workers in scope who pay for themselves, by how they stand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, Sum

from enrollment.models import CoveragePeriod, CreditNote, InvoiceLine, Sponsor, Worker
from enrollment.models.sponsors import SponsorQuerySet
from enrollment.models.workers import WorkerQuerySet
from enrollment.rules.contributions import reliefs_published_between
from enrollment.rules.ordering import State, first_not_due, rests_after
from registry.models import Holiday, User
from registry.months import add_months, first_of_month, months_between


def reached_by_reliefs(payers: SponsorQuerySet, *, on: date) -> SponsorQuerySet:
    """Return the self-payers with a line that a relief published after its invoice may reach."""
    reached = Q(pk__in=[])
    for relief in reliefs_published_between(date.min, on):
        noted = CreditNote.objects.filter(
            line=OuterRef("pk"), reason=CreditNote.Reason.RELIEF, basis__key=relief.key
        )
        reached |= Q(
            ~Exists(noted),
            invoice__issued_on__lt=relief.published,
            since__lt=relief.until,
            until__gt=relief.since,
            sector__in=relief.sectors,
        )
    lines = InvoiceLine.objects.filter(reached)
    own = payers.filter(kind=Sponsor.Kind.SELF).exclude(worker=None)
    return own.filter(pk__in=lines.values("invoice__decree__sponsor"))


def self_payers(user: User, *, on: date) -> WorkerQuerySet:
    """Return the living workers in scope who ordered for themselves, with how far they are paid.

    `paid_until` is the month after the last one paid that began by the day, by whomever.
    """
    begun = (
        CoveragePeriod.objects.standing()
        .filter(worker=OuterRef("pk"), since__lte=first_of_month(on))
        .order_by()
        .values("worker")
        .annotate(last=Max("until"))
        .values("last")
    )
    payers = Worker.objects.visible_to(user).standing().filter(deceased_on=None)
    return payers.exclude(own_payer=None).annotate(paid_until=Subquery(begun))


@dataclass(frozen=True, slots=True)
class Bounds:
    """The months that part those who are paid up, in arrears, and lapsed, on a day.

    `not_due` is the first month that is not overdue; who is paid until `oldest` is owed for as
    many months as a membership outlives.
    """

    not_due: date
    oldest: date

    @classmethod
    def at(cls, on: date) -> Bounds:
        """Return those of a day, by the calendar of working days."""
        not_due = first_not_due(on, days_off=Holiday.objects.days_off())
        return cls(not_due, add_months(not_due, -rests_after(on)))

    def condition(self, state: State) -> Q:
        """Return the condition that a self-payer stands so."""
        return {
            State.ACTIVE: Q(paid_until__gte=self.not_due),
            State.ARREARS: Q(paid_until__lt=self.not_due, paid_until__gte=self.oldest),
            State.LAPSED: Q(paid_until__lt=self.oldest),
            State.NEW: Q(paid_until=None),
        }[state]

    def state_of(self, paid_until: date | None) -> State:
        """Return how somebody stands who is paid until a month."""
        if paid_until is None:
            return State.NEW
        if paid_until >= self.not_due:
            return State.ACTIVE
        return State.ARREARS if paid_until >= self.oldest else State.LAPSED

    def overdue(self, paid_until: date) -> int:
        """Return for how many months somebody is owed for who is paid until a month."""
        return max(months_between(paid_until, self.not_due), 0)


def counts_by_state(payers: WorkerQuerySet, bounds: Bounds) -> dict[State, int]:
    """Return how many of the self-payers stand in each state."""
    asked = {state.value: Count("pk", filter=bounds.condition(state)) for state in State}
    counted = payers.aggregate(**asked)
    return {state: counted[state.value] for state in State}


def open_by_worker(workers: Collection[Worker]) -> dict[int, int]:
    """Return what each of these workers has still to pay for himself, in rupiah."""
    sums = (
        InvoiceLine.objects.open()
        .filter(invoice__decree__sponsor__kind=Sponsor.Kind.SELF, worker__in=workers)
        .order_by()
        .values_list("worker")
        .annotate(open=Sum(F("amount_idr") - F("allocated_idr") - F("credited_idr")))
    )
    return dict(sums)
