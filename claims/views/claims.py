"""The page of one claim, and the way to it from the code of a letter."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from claims.queries.codes import claim_of_code
from claims.views.claim_page import claim_context
from claims.views.visible import visible_claim
from registry.requests import StaffRequest


@require_safe
def claim_detail(request: StaffRequest, claim_id: int) -> HttpResponse:
    """One claim: its right, its clock, its papers and people, and whose move it is."""
    claim = visible_claim(request, claim_id)
    return render(request, "claims/claim_detail.html", claim_context(request, claim))


@require_safe
def claim_by_code(request: StaffRequest, code: str) -> HttpResponse:
    """Lead from the code on a letter to its claim, if the reader may see it."""
    claim_id = claim_of_code(code)
    if claim_id is None:
        raise Http404(_("This code is on no letter of Lindung. Find the claim by its number."))
    return redirect(visible_claim(request, claim_id))
