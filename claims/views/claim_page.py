"""What the page of one claim shows: everything in words, from its outlook and its records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from claims.actions.facts import BEFORE_ASSESSMENT
from claims.filters import SHOWN_BY
from claims.models import DOCUMENT_LABELS, LAST_DAY, Claim
from claims.queries.claim_page import (
    Source,
    Worth,
    facts_changed,
    worth_of,
)
from claims.queries.deciders import still_holds
from claims.queries.facts import facts_as_json, standing_of
from claims.queries.heirs import HeirRow, heirs_in_order
from claims.queries.outlook import Outlook, PaperNeed, clock_of, outlook
from claims.rules.documents import DocumentKind
from claims.rules.problems import BadFacts
from claims.rules.record import differences
from claims.rules.states import Status
from claims.views.claim_benefits import (
    benefits_in_words,
    differences_in_words,
    findings_in_words,
)
from claims.views.claim_clock import clock_words
from claims.views.claim_trail import cover_words, history, letters, stages
from claims.views.next_step import Case, next_step, rare_acts
from claims.wording.claims import (
    account_text,
    claim_title,
    clause_text,
    event_sentence,
    person_sentence,
    waiting_label,
    weekday_text,
)
from claims.wording.facts_used import fact_label, facts_in_words
from claims.wording.findings import finding_text
from claims.wording.law_used import law_in_words
from claims.wording.screens import problem_sentence
from enrollment.queries.standing import Standing
from enrollment.rules.eligibility import age_on
from registry.models import Holiday
from registry.requests import StaffRequest
from registry.roles import Permission
from registry.workdays import DaysOff


@dataclass(frozen=True, slots=True)
class Seen:
    """A claim as the rules see it; `problems` stand where its facts contradict each other."""

    standing: Standing
    look: Outlook | None
    problems: tuple[str, ...] = ()


def claim_context(request: StaffRequest, claim: Claim) -> dict[str, Any]:
    """Return everything that the page of a claim shows to this reader."""
    today, days_off = timezone.localdate(), Holiday.objects.days_off()
    seen = _see(claim, days_off)
    worth = worth_of(claim, seen.look.assessment if seen.look else None)
    payouts = tuple(claim.payouts.select_related("payee__bank", "file").order_by("pk"))
    steps = list(claim.steps.select_related("by").order_by("number"))
    case = Case(
        claim=claim,
        user=request.user,
        today=today,
        look=seen.look,
        worth=worth,
        payouts=payouts,
        missing=tuple(_missing(seen.look)) if seen.look else (),
    )
    step = next_step(case)
    return {
        "claim": claim,
        "title": claim_title(claim),
        "person": person_sentence(claim, age_on(claim.worker.born_on, claim.event_on)),
        "event": event_sentence(claim),
        "waiting": waiting_label(claim),
        "filter": SHOWN_BY.get(Status(claim.status), ""),
        "pay_by": weekday_text(claim.pay_by) if claim.pay_by else "",
        "next": step,
        "rare": rare_acts(case),
        "clock": clock_words(claim, clock_of(claim, on=today, days_off=days_off), worth),
        "worth": worth,
        "problems": seen.problems,
        "payouts": [(payout, account_text(payout.payee)) for payout in payouts],
        "history": history(claim, steps),
        "stages": stages(claim, steps, mine=step.mine),
        "letters": letters(claim),
        "cover": cover_words(case, seen.standing),
        "kind_without_account": next((kind.value for kind in case.kinds_without_account), ""),
        **_rights(case),
        **benefits_in_words(claim, worth),
        **(_of_outlook(claim, seen.look, worth) if seen.look else {}),
    }


def _rights(case: Case) -> dict[str, bool]:
    """Return what this reader may add or correct in this state."""
    status, reports = Status(case.claim.status), case.may(Permission.CLAIM_REPORT)
    return {
        "may_state": reports and status in BEFORE_ASSESSMENT,
        "may_add": reports and status not in (Status.REFUSED, Status.CLOSED),
        "may_name_account": case.may_name_account,
        "may_pay": case.may(Permission.CLAIM_PAY),
    }


def brief_context(claim: Claim) -> dict[str, Any]:
    """Return what stands around a form about a claim: what it is about, and what was assessed."""
    worth = worth_of(claim, None)
    blocking = [finding for finding in worth.findings if finding.blocks] if worth else []
    return {
        "title": claim_title(claim),
        "event": event_sentence(claim),
        "worth": worth,
        "has_term": claim.act_by != LAST_DAY,
        # a draft has recorded none yet
        "death_stays": claim.is_death and claim.worker.deceased_on and claim.status != Status.DRAFT,
        "against": findings_in_words(blocking),
    }


def _see(claim: Claim, days_off: DaysOff) -> Seen:
    try:
        look = outlook(claim, days_off=days_off)
    except BadFacts as bad:
        standing = standing_of(claim, days_off=days_off)
        return Seen(
            standing, None, tuple(problem_sentence(problem, fact_label) for problem in bad.problems)
        )
    return Seen(look.standing, look)


def _missing(look: Outlook) -> Iterator[str]:
    for finding in look.missing_facts:
        yield finding_text(finding)
    for paper in look.missing_papers:
        yield str(DOCUMENT_LABELS[paper.kind])


def _of_outlook(claim: Claim, look: Outlook, worth: Worth | None) -> dict[str, Any]:
    known = json.loads(
        json.dumps(facts_as_json(claim, look.standing, look.heirs), cls=DjangoJSONEncoder)
    )
    stored = worth.assessment if worth else None
    shown = stored.facts if worth and stored and worth.source != Source.TODAY else known
    context: dict[str, Any] = {
        "look": look,
        "facts_used": facts_in_words(shown),
        "papers": [_paper(paper) for paper in look.papers if not _is_held(paper)],
        "held": [str(DOCUMENT_LABELS[paper.kind]) for paper in look.papers if _is_held(paper)],
        "other_papers": [
            (document, DOCUMENT_LABELS[DocumentKind(document.kind)])
            for document in look.other_papers
        ],
        "papers_missing": len(look.missing_papers),
        "heirs": _heirs(claim, look),
        "accounts": [(payee, account_text(payee)) for payee in look.payees],
        "warnings": findings_in_words(look.warnings),
        "stored": stored,
    }
    if stored is not None:
        context |= {
            "law_used": law_in_words(stored.law),
            "holds": still_holds(stored, look.assessment),
            "differences": differences_in_words(differences(stored.answer, look.assessment)),
            "facts_changed": [fact_label(key) for key in facts_changed(stored.facts, known)],
            "result_differs": stored.result != look.assessment.result,
            "result_today": look.assessment.result,
        }
    return context


class PaperRow(NamedTuple):
    """A paper of the checklist, with what was sent of it."""

    label: str
    paper: PaperNeed
    clause: str


def _is_held(paper: PaperNeed) -> bool:
    return paper.need.held_by_registry


def _paper(paper: PaperNeed) -> PaperRow:
    return PaperRow(str(DOCUMENT_LABELS[paper.kind]), paper, clause_text(paper.need.clause))


def _heirs(claim: Claim, look: Outlook) -> list[tuple[HeirRow, bool]]:
    """Return the heirs in the order of the law, each with whether the money goes through them."""
    recipients = {payee.heir_id for payee in look.payees}
    filed_on = timezone.localdate(claim.reported_at)
    order = heirs_in_order(look.heirs, event_on=claim.event_on, filed_on=filed_on)
    return [(row, row.heir.pk in recipients) for row in order.rows]
