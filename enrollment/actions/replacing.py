"""Replacing a worker under a decree by another one, for the months that are left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.actions.attesting import attest, refuse_age, refuse_unattested
from enrollment.actions.ending import EndReason, end_cover
from enrollment.actions.enrolling import (
    CoveredAlready,
    NotInsurable,
    QuotaFull,
    enroll_under_decree,
)
from enrollment.actions.events import record_death, record_move
from enrollment.actions.events.noting import refuse_if_claimed
from enrollment.actions.holding import hold_to_bill
from enrollment.actions.invoices import bill
from enrollment.actions.orders import hand_over
from enrollment.models import Annex, Enrollment, Invoice, Sponsor, Worker
from enrollment.queries.places import followers, is_taken, places_taken
from enrollment.queries.replacing import LEFT, first_month_free
from registry.audit import record
from registry.formats import day_text, month_text
from registry.models import User
from registry.months import add_months, first_of_month
from registry.refusals import Refused
from registry.roles import Permission, require


class AlreadyReplaced(Refused):
    code = "already_replaced"


class NotToReplace(Refused):
    code = "not_to_replace"


class ReasonNotRecorded(Refused):
    code, field = "reason_not_recorded", "happened_on"


class MonthNotFree(Refused):
    code, field = "month_not_free", "from_month"


class AnnexOfAnotherDay(Refused):
    code, field = "annex_of_another_day", "annex_on"


class CannotTakePlace(Refused):
    code, field = "cannot_take_place", "replacement"


@dataclass(frozen=True, slots=True)
class Replacement:
    """A place that changed hands: who left it, who took it, under which annex, and the bill.

    There is no invoice where the place was not billed yet: the next one bills it.
    """

    left: Enrollment
    taken: Enrollment
    annex: Annex
    invoice: Invoice | None


@transaction.atomic
def replace_worker(
    *,
    enrollment: Enrollment,
    replacement: Worker,
    from_month: date,
    reason: str,
    happened_on: date | None = None,
    annex_number: str,
    annex_on: date,
    statements: Mapping[str, bool],
    attested_by_name: str = "",
    on: date,
    by: User,
) -> Replacement:
    """Put another worker in the place of one who died, moved or may not be insured, in one step.

    The first one's cover ends, unless it has; `happened_on` records the death or the move with it.
    The other one stands in the place from `from_month` to the end of the decree, under a dated
    annex. A place that was billed is billed again for him, and the credit of the payer, to which
    the unused months went, pays at once. The same replacement twice returns the first.
    """
    decree = enrollment.decree
    require(by, Permission.WORKER_REPLACE, decree.region_id)
    refuse_unattested(statements)
    hold_to_bill(decree_ids=[decree.pk], worker_ids=[enrollment.worker_id, replacement.pk])
    enrollment = Enrollment.objects.select_related("decree__sponsor", "worker").get(
        pk=enrollment.pk
    )
    replacement = Worker.objects.get(pk=replacement.pk)
    if known := _same_replacement(enrollment, replacement):
        return known
    _refuse_place(enrollment)
    enrollment = _leave(enrollment, reason, happened_on, from_month, on=on, by=by)
    _refuse_month(enrollment, from_month, on)
    _refuse_worker(enrollment, replacement, from_month, on)
    annex = _annex(enrollment, annex_number, annex_on, by)
    hand_over(worker=replacement, from_month=from_month, on=on, by=by)
    taken = enroll_under_decree(
        decree=enrollment.decree,
        worker=replacement,
        on=on,
        since=from_month,
        annex=annex,
        replaces=enrollment,
        by=by,
    )
    attest(taken, attested_by_name, on=on, by=by)
    is_billed = enrollment.lines.exists()
    invoice = bill(decree=decree, issued_on=on, by=by, only=taken) if is_billed else None
    record(
        "worker.replaced",
        subject=enrollment.worker,
        by=by,
        decree=decree.number,
        replacement=replacement.pk,
        reason=enrollment.end_reason,
        since=taken.since,
        annex=annex.number,
        invoice=invoice.number if invoice else "",
    )
    return Replacement(enrollment, taken, annex, invoice)


def _same_replacement(enrollment: Enrollment, replacement: Worker) -> Replacement | None:
    """Return the replacement that was done before by the same act; refuse any other."""
    taken = followers(enrollment)
    if not taken:
        return None
    first = taken[0]
    if first.worker_id == replacement.pk and first.annex:
        invoice = Invoice.objects.filter(lines__enrollment=first).order_by("pk").first()
        return Replacement(enrollment, first, first.annex, invoice)
    raise AlreadyReplaced(
        _("%(name)s has the place already. See the replacements of the decree.")
        % {"name": first.worker.name}
    )


def _refuse_place(enrollment: Enrollment) -> None:
    decree = enrollment.decree
    if decree.sponsor.kind == Sponsor.Kind.SELF:
        raise NotToReplace(_("This worker pays for himself. Nobody else takes over his order."))
    if decree.ended_on:
        raise NotToReplace(_("Decree %(number)s has ended.") % {"number": decree.number})
    if enrollment.end_reason and enrollment.end_reason not in LEFT:
        raise NotToReplace(
            _("This membership ended in another way: %(reason)s. Its place is not given on.")
            % {"reason": enrollment.get_end_reason_display()}
        )
    is_free = decree.quota is None or is_taken(enrollment) or places_taken(decree) < decree.quota
    if not is_free:
        raise QuotaFull(
            _("The place was given away, and the quota of decree %(number)s is full.")
            % {"number": decree.number}
        )


def _leave(
    enrollment: Enrollment,
    reason: str,
    happened_on: date | None,
    from_month: date,
    *,
    on: date,
    by: User,
) -> Enrollment:
    """End the first worker's membership, unless it has ended; return it as it stands then."""
    if enrollment.end_reason:
        return enrollment
    worker = enrollment.worker
    if reason == EndReason.INELIGIBLE:
        _end_ineligible(enrollment, from_month, on=on, by=by)
    elif happened_on is None:
        raise ReasonNotRecorded(_("Write the day on which it happened, as the paper says."))
    elif reason == EndReason.DEATH:
        record_death(worker=worker, died_on=happened_on, on=on, by=by)
    else:
        record_move(worker=worker, moved_on=happened_on, village=None, moved_to="", on=on, by=by)
    enrollment = Enrollment.objects.select_related("decree__sponsor", "worker").get(
        pk=enrollment.pk
    )
    if not enrollment.end_reason:
        raise ReasonNotRecorded(
            _("On this day the cover under the decree had ended. No month is left to take over.")
        )
    return enrollment


def _end_ineligible(enrollment: Enrollment, from_month: date, *, on: date, by: User) -> None:
    first = first_of_month(on)
    if from_month < first:
        raise MonthNotFree(_too_early(first))
    refuse_if_claimed(enrollment.worker, since=from_month, until=enrollment.until)
    end_cover(
        Enrollment.objects.filter(pk=enrollment.pk),
        from_month=from_month,
        reason=EndReason.INELIGIBLE,
        on=on,
        by=by,
    )


def _refuse_month(enrollment: Enrollment, from_month: date, on: date) -> None:
    """Refuse a month that is still covered, that has passed, or that the decree does not reach."""
    first, decree = first_month_free(enrollment, on=on), enrollment.decree
    if first >= decree.until:
        raise MonthNotFree(
            _("Decree %(number)s has no month left for another worker.") % {"number": decree.number}
        )
    if from_month < first:
        raise MonthNotFree(_too_early(first))
    if from_month >= decree.until:
        raise MonthNotFree(
            _("The decree ends with %(month)s. Write an earlier month.")
            % {"month": month_text(add_months(decree.until, -1))}
        )


def _too_early(first: date) -> str:
    return _("The place is free from %(month)s on. Write that month, or a later one.") % {
        "month": month_text(first)
    }


def _refuse_worker(enrollment: Enrollment, replacement: Worker, from_month: date, on: date) -> None:
    """Refuse who cannot be insured under the decree in these months."""
    decree, name = enrollment.decree, {"name": replacement.name}
    if replacement.pk == enrollment.worker_id:
        raise CannotTakePlace(_("%(name)s leaves this place. Choose somebody else.") % name)
    if replacement.population_status == Worker.PopulationStatus.DEAD:
        raise NotInsurable(
            _("The population register says that %(name)s has died. Check that first.") % name
        )
    if not replacement.village_id.startswith(decree.region_id):
        raise CannotTakePlace(_("%(name)s lives outside of the region of the decree.") % name)
    refuse_age(replacement.born_on, first_month=from_month, on=on)
    others = replacement.enrollments.standing().filter(until__gt=from_month)
    others = others.exclude(decree__sponsor__kind=Sponsor.Kind.SELF)
    if other := others.select_related("decree").order_by("since").first():
        raise CoveredAlready(
            _("%(name)s stands under decree %(number)s in these months. Choose somebody else.")
            % (name | {"number": other.decree.number})
        )


def _annex(enrollment: Enrollment, number: str, dated_on: date, by: User) -> Annex:
    """Return the annex of this number, written now or for a replacement before."""
    annex, is_new = Annex.objects.get_or_create(
        decree=enrollment.decree,
        number=number,
        defaults={"dated_on": dated_on, "created_by": by},
    )
    if not is_new and annex.dated_on != dated_on:
        raise AnnexOfAnotherDay(
            _("Annex %(number)s of this decree is of %(day)s. Write that day, or another number.")
            % {"number": number, "day": day_text(annex.dated_on)}
        )
    return annex
