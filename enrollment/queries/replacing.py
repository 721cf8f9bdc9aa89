"""Who can be replaced under a decree, by whom, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F, Q, QuerySet, Sum

from enrollment.models import Annex, CreditNote, Decree, Enrollment, Sponsor, Worker
from enrollment.queries.effects import end_effects
from enrollment.queries.money import net_billed_idr, payer_credit_idr
from enrollment.queries.pricing import worker_price_idr
from registry.law.parameters import parameter
from registry.models import User
from registry.months import add_months, first_of_month, months_between
from registry.roles import Permission

EndReason = Enrollment.EndReason

# why a membership ended whose place somebody else may take
LEFT: Final = (
    EndReason.DEATH,
    EndReason.MOVED,
    EndReason.INELIGIBLE,
    EndReason.OVER_AGE,
    EndReason.DUPLICATE,
    EndReason.COVERED_ELSEWHERE,
)
MOST_FOUND: Final = 12


@dataclass(frozen=True, slots=True)
class ReplacementEffects:
    """What a replacement comes to, by the law known today; money in rupiah.

    The first worker leaves `unused_months` behind, of which `credit_idr` need not be paid any more
    and `released_idr` had been paid. The other one costs `price_idr` from `from_month` on;
    `is_billed` tells whether that is billed at once. `payer_credit_idr` is what the payer then has
    to pay it with, `ceiling_left_idr` what the decree still allows.
    """

    from_month: date
    until: date
    unused_months: int
    credit_idr: int
    released_idr: int
    price_idr: int
    is_billed: bool
    payer_credit_idr: int
    ceiling_left_idr: int

    @property
    def months(self) -> int:
        """For how many months the other worker takes the place."""
        return months_between(self.from_month, self.until)

    @property
    def more_idr(self) -> int:
        """What the other worker costs beyond the months left behind."""
        return max(self.price_idr - self.credit_idr, 0)

    @property
    def left_over_idr(self) -> int:
        """What stays of the months left behind once the other worker is paid for."""
        return max(self.credit_idr - self.price_idr, 0)

    @property
    def is_within_ceiling(self) -> bool:
        return not self.is_billed or self.price_idr <= self.ceiling_left_idr


def free_places(decree: Decree) -> QuerySet[Enrollment]:
    """Return the memberships of a decree that ended early, and whose place nobody has taken."""
    return (
        decree.enrollments.filter(end_reason__in=LEFT, replaced_by=None)
        .filter(Q(voided_on__isnull=False) | Q(until__lt=decree.until))
        .select_related("worker__village__parent", "decree")
    )


def doubtful_members(decree: Decree) -> QuerySet[Enrollment]:
    """Return the members who go on, but of whom the population register says otherwise."""
    statuses = (Worker.PopulationStatus.DEAD, Worker.PopulationStatus.MOVED)
    return (
        decree.enrollments.standing()
        .filter(worker__population_status__in=statuses, end_reason="")
        .select_related("worker__village__parent", "decree")
    )


def replacements(decree: Decree, annex: Annex | None = None) -> QuerySet[Enrollment]:
    """Return the memberships of who took over a place from somebody else, those of one annex."""
    found = (
        decree.enrollments.filter(replaces__isnull=False)
        .exclude(replaces__worker=F("worker"))
        .select_related(
            "annex", "worker__village__parent", "worker__occupation", "replaces__worker", "decree"
        )
    )
    return found.filter(annex=annex) if annex else found


def left_since(enrollment: Enrollment) -> date:
    """Return the first month that a membership leaves behind."""
    return enrollment.since if enrollment.voided_on else enrollment.until


def first_month_free(enrollment: Enrollment, *, on: date) -> date:
    """Return the first month that somebody else can take: this one, or when the cover has ended."""
    died_on = enrollment.worker.deceased_on
    if enrollment.end_reason:
        return max(first_of_month(on), left_since(enrollment))
    after_death = add_months(first_of_month(died_on), 1) if died_on else enrollment.since
    return max(first_of_month(on), enrollment.since, after_death)


def workers_to_choose(decree: Decree, user: User, text: str, *, month: date) -> list[Worker]:
    """Return whom these words may mean of those who could take a place from a month on, in scope.

    Members of the decree take no second place in it; who is too young or too old is left out.
    """
    if not text.strip():
        return []
    members = Enrollment.objects.standing().filter(decree=decree, until__gt=month)
    oldest, youngest = (
        month.replace(year=month.year - parameter(f"bpu.{key}_years", on=month).value)
        for key in ("max_age_excl", "min_age")
    )
    return list(
        Worker.objects.visible_to(user, Permission.WORKER_REGISTER)
        .within(decree.region_id)
        .insurable()
        .filter(born_on__gt=oldest, born_on__lte=youngest)
        .matching(text)
        .exclude(pk__in=members.values("worker"))
        .select_related("village__parent", "occupation")
        .order_by("name", "pk")[:MOST_FOUND]
    )


def places_of(worker: Worker, user: User, *, on: date) -> list[Enrollment]:
    """Return the worker's memberships in which somebody else could stand now, in scope."""
    month = first_of_month(on)
    memberships = (
        Enrollment.objects.visible_to(user, Permission.WORKER_REPLACE)
        .filter(worker=worker, replaced_by=None, decree__ended_on=None)
        .exclude(decree__sponsor__kind=Sponsor.Kind.SELF)
        .filter(Q(end_reason__in=LEFT) | Q(end_reason="", voided_on=None))
        .select_related("decree")
        .order_by("pk")
    )
    return [row for row in memberships if max(month, row.since) < row.decree.until]


def replacement_effects(
    enrollment: Enrollment,
    replacement: Worker,
    *,
    ends_from: date | None,
    from_month: date,
    on: date,
) -> ReplacementEffects:
    """Return what putting another worker in the place of one from a month on would come to.

    `ends_from` is the month from which the first one's cover ends with it, None where it has
    ended already.
    """
    decree = enrollment.decree
    credit_idr, released_idr = _credited(enrollment)
    left_idr = decree.ceiling_idr - net_billed_idr(decree)
    free_idr = payer_credit_idr(decree.sponsor, decree.fund)
    if ends_from:
        ending = end_effects(enrollment.lines.all(), from_month=ends_from)
        credit_idr, released_idr = ending.credit_note_idr, ending.released_idr
        left_idr += credit_idr
        free_idr += released_idr
    return ReplacementEffects(
        from_month=from_month,
        until=decree.until,
        unused_months=months_between(ends_from or left_since(enrollment), decree.until),
        credit_idr=credit_idr,
        released_idr=released_idr,
        price_idr=worker_price_idr(
            decree, replacement, since=from_month, until=decree.until, known_on=on
        ),
        is_billed=enrollment.lines.exists(),
        payer_credit_idr=free_idr,
        ceiling_left_idr=left_idr,
    )


def _credited(enrollment: Enrollment) -> tuple[int, int]:
    """Return what of a membership was credited when it ended, and what of it had been paid."""
    notes = CreditNote.objects.filter(line__enrollment=enrollment)
    sums = notes.exclude(reason=CreditNote.Reason.RELIEF).aggregate(
        credit=Sum("amount_idr"), released=Sum("released_idr")
    )
    return sums["credit"] or 0, sums["released"] or 0
