"""What the rules say of a claim on a day: its right, its papers, its warnings, its clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date

from claims.models import Claim, ClaimDocument, Payee
from claims.queries.controls import findings_of
from claims.queries.facts import facts_of, standing_of
from claims.rules.assess import assess
from claims.rules.assessment import Assessment, Finding, Result
from claims.rules.countdown import Clock, clock
from claims.rules.documents import DocumentKind, DocumentNeed, required_documents
from claims.rules.facts import Facts, Outcome
from claims.rules.states import Status
from enrollment.models import Heir
from enrollment.queries.standing import Standing
from registry.programs import Program


@dataclass(frozen=True, slots=True)
class PaperNeed:
    """A paper that the claim needs, with what was sent of it."""

    need: DocumentNeed
    documents: tuple[ClaimDocument, ...]

    @property
    def kind(self) -> DocumentKind:
        return self.need.kind

    @property
    def is_missing(self) -> bool:
        """Whether it must still be brought."""
        return not self.need.held_by_registry and not self.documents


@dataclass(frozen=True, slots=True)
class Outlook:
    """A claim as the rules see it on a day."""

    standing: Standing
    facts: Facts
    assessment: Assessment
    papers: tuple[PaperNeed, ...]
    other_papers: tuple[ClaimDocument, ...]
    heirs: tuple[Heir, ...]
    payees: tuple[Payee, ...]
    warnings: tuple[Finding, ...]
    heirs_wanted: bool = False

    @property
    def missing_papers(self) -> tuple[PaperNeed, ...]:
        """The papers that must still be brought."""
        return tuple(paper for paper in self.papers if paper.is_missing)

    @property
    def missing_facts(self) -> tuple[Finding, ...]:
        """The facts that nobody stated yet, and without which nothing can be worked out."""
        found = [
            finding
            for finding in self.assessment.findings
            if finding.blocks and finding.code.startswith("missing_")
        ]
        if self.heirs_wanted:
            found.append(Finding("missing_heirs", blocks=True))
        return tuple(found)

    @property
    def is_complete(self) -> bool:
        """Whether every paper and every fact is there, and there is a right."""
        nothing_missing = not self.missing_papers and not self.missing_facts
        return nothing_missing and self.assessment.result is Result.ELIGIBLE


def outlook(claim: Claim, *, days_off: Container[date]) -> Outlook:
    """Return the outlook of a claim, in a constant number of queries.

    Raises BadFacts where what was stated contradicts itself.
    """
    standing = standing_of(claim, days_off=days_off)
    heirs = tuple(claim.worker.heirs.standing().order_by("born_on", "pk"))
    facts = facts_of(claim, standing, heirs)
    payees = tuple(claim.payees.standing().select_related("bank", "heir"))
    assessment = _assessed(facts, days_off)
    needs = required_documents(
        facts,
        heirs_disputed=claim.heirs_disputed,
        guardian_pays=any(payee.is_guardian for payee in payees),
        ruled_elsewhere=claim.appeal_level not in ("", Claim.AppealLevel.OFFICE),
        # before it is known what is due, the papers of the children are asked for
        scholarship=not assessment.lines or bool(assessment.scholarship_total_idr),
    )
    papers, others = _papers(claim, needs)
    return Outlook(
        standing=standing,
        facts=facts,
        assessment=assessment,
        papers=papers,
        other_papers=others,
        heirs=heirs,
        payees=payees,
        warnings=findings_of(claim, standing, heirs, payees),
        heirs_wanted=claim.is_death and not claim.heirs_known,
    )


def _assessed(facts: Facts, days_off: Container[date]) -> Assessment:
    """Return the assessment; of an accident that never can give a right, before its outcome.

    Nothing that refuses a claim of JKK depends on what a doctor declares in the end: the family
    is not sent for papers that change nothing.
    """
    answer = assess(facts, days_off=days_off)
    if facts.program is not Program.JKK or facts.outcome is not None:
        return answer
    healed = replace(facts, outcome=Outcome.RECOVERED, losses=())
    anyway = assess(healed, days_off=days_off)
    return anyway if anyway.result is Result.NOT_ELIGIBLE else answer


def _papers(
    claim: Claim, needs: tuple[DocumentNeed, ...]
) -> tuple[tuple[PaperNeed, ...], tuple[ClaimDocument, ...]]:
    sent: defaultdict[str, list[ClaimDocument]] = defaultdict(list)
    for document in claim.documents.standing().order_by("received_on", "pk"):
        sent[document.kind].append(document)
    papers = tuple(PaperNeed(need, tuple(sent.pop(need.kind, ()))) for need in needs)
    others = tuple(document for documents in sent.values() for document in documents)
    return papers, others


def clock_of(claim: Claim, *, on: date, days_off: Container[date]) -> Clock | None:
    """Return the clock of a claim whose file is complete and not yet paid; None otherwise."""
    running = claim.status in (Status.COMPLETE, Status.ASSESSED, Status.APPROVED)
    if not running or claim.complete_on is None or claim.pay_by is None:
        return None
    return clock(
        start_on=claim.complete_on,
        pay_by=claim.pay_by,
        today=on,
        daily_idr=claim.daily_stake_idr,
        days_off=days_off,
    )
