"""Reporting what happened (stage I), and concluding on a suspicion."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.actions.steps import locked, refuse_unless_in, set_clock, take_step
from claims.models import Claim
from claims.rules.facts import Cause, Outcome
from claims.rules.states import Status
from enrollment.actions.ending import held_with_payers
from enrollment.actions.events import record_death
from enrollment.models import Worker
from registry.audit import record
from registry.models import Region, User
from registry.programs import Program
from registry.refusals import Refused
from registry.roles import Permission, require

_WORK_CAUSES = frozenset(
    {Cause.WORK_ACCIDENT, Cause.COMMUTING_ACCIDENT, Cause.OCCUPATIONAL_DISEASE}
)
_REGENCY_DIGITS = 4


class ReportImpossible(Refused):
    code, field = "report_impossible", "event_on"


class ExclusionNotNamed(Refused):
    code, field = "exclusion_not_named", "exclusion"


class DeathBeforeEvent(Refused):
    code, field = "death_before_event", "died_on"


class NotThisProgram(Refused):
    code, field = "not_this_program", "cause"


@transaction.atomic
def report_claim(
    *,
    worker: Worker,
    program: str,
    cause: str,
    event_on: date,
    at: datetime,
    event_at: datetime | None = None,
    outcome: str = "",
    died_on: date | None = None,
    suspected: bool = False,
    draft: bool = False,
    by: User,
    **told: Any,
) -> Claim:
    """Record an accident at work or a death as it was told, and return the claim.

    `told` are place, account, witnesses, and name, relation and telephone of who reports. A
    death ends the worker's cover after its month, and what was paid for later months becomes
    the payers' credit; a draft leaves that for its filing. The same event of the same worker
    reported again is the first claim.
    """
    require(by, Permission.CLAIM_REPORT, worker.region_code)
    # the region first, as invoices hold it; then one report at a time for a worker
    region = Region.objects.select_for_update(no_key=True).get(pk=_regency_of(worker))
    worker = held_with_payers(worker)
    _refuse_report(program, cause, outcome, suspected, event_on, at)
    if died_on and died_on < event_on:
        raise DeathBeforeEvent(_("The death lies before the event. Compare both days."))
    told |= {
        "cause": cause,
        "outcome": Outcome.DEATH if program == Program.JKM else outcome,
        "event_at": event_at,
        "died_on": died_on,
        "suspected": suspected,
    }
    same = Claim.objects.filter(worker=worker, program=program, event_on=event_on)
    if first := same.exclude(status=Status.CLOSED).first():
        return _over_draft(first, told, draft=draft, at=at, by=by)
    claim = Claim(
        number=_next_number(region, timezone.localdate(at)),
        worker=worker,
        program=program,
        event_on=event_on,
        reported_at=at,
        status=_first_status(suspected=suspected, draft=draft),
        reported_by=by,
        **told,
    )
    _begin(claim, at=at, by=by)
    return claim


def _begin(claim: Claim, *, at: datetime, by: User) -> None:
    """Write a new claim; unless it is a draft, a death in it ends the worker's cover."""
    is_draft = claim.status == Status.DRAFT
    set_clock(claim)
    claim.save()
    record(
        "claim.drafted" if is_draft else "claim.reported",
        subject=claim,
        by=by,
        number=claim.number,
        program=claim.program,
        event_on=claim.event_on,
    )
    if claim.is_death and not is_draft:
        end_cover(claim, at=at, by=by)


def _first_status(*, suspected: bool, draft: bool) -> Status:
    if draft:
        return Status.DRAFT
    return Status.SUSPECTED if suspected else Status.REPORTED


def _over_draft(
    first: Claim, told: dict[str, Any], *, draft: bool, at: datetime, by: User
) -> Claim:
    """Return the first claim; a draft of it takes over what is now told, and is filed with it."""
    first = locked(first)
    if first.status != Status.DRAFT:
        return first
    for name, value in told.items():
        setattr(first, name, value)
    first.save()
    return first if draft else file_draft(claim=first, at=at, by=by)


def _refuse_report(
    program: str, cause: str, outcome: str, suspected: bool, event_on: date, at: datetime
) -> None:
    if event_on > timezone.localdate(at):
        raise ReportImpossible(_("This day is still to come. Write the day on which it happened."))
    if (program == Program.JKK) != is_of_work(cause):
        raise NotThisProgram(
            _("Accidents at work and diseases that work caused are JKK, other deaths are JKM.")
        )
    if suspected and program != Program.JKK:
        raise NotThisProgram(_("Only an accident at work can be suspected."))
    if program == Program.JKM and outcome not in ("", Outcome.DEATH):
        raise NotThisProgram(_("JKM is paid when somebody died. Choose what happened again."))


def is_of_work(cause: str) -> bool:
    """Tell whether a cause belongs to JKK: an accident of work, or a disease that it caused."""
    return cause in _WORK_CAUSES


def end_cover(claim: Claim, *, at: datetime, by: User) -> None:
    """Record the worker's death with the claim, unless it stands there already."""
    if claim.worker.deceased_on is None:
        died_on = claim.died_on or claim.event_on
        record_death(worker=claim.worker, died_on=died_on, on=timezone.localdate(at), by=by)
        claim.worker.refresh_from_db()


def _regency_of(worker: Worker) -> str:
    return worker.village_id[:_REGENCY_DIGITS]


def _next_number(region: Region, on: date) -> str:
    """Return the next number of a regency, which the caller holds, such as KLM-2105-2020-00001."""
    prefix = f"KLM-{region.pk}-{on.year}-"
    last = Claim.objects.filter(number__startswith=prefix).order_by("-number").first()
    taken = int(last.number.removeprefix(prefix)) if last else 0
    return f"{prefix}{taken + 1:05d}"


@transaction.atomic
def file_draft(*, claim: Claim, at: datetime, by: User) -> Claim:
    """Report what was kept as a draft; a claim that was reported already is returned as it is."""
    require(by, Permission.CLAIM_REPORT, claim.region_code)
    if not Claim.objects.filter(pk=claim.pk, status=Status.DRAFT).exists():
        return Claim.objects.select_related("worker").get(pk=claim.pk)
    # the worker before the claim: a decision about his death holds them in this order, too
    held_with_payers(claim.worker)
    claim = locked(claim)
    if claim.status != Status.DRAFT:
        return claim
    claim.reported_at = at
    take_step(claim, Status.SUSPECTED if claim.suspected else Status.REPORTED, at=at, by=by)
    if claim.is_death:
        end_cover(claim, at=at, by=by)
    return claim


@transaction.atomic
def conclude_suspicion(
    *, claim: Claim, is_accident: bool, why: str, at: datetime, exclusion: str = "", by: User
) -> Claim:
    """Conclude whether a suspected accident was one of work (PP 49/2023 Pasal 25A).

    One that was not keeps its reason as an exclusion: the claim is then assessed and refused
    like any other, so that the family gets a letter and may appeal.
    """
    require(by, Permission.CLAIM_ASSESS, claim.region_code)
    claim = locked(claim)
    refuse_unless_in(claim, Status.SUSPECTED)
    if not is_accident:
        if not exclusion:
            raise ExclusionNotNamed(_("Choose why it is none of work; the letter tells it."))
        claim.exclusion = exclusion
    take_step(claim, Status.REPORTED, at=at, why=why, by=by)
    return claim
