"""The sweep before an invoice: who must not be paid for leaves the decree, with a statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from enrollment.actions.bookkeeping import in_chunks, lock_workers
from enrollment.models import Decree, Enrollment, Sweep, SweptRow, Worker
from enrollment.queries.billing import priced
from enrollment.queries.sweep import Look, Removal, SweptMember, look_through
from enrollment.queries.twins import Twin
from enrollment.rules.sweep import Period, Reason
from registry.audit import record
from registry.models import User
from registry.refusals import Refused

_CHUNK = 2000


class SweepChanged(Refused):
    code = "sweep_changed"


class OneMustStay(Refused):
    code = "one_must_stay"


def sweep_members(
    decree: Decree, *, on: date, also_remove: Collection[int] = (), by: User
) -> Sweep | None:
    """Take off what must not be billed, keep the statement of it and return it.

    None where nobody waits to be billed. `also_remove` are memberships whose worker the treasurer
    found to be the same person as another one under the decree. The caller holds the decree, its
    region and its payer, and bills in the same transaction.
    """
    look = look_through(decree, known_on=on)
    if not look.members:
        return None
    confirmed = _confirmed(decree, look, also_remove, on)
    known = {member.enrollment_id for member in confirmed}
    swept = [member for member in look.swept if member.enrollment_id not in known]
    members = [*swept, *confirmed]
    lock_workers(member.worker_id for member in members)
    sweep = Sweep.objects.create(
        decree=decree,
        swept_on=on,
        looked_at=look.workers,
        removed=len({member.worker_id for member in members if not member.kept}),
        not_spent_idr=sum(off.amount_idr for member in members for off in member.removals),
        created_by=by,
    )
    _write_rows(sweep, members)
    _take_off(members, on)
    record(
        "decree.swept",
        subject=sweep,
        by=by,
        decree=decree.number,
        looked_at=sweep.looked_at,
        removed=sweep.removed,
        not_spent_idr=sweep.not_spent_idr,
    )
    return sweep


def _confirmed(
    decree: Decree, look: Look, also_remove: Collection[int], on: date
) -> list[SweptMember]:
    """Return the memberships that the treasurer took off; refuse what was not asked about."""
    gone = {member.enrollment_id for member in look.swept if not member.kept}
    chosen = set(also_remove) - gone
    twins = {twin.enrollment_id: twin for twin in look.twins}
    if not chosen <= set(twins):
        raise SweepChanged(
            _("The list has changed since you opened it. Look through it once more.")
        )
    _refuse_to_remove_all([twins[pk] for pk in sorted(chosen)])
    return [
        SweptMember(
            item.enrollment_id,
            item.worker_id,
            item.position,
            (
                Removal(
                    enrollment_id=item.enrollment_id,
                    worker_id=item.worker_id,
                    position=item.position,
                    reason=Reason.DUPLICATE,
                    since=item.since,
                    until=item.until,
                    amount_idr=sum(price.values()),
                    facts={"same_person_as": list(twins[item.enrollment_id].others)},
                ),
            ),
            (),
        )
        for item, price in priced(decree, chosen, known_on=on)
    ]


def _refuse_to_remove_all(chosen: Sequence[Twin]) -> None:
    """Refuse where nobody of a person's records would be left under the decree."""
    going = {twin.worker_id for twin in chosen}
    for twin in chosen:
        if going.issuperset(twin.others):
            raise OneMustStay(
                _(
                    "All records of %(name)s are ticked, and nobody would be left to cover. Leave "
                    "one of them."
                )
                % {"name": Worker.objects.get(pk=twin.worker_id).name}
            )


def _write_rows(sweep: Sweep, members: Sequence[SweptMember]) -> None:
    SweptRow.objects.bulk_create(
        [
            SweptRow(
                sweep=sweep,
                enrollment_id=off.enrollment_id,
                reason=off.reason.value,
                since=off.since,
                until=off.until,
                amount_idr=off.amount_idr,
                facts=off.facts,
            )
            for member in members
            for off in member.removals
        ],
        batch_size=_CHUNK,
    )


def _take_off(members: Sequence[SweptMember], on: date) -> None:
    """Void the memberships of which nothing stays, and shorten the others to what does."""
    changes: defaultdict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
    later: list[tuple[SweptMember, Period]] = []
    for member in members:
        if member.kept:
            first, *others = member.kept
            later += ((member, period) for period in others)
            change: dict[str, Any] = {
                "since": first.since,
                "until": first.until,
                "end_reason": _reason_behind(member, first),
            }
        else:
            change = {"voided_on": on, "end_reason": member.removals[0].reason.value}
        changes[tuple(change.items())].append(member.enrollment_id)
    for change_items, ids in changes.items():
        for some in in_chunks(ids):
            Enrollment.objects.filter(pk__in=some).update(**dict(change_items))
    annexes = _annexes(later)
    # months between two that somebody else paid: a membership has no hole, so they make another
    Enrollment.objects.bulk_create(
        [
            Enrollment(
                decree_id=decree_id,
                annex_id=annex_id,
                worker_id=member.worker_id,
                since=period.since,
                until=period.until,
                position=member.position,
                end_reason=_reason_behind(member, period),
            )
            for member, period in later
            for decree_id, annex_id in [annexes[member.enrollment_id]]
        ],
        batch_size=_CHUNK,
    )


def _reason_behind(member: SweptMember, period: Period) -> str:
    """Return why a period ends where it does; empty where the decree itself ends."""
    return next((off.reason.value for off in member.removals if off.since == period.until), "")


def _annexes(later: Sequence[tuple[SweptMember, Period]]) -> dict[int, tuple[int, int | None]]:
    """Return the decree and the annex of these memberships, by membership."""
    ids = {member.enrollment_id for member, _period in later}
    rows = Enrollment.objects.filter(pk__in=ids).values_list("pk", "decree_id", "annex_id")
    return {pk: (decree_id, annex_id) for pk, decree_id, annex_id in rows}
