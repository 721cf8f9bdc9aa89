"""Making two records of one person one, and parting them again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from enrollment.actions.bookkeeping import Counters
from enrollment.models import (
    CoveragePeriod,
    Enrollment,
    Heir,
    InvoiceLine,
    Merge,
    Sponsor,
    Worker,
    WorkerEvent,
)
from enrollment.queries.merging import FIELDS, objections
from enrollment.rules.ledger import Span
from enrollment.rules.matching.names import name_key
from registry.audit import record
from registry.models import User
from registry.refusals import Refused
from registry.roles import Permission, require
from registry.slots import cover_dependents


class MergeUnsafe(Refused):
    code = "merge_unsafe"

    def __init__(self, reasons: Collection[str]) -> None:
        """Keep every reason, so that a page can list them all."""
        super().__init__(" ".join(reasons))
        self.reasons = tuple(reasons)


class PartingUnsafe(Refused):
    code = "parting_unsafe"


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
    the other, so that both stay on record. Memberships, what was billed and covered, heirs and
    events move to the kept record. MergeUnsafe lists every reason against it. The same two
    records once more return the merge that joined them.
    """
    require(by, Permission.WORKER_MERGE, kept.region_code)
    require(by, Permission.WORKER_MERGE, given_up.region_code)
    kept, given_up = _held(kept, given_up)
    if standing := Merge.objects.standing().filter(kept=kept, merged=given_up).first():
        return standing
    if kept.pk == given_up.pk:
        raise MergeUnsafe([_("This is one record. Choose the other one.")])
    if reasons := objections(kept, given_up):
        raise MergeUnsafe(reasons)
    counters = Counters()
    _count(counters, kept, given_up, -1)
    memberships = list(Enrollment.objects.filter(worker=given_up).order_by("pk"))
    moved = _move_rows(given_up, kept, memberships, by=by)
    taken = _take(kept, given_up, take)
    given_up.withdrawn_on, given_up.merged_into = on, kept
    _save_both(kept, given_up, why=reason, by=by)
    _count(counters, kept, given_up, +1)
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
        moved={kind: len(keys) for kind, keys in moved.items()},
        reason=reason,
    )
    return merge


@transaction.atomic
def undo_merge(*, merge: Merge, reason: str, by: User) -> Merge:
    """Part two records that were joined; return the merge.

    What moved goes back with everything that was billed, paid and covered on it since; a field
    that was corrected since stays. Refused while a claim of the kept record stands on cover that
    would go back. A second time changes nothing.
    """
    require(by, Permission.WORKER_MERGE, merge.region_code)
    kept, given_up = _held(merge.kept, merge.merged)
    require(by, Permission.WORKER_MERGE, given_up.region_code)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        return merge
    memberships = list(Enrollment.objects.filter(pk__in=merge.moved["enrollment"]).order_by("pk"))
    _refuse_parting(kept, merge, memberships)
    counters = Counters()
    _count(counters, kept, given_up, -1)
    _move_rows(kept, given_up, memberships, by=by, only=merge.moved)
    _give_back(kept, given_up, merge.taken)
    given_up.withdrawn_on = given_up.merged_into = None
    _save_both(kept, given_up, why=reason, by=by)
    _count(counters, kept, given_up, +1)
    counters.write()
    merge.undone_by, merge.undone_at, merge.undo_reason = by, timezone.now(), reason
    merge.save(update_fields=["undone_by", "undone_at", "undo_reason"])
    record("worker.parted", subject=kept, by=by, other=given_up.pk, reason=reason)
    return merge


def _held(*workers: Worker) -> tuple[Worker, ...]:
    """Return the workers, held with everybody who pays for them: payers first, as payments do."""
    payers = Sponsor.objects.filter(
        models.Q(decrees__enrollments__worker__in=workers) | models.Q(worker__in=workers)
    )
    list(Sponsor.objects.filter(pk__in=payers.values("pk")).order_by("pk").select_for_update())
    keys = [worker.pk for worker in workers]
    held = Worker.objects.filter(pk__in=keys).order_by("pk").select_for_update()
    by_key = {worker.pk: worker for worker in held}
    return tuple(by_key[key] for key in keys)


def _count(counters: Counters, kept: Worker, given_up: Worker, change: int) -> None:
    """Count the covered months of both in or out, each where the worker lives now."""
    for worker in (kept, given_up):
        for period in CoveragePeriod.objects.standing().filter(worker=worker):
            counters.cover(worker.village_id, Span(period.since, period.until, 0), change)


def _move_rows(
    source: Worker,
    target: Worker,
    memberships: list[Enrollment],
    *,
    by: User,
    only: dict[str, list[int]] | None = None,
) -> dict[str, list[int]]:
    """Give the memberships with all that was billed and covered, heirs, events and the own payer
    to another record; return the keys of what moved. `only` limits what is no membership."""
    keys = [membership.pk for membership in memberships]
    InvoiceLine.objects.filter(enrollment_id__in=keys).update(worker=target)
    CoveragePeriod.objects.filter(line__enrollment_id__in=keys).update(worker=target)
    Enrollment.objects.filter(pk__in=keys).update(worker=target)
    heirs = list(_chosen(Heir.objects.filter(worker=source), "heir", only))
    for heir in heirs:
        heir.worker = target
    if heirs:
        bulk_update_with_history(heirs, Heir, ["worker"], default_user=by)
    events = _chosen(WorkerEvent.objects.filter(worker=source), "event", only)
    event_keys = list(events.values_list("pk", flat=True))
    WorkerEvent.objects.filter(pk__in=event_keys).update(worker=target)
    payer_keys = []
    if not Sponsor.objects.filter(worker=target).exists():
        for payer in _chosen(Sponsor.objects.filter(worker=source), "payer", only):
            payer.worker = target
            payer.save()
            payer_keys.append(payer.pk)
    return {
        "enrollment": keys,
        "heir": [heir.pk for heir in heirs],
        "event": event_keys,
        "payer": payer_keys,
    }


def _chosen(
    rows: models.QuerySet[Any], kind: str, only: dict[str, list[int]] | None
) -> models.QuerySet[Any]:
    return rows if only is None else rows.filter(pk__in=only[kind])


def _take(kept: Worker, given_up: Worker, take: Collection[str]) -> dict[str, dict[str, Any]]:
    """Take fields over into the kept record; return what stood before and what comes after."""
    wanted = set(FIELDS) & set(take)
    if "occupation" in wanted:
        wanted.add("occupation_text")
    taken: dict[str, dict[str, Any]] = {}
    for name in sorted(wanted):
        column = _field(name).attname
        before, after = getattr(kept, column), getattr(given_up, column)
        if before == after:
            continue
        taken[name] = {"before": before, "after": after}
        setattr(kept, column, after)
        if name == "nik":
            given_up.nik = before
    return taken


def _give_back(kept: Worker, given_up: Worker, taken: dict[str, dict[str, Any]]) -> None:
    """Put back what the kept record had before, unless somebody has corrected it since."""
    for name, change in taken.items():
        field = _field(name)
        column = field.attname
        # what was kept as text (a date) becomes a value again; a key stays what it is
        before, after = (
            value if field.is_relation else field.to_python(value)
            for value in (change["before"], change["after"])
        )
        if getattr(kept, column) != after:
            continue
        setattr(kept, column, before)
        if name == "nik":
            given_up.nik = after


def _field(name: str) -> models.Field[Any, Any]:
    field = Worker._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


def _save_both(kept: Worker, given_up: Worker, *, why: str, by: User) -> None:
    """Save both with their history. Two NIKs change places by way of one that nobody can have."""
    if Worker.objects.filter(pk=given_up.pk).exclude(nik=given_up.nik).exists():
        Worker.objects.filter(pk=given_up.pk).update(nik=f"{given_up.pk:016d}")
    for worker in (kept, given_up):
        worker.name_key = name_key(worker.name)
        worker._history_user = by  # type: ignore[attr-defined]
        worker._change_reason = why[:100]  # type: ignore[attr-defined]
        worker.save()


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
