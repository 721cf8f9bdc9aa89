"""Letters of a claim on paper."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from claims.exports.letters import Printing, print_letter
from claims.queries.codes import claim_code
from claims.queries.letters import LetterKind, letter_kinds
from claims.rules.reading import BadFacts
from claims.views.visible import visible_claim
from registry.audit import record
from registry.requests import StaffRequest


@require_safe
def claim_letter(request: StaffRequest, claim_id: int, kind: str) -> HttpResponse:
    """One letter of the claim; not found before its state has come."""
    claim = visible_claim(request, claim_id)
    if kind not in letter_kinds(claim):
        raise Http404(_("There is no such letter of this claim yet."))
    address = reverse("claim_by_code", args=[claim_code(claim)])
    printing = Printing(
        on=timezone.localdate(), url=request.build_absolute_uri(address), reader=request.user
    )
    try:
        letter = print_letter(LetterKind(kind), claim, printing)
    except BadFacts:
        messages.error(
            request,
            _("The facts contradict each other. Correct them first, then print the letter."),
        )
        return redirect(claim)
    record("letter.printed", subject=claim, by=request.user, kind=kind)
    return letter
