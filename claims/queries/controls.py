"""The controls of a claim: what an examiner should look at twice, filled from the records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Min
from django.utils import timezone

from claims.models import Claim, Payee
from claims.rules.assessment import Finding, PayeeKind
from claims.rules.clock import is_late
from claims.rules.controls import ControlFacts, OtherClaim, PaidMonth, controls
from claims.rules.facts import ChildFact
from claims.rules.states import OPEN, Status
from enrollment.models import Heir
from enrollment.queries.standing import Standing
from enrollment.rules.matching.names import name_key
from registry.months import first_of_month, months_between
from registry.programs import Program


def findings_of(
    claim: Claim, standing: Standing, heirs: Iterable[Heir], payees: Iterable[Payee]
) -> tuple[Finding, ...]:
    """Return what should be looked at twice; none of it refuses the claim by itself."""
    named = list(heirs)
    facts = ControlFacts(
        program=Program(claim.program),
        event_on=claim.event_on,
        died_on=claim.worker.deceased_on if claim.is_death else None,
        registered_on=standing.registered_on,
        entered_on=_billed_on(claim),
        others=tuple(_others(claim)),
        paid=tuple(PaidMonth(month, day) for month, day in sorted(standing.paid_day_of.items())),
        holders=tuple(
            payee.holder
            for payee in payees
            if payee.kind == PayeeKind.HEIRS and not payee.is_guardian
        ),
        heirs=tuple(heir.name for heir in named),
        children=tuple(
            ChildFact(heir.born_on)
            for heir in named
            if heir.relation == Heir.Relation.CHILD and heir.born_on
        ),
    )
    found = controls(facts) + _of_the_worker(claim, payees) + _of_the_months(claim)
    if claim.declared_at and claim.stage2_at and is_late(claim.declared_at, claim.stage2_at):
        found += (Finding("stage2_late"),)
    return found


def _of_the_worker(claim: Claim, payees: Iterable[Payee]) -> tuple[Finding, ...]:
    """Return that the account of a worker who lives is held by somebody else."""
    own = name_key(claim.worker.name)
    return tuple(
        Finding("holder_is_not_the_worker", facts={"holder": payee.holder})
        for payee in payees
        if payee.kind == PayeeKind.WORKER and name_key(payee.holder) != own
    )


def _of_the_months(claim: Claim) -> tuple[Finding, ...]:
    """Return that more months unable to work are stated than have begun since the event."""
    months = claim.stated.get("temporary_incapacity_months") or 0
    until = claim.stated_on or timezone.localdate(claim.reported_at)
    passed = months_between(first_of_month(claim.event_on), first_of_month(until)) + 1
    if months <= passed:
        return ()
    return (Finding("incapacity_longer_than_time", facts={"months": months, "passed": passed}),)


def _billed_on(claim: Claim) -> date | None:
    """Return the day on which somebody first billed a contribution of this worker."""
    return claim.worker.lines.aggregate(first=Min("invoice__issued_on"))["first"]


def _others(claim: Claim) -> Iterable[OtherClaim]:
    """Yield the other claims for this worker's death that were not refused."""
    if not claim.is_death:
        return
    others = Claim.objects.filter(worker=claim.worker_id, outcome="death").exclude(pk=claim.pk)
    alive = others.exclude(status__in=[Status.REFUSED, Status.CLOSED])
    for number, program, status in alive.values_list("number", "program", "status"):
        yield OtherClaim(number, Program(program), status in OPEN)
