"""What the page before an invoice shows, and the page of the statement that is kept of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from enrollment.filters import Choice
from enrollment.models import Decree, Sweep, SweptRow, Worker
from enrollment.queries.money import net_billed_idr
from enrollment.queries.population import last_check_of
from enrollment.queries.statements import shortened, swept_groups
from enrollment.queries.sweep import Look, Removal, preview
from enrollment.queries.twins import Twin
from enrollment.rules.sweep import Reason
from enrollment.wording.sweep import reason_label, swept_sentence
from registry.paging import PAGE_SIZE, keyset_page
from registry.requests import StaffRequest
from registry.roles import Permission, may

_AS_KEPT = ("id",)
_MOST_TWINS: Final = 100
_REASONS: Final = frozenset(reason.value for reason in Reason)


@dataclass(frozen=True, slots=True)
class SweepLine:
    """One line of the table: a worker, the months taken off, why, and the rupiah."""

    worker: Worker
    in_scope: bool
    why: str
    since: date
    until: date
    amount_idr: int


@dataclass(frozen=True, slots=True)
class TwinLine:
    """A worker who may stand on the list twice, with the records that look like his."""

    twin: Twin
    worker: Worker
    in_scope: bool
    others: Sequence[Worker]


def sweep_context(request: StaffRequest, decree: Decree, *, today: date) -> dict[str, Any]:
    """Return what stands on the page before an invoice."""
    look = preview(decree, known_on=today)
    asked = request.GET.get("reason", "")
    chosen = [off for off in look.removals if asked not in _REASONS or off.reason == asked]
    start = _start(request)
    shown = chosen[start : start + PAGE_SIZE]
    context = {
        "decree": decree,
        "look": look,
        "choices": _choices(_sums(look.removals), asked),
        "lines": _lines_of(request, shown),
        "next_query": _query(request, start + PAGE_SIZE) if len(chosen) > start + PAGE_SIZE else "",
        "start_query": _query(request, 0) if start else "",
    }
    if request.htmx and not request.htmx.boosted:
        return context
    unchecked, checked_on = last_check_of(decree)
    left_idr = decree.ceiling_idr - net_billed_idr(decree)
    return context | {
        "twins": _twin_lines(request, look),
        "more_twins": max(len(look.twins) - _MOST_TWINS, 0),
        "left_idr": left_idr,
        "fits": look.to_bill_idr <= left_idr or bool(look.twins),
        "unchecked": unchecked,
        "checked_on": checked_on,
        "last": decree.sweeps.order_by("-pk").select_related("invoice").first(),
        "may_bill": may(request.user, Permission.INVOICE_ISSUE, decree.region_id),
        "may_check": may(request.user, Permission.POPULATION_CHECK, decree.region_id),
    }


def statement_context(request: StaffRequest, sweep: Sweep) -> dict[str, Any]:
    """Return what stands on the page of a statement."""
    asked = request.GET.get("reason", "")
    groups = swept_groups(sweep)
    rows = sweep.rows.select_related("enrollment__worker__village")
    if asked in _REASONS:
        rows = rows.filter(reason=asked)
    found = keyset_page(rows, order=_AS_KEPT, query=request.GET)
    return {
        "sweep": sweep,
        "decree": sweep.decree,
        "groups": [(reason_label(group.reason), group) for group in groups],
        "shortened": shortened(sweep) if groups else 0,
        "choices": _choices({group.reason: group.workers for group in groups}, asked),
        "lines": [_line(request, row, row.enrollment.worker) for row in found.rows],
        "next_query": found.next_query,
        "start_query": found.start_query,
    }


def _sums(removals: Iterable[Removal]) -> dict[str, int]:
    workers: dict[str, set[int]] = {}
    for off in removals:
        workers.setdefault(off.reason.value, set()).add(off.worker_id)
    return {reason.value: len(workers[reason]) for reason in Reason if reason in workers}


def _choices(workers: dict[str, int], asked: str) -> list[Choice]:
    """Return the links that choose by reason; none where there is one reason alone."""
    if len(workers) < 2:
        return []
    every = Choice(_("Every reason"), "", sum(workers.values()), asked not in workers)
    return [
        every,
        *(
            Choice(reason_label(reason), f"reason={reason}", count, reason == asked)
            for reason, count in workers.items()
        ),
    ]


def _lines_of(request: StaffRequest, shown: Sequence[Removal]) -> list[SweepLine]:
    people = _people(off.worker_id for off in shown)
    return [_line(request, off, people[off.worker_id]) for off in shown]


def _line(request: StaffRequest, off: Removal | SweptRow, worker: Worker) -> SweepLine:
    return SweepLine(
        worker=worker,
        in_scope=may(request.user, Permission.REGISTER_VIEW, worker.village_id),
        why=swept_sentence(off.reason, off.facts),
        since=off.since,
        until=off.until,
        amount_idr=off.amount_idr,
    )


def _twin_lines(request: StaffRequest, look: Look) -> list[TwinLine]:
    twins = look.twins[:_MOST_TWINS]
    people = _people(pk for twin in twins for pk in (twin.worker_id, *twin.others))
    return [
        TwinLine(
            twin=twin,
            worker=people[twin.worker_id],
            in_scope=may(request.user, Permission.REGISTER_VIEW, people[twin.worker_id].village_id),
            others=[people[pk] for pk in twin.others],
        )
        for twin in twins
    ]


def _people(worker_ids: Iterable[int]) -> dict[int, Worker]:
    return Worker.objects.select_related("village").in_bulk(list(dict.fromkeys(worker_ids)))


def _start(request: StaffRequest) -> int:
    """Return from which line on the page shows; the lines are found anew, so they are counted."""
    asked = request.GET.get("from", "")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 0


def _query(request: StaffRequest, start: int) -> str:
    changed = request.GET.copy()
    changed["from"] = str(start)
    return changed.urlencode()
