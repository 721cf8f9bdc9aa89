"""Corrections of workers' records: proposed, decided by a second person, withdrawn."""

from datetime import datetime
from typing import Any, Final, NamedTuple

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from enrollment.actions.corrections import (
    correct_worker,
    decide_correction,
    reveal_nik,
    withdraw_correction,
)
from enrollment.filters import CorrectionFilter, choices
from enrollment.forms.corrections import CorrectionForm, DecisionForm
from enrollment.models import Correction
from enrollment.queries.corrections import (
    ANSWERED_WITHIN,
    changed_meanwhile,
    changes_of,
    doubts,
)
from enrollment.rules.correcting import FieldChange
from enrollment.views.worker_page import visible_worker
from enrollment.wording import problem_words
from enrollment.wording.fields import FIELD_LABELS, value_text
from registry.pages import page
from registry.paging import keyset_page
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require

Status = Correction.Status
_ENDED: Final = (Status.APPLIED.value, Status.REFUSED.value, Status.WITHDRAWN.value)


class Compared(NamedTuple):
    """One field of a correction in words, before and after."""

    field: str
    label: str
    before: str
    after: str
    changed_since: bool


class Waiting(NamedTuple):
    """One correction of the list: what it changes, and for how long somebody has waited."""

    correction: Correction
    fields: list[str]
    days: int
    is_late: bool


def worker_correct(request: StaffRequest, worker_id: int) -> HttpResponse:
    """Correct a worker's record; what makes the identity goes to a second person."""
    worker = visible_worker(request, worker_id)
    require(request.user, Permission.WORKER_CORRECT, worker.village_id)
    form = CorrectionForm(request.POST or None, worker=worker, user=request.user)
    context: dict[str, Any] = {"worker": worker, "form": form}
    if form.is_valid():
        try:
            correction = correct_worker(
                worker=worker,
                changes=form.changes(),
                reason=form.cleaned_data["reason"],
                on=timezone.localdate(),
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
            context["other_record"] = refusal.facts.get("worker")
        else:
            if correction.is_identity:
                messages.success(request, _("The correction waits for a second person."))
                return redirect("correction_detail", correction.pk)
            messages.success(
                request, _("The record of %(name)s was corrected.") % {"name": worker.name}
            )
            return redirect(worker)
    context["waiting"] = worker.corrections.waiting().first()
    status = 422 if form.is_bound else 200
    return render(request, "enrollment/worker_correct.html", context, status=status)


@require_safe
def correction_list(request: StaffRequest) -> HttpResponse:
    """Corrections of identities in scope that wait, the oldest first, or those that ended."""
    corrections = Correction.objects.visible_to(request.user).filter(is_identity=True)
    chosen = CorrectionFilter(
        request.GET,
        queryset=corrections.select_related("worker__village__parent", "proposed_by", "decided_by"),
    )
    ended = chosen.is_valid() and bool(chosen.form.cleaned_data["status"])
    found = keyset_page(chosen.qs, order=("-id",) if ended else ("id",), query=request.GET)
    counts = dict(corrections.order_by().values_list("status").annotate(Count("pk")))
    changes = changes_of(found.rows)
    waiting = counts.pop(Status.WAITING.value, 0)
    context = {
        "page": found,
        "rows": [_waiting(row, changes[row.pk], timezone.now()) for row in found.rows],
        "ended": ended,
        "waiting": waiting,
        "total": waiting + sum(counts.values()),
        "choices": choices(
            chosen,
            "status",
            _("Waiting"),
            {"": waiting} | {status: counts.get(status, 0) for status in _ENDED},
        ),
    }
    return page(
        request, "enrollment/correction_list.html", context, "enrollment/_correction_list.html"
    )


@never_cache
def correction_detail(request: StaffRequest, correction_id: int) -> HttpResponse:
    """What a correction changes, side by side; a second person accepts or refuses it here."""
    correction = _visible(request, correction_id)
    if request.method == "POST":
        require(request.user, Permission.CORRECTION_DECIDE, correction.region_code)
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        try:
            decided = decide_correction(
                correction=correction,
                accept=form.cleaned_data["decision"] == "accept",
                note=form.cleaned_data["note"],
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            words = (
                _("The record of %(name)s was corrected.")
                if decided.status == Status.APPLIED
                else _("The correction was refused; the record of %(name)s stays as it is.")
            )
            messages.success(request, words % {"name": decided.worker.name})
            return redirect(decided.worker)
    status = 422 if form.is_bound else 200
    context = {"form": form, **_page(request, correction)}
    return render(request, "enrollment/correction_detail.html", context, status=status)


@require_POST
def correction_withdraw(request: StaffRequest, correction_id: int) -> HttpResponse:
    """Take a proposal back."""
    correction = _visible(request, correction_id)
    try:
        withdraw_correction(correction=correction, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("correction_detail", correction.pk)
    messages.success(request, _("The proposal was withdrawn."))
    return redirect(correction.worker)


def _page(request: StaffRequest, correction: Correction) -> dict[str, Any]:
    user, worker = request.user, correction.worker
    waits = correction.status == Status.WAITING
    may_decide = (
        waits
        and may(user, Permission.CORRECTION_DECIDE, correction.region_code)
        and correction.proposed_by_id != user.pk
    )
    shows_nik = may_decide and "nik" in correction.changes
    if shows_nik:
        # two masked numbers cannot be told apart: whoever decides sees both, and the trail says so
        reveal_nik(worker=worker, why="correction", by=user)
    stale = changed_meanwhile(correction, worker) if waits else []
    changes = changes_of([correction])[correction.pk]
    found = doubts(worker, correction) if waits else ()
    said = [problem_words(doubt.code, doubt.read, doubt.params) for doubt in found]
    return {
        "correction": correction,
        "worker": worker,
        "rows": [_compared(change, stale, whole=shows_nik) for change in changes],
        "shows_nik": shows_nik,
        "stale": bool(stale),
        "doubts": [f"{words.column}: {words.wrong}" for words in said],
        "may_decide": may_decide,
        "is_mine": correction.proposed_by_id == user.pk,
        "may_withdraw": waits and may(user, Permission.WORKER_CORRECT, correction.region_code),
        "answer_by": correction.proposed_at + ANSWERED_WITHIN,
        "is_late": waits and timezone.now() > correction.proposed_at + ANSWERED_WITHIN,
    }


def _compared(change: FieldChange, stale: list[str], *, whole: bool) -> Compared:
    return Compared(
        field=change.field,
        label=str(FIELD_LABELS[change.field]),
        before=value_text(change.field, change.before, whole=whole),
        after=value_text(change.field, change.after, whole=whole),
        changed_since=change.field in stale,
    )


def _waiting(correction: Correction, changes: tuple[FieldChange, ...], now: datetime) -> Waiting:
    waited = (correction.decided_at or now) - correction.proposed_at
    return Waiting(
        correction=correction,
        fields=[str(FIELD_LABELS[change.field]) for change in changes],
        days=waited.days,
        is_late=correction.status == Status.WAITING and waited > ANSWERED_WITHIN,
    )


def _visible(request: StaffRequest, correction_id: int) -> Correction:
    corrections = Correction.objects.visible_to(request.user).select_related(
        "worker__village__parent", "proposed_by", "decided_by"
    )
    return get_object_or_404(corrections, pk=correction_id)
