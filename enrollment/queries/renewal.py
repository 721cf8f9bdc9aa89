"""What renewing a decree would do: who goes on, who does not and why, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from enrollment.models import CoveragePeriod, Decree, Enrollment, Worker
from enrollment.queries.lapsing import price_to_keep
from enrollment.rules.renewing import LeftOut, born_too_early, is_continued
from registry.law.parameters import parameter
from registry.months import months_between
from registry.programs import Sector

_Status = Worker.PopulationStatus


@dataclass(frozen=True, slots=True)
class RenewalPreview:
    """What a renewal comes to, in rupiah and by the law known on the day it is looked at.

    `cost_idr` is None where the law of the months has no price. `gap_months` lie unpaid between
    the two decrees; `over_age` go on although they have reached the age limit of registration.
    """

    going_on: int
    left_out: Mapping[str, int]
    over_age: int
    cost_idr: int | None
    ceiling_idr: int
    quota: int | None
    gap_months: int

    @property
    def left_out_count(self) -> int:
        return sum(self.left_out.values())

    @property
    def fits_ceiling(self) -> bool:
        """Whether an invoice of all could be issued."""
        return self.cost_idr is None or self.cost_idr <= self.ceiling_idr

    @property
    def fits_quota(self) -> bool:
        return self.quota is None or self.going_on <= self.quota

    @property
    def can_be_done(self) -> bool:
        return bool(self.going_on) and self.fits_ceiling and self.fits_quota

    @property
    def short_idr(self) -> int:
        """What the ceiling lacks, in rupiah."""
        return max((self.cost_idr or 0) - self.ceiling_idr, 0)


def members_judged(
    decree: Decree, *, since: date, until: date, renewal: Decree | None = None
) -> QuerySet[Any]:
    """Return each member's last membership under a decree, with what stands against going on.

    `left_out` is a LeftOut, empty where nothing does: alive, living here, on record, a member to
    the end, not dead or moved in the population register, not too old to begin anew, and neither
    a member elsewhere nor covered in the months from `since` to `until`. What the renewal itself
    gave does not count.
    """
    later = Enrollment.objects.standing().filter(
        decree=decree, worker=OuterRef("worker"), since__gt=OuterRef("since")
    )
    elsewhere = Enrollment.objects.standing().overlapping(since, until)
    covered = CoveragePeriod.objects.standing().overlapping(since, until)
    if renewal is not None:
        elsewhere = elsewhere.exclude(decree=renewal)
        covered = covered.exclude(line__invoice__decree=renewal)
    of_worker = Q(Exists(elsewhere.filter(worker=OuterRef("worker")))) | Q(
        Exists(covered.filter(worker=OuterRef("worker")))
    )
    reason = Case(
        When(worker__deceased_on__isnull=False, then=Value(LeftOut.DIED.value)),
        When(worker__withdrawn_on__isnull=False, then=Value(LeftOut.WITHDRAWN.value)),
        When(worker__moved_away_on__isnull=False, then=Value(LeftOut.MOVED.value)),
        When(until__lt=decree.until, then=Value(LeftOut.ENDED_EARLY.value)),
        When(worker__population_status=_Status.DEAD, then=Value(LeftOut.REGISTER_DEAD.value)),
        When(worker__population_status=_Status.MOVED, then=Value(LeftOut.REGISTER_MOVED.value)),
        *_too_old_to_begin(decree, since),
        When(of_worker, then=Value(LeftOut.COVERED_ELSEWHERE.value)),
        default=Value(""),
        output_field=CharField(),
    )
    return (
        Enrollment.objects.standing()
        .filter(~Exists(later), decree=decree)
        .annotate(left_out=reason)
    )


def _too_old_to_begin(decree: Decree, since: date) -> list[When]:
    """Return the condition of age, which asks nothing of who goes on without a lapse."""
    lapsed = parameter("bpu.inactive_after_months", on=since).value
    gap_months = months_between(decree.until, since)
    if is_continued(gap_months=gap_months, lapsed_after_months=lapsed):
        return []
    return [When(_born_too_early(since), then=Value(LeftOut.OVER_AGE.value))]


def _born_too_early(since: date) -> Q:
    limit = parameter("bpu.max_age_excl_years", on=since).value
    return Q(worker__born_on__lte=born_too_early(since, limit))


def left_out_of(decree: Decree, renewal: Decree) -> QuerySet[Any]:
    """Return the members whom a renewal did not take along, with what stands against them now."""
    taken = Enrollment.objects.filter(decree=renewal, worker=OuterRef("worker"))
    members = members_judged(
        decree, since=renewal.since, until=renewal.until, renewal=renewal
    ).filter(~Exists(taken))
    return members.annotate(
        reason=Case(
            When(left_out="", then=Value(LeftOut.FREE_AGAIN.value)),
            default="left_out",
            output_field=CharField(),
        )
    )


def would_be_left_out(decree: Decree) -> QuerySet[Any]:
    """Return the members who could not go on for as many months again, with the reason."""
    following = Decree(since=decree.until, months=decree.months)
    members = members_judged(decree, since=following.since, until=following.until)
    return members.exclude(left_out="").annotate(reason=F("left_out"))


def counted_by_reason(left_out: QuerySet[Any]) -> dict[str, int]:
    """Return how many are left out for each reason, in the order of LeftOut."""
    counted = dict(left_out.order_by().values_list("reason").annotate(workers=Count("pk")))
    return {reason.value: counted[reason] for reason in LeftOut if reason in counted}


def renewal_preview(decree: Decree, terms: Decree, *, known_on: date) -> RenewalPreview:
    """Return what renewing a decree on these terms comes to, in three queries.

    `terms` is a decree that is not recorded yet: its months, fund, base, ceiling and quota.
    """
    members = members_judged(decree, since=terms.since, until=terms.until)
    rows = list(
        members.order_by()
        .values_list("left_out", "worker__occupation__sector", "worker__is_employer")
        .annotate(workers=Count("pk"), over_age=Count("pk", filter=_born_too_early(terms.since)))
    )
    left_out = {reason.value: 0 for reason in LeftOut}
    going_on = over_age = 0
    cost_idr: int | None = 0
    for reason, sector, employer, workers, old in rows:
        if reason:
            left_out[reason] += workers
            continue
        going_on += workers
        over_age += old
        price = price_to_keep(
            terms,
            since=terms.since,
            sector=sector or Sector.OTHER.value,
            employer=employer,
            known_on=known_on,
            months=terms.months,
        )
        cost_idr = None if price is None or cost_idr is None else cost_idr + price * workers
    return RenewalPreview(
        going_on=going_on,
        left_out={reason: count for reason, count in left_out.items() if count},
        over_age=over_age,
        cost_idr=cost_idr,
        ceiling_idr=terms.ceiling_idr,
        quota=terms.quota,
        gap_months=months_between(decree.until, terms.since),
    )
