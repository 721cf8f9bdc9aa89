"""Renewing a decree: what it would do, the act, and who was not taken along."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enrollment.actions.renewing import renew_decree
from enrollment.filters import Choice
from enrollment.forms.renewing import RenewalForm
from enrollment.models import Decree, Enrollment
from enrollment.queries.renewal import (
    counted_by_reason,
    left_out_of,
    renewal_preview,
    would_be_left_out,
)
from enrollment.rules.contributions import NoSuchBase
from enrollment.wording.renewing import LABELS, WHAT_TO_DO
from registry.formats import month_text, rupiah_text
from registry.law.parameters import MissingParameter
from registry.pages import page
from registry.paging import keyset_page
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require
from registry.views.exporting import export_view

_IN_ORDER = ("position", "id")
renewal_export = export_view("enrollment.exports.renewing_lists.left_out")


def decree_renew(request: StaffRequest, decree_id: int) -> HttpResponse:
    """Ask for the new decree, show whom it takes along and what it costs, then do it."""
    decree = _visible(request, decree_id)
    require(request.user, Permission.DECREE_RENEW, decree.region_id)
    today = timezone.localdate()
    renewal = Decree.objects.filter(renews=decree).first()
    if renewal is not None and request.method != "POST":
        return redirect("decree_renewal", decree.pk)
    asked = request.POST or (request.GET if "number" in request.GET else None)
    form = RenewalForm(asked, renewed=decree, today=today)
    context: dict[str, Any] = {"decree": decree, "form": form}
    if form.is_valid():
        try:
            if request.method == "POST":
                renew_decree(decree=decree, on=today, by=request.user, **form.cleaned_data)
                return redirect("decree_renewal", decree.pk)
            context |= _preview(decree, form)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        except NoSuchBase as refusal:
            nearest = ", ".join(rupiah_text(base) for base in refusal.nearest)
            words = _("No band has this wage base. The nearest are %(nearest)s.")
            form.add_error("wage_base_idr", words % {"nearest": nearest})
        except MissingParameter:
            words = _("The law of %(month)s is not on record. Choose a later first month.")
            month = month_text(form.cleaned_data["since"])
            form.add_error("since", words % {"month": month})
    status = 422 if form.errors else 200
    return render(request, "enrollment/decree_renew.html", context, status=status)


def _preview(decree: Decree, form: RenewalForm) -> dict[str, Any]:
    terms = Decree(with_jht=decree.with_jht, **form.cleaned_data)
    preview = renewal_preview(decree, terms, known_on=timezone.localdate())
    return {
        "preview": preview,
        "terms": terms,
        "left_out": [(LABELS[reason], count) for reason, count in preview.left_out.items()],
    }


@require_safe
def decree_renewal(request: StaffRequest, decree_id: int) -> HttpResponse:
    """Who went on under the decree that renewed this one, and who did not and why.

    Before a decree is renewed: who could not go on as things stand today.
    """
    decree = _visible(request, decree_id)
    renewal = Decree.objects.filter(renews=decree).first()
    left_out = left_out_of(decree, renewal) if renewal else would_be_left_out(decree)
    counts = counted_by_reason(left_out)
    reason = request.GET.get("reason", "")
    chosen = left_out.filter(reason=reason) if reason in counts else left_out
    found = keyset_page(
        chosen.select_related("worker__village__parent"), order=_IN_ORDER, query=request.GET
    )
    members = Enrollment.objects.standing().filter(decree=decree)
    all_members = members.values("worker").distinct().count()
    context = {
        "decree": decree,
        "renewal": renewal,
        **_taken_along(renewal),
        "is_billed": renewal is not None and renewal.invoices.exists(),
        "could_go_on": all_members - sum(counts.values()),
        "members": all_members,
        "page": found,
        "rows": [(row, LABELS[row.reason], WHAT_TO_DO[row.reason]) for row in found.rows],
        "choices": _choices(counts, reason),
        "left_out_count": sum(counts.values()),
        "may_renew": may(request.user, Permission.DECREE_RENEW, decree.region_id),
        "may_bill": may(request.user, Permission.INVOICE_ISSUE, decree.region_id),
    }
    return page(
        request, "enrollment/decree_renewal.html", context, "enrollment/_decree_left_out.html"
    )


def _taken_along(renewal: Decree | None) -> dict[str, int]:
    """Return how many stand under the renewal, and how many left it since."""
    if renewal is None:
        return {"enrolled": 0, "left_since": 0}
    standing = Count("worker", filter=Q(voided_on=None), distinct=True)
    counted = renewal.enrollments.aggregate(ever=Count("worker", distinct=True), standing=standing)
    return {
        "enrolled": counted["standing"],
        "left_since": counted["ever"] - counted["standing"],
    }


def _choices(counts: dict[str, int], reason: str) -> list[Choice]:
    every = Choice(str(_("All")), "", sum(counts.values()), reason not in counts)
    return [
        every,
        *(
            Choice(str(LABELS[name]), f"reason={name}", count, name == reason)
            for name, count in counts.items()
        ),
    ]


def _visible(request: StaffRequest, decree_id: int) -> Decree:
    decrees = Decree.objects.visible_to(request.user).of_sponsors()
    return get_object_or_404(decrees.select_related("sponsor", "region"), pk=decree_id)
