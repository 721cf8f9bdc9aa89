"""What happened to a worker: choosing the event, seeing what it changes, recording it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enrollment.actions.events import change_work, record_death, record_move, record_return
from enrollment.forms.events import DeathForm, EventForm, MoveForm, ReturnForm, WorkForm
from enrollment.models import Worker
from enrollment.queries.effects import death_effects, move_effects, work_effects
from enrollment.queries.registering import villages_of
from enrollment.queries.replacing import places_of
from enrollment.wording.events import SECTORS
from registry.models import Occupation
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require


@require_safe
def worker_event(request: StaffRequest, worker_id: int) -> HttpResponse:
    """What may have happened, each with its page, and what is on record with the way back."""
    worker = _visible(request, worker_id)
    events = worker.events.select_related("recorded_by", "undone_by").order_by(
        "-happened_on", "-pk"
    )
    context = {
        "worker": worker,
        "events": events,
        "may_correct": may(request.user, Permission.WORKER_CORRECT, worker.village_id),
        "may_record_death": may(request.user, Permission.DEATH_RECORD, worker.village_id),
        "places": places_of(worker, request.user, on=timezone.localdate()),
        "may_decide": may(request.user, Permission.CORRECTION_DECIDE, worker.village_id),
    }
    return render(request, "enrollment/worker_event.html", context)


def worker_death(request: StaffRequest, worker_id: int) -> HttpResponse:
    """Ask for the day of death, show what it changes, and record it when that was seen."""
    worker = _visible(request, worker_id)
    require(request.user, Permission.DEATH_RECORD, worker.village_id)
    form = DeathForm(_asked(request, "died_on"), worker=worker)
    context: dict[str, Any] = {"worker": worker, "form": form}
    if form.is_valid():
        if _looks(request):
            context["effects"] = death_effects(worker, **form.cleaned_data)
        elif request.method == "POST" and _recorded(request, form, record_death):
            words = _("The death of %(name)s was recorded.") % {"name": worker}
            return _done(request, worker, words)
    return _page(request, "enrollment/worker_death.html", context)


def worker_move(request: StaffRequest, worker_id: int) -> HttpResponse:
    """Ask when a worker moved and where to, show what it changes, and record it."""
    worker = _visible(request, worker_id)
    require(request.user, Permission.WORKER_CORRECT, worker.village_id)
    villages = villages_of(request.user)
    form = MoveForm(_asked(request, "moved_on"), worker=worker, villages=villages)
    context = {"worker": worker, "form": form, "villages": villages}
    if form.is_valid():
        if _looks(request):
            given = form.cleaned_data
            context["effects"] = move_effects(
                worker, moved_on=given["moved_on"], village=given["village"]
            )
        elif request.method == "POST" and _recorded(request, form, record_move):
            words = _("The move of %(name)s was recorded.") % {"name": worker}
            return _done(request, worker, words)
    return _page(request, "enrollment/worker_move.html", context)


def worker_return(request: StaffRequest, worker_id: int) -> HttpResponse:
    """Ask when a worker who had moved away came back, and where he lives; record it."""
    worker = _visible(request, worker_id)
    require(request.user, Permission.WORKER_CORRECT, worker.village_id)
    villages = villages_of(request.user)
    form = ReturnForm(
        _asked(request, "returned_on"),
        worker=worker,
        villages=villages,
        initial={"village": worker.village},
    )
    context = {"worker": worker, "form": form, "villages": villages}
    if form.is_valid():
        if _looks(request):
            context["seen"] = True
        elif request.method == "POST" and _recorded(request, form, record_return):
            words = _("The return of %(name)s was recorded.") % {"name": worker}
            return _done(request, worker, words)
    return _page(request, "enrollment/worker_return.html", context)


def worker_work(request: StaffRequest, worker_id: int) -> HttpResponse:
    """Ask which work a worker does now, show what that changes, and record it."""
    worker = _visible(request, worker_id)
    require(request.user, Permission.WORKER_CORRECT, worker.village_id)
    occupations = list(Occupation.objects.all())
    form = WorkForm(
        _asked(request, "changed_on"),
        worker=worker,
        occupations=occupations,
        initial={"is_employer": worker.is_employer},
    )
    context = {"worker": worker, "form": form, "occupations": occupations}
    if form.is_valid():
        given = form.cleaned_data
        if _looks(request):
            effects = work_effects(
                worker,
                occupation=given["occupation"],
                is_employer=given["is_employer"],
                on=timezone.localdate(),
            )
            context |= {
                "effects": effects,
                "sector_before": SECTORS[effects.sector_before],
                "sector_after": SECTORS[effects.sector_after],
            }
        elif request.method == "POST" and _recorded(request, form, change_work):
            words = _("The work of %(name)s was recorded.") % {"name": worker}
            return _done(request, worker, words)
    return _page(request, "enrollment/worker_work.html", context)


def _asked(request: StaffRequest, day: str) -> Any:
    """Return what was typed: sent to be recorded, or looked at first; None on the first look."""
    return request.POST or (request.GET if day in request.GET else None)


def _looks(request: StaffRequest) -> bool:
    """Tell whether the effect is asked for: not the form again, to change what was typed."""
    return request.method != "POST" and "change" not in request.GET


def _recorded(request: StaffRequest, form: EventForm, act: Callable[..., object]) -> bool:
    """Tell whether the act was done; a refusal then stands in the form."""
    try:
        act(worker=form.worker, on=timezone.localdate(), by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    return True


def _done(request: StaffRequest, worker: Worker, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(worker)


def _page(request: StaffRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Return the page, with what was typed beside it once it was understood."""
    form: EventForm = context["form"]
    kept = [
        (name, form.data[name]) for name in form.fields if form.is_bound and form.data.get(name)
    ]
    context |= {"kept": kept, "again": urlencode([*kept, ("change", 1)])}
    return render(request, template, context, status=422 if form.errors else 200)


def _visible(request: StaffRequest, worker_id: int) -> Worker:
    workers = Worker.objects.visible_to(request.user).standing()
    return get_object_or_404(
        workers.select_related("village__parent", "occupation", "second_occupation"), pk=worker_id
    )
