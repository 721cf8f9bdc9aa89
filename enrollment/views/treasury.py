"""The treasurer's year: a budget year at a glance, a decree by budget year, and open invoices."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from enrollment.forms.ageing import AgeingForm
from enrollment.models import Decree, Sponsor
from enrollment.queries.ageing import ages_of, open_invoices, payers_owing, total_ages
from enrollment.queries.budget_year import years_of_decree
from enrollment.queries.periods import first_open_day
from enrollment.queries.treasury import (
    payers_in_year,
    payers_of_year,
    year_totals,
    years_on_record,
)
from registry.keys import key_named
from registry.months import add_months
from registry.pages import page
from registry.paging import keyset_page
from registry.requests import StaffRequest
from registry.roles import Permission, may

_BY_NAME = ("name", "id")
_DUE_FIRST = ("due_on", "id")
_OWN = "own"


@require_safe
def treasury(request: StaffRequest) -> HttpResponse:
    """One budget year: what each payer decided, was billed, sent, and has left."""
    this_year = timezone.localdate().year
    years = years_on_record(request.user)
    asked = request.GET.get("year", "")
    latest = next((year for year in years if year <= this_year), this_year)
    named = key_named(asked)
    year = named if named is not None and named in years else latest
    payers = payers_of_year(request.user, year)
    shown = keyset_page(payers, order=_BY_NAME, query=request.GET)
    home = request.user.home_region_code
    first = first_open_day(home) if home else None
    context = {
        "year": year,
        "years": years,
        "page": shown,
        "rows": payers_in_year(request.user, year, shown.rows),
        "totals": year_totals(request.user, year),
        "closed_through": add_months(first, -1) if first else None,
        "may_close": may(request.user, Permission.PERIOD_CLOSE),
    }
    return page(request, "enrollment/treasury.html", context, "enrollment/_treasury_payers.html")


@require_safe
def decree_years(request: StaffRequest, decree_id: int) -> HttpResponse:
    """One decree by budget year: what each year's budget paid, and for which months."""
    decrees = Decree.objects.visible_to(request.user).select_related("sponsor", "region")
    decree = get_object_or_404(decrees, pk=decree_id)
    years = years_of_decree(decree)
    total = years.total
    context = {
        "decree": decree,
        "years": years,
        "total": total,
        "matrix": [
            (row.year, [row.months.get(year) for year in years.calendar_years], row.paid_idr)
            for row in years.rows
        ],
        "total_parts": list(total.months.values()),
    }
    return render(request, "enrollment/decree_years.html", context)


@require_safe
def invoice_ageing(request: StaffRequest) -> HttpResponse:
    """What is open of invoices by days overdue: by payer, or each invoice of one payer."""
    today = timezone.localdate()
    form = AgeingForm(request.GET if "on" in request.GET else None, initial={"on": today})
    on: date = form.cleaned_data["on"] if form.is_valid() else today
    context = {"form": form, "on": on, "today": today}
    of_payer = _of_payer(request, on)
    part = "enrollment/_ageing_invoices.html" if of_payer else "enrollment/_ageing_payers.html"
    context |= of_payer or _by_payer(request, on)
    return page(request, "enrollment/invoice_ageing.html", context | {"part": part}, part)


def _by_payer(request: StaffRequest, on: date) -> dict[str, Any]:
    others, own = total_ages(request.user, on)
    shown = keyset_page(payers_owing(request.user, on), order=_BY_NAME, query=request.GET)
    return {
        "page": shown,
        "rows": ages_of(request.user, on, shown.rows),
        "own": own,
        "total": others + own,
    }


def _of_payer(request: StaffRequest, on: date) -> dict[str, Any] | None:
    """Return the open invoices of the payer asked for, or of all who pay for themselves.

    None where no payer was asked for, or none who owes anything.
    """
    asked = request.GET.get("sponsor", "")
    invoices = open_invoices(request.user, on).select_related("decree__sponsor")
    if asked == _OWN:
        payer, (_others, total) = None, total_ages(request.user, on)
        invoices = invoices.filter(decree__sponsor__kind=Sponsor.Kind.SELF)
    else:
        payer = payers_owing(request.user, on).filter(pk=key_named(asked) or 0).first()
        if payer is None:
            return None
        ((_payer, total),) = ages_of(request.user, on, [payer])
        invoices = invoices.filter(decree__sponsor=payer)
    shown = keyset_page(invoices, order=_DUE_FIRST, query=request.GET)
    rows = [(invoice, max((on - invoice.due_on).days, 0)) for invoice in shown.rows]
    return {"page": shown, "invoices": rows, "payer": payer, "total": total}
