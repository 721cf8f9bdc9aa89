"""Taking an event back: what it restores first, then what it did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from enrollment.actions.events import undo_event
from enrollment.actions.events.undoing import refuse_undo, right_to_undo
from enrollment.forms.events import UndoForm
from enrollment.models import Decree, Enrollment, Invoice, WorkerEvent
from enrollment.queries.pricing import worker_price_idr
from enrollment.queries.restoring import Part, parts_to_restore
from enrollment.rules.restoring import WhyNot
from enrollment.wording.events import LEFT_OUT, undo_title
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import require


@dataclass(frozen=True, slots=True)
class CoverLine:
    """Months of cover under a decree that came back, with their invoice, or did not, and why."""

    decree: Decree
    since: date
    until: date
    why_not: str
    invoice: Invoice | None = None


def event_undo(request: StaffRequest, event_id: int) -> HttpResponse:
    """Show what taking an event back restores; with a reason, take it back and show what came."""
    events = WorkerEvent.objects.visible_to(request.user).filter(worker__withdrawn_on=None)
    event = get_object_or_404(
        events.select_related("worker", "recorded_by", "undone_by"), pk=event_id
    )
    require(request.user, right_to_undo(event), event.region_code)
    context: dict[str, Any] = {"event": event, "worker": event.worker, "title": undo_title(event)}
    if event.undone_on:
        lines = _outcome(event)
        return render(request, "enrollment/event_undone.html", context | {"lines": lines})
    form = UndoForm(request.POST or None)
    if form.is_valid():
        try:
            undo_event(event=event, on=timezone.localdate(), by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("event_undo", event.pk)
    context |= {"form": form, "stays": _why_it_stays(event, request)} | _preview(event)
    status = 422 if form.is_bound else 200
    return render(request, "enrollment/event_undo.html", context, status=status)


def _why_it_stays(event: WorkerEvent, request: StaffRequest) -> str:
    """Return why the event cannot be taken back by this reader now; empty where it can."""
    try:
        refuse_undo(event, request.user)
    except Refused as refusal:
        return str(refusal.message)
    return ""


def _preview(event: WorkerEvent) -> dict[str, Any]:
    parts = parts_to_restore(event)
    return {
        "lines": [_line(part) for part in parts],
        "billed_idr": sum(_price_idr(event, part) for part in parts if not part.why_not),
    }


def _line(part: Part) -> CoverLine:
    why_not = str(LEFT_OUT[part.why_not]) if part.why_not else ""
    return CoverLine(part.enrollment.decree, part.since, part.until, why_not)


def _outcome(event: WorkerEvent) -> list[CoverLine]:
    """Return what taking an event back did, run by run of months."""
    kept = [*event.facts.get("restored", []), *event.facts.get("left_out", [])]
    rows = Enrollment.objects.select_related("decree__sponsor").in_bulk(
        [item["enrollment"] for item in kept]
    )
    invoices = Invoice.objects.in_bulk([item["invoice"] for item in kept if item["invoice"]])
    return [
        CoverLine(
            rows[item["enrollment"]].decree,
            date.fromisoformat(item["since"]),
            date.fromisoformat(item["until"]),
            str(LEFT_OUT[WhyNot(item["why_not"])]) if "why_not" in item else "",
            invoices.get(item["invoice"]),
        )
        for item in kept
    ]


def _price_idr(event: WorkerEvent, part: Part) -> int:
    """Return what months cost that are billed again when they come back, in rupiah."""
    if not part.is_billed:
        return 0
    return worker_price_idr(
        part.enrollment.decree,
        event.worker,
        since=part.since,
        until=part.until,
        known_on=timezone.localdate(),
    )
