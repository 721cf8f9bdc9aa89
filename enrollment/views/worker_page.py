"""The page of one worker: cover, what is owed and at stake, the person, and the history."""

from datetime import date
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from enrollment.exports.cards import has_card
from enrollment.models import CreditNote, Worker
from enrollment.queries.attested import attestation_of
from enrollment.queries.corrections import changes_of
from enrollment.queries.history import Happening
from enrollment.queries.history import worker_history as happenings
from enrollment.queries.stake import stake_of
from enrollment.queries.timeline import open_lines, worker_timeline
from enrollment.rules.eligibility import age_on
from enrollment.wording.fields import FIELD_LABELS
from enrollment.wording.history import Told, told
from registry.models import Holiday
from registry.pages import page
from registry.recent import remember
from registry.requests import StaffRequest
from registry.roles import Permission, may
from registry.slots import worker_panels, worker_stories

_SHOWN: Final = 20
_RIGHTS: Final = {
    "report": Permission.CLAIM_REPORT,
    "correct": Permission.WORKER_CORRECT,
    "decide": Permission.CORRECTION_DECIDE,
    "register": Permission.WORKER_REGISTER,
    "merge": Permission.WORKER_MERGE,
    "reveal": Permission.NIK_REVEAL,
    "death": Permission.DEATH_RECORD,
}
Entry = tuple[Happening, Told]


@require_safe
def worker_detail(request: StaffRequest, worker_id: int) -> HttpResponse:
    """One worker: cover as a timeline with who paid, and all that is known of the person.

    The page of a record that was made one with another leads to that other.
    """
    merged = Worker.objects.visible_to(request.user).exclude(merged_into=None)
    if given_up := merged.filter(pk=worker_id).first():
        return redirect("worker_detail", given_up.merged_into_id)
    worker = visible_worker(request, worker_id)
    remember(request, worker)
    today = timezone.localdate()
    timeline = worker_timeline(worker, on=today, reader=request.user)
    notes = CreditNote.objects.visible_to(request.user).filter(line__worker=worker)
    history = _told(worker, request)
    context = {
        "worker": worker,
        "timeline": timeline,
        "has_card": has_card(worker, timeline),
        "stake": stake_of(worker, timeline, on=today, days_off=Holiday.objects.days_off()),
        "month_names": [date(today.year, number, 1) for number in range(1, 13)],
        "credit_notes": notes.select_related("line__invoice").order_by("-posted_on", "-pk"),
        "may": {act: may(request.user, right, worker.village_id) for act, right in _RIGHTS.items()},
        "history": history[:_SHOWN],
        "older": len(history) > _SHOWN,
        "panels": worker_panels.of(worker, request.user),
        **_owed(worker, request),
        **_person(worker, request, today),
    }
    return render(request, "enrollment/worker_detail.html", context)


@require_safe
def worker_history(request: StaffRequest, worker_id: int) -> HttpResponse:
    """All that happened to a worker, twenty at a time."""
    worker = visible_worker(request, worker_id)
    history = _told(worker, request)
    asked = request.GET.get("older", "")
    older = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < _SHOWN else 0
    behind = older + _SHOWN
    context = {
        "worker": worker,
        "history": history[older:behind],
        "next_query": f"older={behind}" if behind < len(history) else "",
        "start_query": "older=0" if older else "",
        "counted": len(history),
    }
    return page(
        request, "enrollment/worker_history.html", context, "enrollment/_worker_history_page.html"
    )


def visible_worker(request: StaffRequest, worker_id: int) -> Worker:
    """Return a worker on record in the reader's regions, else 404."""
    workers = Worker.objects.visible_to(request.user).standing()
    return get_object_or_404(
        workers.select_related("village__parent", "occupation", "second_occupation"), pk=worker_id
    )


def _told(worker: Worker, request: StaffRequest) -> list[Entry]:
    entries = (
        (happening, told(happening.kind, happening.by, happening.facts))
        for happening in happenings(worker, reader=request.user)
    )
    told_here = [(happening, words) for happening, words in entries if words]
    told_above = [
        (Happening(story.at, "story"), Told(story.words, story.notes))
        for story in worker_stories.of(worker, request.user)
    ]
    return sorted([*told_here, *told_above], key=lambda entry: entry[0].at, reverse=True)


def _owed(worker: Worker, request: StaffRequest) -> dict[str, Any]:
    lines = open_lines(worker, request.user)
    return {"open_lines": lines, "open_idr": sum(line.open_idr for line in lines)}


def _person(worker: Worker, request: StaffRequest, today: date) -> dict[str, Any]:
    waiting = worker.corrections.waiting().select_related("proposed_by").first()
    changes = changes_of([waiting])[waiting.pk] if waiting else ()
    heirs = worker.heirs.standing().order_by("pk")
    return {
        "age": age_on(worker.born_on, worker.deceased_on or today),
        "waiting": waiting,
        "waiting_fields": [FIELD_LABELS[change.field] for change in changes],
        "attestation": attestation_of(worker, reader=request.user),
        "heirs": [(heir, heir.born_on and age_on(heir.born_on, today)) for heir in heirs],
        "events": list(worker.events.standing().order_by("-happened_on", "-pk")),
        "merged_records": list(worker.merged_records.order_by("pk")),
    }
