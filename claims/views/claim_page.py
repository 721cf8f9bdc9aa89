"""What the page of one claim shows: everything in words, from its outlook and its records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.actions.facts import BEFORE_ASSESSMENT
from claims.filters import SHOWN_BY
from claims.models import DOCUMENT_LABELS, LAST_DAY, PAYEE_LABELS, WHEN_LABELS, Claim
from claims.queries.claim_page import (
    Benefit,
    Source,
    Worth,
    facts_changed,
    names_of_days_off,
    worth_of,
)
from claims.queries.facts import facts_as_json, standing_of
from claims.queries.outlook import Outlook, PaperNeed, clock_of, outlook
from claims.rules.assess import compensated_idr
from claims.rules.assessment import Finding, When
from claims.rules.countdown import Clock, ClockDay, DayKind
from claims.rules.documents import DocumentKind
from claims.rules.facts import HeirFact, Relation
from claims.rules.figures import percent_figure
from claims.rules.heirs import entitled
from claims.rules.lookups import cited
from claims.rules.problems import BadFacts
from claims.rules.record import differences
from claims.rules.states import Status
from claims.views.claim_trail import cover_words, history, letters, stages
from claims.views.next_step import Case, next_step, rare_acts
from claims.wording.claims import (
    account_text,
    benefit_label,
    claim_title,
    clause_text,
    days_in_words,
    event_sentence,
    formula_text,
    off_text,
    person_name,
    person_sentence,
    time_kind,
    time_left,
    waiting_label,
    weekday_text,
)
from claims.wording.facts_used import fact_label, facts_in_words
from claims.wording.findings import finding_text
from claims.wording.problems import problem_text
from enrollment.models import Heir
from enrollment.queries.standing import Standing
from enrollment.rules.eligibility import age_on
from registry.formats import day_text
from registry.law.parameters import parameter
from registry.models import Holiday
from registry.requests import StaffRequest
from registry.roles import Permission
from registry.workdays import DaysOff


class FindingWords(NamedTuple):
    """A finding as a sentence with its clause."""

    text: str
    clause: str


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
        "clock": _clock(claim, clock_of(claim, on=today, days_off=days_off), worth),
        "worth": worth,
        "problems": seen.problems,
        "payouts": [(payout, account_text(payout.payee)) for payout in payouts],
        "history": history(claim, steps),
        "stages": stages(claim, steps, mine=step.mine),
        "letters": letters(claim),
        "cover": cover_words(case, seen.standing),
        **_rights(case),
        **_benefits(claim, worth),
        **(_of_outlook(claim, seen.look, worth) if seen.look else {}),
    }


def _rights(case: Case) -> dict[str, bool]:
    """Return what this reader may add or correct in this state."""
    status, reports = Status(case.claim.status), case.may(Permission.CLAIM_REPORT)
    return {
        "may_state": reports and status in BEFORE_ASSESSMENT,
        "may_add": reports and status not in (Status.REFUSED, Status.CLOSED),
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
        "against": _findings(blocking),
    }


def _see(claim: Claim, days_off: DaysOff) -> Seen:
    try:
        look = outlook(claim, days_off=days_off)
    except BadFacts as bad:
        standing = standing_of(claim, days_off=days_off)
        return Seen(standing, None, tuple(problem_text(problem) for problem in bad.problems))
    return Seen(look.standing, look)


def _missing(look: Outlook) -> Iterator[str]:
    for finding in look.missing_facts:
        yield finding_text(finding)
    for paper in look.missing_papers:
        yield str(DOCUMENT_LABELS[paper.kind])


def _findings(found: Iterable[Finding]) -> list[FindingWords]:
    return [FindingWords(finding_text(each), clause_text(each.clause)) for each in found]


class ClockCell(NamedTuple):
    """One cell of the clock: its day or days, what it is, and its look."""

    days: str
    words: str
    look: str
    is_today: bool


def _clock(claim: Claim, clock: Clock | None, worth: Worth | None) -> dict[str, Any] | None:
    """Return the cells of the clock, the time left, and what delay costs by which clause."""
    if clock is None:
        return None
    today = timezone.localdate()
    names = names_of_days_off(clock)
    cells = [_cell(day, names.get(day.since, ()), today) for day in clock.days]
    if clock.days_late:
        cells.append(ClockCell(days_in_words(today, today), _("Today"), "now", is_today=True))
    program = claim.program.lower()
    term = parameter(f"{program}.payment_working_days", on=clock.start_on)
    rate = parameter(f"{program}.compensation_rate_per_day", on=clock.pay_by)
    return {
        "cells": cells,
        "clock": clock,
        "left": time_left(clock.working_days_left),
        "kind": time_kind(clock.working_days_left),
        "rate": percent_figure(rate.value * 100),
        "base_idr": compensated_idr(tuple(each.line for each in worth.benefits)) if worth else 0,
        "clauses": [clause_text(cited(rule)) for rule in (term, rate)],
    }


def _cell(day: ClockDay, names: tuple[str, ...], today: date) -> ClockCell:
    look = "past" if day.until < today else ""
    if day.kind == DayKind.START:
        words = _("File complete")
    elif day.kind == DayKind.OFF:
        words, look = off_text(names, day.since, day.until), "rest"
    elif day.kind == DayKind.LAST:
        words, look = _("Day %(n)s, last day to pay") % {"n": day.number}, "due"
    else:
        words = _("Day %(n)s") % {"n": day.number}
    if day.is_today:
        words = _("%(words)s, today") % {"words": words}
        look = look if look == "due" else "now"
    return ClockCell(days_in_words(day.since, day.until), words, look, day.is_today)


class BenefitRow(NamedTuple):
    """One line of the table of benefits."""

    label: str
    formula: str
    clause: str
    checked: bool
    payee: str
    amount_idr: int
    state: str
    kind: str


def _benefits(claim: Claim, worth: Worth | None) -> dict[str, Any]:
    if worth is None:
        return {}
    heirs = {heir.born_on: heir.name for heir in claim.worker.heirs.standing().children()}
    blocking = [finding for finding in worth.findings if finding.blocks]
    return {
        "rows": [_benefit_row(each, claim) for each in worth.at_once],
        "school": _school(worth.yearly, claim, heirs),
        "against": _findings(blocking),
        "notes": _findings(each for each in worth.findings if not each.blocks),
        "assessed_by": worth.assessment and person_name(worth.assessment.assessed_by),
    }


def _benefit_row(each: Benefit, claim: Claim) -> BenefitRow:
    line = each.line
    state, kind = _state(each)
    return BenefitRow(
        label=benefit_label(line.code),
        formula=formula_text(line),
        clause=clause_text(f"{line.act}, {line.clause}"),
        checked=line.checked,
        payee=str(PAYEE_LABELS[line.payee]),
        amount_idr=line.amount_idr,
        state=state,
        kind=kind,
    )


def _state(each: Benefit) -> tuple[str, str]:
    """Return how far a benefit has come, in words and as the kind of its tag."""
    if each.is_paid and each.payout and each.payout.paid_on:
        return _("Paid on %(day)s") % {"day": day_text(each.payout.paid_on)}, "good"
    if each.payout:
        return _("Ordered"), "note"
    if each.is_payable:
        return _("To be paid"), "warn"
    return ("", "") if each.line.when == When.NOW else (str(WHEN_LABELS[each.line.when]), "")


class SchoolPlan(NamedTuple):
    """The school years of one child: each with its words, amount and state."""

    name: str
    years: list[tuple[Benefit, str, str]]
    total_idr: int


def _school(yearly: Iterable[Benefit], claim: Claim, heirs: dict[Any, str]) -> list[SchoolPlan]:
    """Return the scholarship year by year, a plan for each child, in the order of the rules."""
    plans: dict[date | None, list[Benefit]] = {}
    for each in yearly:
        plans.setdefault(each.line.child_born_on, []).append(each)
    return [
        SchoolPlan(
            name=heirs.get(born_on) or _born(born_on),
            years=[(each, *_state(each)) for each in years],
            total_idr=sum(each.line.amount_idr for each in years),
        )
        for born_on, years in plans.items()
    ]


def _born(born_on: date | None) -> str:
    return _("Child born on %(day)s") % {"day": day_text(born_on)} if born_on else _("Child")


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
        "warnings": _findings(look.warnings),
        "stored": stored,
    }
    if stored is not None:
        context |= {
            "differences": [
                (benefit_label(each.code), WHEN_LABELS[When(each.when)], each)
                for each in differences(stored.answer, look.assessment)
            ],
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


class HeirRow(NamedTuple):
    """An heir with age at the event, and whether the law names this person first."""

    heir: Heir
    age: int | None
    is_entitled: bool
    is_recipient: bool


def _heirs(claim: Claim, look: Outlook) -> list[HeirRow]:
    named = tuple(HeirFact(Relation(heir.relation), heir.born_on) for heir in look.heirs)
    first = {heir.relation for heir in entitled(named, on=claim.event_on)}
    recipients = {payee.heir_id for payee in look.payees}
    rows = [
        HeirRow(
            heir=heir,
            age=age_on(heir.born_on, claim.event_on) if heir.born_on else None,
            is_entitled=Relation(heir.relation) in first,
            is_recipient=heir.pk in recipients,
        )
        for heir in look.heirs
    ]
    return sorted(rows, key=lambda row: (not row.is_entitled, row.heir.relation != "spouse"))
