"""How a worker came under decrees, and which memberships came to nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from enrollment.models import Decree, Enrollment, Sponsor, Worker
from enrollment.queries.history.happening import Happening, on_day
from registry.models import AuditEvent, User
from registry.roles import Permission, may

_ENROLLED: Final = "worker.enrolled"


def memberships(worker: Worker, reader: User, trail: Sequence[AuditEvent]) -> Iterator[Happening]:
    """Return when the worker came under each decree, and which memberships were voided."""
    rows = list(
        Enrollment.objects.filter(worker=worker).select_related(
            "decree__sponsor",
            "annex",
            "row__batch__uploaded_by",
            "row__batch__applied_by",
        )
    )
    acts = {
        (str(event.facts.get("decree")), str(event.facts.get("since"))): event
        for event in trail
        if event.action == _ENROLLED
    }
    for row in rows:
        facts = _facts(row, reader)
        batch = row.row.batch if row.row else None
        act = acts.get((row.decree.number, row.since.isoformat()))
        if batch and batch.applied_at:
            facts["uploaded_by"] = batch.uploaded_by
            yield Happening(batch.applied_at, "entered_list", batch.applied_by, facts)
        elif act:
            yield Happening(act.at, "enrolled", act.by, facts)
        if row.voided_on:
            facts = {"decree": facts["decree"], "end_reason": row.end_reason}
            yield on_day(row.voided_on, "membership_voided", **facts)


def shown_decree(decree: Decree, reader: User) -> Decree | None:
    """Return the decree where it lies in the reader's regions, else None."""
    return decree if may(reader, Permission.REGISTER_VIEW, decree.region_id) else None


def is_own(decree: Decree) -> bool:
    """Tell whether a decree is the order of a worker who pays for himself."""
    return decree.sponsor.kind == Sponsor.Kind.SELF


def _facts(row: Enrollment, reader: User) -> dict[str, Any]:
    return {
        "decree": shown_decree(row.decree, reader),
        "own": is_own(row.decree),
        "since": row.since,
        "until": row.until,
        "annex": row.annex.number if row.annex else "",
    }
