"""The one way in which a claim changes its state."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from claims.models import LAST_DAY, STATUS_LABELS, Claim, ClaimStep
from claims.rules.clock import conclude_by, notice_by
from claims.rules.states import Status, may_go
from registry.audit import record
from registry.formats import day_text, rupiah_text
from registry.models import Holiday, User
from registry.refusals import Refused


class NotInThisState(Refused):
    code = "not_in_this_state"


def locked(claim: Claim) -> Claim:
    """Return the claim held for this transaction, with its worker."""
    return (
        Claim.objects.select_for_update(of=("self",))
        .select_related("worker__village")
        .get(pk=claim.pk)
    )


def refuse_unless_in(claim: Claim, *states: Status) -> None:
    """Refuse an act that does not belong to the claim's state, and say where it stands."""
    if claim.status not in states:
        raise NotInThisState(
            _("This claim is now: %(status)s. Open it again to see what comes next.")
            % {"status": STATUS_LABELS[Status(claim.status)]}
        )


def take_step(claim: Claim, target: Status, *, at: datetime, why: str = "", by: User) -> None:
    """Move a claim that is held to another state, with who, when and why; save all its fields.

    The next move's last day follows from the state. Ways that the table lacks are refused.
    """
    source = Status(claim.status)
    if not may_go(source, target):
        refuse_unless_in(claim)
    claim.steps_taken += 1
    ClaimStep.objects.create(
        claim=claim,
        number=claim.steps_taken,
        source=source,
        target=target,
        at=at,
        why=why,
        by=by,
    )
    claim.status = target
    set_clock(claim)
    claim.save()
    record(
        f"claim.{target.value}",
        subject=claim,
        by=by,
        number=claim.number,
        source=source.value,
        why=why,
    )


def official(words: Promise, **facts: Any) -> str:
    """Return the reason of a step as the register keeps it: in Indonesian, whoever acts."""
    with translation.override("id"):
        return str(words) % {name: _in_words(fact) for name, fact in facts.items()}


def _in_words(fact: Any) -> str:
    """Return a day or an amount in rupiah as a letter writes it."""
    if isinstance(fact, date):
        return day_text(fact)
    return rupiah_text(fact) if isinstance(fact, int) else str(fact)


def set_clock(claim: Claim) -> None:
    """Set the last day of the next move, as the state asks; the claim is not saved here."""
    match Status(claim.status):
        case Status.SUSPECTED:
            last = conclude_by(timezone.localdate(claim.reported_at))
        case Status.REPORTED | Status.APPEALED:
            last = notice_by(_received_on(claim), Holiday.objects.days_off())
        case Status.COMPLETE | Status.ASSESSED | Status.APPROVED:
            last = claim.pay_by
        case _:
            last = None
    claim.act_by = last or LAST_DAY


def _received_on(claim: Claim) -> date:
    """Return from which day the examiner's time runs: the report, or what brought it back."""
    received = claim.stage2_at or claim.reported_at
    if claim.steps_taken and (last := claim.steps.exclude(source=Status.DRAFT).last()):
        received = max(received, last.at)
    return timezone.localdate(received)


def moment_of(claim: Claim, on: date) -> datetime:
    """Return when a step of a day was taken: papers tell no hour, and no step comes first."""
    begun = timezone.make_aware(datetime.combine(on, time.min))
    last = claim.steps.order_by("number").last()
    return max(begun, last.at) if last else begun
