"""The happenings of one worker, gathered in a constant number of queries."""

from __future__ import annotations

from typing import Final

from enrollment.models import Worker
from enrollment.queries.history.happening import Happening
from enrollment.queries.history.heirs import heirs_named
from enrollment.queries.history.memberships import memberships
from enrollment.queries.history.money import credited, invoices, payments
from enrollment.queries.history.versions import corrections, events, merges, versions
from enrollment.queries.trail import trail_of
from registry.models import User

# acts of the trail that a table of their own tells better
_TOLD_BY_ROWS: Final = (
    "order.placed",
    "worker.corrected",
    "worker.died",
    "worker.enrolled",
    "worker.event_undone",
    "worker.merged",
    "worker.moved",
    "worker.parted",
    "worker.registered",
    "worker.returned",
    "worker.work_changed",
)
_MOST: Final = 500


def worker_history(worker: Worker, *, reader: User) -> list[Happening]:
    """Return what happened to a worker as far as the reader may know it, newest first."""
    trail = list(trail_of(worker, seen_by=reader)[:_MOST])
    proposed = list(
        worker.corrections.select_related("proposed_by", "decided_by").order_by("-pk")[:_MOST]
    )
    happened = list(worker.events.select_related("recorded_by", "undone_by").order_by("-pk"))
    told = [
        *versions(worker, proposed, happened),
        *corrections(proposed),
        *events(happened),
        *merges(worker),
        *heirs_named(worker),
        *memberships(worker, reader, trail),
        *invoices(worker, reader),
        *payments(worker, reader),
        *credited(worker, reader),
        *(
            Happening(event.at, event.action, event.by, event.facts)
            for event in trail
            if event.action not in _TOLD_BY_ROWS
        ),
    ]
    return sorted(told, key=lambda happening: happening.at, reverse=True)
