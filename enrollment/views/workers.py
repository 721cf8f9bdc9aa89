"""Workers: finding them, their cover over the years, and recording a death."""

from datetime import date

from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enrollment.actions.workers import record_death
from enrollment.exports.card import card_letter, has_card
from enrollment.filters import WorkerFilter
from enrollment.forms.workers import DeathForm
from enrollment.models import CoveragePeriod, CreditNote, Worker
from enrollment.queries.codes import worker_code
from enrollment.queries.deaths import death_effects
from enrollment.queries.timeline import open_lines, worker_timeline
from enrollment.rules.eligibility import age_on
from registry.audit import record
from registry.months import first_of_month
from registry.pages import page
from registry.paging import keyset_page
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require

# the columns of the index worker_same_person: a page is found as fast among five million
_BY_PLACE = ("village_id", "born_on", "name_key", "id")
_COUNTED = 1000


@require_safe
def worker_list(request: StaffRequest) -> HttpResponse:
    """Workers in scope by village, or those whom the words typed may mean."""
    workers = Worker.objects.visible_to(request.user).standing()
    chosen = WorkerFilter(
        request.GET, queryset=workers.select_related("village__parent", "occupation")
    )
    found = keyset_page(chosen.qs, order=_BY_PLACE, query=request.GET)
    covered_until = dict(
        CoveragePeriod.objects.standing()
        .filter(worker__in=[worker.pk for worker in found.rows])
        .order_by()
        .values_list("worker")
        .annotate(until=Max("until"))
    )
    context = {
        "q": request.GET.get("q", "").strip(),
        "page": found,
        "rows": [(worker, covered_until.get(worker.pk)) for worker in found.rows],
        "counted": chosen.qs.order_by()[: _COUNTED + 1].count(),
        "most_counted": _COUNTED,
        "month": first_of_month(timezone.localdate()),
    }
    return page(request, "enrollment/worker_list.html", context, "enrollment/_worker_list.html")


@require_safe
def worker_detail(request: StaffRequest, worker_id: int) -> HttpResponse:
    """One worker: cover as a timeline with who paid, and what is known of the person."""
    worker = _visible(request, worker_id)
    today = timezone.localdate()
    lines = open_lines(worker, request.user)
    notes = CreditNote.objects.visible_to(request.user).filter(line__worker=worker)
    timeline = worker_timeline(worker, on=today, reader=request.user)
    context = {
        "worker": worker,
        "age": age_on(worker.born_on, worker.deceased_on or today),
        "timeline": timeline,
        "has_card": has_card(worker, timeline),
        "open_lines": lines,
        "open_idr": sum(line.open_idr for line in lines),
        "month_names": [date(today.year, number, 1) for number in range(1, 13)],
        "credit_notes": notes.select_related("line__invoice").order_by("-posted_on", "-pk"),
        "may_record_death": not worker.deceased_on
        and may(request.user, Permission.DEATH_RECORD, worker.village_id),
    }
    return render(request, "enrollment/worker_detail.html", context)


def worker_death(request: StaffRequest, worker_id: int) -> HttpResponse:
    """Ask for the day of death, show what it changes, and record it when that was seen."""
    worker = _visible(request, worker_id)
    require(request.user, Permission.DEATH_RECORD, worker.village_id)
    asked = request.POST or (request.GET if "died_on" in request.GET else None)
    form = DeathForm(asked, born_on=worker.born_on)
    context = {"worker": worker, "form": form}
    if form.is_valid():
        if request.method == "POST":
            try:
                record_death(
                    worker=worker, on=timezone.localdate(), by=request.user, **form.cleaned_data
                )
            except Refused as refusal:
                form.add_error(refusal.field, refusal.message)
            else:
                messages.success(
                    request, _("The death of %(name)s was recorded.") % {"name": worker}
                )
                return redirect(worker)
        else:
            context["effects"] = death_effects(worker, **form.cleaned_data)
    status = 422 if form.errors else 200
    return render(request, "enrollment/worker_death.html", context, status=status)


@require_safe
def worker_card(request: StaffRequest, worker_id: int) -> HttpResponse:
    """The worker's card on paper: who pays, until when, and what to do when it happens."""
    worker = _visible(request, worker_id)
    address = reverse("claim_by_card", args=[worker_code(worker)])
    card = card_letter(
        worker,
        on=timezone.localdate(),
        url=request.build_absolute_uri(address),
        reader=request.user,
    )
    if card is None:
        raise Http404(_("There is no card yet: no month ahead is paid."))
    record("card.printed", subject=worker, by=request.user)
    return card


def _visible(request: StaffRequest, worker_id: int) -> Worker:
    workers = Worker.objects.visible_to(request.user).standing()
    return get_object_or_404(
        workers.select_related("village__parent", "occupation", "recorded_in__decree"),
        pk=worker_id,
    )
