"""Figures of a list: its rows by state and by problem, and what it brought in."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count

from enrollment.models import Enrollment, ImportBatch, ImportRow, Worker


def batch_summary(batch: ImportBatch) -> dict[str, Any]:
    """Return counts: rows, ok, refused, warned, rows per problem code, and what was applied."""
    by_state = Counter[str]()
    problems = Counter[str]()
    warned = 0
    groups = batch.rows.values("status", "codes").annotate(rows=Count("pk")).order_by()
    for group in groups:
        by_state[group["status"]] += group["rows"]
        for code in filter(None, group["codes"].split("|")):
            problems[code] += group["rows"]
        if group["codes"] and group["status"] != ImportRow.Status.REFUSED:
            warned += group["rows"]
    refused = by_state[ImportRow.Status.REFUSED]
    return {
        "rows": by_state.total(),
        "ok": by_state.total() - refused,
        "refused": refused,
        "warned": warned,
        "problems": dict(sorted(problems.items())),
        "applied": applied_counts(batch, applied_rows=by_state[ImportRow.Status.APPLIED]),
    }


def applied_counts(batch: ImportBatch, *, applied_rows: int) -> dict[str, int]:
    """Return how many workers the batch recorded, recognized, and enrolled."""
    created = Worker.objects.standing().filter(recorded_in=batch).count()
    return {
        "workers_created": created,
        "workers_matched": applied_rows - created,
        "enrolled": Enrollment.objects.standing().filter(row__batch=batch).count(),
    }
