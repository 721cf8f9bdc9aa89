"""Two records of one person: finding them, comparing them, joining them, parting them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enrollment.actions.merging import MergeUnsafe, merge_workers, undo_merge
from enrollment.forms.merging import OTHER, MergeForm, PartingForm
from enrollment.models import Merge, Worker
from enrollment.queries.merging import (
    Pair,
    candidates,
    compared,
    objections,
    possible_duplicates,
)
from enrollment.wording.fields import FIELD_LABELS, value_text
from registry.keys import key_named
from registry.nik import mask_nik_beside
from registry.paging import keyset_page
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require

_GROUPS = 50
_FOUND = 10


@require_safe
def duplicate_list(request: StaffRequest) -> HttpResponse:
    """Records in scope that look like one person, and the merges made so far."""
    workers = Worker.objects.visible_to(request.user)
    merges = Merge.objects.visible_to(request.user).select_related("kept", "merged", "merged_by")
    groups = possible_duplicates(workers, most=_GROUPS)
    context = {
        "groups": groups,
        "is_cut": len(groups) == _GROUPS,
        "page": keyset_page(merges, order=("-id",), query=request.GET),
        "may_merge": may(request.user, Permission.WORKER_MERGE),
    }
    return render(request, "enrollment/duplicate_list.html", context)


def worker_merge(request: StaffRequest, worker_id: int) -> HttpResponse:
    """Choose the other record, see both side by side, and join them."""
    kept = _visible(request, worker_id)
    require(request.user, Permission.WORKER_MERGE, kept.region_code)
    asked = request.POST.get("other") or request.GET.get("other", "")
    other_key = key_named(asked)
    if other_key is None:
        return render(request, "enrollment/worker_merge_find.html", _found(request, kept))
    other = _visible(request, other_key)
    require(request.user, Permission.WORKER_MERGE, other.region_code)
    pairs = compared(kept, other)
    differing = [pair.field for pair in pairs if pair.differs]
    form = MergeForm(request.POST or None, differing=differing)
    reasons = objections(kept, other) if kept != other else [_("This is the same record.")]
    if form.is_valid() and not reasons:
        try:
            merge = merge_workers(
                kept=kept,
                given_up=other,
                take=form.taken,
                reason=form.cleaned_data["reason"],
                on=timezone.localdate(),
                by=request.user,
            )
        except MergeUnsafe as refusal:
            reasons = list(refusal.reasons)
        else:
            messages.success(request, _("The two records are one now."))
            return redirect("merge_detail", merge.pk)
    context = {
        "worker": kept,
        "other": other,
        "rows": [_row(pair, form) for pair in pairs],
        "differing": differing,
        "form": form,
        "reasons": reasons,
    }
    status = 422 if form.is_bound else 200
    return render(request, "enrollment/worker_merge.html", context, status=status)


@require_safe
def merge_detail(request: StaffRequest, merge_id: int) -> HttpResponse:
    """One merge: what was joined, by whom, why, and the way back."""
    merge = _merge(request, merge_id)
    may_part = may(request.user, Permission.WORKER_MERGE, merge.region_code)
    context = {"merge": merge, "may_part": may_part and not merge.undone_at}
    return render(request, "enrollment/merge_detail.html", context)


def merge_undo(request: StaffRequest, merge_id: int) -> HttpResponse:
    """Part the two records again."""
    merge = _merge(request, merge_id)
    require(request.user, Permission.WORKER_MERGE, merge.region_code)
    form = PartingForm(request.POST or None)
    if form.is_valid():
        try:
            undo_merge(merge=merge, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("The two records are parted again."))
            return redirect("merge_detail", merge.pk)
    status = 422 if form.is_bound else 200
    return render(
        request, "enrollment/merge_undo.html", {"merge": merge, "form": form}, status=status
    )


def _found(request: StaffRequest, kept: Worker) -> dict[str, Any]:
    """Return who may be the same person, and whom the words typed may mean."""
    words = request.GET.get("q", "").strip()
    workers = Worker.objects.visible_to(request.user).standing().exclude(pk=kept.pk)
    found = workers.matching(words).select_related("village__parent", "occupation") if words else ()
    return {
        "worker": kept,
        "q": words,
        "likely": candidates(kept, seen_by=request.user)[:_FOUND],
        "found": found[:_FOUND],
    }


def _row(pair: Pair, form: MergeForm) -> dict[str, Any]:
    """Return one field of both records as the page compares it."""
    if pair.field == "nik":
        # of two NIKs only the digits that differ are told
        kept, other = mask_nik_beside(pair.kept, pair.other), mask_nik_beside(pair.other, pair.kept)
    else:
        kept, other = value_text(pair.field, pair.kept), value_text(pair.field, pair.other)
    choice = form[f"from_{pair.field}"] if pair.differs else None
    return {
        "label": FIELD_LABELS[pair.field],
        "kept": kept,
        "other": other,
        "name": choice.html_name if choice is not None else "",
        "takes_other": choice is not None and choice.value() == OTHER,
    }


def _visible(request: StaffRequest, worker_id: int) -> Worker:
    workers = Worker.objects.visible_to(request.user).standing()
    return get_object_or_404(
        workers.select_related("village__parent", "occupation", "second_occupation"), pk=worker_id
    )


def _merge(request: StaffRequest, merge_id: int) -> Merge:
    merges = Merge.objects.visible_to(request.user).select_related(
        "kept__village", "merged__village", "merged_by", "undone_by"
    )
    return get_object_or_404(merges, pk=merge_id)
