"""Workers who pay for themselves: the next order, taking one back, and how everybody stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from enrollment.actions.orders import cancel_order, place_order
from enrollment.filters import Choice
from enrollment.forms.orders import OrderForm, OrderPriceForm
from enrollment.models import Invoice, Worker
from enrollment.queries.own import (
    Offer,
    OwnStanding,
    offers,
    own_invoices,
    own_standing,
    worker_of_order,
)
from enrollment.queries.self_payers import (
    Bounds,
    counts_by_state,
    open_by_worker,
    self_payers,
)
from enrollment.rules.contributions import Band, band_for_income, band_of_base, bands
from enrollment.rules.eligibility import age_on
from enrollment.rules.ordering import State, offered_months, too_young_or_old
from registry.pages import page
from registry.paging import keyset_page
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require

_BY_NAME = ("name_key", "id")
_QUARTER = 3
_LABELS = {
    State.ACTIVE: gettext_lazy("Paid up"),
    State.ARREARS: gettext_lazy("Months are overdue"),
    State.LAPSED: gettext_lazy("Lapsed"),
    State.NEW: gettext_lazy("Nothing paid yet"),
}


def worker_order(request: StaffRequest, worker_id: int) -> HttpResponse:
    """What a worker's next own months cost, how they begin, and the order of them."""
    workers = Worker.objects.visible_to(request.user).standing()
    worker = get_object_or_404(
        workers.select_related("village__parent", "occupation", "second_occupation"), pk=worker_id
    )
    require(request.user, Permission.WORKER_REGISTER, worker.village_id)
    today = timezone.localdate()
    offered = offered_months(today)
    form = OrderForm(request.POST or None, offered=offered, today=today)
    if form.is_valid():
        try:
            invoice = place_order(worker=worker, on=today, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            words = _("The order of %(name)s stands: invoice %(number)s.")
            messages.success(request, words % {"name": worker.name, "number": invoice.number})
            return redirect(invoice)
    stands = own_standing(worker, on=today)
    price_form = _price_form(request, worker, today)
    context = {"worker": worker, "form": form, "stands": stands, "price_form": price_form}
    context |= _offered(worker, stands, form, price_form, today)
    return page(
        request,
        "enrollment/worker_order.html",
        context,
        "enrollment/_worker_order_offers.html",
        status=422 if form.is_bound or price_form.errors else 200,
    )


def _price_form(request: StaffRequest, worker: Worker, today: date) -> OrderPriceForm:
    """Return what makes the price: as asked, or as in the last order, or by the income stated."""
    before = own_invoices(worker).last()
    decree = before.decree if before else None
    initial = {
        "income_idr": worker.income_idr if decree is None else None,
        "wage_base_idr": decree.wage_base_idr if decree else None,
        "with_jht": bool(decree and decree.with_jht),
    }
    asked = request.GET if {"income_idr", "wage_base_idr"} & request.GET.keys() else None
    return OrderPriceForm(asked, initial=initial, today=today)


def _offered(
    worker: Worker,
    stands: OwnStanding,
    form: OrderForm,
    price_form: OrderPriceForm,
    today: date,
) -> dict[str, Any]:
    """Return the offers at the band that was asked for, and what keeps the worker from them."""
    band, with_jht = _terms(price_form, form, today)
    age = age_on(worker.born_on, stands.next.month)
    outside = too_young_or_old(age, month=stands.next.month, is_member=stands.is_member)
    offered = offers(
        worker, stands.next, wage_base_idr=band.wage_base_idr, with_jht=with_jht, on=today
    )
    return {
        "band": band,
        "with_jht": with_jht,
        "offers": offered,
        "chosen": form["months"].value() or _chosen_first(offered),
        "age": age,
        "age_outside": outside,
        "goes_on_beyond": not outside
        and too_young_or_old(age, month=stands.next.month, is_member=False),
        "insurable": not (worker.deceased_on or worker.moved_away_on),
    }


def _chosen_first(offered: list[Offer]) -> int | None:
    """Return what is chosen before anybody chose: a quarter of a year, which settles all arrears.

    Where so much does not fit, the most that does.
    """
    fitting = [offer.months for offer in offered if offer.fits]
    return min((m for m in fitting if m >= _QUARTER), default=max(fitting, default=None))


def _terms(price_form: OrderPriceForm, form: OrderForm, today: date) -> tuple[Band, bool]:
    """Return the band and whether JHT is in: as asked, as just ordered, or as the page begins."""
    if price_form.is_valid():
        with_jht: bool = price_form.cleaned_data["with_jht"]
        return band_of_base(price_form.chosen_base_idr, on=today), with_jht
    if form.is_bound and "wage_base_idr" in form.cleaned_data:
        base_idr: int = form.cleaned_data["wage_base_idr"]
        return band_of_base(base_idr, on=today), form.cleaned_data.get("with_jht", False)
    begin = price_form.initial
    if begin["wage_base_idr"]:
        return band_of_base(begin["wage_base_idr"], on=today), begin["with_jht"]
    if begin["income_idr"]:
        return band_for_income(begin["income_idr"], on=today), False
    return bands(today)[0], False


def order_cancel(request: StaffRequest, invoice_id: int) -> HttpResponse:
    """Show what taking an own order back means, and take it back."""
    invoices = Invoice.objects.visible_to(request.user).select_related("decree__sponsor__worker")
    invoice = get_object_or_404(invoices, pk=invoice_id)
    require(request.user, Permission.WORKER_REGISTER, invoice.region_code)
    worker = worker_of_order(invoice)
    refused = ""
    if request.method == "POST":
        try:
            cancel_order(invoice=invoice, on=timezone.localdate(), by=request.user)
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, _("The unpaid months were taken back: nothing is owed."))
            return redirect(invoice)
    elif worker is None or not invoice.open_idr:
        return redirect(invoice)
    context = {"invoice": invoice, "worker": worker, "refused": refused}
    status = 422 if refused else 200
    return render(request, "enrollment/order_cancel.html", context, status=status)


@require_safe
def order_list(request: StaffRequest) -> HttpResponse:
    """Everybody in scope who pays for himself, by how each stands."""
    today = timezone.localdate()
    bounds = Bounds.at(today)
    payers = self_payers(request.user, on=today)
    counts = counts_by_state(payers, bounds)
    asked = request.GET.get("state", "")
    state = State(asked) if asked in _LABELS else None
    shown = payers.filter(bounds.condition(state)) if state else payers
    found = keyset_page(shown.select_related("village__parent"), order=_BY_NAME, query=request.GET)
    open_idr = open_by_worker(found.rows)
    context = {
        "counts": {each.value: count for each, count in counts.items()},
        "every": sum(counts.values()),
        "choices": _choices(counts, state),
        "page": found,
        "rows": [_row(worker, bounds, open_idr.get(worker.pk, 0)) for worker in found.rows],
        "may_order": may(request.user, Permission.WORKER_REGISTER),
    }
    return page(request, "enrollment/order_list.html", context, "enrollment/_order_list.html")


def _choices(counts: Mapping[State, int], chosen: State | None) -> list[Choice]:
    every = Choice(_("Everybody"), "", sum(counts.values()), current=chosen is None)
    return [
        every,
        *(
            Choice(str(label), f"state={state}", counts[state], current=state is chosen)
            for state, label in _LABELS.items()
        ),
    ]


def _row(worker: Worker, bounds: Bounds, open_idr: int) -> dict[str, Any]:
    paid_until: date | None = worker.paid_until  # type: ignore[attr-defined]  # by self_payers
    return {
        "worker": worker,
        "state": bounds.state_of(paid_until).value,
        "paid_until": paid_until,
        "overdue": bounds.overdue(paid_until) if paid_until else 0,
        "open_idr": open_idr,
    }
