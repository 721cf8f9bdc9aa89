"""Making two records of one person one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
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
from enrollment.queries.merging import FIELDS, objections
from registry.audit import record
from registry.models import User
from registry.refusals import Refused
from registry.roles import Permission, require


class MergeUnsafe(Refused):
    code = "merge_unsafe"

    def __init__(self, reasons: Collection[str]) -> None:
        """Keep every reason, so that a page can list them all."""
        super().__init__(" ".join(reasons))
        self.reasons = tuple(reasons)


@transaction.atomic
def merge_workers(
    *,
    kept: Worker,
    given_up: Worker,
    take: Collection[str],
    reason: str,
    on: date,
    by: User,
) -> Merge:
    """Make two records of one person one; return the merge, which undo_merge takes back.

    `take` names the fields that come from the record given up; a NIK taken changes places with
    the other, with what the population register says of each, so that both stay on record.
    Memberships, what was billed and covered, heirs and events move to the kept record.
    MergeUnsafe lists every reason against it. The same two records once more return the merge
    that joined them.
    """
    require(by, Permission.WORKER_MERGE, kept.region_code)
    require(by, Permission.WORKER_MERGE, given_up.region_code)
    kept, given_up = held_with_payers_of(kept, given_up)
    if standing := Merge.objects.standing().filter(kept=kept, merged=given_up).first():
        return standing
    if kept.pk == given_up.pk:
        raise MergeUnsafe([_("This is one record. Choose the other one.")])
    if reasons := objections(kept, given_up):
        raise MergeUnsafe(reasons)
    counters = Counters()
    count_months(counters, kept, given_up, -1)
    memberships = list(Enrollment.objects.filter(worker=given_up).order_by("pk"))
    stayed = list(
        Enrollment.objects.filter(worker=kept).order_by("pk").values_list("pk", flat=True)
    )
    moved = move_rows(given_up, kept, memberships, by=by) | {"stayed": stayed}
    taken = _take(kept, given_up, take)
    given_up.withdrawn_on, given_up.merged_into = on, kept
    save_both(kept, given_up, why=reason, by=by)
    count_months(counters, kept, given_up, +1)
    counters.write()
    merge = Merge.objects.create(
        kept=kept, merged=given_up, taken=taken, moved=moved, reason=reason, merged_by=by
    )
    record(
        "worker.merged",
        subject=kept,
        by=by,
        given_up=given_up.pk,
        taken=sorted(taken),
        moved={kind: len(keys) for kind, keys in moved.items() if kind != "stayed"},
        reason=reason,
    )
    return merge


def _take(kept: Worker, given_up: Worker, take: Collection[str]) -> dict[str, dict[str, Any]]:
    """Take fields over into the kept record; return what stood before and what comes after."""
    wanted = set(FIELDS) & set(take)
    if "occupation" in wanted:
        wanted.add("occupation_text")
    taken: dict[str, dict[str, Any]] = {}
    for name in sorted(wanted):
        column = field_of(name).attname
        before, after = getattr(kept, column), getattr(given_up, column)
        if before == after:
            continue
        taken[name] = {"before": before, "after": after}
        if name == "nik":
            change_places(kept, given_up)
        else:
            setattr(kept, column, after)
    return taken
