"""Papers of a claim: the checklist, sending them in, opening one, sending one back."""

from typing import Any, Final

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from claims.actions.papers import (
    add_document,
    most_megabytes,
    note_opening,
    send_back_document,
)
from claims.forms.papers import PapersForm, SendBackForm
from claims.models import DOCUMENT_LABELS, Claim, ClaimDocument
from claims.queries.outlook import Outlook, PaperNeed, outlook
from claims.rules.problems import BadFacts
from claims.views.visible import visible_claim
from claims.wording.claims import claim_title
from registry.formats import number_text
from registry.models import Holiday
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission, may, require

# Safari draws a PDF with scripts of its own; without them the page stays empty
_SANDBOX: Final = {"application/pdf": "sandbox allow-scripts"}


def claim_papers(request: StaffRequest, claim_id: int) -> HttpResponse:
    """The checklist; whatever is sent is kept, also where another file beside it is refused."""
    claim = visible_claim(request, claim_id)
    may_add = may(request.user, Permission.CLAIM_REPORT, claim.region_code)
    if request.method == "POST":
        require(request.user, Permission.CLAIM_REPORT, claim.region_code)
    look = _outlook(claim)
    form = PapersForm(
        request.POST or None,
        request.FILES or None,
        missing=[paper.kind for paper in look.missing_papers] if look else (),
    )
    kept: list[ClaimDocument] = []
    if form.is_valid():
        kept = _keep(request, claim, form)
        if not (kept or form.errors):
            form.add_error(None, _("No file was chosen. Take a photo of each paper, or choose it."))
        look = _outlook(claim)
        if not form.errors:
            _tell(request, look, kept)
            return redirect("claim_papers", claim.pk)
    context = {
        "claim": claim,
        "title": claim_title(claim),
        "form": form,
        "look": look,
        "rows": _rows(look, form) if look else (),
        "may_add": may_add,
        "kept": kept,
        "labels": DOCUMENT_LABELS,
        "may_send_back": may(request.user, Permission.CLAIM_ASSESS, claim.region_code),
        "most_mb": most_megabytes(timezone.localdate()),
    }
    status = 422 if form.is_bound else 200
    return render(request, "claims/claim_papers.html", context, status=status)


def _outlook(claim: Claim) -> Outlook | None:
    """Return the outlook of the claim; None where its facts contradict each other."""
    try:
        return outlook(claim, days_off=Holiday.objects.days_off())
    except BadFacts:
        return None


def _keep(request: StaffRequest, claim: Claim, form: PapersForm) -> list[ClaimDocument]:
    """Keep every file that can be kept, and say of each other one why not."""
    kept = []
    for field, kind, file in form.sent():
        try:
            kept.append(
                add_document(
                    claim=claim,
                    kind=kind,
                    upload=file,
                    filename=file.name or "",
                    on=timezone.localdate(),
                    by=request.user,
                )
            )
        except Refused as refusal:
            form.add_error(field if refusal.field else None, refusal.message)
    return kept


def _tell(request: StaffRequest, look: Outlook | None, kept: list[ClaimDocument]) -> None:
    papers = ngettext("%(n)s paper is kept.", "%(n)s papers are kept.", len(kept)) % {
        "n": number_text(len(kept))
    }
    if look is not None and not look.missing_papers:
        nothing = _("Nothing is missing any more.")
        papers = f"{papers} {nothing}"
    messages.success(request, papers)


def _rows(look: Outlook, form: PapersForm) -> list[tuple[PaperNeed, Any, Any]]:
    """Return each paper that is needed with its name, and where one can still send it.

    What is missing stands first, what nobody needs to bring last.
    """
    fields = form.paper_fields
    in_order = sorted(
        look.papers, key=lambda paper: (paper.need.held_by_registry, not paper.is_missing)
    )
    return [
        (
            paper,
            DOCUMENT_LABELS[paper.kind],
            fields.get(paper.kind)
            if paper.is_missing or form.errors.get(f"paper_{paper.kind}")
            else None,
        )
        for paper in in_order
    ]


@require_safe
def claim_document(request: StaffRequest, claim_id: int, document_id: int) -> FileResponse:
    """Open one paper as it was sent; the trail says who opened it."""
    claim = visible_claim(request, claim_id)
    document = get_object_or_404(claim.documents.all(), pk=document_id)
    answer = FileResponse(
        document.file.open("rb"), content_type=document.content_type, filename=document.filename
    )
    # a paper is data of somebody else: it belongs to no site of ours, and stays in no cache
    answer["Content-Security-Policy"] = _SANDBOX.get(document.content_type, "sandbox")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    note_opening(document=document, by=request.user)
    return answer


def claim_document_return(request: StaffRequest, claim_id: int, document_id: int) -> HttpResponse:
    """Ask why a paper does not serve, and send it back; it is missing again."""
    claim = visible_claim(request, claim_id, Permission.CLAIM_ASSESS)
    document = get_object_or_404(claim.documents.standing(), pk=document_id)
    form = SendBackForm(request.POST or None)
    if form.is_valid():
        try:
            send_back_document(
                document=document, on=timezone.localdate(), by=request.user, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The paper is sent back, and missing again."))
            return redirect("claim_papers", claim.pk)
    context = {"claim": claim, "title": claim_title(claim), "document": document, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "claims/claim_document_return.html", context, status=status)
