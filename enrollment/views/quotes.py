"""The contribution calculator, open to all staff: what invoices would charge, and why."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enrollment.forms.quotes import QuoteForm
from enrollment.rules.contributions import (
    MemberFacts,
    NoSuchBase,
    Run,
    band_for_income,
    band_of_base,
    runs,
)
from enrollment.rules.contributions import quote as price
from registry.law.parameters import MissingParameter
from registry.months import first_of_month, months_between
from registry.programs import Fund, Program, Sector
from registry.requests import StaffRequest


@require_safe
def quote(request: StaffRequest) -> HttpResponse:
    """Ask whose contribution, and show each step of it with its clause."""
    today = timezone.localdate()
    initial = {
        "since": first_of_month(today),
        "months": 12,
        "workers": 1,
        "fund": Fund.APBD,
        "known_on": today,
    }
    form = QuoteForm(request.GET or None, initial=initial, today=today)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            context |= _steps(form.cleaned_data)
        except (MissingParameter, NoSuchBase):
            form.add_error(
                "since", _("The law on record does not price these months. Begin later.")
            )
    status = 422 if form.errors else 200
    return render(request, "enrollment/quote.html", context, status=status)


def _steps(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the band, the runs of months at one price, and the total of all workers."""
    law = {"on": asked["since"], "known_on": asked["known_on"]}
    if asked["wage_base_idr"] is None:
        band = band_for_income(asked["income_idr"], **law)
    else:
        band = band_of_base(asked["wage_base_idr"], **law)
    both = (Program.JKK, Program.JKM)
    quoted = price(
        wage_base_idr=band.wage_base_idr,
        programs=(*both, Program.JHT) if asked["with_jht"] else both,
        since=asked["since"],
        months=asked["months"],
        facts=MemberFacts(
            fund=Fund(asked["fund"]),
            sector=Sector(asked["sector"]),
            member_since=asked["member_since"],
            paid_up=not asked["not_paid_up"],
            employer=asked["employer"],
        ),
        known_on=asked["known_on"],
    )
    one_worker_idr = sum(month.total_idr for month in quoted)
    return {
        "asked": asked,
        "band": band,
        "steps": [_step(run) for run in runs(quoted)],
        "one_worker_idr": one_worker_idr,
        "total_idr": one_worker_idr * asked["workers"],
    }


def _step(run: Run) -> dict[str, Any]:
    months = months_between(run.since, run.until)
    return {"run": run, "months": months, "amount_idr": run.quote.total_idr * months}
