"""The acts on a claim, from its filing to its end; each leads back to the page of the claim."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from claims.actions.appeals import appeal_claim, close_claim
from claims.actions.assessing import assess_claim, return_claim
from claims.actions.checking import check_claim
from claims.actions.deciding import approve_claim, refuse_claim
from claims.actions.reports import conclude_suspicion, file_draft
from claims.forms.deciding import AppealForm, ConclusionForm, ReasonForm, RefusalForm
from claims.models import Claim
from claims.rules.states import Status, may_go
from claims.views.claim_page import brief_context
from claims.views.visible import visible_claim
from claims.wording.claims import WAITING_LABELS
from registry.formats import day_text, rupiah_text
from registry.refusals import Refused
from registry.requests import StaffRequest
from registry.roles import Permission


@require_POST
def claim_file(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Report what was kept as a draft."""

    def act(claim: Claim) -> str:
        filed = file_draft(claim=claim, at=timezone.now(), by=request.user)
        return _("%(number)s is reported. Hand the family the receipt.") % {"number": filed.number}

    return _at_once(request, claim_id, act)


@require_POST
def claim_check(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Find the file complete, or name what is missing."""

    def act(claim: Claim) -> str:
        checked = check_claim(claim=claim, at=timezone.now(), by=request.user)
        if checked.status == Status.COMPLETE and checked.pay_by:
            return _("All is there. It is to be paid by %(day)s.") % {
                "day": day_text(checked.pay_by)
            }
        if checked.status == Status.INCOMPLETE:
            return _("Something is missing. Print the letter that names it, for the family.")
        return _("No paper can give a right here. Assess the claim, so that it is decided.")

    return _at_once(request, claim_id, act)


@require_POST
def claim_assess(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Keep what the rules say today, and hand it to the approver."""

    def act(claim: Claim) -> str:
        assessment = assess_claim(claim=claim, at=timezone.now(), by=request.user)
        return _("Assessed: %(result)s. Another person decides it now.") % {
            "result": str(assessment.get_result_display()).lower()
        }

    return _at_once(request, claim_id, act)


@require_POST
def claim_approve(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Grant what was assessed."""

    def act(claim: Claim) -> str:
        decision = approve_claim(
            claim=claim,
            at=timezone.now(),
            by=request.user,
            assessment_id=_assessment_seen(request),
        )
        return _("%(amount)s is approved. The treasurer pays next.") % {
            "amount": rupiah_text(decision.amount_idr)
        }

    return _at_once(request, claim_id, act)


def _assessment_seen(request: StaffRequest) -> int | None:
    """Return the assessment that the page showed to whoever decides on it."""
    seen = request.POST.get("assessment", "")
    return int(seen) if re.fullmatch(r"[0-9]{1,18}", seen) else None


def _at_once(request: StaffRequest, claim_id: int, act: Callable[[Claim], str]) -> HttpResponse:
    """Do what asks for nothing more, and say on the claim's page what happened."""
    claim = visible_claim(request, claim_id)
    try:
        done = act(claim)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(claim)


@dataclass(frozen=True, slots=True)
class Question:
    """An act that asks for something first: its page, its right, its words, and what it does."""

    template: str
    right: Permission
    label: Any
    hint: Any
    act: Callable[..., object]
    done: Any
    states: frozenset[Status]
    form: type[ReasonForm] = ReasonForm


def _leading_to(target: Status) -> frozenset[Status]:
    return frozenset(status for status in Status if may_go(status, target))


_CONCLUDE: Final = Question(
    template="claims/claim_conclude.html",
    right=Permission.CLAIM_ASSESS,
    form=ConclusionForm,
    label=gettext_lazy("What shows it"),
    hint=gettext_lazy(
        "Papers, witnesses, what the doctor says. The letter to the family repeats it."
    ),
    act=conclude_suspicion,
    states=frozenset({Status.SUSPECTED}),
    done=gettext_lazy("The conclusion is recorded."),
)
_RETURN: Final = Question(
    template="claims/claim_return.html",
    right=Permission.CLAIM_DECIDE,
    label=gettext_lazy("What should be looked at again"),
    hint=gettext_lazy("For the examiner. The family does not read it."),
    act=return_claim,
    states=frozenset({Status.ASSESSED}),
    done=gettext_lazy("It is with the examiner again, with your note."),
)
_REFUSE: Final = Question(
    template="claims/claim_refuse.html",
    right=Permission.CLAIM_DECIDE,
    form=RefusalForm,
    label=gettext_lazy("Reason"),
    hint=gettext_lazy(
        "The family reads it in the letter, beside the clauses. Write it in plain words."
    ),
    act=refuse_claim,
    states=frozenset({Status.ASSESSED}),
    done=gettext_lazy("The claim is refused. Print the letter: it says how the family can appeal."),
)
_APPEAL: Final = Question(
    template="claims/claim_appeal.html",
    right=Permission.CLAIM_REPORT,
    form=AppealForm,
    label=gettext_lazy("What the family says against the decision"),
    hint=gettext_lazy("New facts and papers are added to the claim itself afterwards."),
    act=appeal_claim,
    states=_leading_to(Status.APPEALED),
    done=gettext_lazy("The appeal is taken up. Another person decides it."),
)
_CLOSE: Final = Question(
    template="claims/claim_close.html",
    right=Permission.CLAIM_ASSESS,
    label=gettext_lazy("Why it is closed"),
    hint=gettext_lazy("Withdrawn, reported twice, or nothing left to pay."),
    act=close_claim,
    states=_leading_to(Status.CLOSED),
    done=gettext_lazy("The claim is closed."),
)


def claim_conclude(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Ask whether a suspected accident was one of work, and record the conclusion."""
    return _asked(request, claim_id, _CONCLUDE)


def claim_return(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Send an assessment back to the examiner with a note."""
    return _asked(request, claim_id, _RETURN)


def claim_refuse(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Refuse what was assessed, with the reason that the family reads."""
    return _asked(request, claim_id, _REFUSE)


def claim_appeal(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Take up an appeal of the family on the same claim."""
    return _asked(request, claim_id, _APPEAL)


def claim_close(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Close a claim on which nothing is left to do."""
    return _asked(request, claim_id, _CLOSE)


def _is_possible(claim: Claim, question: Question) -> bool:
    """Tell whether the state of the claim lets the act be done at all."""
    if question.act is appeal_claim:
        final = claim.appeal_level == Claim.AppealLevel.MINISTER
        if final or not claim.decisions.exists():
            return False
    return Status(claim.status) in question.states


def _asked(request: StaffRequest, claim_id: int, question: Question) -> HttpResponse:
    """Show the effect with the form, or do the act and lead back to the claim."""
    claim = visible_claim(request, claim_id, question.right)
    form = question.form(
        request.POST or None, claim=claim, label=question.label, hint=question.hint
    )
    if form.is_valid():
        try:
            question.act(claim=claim, at=timezone.now(), by=request.user, **form.given())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, str(question.done))
            return redirect(claim)
    context = {
        "claim": claim,
        "form": form,
        "waiting": WAITING_LABELS[Status(claim.status)],
        "is_possible": _is_possible(claim, question),
    }
    status = 422 if form.is_bound else 200
    return render(request, question.template, context | brief_context(claim), status=status)
