"""Putting one worker under a decree."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from enrollment.models import Annex, CoveragePeriod, Decree, Enrollment, Worker
from enrollment.queries.places import places_taken
from registry.audit import record
from registry.models import User
from registry.months import first_of_month
from registry.refusals import Refused
from registry.roles import Permission, require


class QuotaFull(Refused):
    code, field = "quota_full", "decree"


class DecreeOver(Refused):
    code, field = "decree_over", "decree"


class CoveredAlready(Refused):
    code, field = "covered_already", "decree"


class NotInsurable(Refused):
    code = "not_insurable"


@transaction.atomic
def enroll_under_decree(
    *,
    decree: Decree,
    worker: Worker,
    on: date,
    by: User,
    since: date | None = None,
    annex: Annex | None = None,
    replaces: Enrollment | None = None,
) -> Enrollment:
    """Put a worker under a decree for the months that are left of it; return the membership.

    From `since`, or else from the month of `on`, and never before the decree begins. Months that
    somebody else has paid for at the start are left out: the membership begins behind them.
    Refused where the quota is full, the decree is over, or another membership or paid month lies
    in between. The same worker again, while he is a member, returns the membership he has.
    """
    require(by, Permission.WORKER_REGISTER, decree.region_id)
    decree = Decree.objects.select_for_update().get(pk=decree.pk)
    worker = Worker.objects.select_for_update().get(pk=worker.pk)
    if worker.deceased_on or worker.moved_away_on or worker.withdrawn_on:
        raise NotInsurable(
            _("%(name)s has died, moved away or was withdrawn. See the record of the worker.")
            % {"name": worker.name}
        )
    first = max(decree.since, since or first_of_month(on))
    here = decree.enrollments.standing().filter(worker=worker, until__gt=first)
    if known := here.first():
        return known
    first = _behind_paid_months(worker, first)
    if decree.ended_on or first >= decree.until:
        raise DecreeOver(
            _("Decree %(number)s has no month left for this worker. Choose another decree.")
            % {"number": decree.number}
        )
    _refuse_full_quota(decree, replaces)
    position = decree.enrollments.aggregate(last=Max("position"))["last"] or 0
    try:
        with transaction.atomic():
            enrollment = Enrollment.objects.create(
                decree=decree,
                worker=worker,
                since=first,
                until=decree.until,
                position=replaces.position if replaces else position + 1,
                annex=annex,
                replaces=replaces,
            )
    except IntegrityError as error:
        raise CoveredAlready(
            _(
                "%(name)s is promised months of this decree by somebody already. See the "
                "worker's cover."
            )
            % {"name": worker.name}
        ) from error
    record(
        "worker.enrolled",
        subject=worker,
        by=by,
        decree=decree.number,
        since=first,
        until=decree.until,
        annex=annex.number if annex else "",
    )
    return enrollment


def _behind_paid_months(worker: Worker, first: date) -> date:
    """Return the first month from `first` on that nobody has paid for without a break."""
    periods = CoveragePeriod.objects.standing().filter(worker=worker, until__gt=first)
    for since, until in periods.order_by("since").values_list("since", "until"):
        if since > first:
            break
        first = until
    return first


def _refuse_full_quota(decree: Decree, replaces: Enrollment | None) -> None:
    if decree.quota is None or replaces is not None:
        return
    if places_taken(decree) >= decree.quota:
        raise QuotaFull(
            _(
                "The quota of %(quota)s workers of decree %(number)s is full. Replace a worker, or "
                "record an amended decree."
            )
            % {"quota": decree.quota, "number": decree.number}
        )
