"""Parting two records that were joined."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from enrollment.actions.bookkeeping import Counters
from enrollment.actions.merging.handing import (
    change_places,
    count_months,
    field_of,
    held_with_payers_of,
    move_rows,
    save_both,
)
from enrollment.models import Enrollment, Merge, Worker
from enrollment.queries.places import followers
from registry.audit import record
from registry.models import User
from registry.refusals import Refused
from registry.roles import Permission, require
from registry.slots import cover_dependents


class PartingUnsafe(Refused):
    code = "parting_unsafe"


@transaction.atomic
def undo_merge(*, merge: Merge, reason: str, by: User) -> Merge:
    """Part two records that were joined; return the merge.

    What moved goes back with everything that was billed, paid and covered on it since, and with
    what began anew in its place; a field that was corrected since stays. Refused while a claim of
    the kept record stands on cover that would go back. A second time changes nothing.
    """
    require(by, Permission.WORKER_MERGE, merge.region_code)
    kept, given_up = held_with_payers_of(merge.kept, merge.merged)
    require(by, Permission.WORKER_MERGE, given_up.region_code)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        return merge
    memberships = _going_back(merge)
    _refuse_parting(kept, merge, memberships)
    counters = Counters()
    count_months(counters, kept, given_up, -1)
    move_rows(kept, given_up, memberships, by=by, only=merge.moved)
    _give_back(kept, given_up, merge.taken)
    given_up.withdrawn_on = given_up.merged_into = None
    save_both(kept, given_up, why=reason, by=by)
    count_months(counters, kept, given_up, +1)
    counters.write()
    merge.undone_by, merge.undone_at, merge.undo_reason = by, timezone.now(), reason
    merge.save(update_fields=["undone_by", "undone_at", "undo_reason"])
    record("worker.parted", subject=kept, by=by, other=given_up.pk, reason=reason)
    return merge


def _going_back(merge: Merge) -> list[Enrollment]:
    """Return the memberships that moved, and those of the worker that followed them since."""
    moved = Enrollment.objects.filter(pk__in=merge.moved["enrollment"])
    going = {row.pk: row for row in moved}
    stayed = merge.moved.get("stayed", [])
    for row in list(going.values()):
        for later in followers(row):
            if later.worker_id == merge.kept_id and later.pk not in stayed:
                going[later.pk] = later
    return [going[key] for key in sorted(going)]


def _refuse_parting(kept: Worker, merge: Merge, memberships: list[Enrollment]) -> None:
    if kept.withdrawn_on:
        raise PartingUnsafe(_("The kept record was itself joined with another. Part those first."))
    myself = Worker.objects.filter(pk=kept.pk).values("pk")
    claims = sum(
        cover_dependents.count(myself, since=membership.since, until=membership.until)
        for membership in memberships
    )
    if claims:
        raise PartingUnsafe(
            _(
                "A claim stands on cover that would go back to the other record. Close the claim "
                "first; then the records can be parted."
            )
        )
    keys = [membership.pk for membership in memberships]
    ordered_since = Enrollment.objects.filter(
        decree__sponsor_id__in=merge.moved["payer"], worker=kept
    ).exclude(pk__in=keys)
    if ordered_since.exists():
        raise PartingUnsafe(
            _("The worker has ordered months since the records were joined. Cancel them first.")
        )


def _give_back(kept: Worker, given_up: Worker, taken: dict[str, dict[str, Any]]) -> None:
    """Put back what the kept record had before, unless somebody has corrected it since."""
    for name, change in taken.items():
        field = field_of(name)
        column = field.attname
        # what was kept as text (a date) becomes a value again; a key stays what it is
        before, after = (
            value if field.is_relation else field.to_python(value)
            for value in (change["before"], change["after"])
        )
        if getattr(kept, column) != after:
            continue
        if name == "nik":
            change_places(kept, given_up)
        else:
            setattr(kept, column, before)
