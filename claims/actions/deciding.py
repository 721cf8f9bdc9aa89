"""Deciding on an assessment: by another person than who made it, and within his tier."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.actions.assessing import ReasonNeeded
from claims.actions.checking import seen
from claims.actions.steps import locked, refuse_unless_in, take_step
from claims.models import Assessment, BenefitLine, Claim, Decision
from claims.queries.payouts import COMPENSATION
from claims.rules.assessment import Result, When
from claims.rules.record import answer_of
from claims.rules.states import Status
from enrollment.models import Heir, Worker
from registry.audit import record
from registry.law.parameters import parameter
from registry.models import User
from registry.money import format_rupiah
from registry.refusals import Refused
from registry.roles import Permission, require

_Key = tuple[str, str, str]


class SamePerson(Refused):
    code = "same_person"


class NothingToGrant(Refused):
    code = "nothing_to_grant"


class FactsChanged(Refused):
    code = "facts_changed"


class DeathGrantedAlready(Refused):
    code = "death_granted_already"


def permission_to_decide(amount_idr: int, *, on: datetime) -> Permission:
    """Return the right that deciding on an amount asks for (the office's own tiers)."""
    tiers = parameter("office.claim_approval_tiers", on=timezone.localdate(on)).value
    reached = [tier for tier in tiers if tier["from_idr"] <= amount_idr]
    return Permission(max(reached, key=lambda tier: tier["from_idr"])["permission"])


def granted_idr(assessment: Assessment) -> int:
    """Return everything that an assessment grants over the years, in rupiah."""
    lines = assessment.answer["lines"]
    return sum(line["amount_idr"] for line in lines)


@transaction.atomic
def approve_claim(*, claim: Claim, at: datetime, by: User) -> Decision:
    """Grant what was assessed; return the decision, whose lines can now be paid.

    What an earlier decision paid already is taken off, benefit by benefit. Approved already,
    the standing decision is returned.
    """
    require(by, Permission.CLAIM_DECIDE, claim.region_code)
    claim = locked(claim)
    if claim.status == Status.APPROVED:
        return claim.decisions.filter(kind=Decision.Kind.APPROVED).latest("pk")
    refuse_unless_in(claim, Status.ASSESSED)
    assessment = claim.assessments.latest("number")
    amount_idr = granted_idr(assessment)
    require(by, permission_to_decide(amount_idr, on=at), claim.region_code)
    _refuse_same_person(claim, by)
    _refuse_payer(claim, by)
    _refuse_what_no_longer_holds(claim, assessment)
    decision = Decision.objects.create(
        claim=claim,
        assessment=assessment,
        kind=Decision.Kind.APPROVED,
        level=claim.appeal_level,
        amount_idr=amount_idr,
        pay_by=claim.pay_by,
        decided_by=by,
        decided_at=at,
    )
    _write_lines(claim, decision, at=at)
    claim.grants_death = claim.is_death
    take_step(claim, Status.APPROVED, at=at, by=by)
    return decision


@transaction.atomic
def refuse_claim(*, claim: Claim, reason: str, at: datetime, by: User) -> Decision:
    """Refuse what was assessed, with a reason that the letter tells; return the decision.

    An appeal that is refused leaves standing what an earlier decision granted.
    """
    require(by, Permission.CLAIM_DECIDE, claim.region_code)
    claim = locked(claim)
    if claim.status == Status.REFUSED:
        return claim.decisions.latest("pk")
    refuse_unless_in(claim, Status.ASSESSED)
    if not reason.strip():
        raise ReasonNeeded(_("Write the reason; the family reads it in the letter."))
    _refuse_same_person(claim, by)
    decision = Decision.objects.create(
        claim=claim,
        assessment=claim.assessments.latest("number"),
        kind=Decision.Kind.REFUSED,
        reason=reason,
        level=claim.appeal_level,
        decided_by=by,
        decided_at=at,
    )
    stands = claim.lines.standing().exists()
    take_step(claim, Status.APPROVED if stands else Status.REFUSED, at=at, why=reason, by=by)
    return decision


def _refuse_same_person(claim: Claim, by: User) -> None:
    """Say in words what the database holds in any case."""
    if claim.assessments.filter(assessed_by=by).exists():
        raise SamePerson(_("You assessed this claim. Another person decides it."))
    if claim.appeal_level and claim.decisions.filter(decided_by=by).exists():
        raise SamePerson(_("You decided this claim before. Another person decides the appeal."))


def _refuse_payer(claim: Claim, by: User) -> None:
    """Refuse who ordered or settled a transfer of an earlier decision: both is one pair of eyes."""
    if claim.payouts.filter(Q(ordered_by=by) | Q(settled_by=by)).exists():
        raise SamePerson(_("You paid on this claim. Another person approves the appeal."))


def _refuse_what_no_longer_holds(claim: Claim, assessment: Assessment) -> None:
    if assessment.result != Result.ELIGIBLE:
        raise NothingToGrant(_("The assessment found no right. Refuse it, or send it back."))
    if claim.is_death:
        # one death is decided at a time: JKK and JKM are two claims, each with a lock of its own
        Worker.objects.select_for_update(no_key=True).get(pk=claim.worker_id)
    other = Claim.objects.filter(worker=claim.worker_id, grants_death=True).exclude(pk=claim.pk)
    if claim.is_death and (granted := other.first()):
        raise DeathGrantedAlready(
            _("Claim %(number)s already pays for this death. JKK and JKM are never both paid.")
            % {"number": granted.number}
        )
    today = answer_of(seen(claim).assessment)
    if _benefits(assessment.answer) != _benefits(today):
        raise FactsChanged(
            _("Facts or contributions changed since the assessment. Send it back to be assessed.")
        )


def _benefits(answer: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return what an answer grants: each benefit with its amount, its recipient and its year."""
    named = ("code", "when", "payee", "due_on", "child_born_on", "amount_idr")
    return sorted(tuple(str(line[name]) for name in named) for line in answer["lines"])


def _write_lines(claim: Claim, decision: Decision, *, at: datetime) -> None:
    """Write the granted lines; what was not paid of earlier ones is replaced by them.

    What is owed for lateness stays: no assessment grants it.
    """
    on = timezone.localdate(at)
    earlier = claim.lines.standing().exclude(code=COMPENSATION)
    paid = Counter[_Key]()
    for line in earlier.exclude(pk__in=earlier.unpaid()).select_related("child"):
        paid[_key(line)] += line.amount_idr
    earlier.unpaid().update(voided_on=on, void_reason=str(decision.pk))
    children = {str(heir.born_on): heir for heir in claim.worker.heirs.standing().children()}
    rows = []
    for line in decision.assessment.answer["lines"]:
        row = _row(claim, decision, line, children, at)
        taken_idr = min(paid[_key(row)], row.amount_idr)
        if taken_idr:
            paid[_key(row)] -= taken_idr
            row.amount_idr -= taken_idr
            row.formula = f"{row.formula} − {format_rupiah(taken_idr)}"
        rows.append(row)
    BenefitLine.objects.bulk_create([row for row in rows if row.amount_idr])
    record(
        "benefit.granted",
        subject=decision,
        by=decision.decided_by,
        amount_idr=sum(row.amount_idr for row in rows),
    )


def _key(line: BenefitLine) -> _Key:
    """Return what tells benefits of a claim apart: a scholarship by child and school year."""
    return line.code, str(line.due_on or ""), str(line.child.born_on if line.child else "")


def _row(
    claim: Claim,
    decision: Decision,
    line: dict[str, Any],
    children: dict[str, Heir],
    at: datetime,
) -> BenefitLine:
    now = line["when"] == When.NOW
    return BenefitLine(
        claim=claim,
        decision=decision,
        code=line["code"],
        amount_idr=line["amount_idr"],
        when=line["when"],
        payee_kind=line["payee"],
        formula=line["formula"],
        act=line["act"],
        clause=line["clause"],
        checked=line["checked"],
        due_on=line["due_on"],
        child=children.get(line["child_born_on"]),
        released_on=timezone.localdate(at) if now else None,
    )
