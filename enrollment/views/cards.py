"""Cards and letters on paper, one or by thousands, and the public page that proves a card."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enrollment.exports.cards import card_letter
from enrollment.forms.cards import CardForm
from enrollment.jobs.cards import CARDS, LETTERS, RIGHT, printed_count
from enrollment.models import Decree, ImportBatch, Worker
from enrollment.queries.card_statement import Statement, holder_of, read_statement, standing_of
from enrollment.queries.codes import worker_code
from enrollment.rules.cards import Layout
from registry.audit import record
from registry.jobs import start_job
from registry.keys import key_named
from registry.limits import limited
from registry.models import Job, User
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require
from registry.views.errors import slow_down

_VISITS_A_MINUTE = 30
_CHOICES = ("decree", "region", "batch", "days", "sponsor", "village", "month", "layout")


@require_safe
def worker_card(request: StaffRequest, worker_id: int) -> HttpResponse:
    """The worker's card on paper: who pays, until when, and what to do when it happens."""
    workers = Worker.objects.visible_to(request.user).standing()
    worker = get_object_or_404(workers.select_related("village__parent__parent"), pk=worker_id)
    card = card_letter(
        worker,
        on=timezone.localdate(),
        site=request.build_absolute_uri("/"),
        reader=request.user,
    )
    if card is None:
        raise Http404(_("There is no card yet: no month ahead is paid."))
    record("card.printed", subject=worker, by=request.user)
    return card


def card_create(request: StaffRequest) -> HttpResponse:
    """Ask whose cards or letters are printed, and hand the work over; its page shows the file."""
    if not may(request.user, RIGHT):
        require(request.user, RIGHT, request.user.home_region_code)
    initial = {name: request.GET[name] for name in _CHOICES if request.GET.get(name)}
    initial.setdefault("layout", Layout.TEN.value)
    form = CardForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid():
        try:
            job = _printing(request, form)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            return redirect(job)
    context = {"form": form} | _named(request.user, form.data if form.is_bound else initial)
    status = 422 if form.is_bound else 200
    return render(request, "enrollment/card_create.html", context, status=status)


def _printing(request: StaffRequest, form: CardForm) -> Job:
    layout = form.cleaned_data["layout"]
    params = {
        "chosen": form.chosen(),
        "layout": layout,
        "site": request.build_absolute_uri("/"),
        "on": timezone.localdate().isoformat(),
    }
    return start_job(
        kind=LETTERS if layout == Layout.LETTER else CARDS,
        title=_("Letters about cover that ends") if layout == Layout.LETTER else _("Cards"),
        params=params,
        region_code=request.user.home_region_code,
        total=printed_count(params, by=request.user),
        by=request.user,
    )


def _named(user: User, given: Any) -> dict[str, Any]:
    """Return what the page is about where it was reached from a list, or from cover that ends."""
    batches = ImportBatch.objects.visible_to(user).select_related("decree__sponsor")
    return {
        "batch": batches.filter(pk=key_named(str(given.get("batch", ""))) or 0).first(),
        "of_lapses": bool(given.get("days")),
        "has_decrees": Decree.objects.visible_to(user).of_sponsors().exists(),
    }


@require_safe
@login_not_required
def card_verify(request: HttpRequest, statement: str) -> HttpResponse:
    """Say to whoever holds a card whether it is ours, what it states, and whether that holds.

    Open to everybody, so it names nobody: card number, initials and months stand on the card
    itself, and beyond them only whether the register confirms it today. Staff in whose region
    the worker lives are led on to the report of an event.
    """
    if limited(request, "card", _VISITS_A_MINUTE):
        return slow_down(request)
    stated = read_statement(statement)
    today = timezone.localdate()
    context: dict[str, Any] = {"stated": stated, "today": today}
    if stated is not None:
        context |= {"standing": standing_of(stated, on=today), **_for_staff(request, stated)}
    status = 200 if stated else 404
    response = render(request, "enrollment/card_verify.html", context, status=status)
    add_never_cache_headers(response)
    # the address is the proof: it is nobody else's to know
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _for_staff(request: HttpRequest, stated: Statement) -> dict[str, Any]:
    """Return where staff go on from a card: to the worker, and to the report of an event."""
    user = request.user
    holder = holder_of(stated) if isinstance(user, User) else None
    if not isinstance(user, User) or holder is None:
        return {}
    seen = Worker.objects.visible_to(user).standing().filter(pk=holder.pk).first()
    may_report = may(user, Permission.CLAIM_REPORT, holder.village_id)
    return {
        "worker": seen,
        "report_url": reverse("claim_by_card", args=[worker_code(holder)])
        if seen and may_report
        else "",
    }
