"""What the registry can tell a family at once: whether cover stood, who paid, what to bring."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from claims.models import Claim
from claims.rules.documents import DocumentNeed, required_documents
from claims.rules.facts import Cause, Facts, HeirFact, Outcome, Relation
from claims.rules.states import Status
from enrollment.models import Sponsor, Worker
from enrollment.queries.effects import EndEffects, death_effects
from enrollment.queries.standing import Standing, standing_at
from registry.law.parameters import parameter
from registry.models import User
from registry.months import add_months
from registry.programs import Program
from registry.roles import Permission, may

_NOBODY_ASKED: Final = None


class Stood(StrEnum):
    """Whether cover stood on the day of an event, and if not, why."""

    YES = "yes"
    NOT_DUE = "not_due"
    SETTLED = "settled"
    ARREARS = "arrears"
    OVER_LIMIT = "over_limit"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Cover:
    """Whether cover stood on the day of an event, by which contributions, and who paid them.

    `payer` is None where nobody paid or where the payer's decree is outside of the reader's
    regions.
    """

    event_on: date
    standing: Standing
    stood: Stood
    limit_months: int
    payer: Sponsor | None

    @property
    def arrears_since(self) -> date | None:
        """The first month that was owed; the months owed follow each other."""
        return min(self.standing.arrears, default=None)

    @property
    def arrears_until(self) -> date | None:
        """The month after the last one that was owed."""
        last = max(self.standing.arrears, default=None)
        return add_months(last, 1) if last else None


@dataclass(frozen=True, slots=True)
class CoverAtEvent:
    """The answer for one worker and one day: the cover, and what follows from it.

    `effects` tell what recording the death would do, None of a death recorded before. `earlier`
    is the claim that the same event, or the same death, has already.
    """

    cover: Cover
    papers: tuple[DocumentNeed, ...]
    effects: EndEffects | None
    died_on: date | None
    earlier: Claim | None

    @property
    def to_bring(self) -> tuple[DocumentNeed, ...]:
        """The papers that the registry lacks."""
        return tuple(need for need in self.papers if not need.held_by_registry)

    @property
    def held(self) -> tuple[DocumentNeed, ...]:
        """The papers that nobody needs to bring."""
        return tuple(need for need in self.papers if need.held_by_registry)


def cover_of(standing: Standing, *, event_on: date, program: Program, reader: User) -> Cover:
    """Return what the contributions of a worker were worth for an event, as a reader may see it."""
    limit: int = parameter(f"bpu.{program.lower()}_arrears_limit_months", on=event_on).value
    return Cover(
        event_on=event_on,
        standing=standing,
        stood=_stood(standing, event_on, limit),
        limit_months=limit,
        payer=_payer(standing, reader),
    )


def cover_at_event(
    worker: Worker,
    *,
    event_on: date,
    today: date,
    reader: User,
    days_off: Container[date],
    program: Program | None = None,
    cause: str = "",
    outcome: str = "",
    died_on: date | None = None,
) -> CoverAtEvent:
    """Return what can be told of a worker's cover for an event; papers once the cause is known."""
    standing = standing_at(worker, event_on=event_on, days_off=days_off)
    new_death = died_on is not None and worker.deceased_on is None
    return CoverAtEvent(
        cover=cover_of(standing, event_on=event_on, program=program or Program.JKM, reader=reader),
        papers=_papers(worker, program, cause, outcome, event_on, today),
        effects=death_effects(worker, died_on=died_on) if died_on and new_death else None,
        died_on=died_on,
        earlier=_earlier(worker, program, event_on, outcome, reader),
    )


def _stood(standing: Standing, event_on: date, limit_months: int) -> Stood:
    """Return what the rules of membership and arrears say, before anybody files a claim."""
    if standing.registered_on is None:
        return Stood.NEVER
    if standing.registered_on > event_on:
        return Stood.LATER
    if len(standing.arrears) > limit_months:
        return Stood.OVER_LIMIT
    if standing.arrears:
        return Stood.SETTLED if standing.arrears_settled else Stood.ARREARS
    return Stood.YES if standing.covered else Stood.NOT_DUE


def _payer(standing: Standing, reader: User) -> Sponsor | None:
    decree = standing.decree
    if decree is None or not may(reader, Permission.REGISTER_VIEW, decree.region_id):
        return None
    return decree.sponsor


def _papers(
    worker: Worker,
    program: Program | None,
    cause: str,
    outcome: str,
    event_on: date,
    today: date,
) -> tuple[DocumentNeed, ...]:
    if program is None or not cause:
        return ()
    named = tuple(
        HeirFact(Relation(heir.relation), heir.born_on) for heir in worker.heirs.standing()
    )
    facts = Facts(
        program=program,
        cause=Cause(cause),
        outcome=Outcome(outcome) if outcome else None,
        event_on=event_on,
        filed_on=today,
        # not asked yet, which is not the same as none
        heirs=named or _NOBODY_ASKED,
    )
    return required_documents(facts)


def _earlier(
    worker: Worker, program: Program | None, event_on: date, outcome: str, reader: User
) -> Claim | None:
    """Return the claim that this event has already, or the other one of the same death."""
    claims = Claim.objects.visible_to(reader, Permission.CLAIM_VIEW).filter(worker=worker)
    claims = claims.exclude(status=Status.CLOSED).order_by("-event_on", "-pk")
    same = claims.filter(program=program, event_on=event_on).first() if program else None
    if same is None and outcome == Outcome.DEATH:
        return claims.filter(outcome=Outcome.DEATH).first()
    return same
