"""The heirs of a worker: named, corrected, struck out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from enrollment.models import Heir, Worker
from enrollment.queries.history.happening import Happening

_COMPARED: Final = (
    "relation",
    "name",
    "nik",
    "born_on",
    "phone",
    "level",
    "grade",
    "is_married",
    "is_working",
)


def heirs_named(worker: Worker) -> Iterator[Happening]:
    """Return what was recorded of the worker's heirs: who, not every detail of a child."""
    history: Any = Heir.history
    rows = history.filter(worker_id=worker.pk).select_related("history_user", "recorded_by")
    before: dict[int, Any] = {}
    for row in rows.order_by("history_date", "history_id"):
        older = before.get(row.id)
        before[row.id] = row
        facts = {"name": row.name, "relation": row.relation}
        if older is None:
            by = row.history_user or row.recorded_by
            yield Happening(row.history_date, "heir_named", by, facts)
        elif row.voided_on and not older.voided_on:
            facts["reason"] = row.void_reason
            yield Happening(row.history_date, "heir_struck", row.history_user, facts)
        elif any(getattr(row, name) != getattr(older, name) for name in _COMPARED):
            yield Happening(row.history_date, "heir_corrected", row.history_user, facts)
