"""What becomes payable later: after the arrears, and with each school year."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.actions.payouts.course import reopen
from claims.actions.steps import locked, moment_of, official
from claims.models import BenefitLine, Claim
from claims.queries.facts import standing_of
from claims.rules.assessment import When
from enrollment.models import Heir
from enrollment.rules.eligibility import age_on
from registry.audit import record
from registry.formats import day_text, number_text
from registry.law.parameters import parameter
from registry.models import Holiday, User
from registry.refusals import Refused
from registry.roles import Permission, may, require

_AWAITS: Final = "scholarship_awaits_arrears"
_SETTLED: Final = gettext_lazy("The registry shows the arrears as settled.")


class ArrearsOpen(Refused):
    code, field = "arrears_open", "note"


class NothingAwaited(Refused):
    code = "nothing_awaited"


class NotDueYet(Refused):
    code = "not_due_yet"


class NoLongerEntitled(Refused):
    code = "no_longer_entitled"


class NoteMissing(Refused):
    code, field = "note_missing", "note"


@transaction.atomic
def release_after_arrears(*, claim: Claim, at: datetime, by: User, note: str = "") -> Claim:
    """Make what awaited the arrears payable, and return the claim.

    The registry shows them as settled, or an examiner notes which proof of it he saw. A second
    time changes nothing.
    """
    _require_pay_or_assess(by, claim)
    claim = locked(claim)
    awaiting = claim.lines.standing().filter(when=When.AFTER_ARREARS)
    lines = list(awaiting.filter(released_on=None))
    if not lines:
        if awaiting.exists():
            return claim
        raise NothingAwaited(_("No benefit of this claim awaits the arrears."))
    settled = standing_of(claim, days_off=Holiday.objects.days_off()).arrears_settled
    _refuse_unproved(claim, settled, note.strip(), by)
    on = timezone.localdate(at)
    for line in lines:
        line.released_on = on
        line.save(update_fields=["released_on"])
    record(
        "benefit.released",
        subject=claim,
        by=by,
        number=claim.number,
        amount_idr=sum(line.amount_idr for line in lines),
        settled_in_registry=settled,
        note=note.strip(),
    )
    reopen(claim, at=at, why=note.strip() or official(_SETTLED), by=by)
    return claim


def _require_pay_or_assess(by: User, claim: Claim) -> None:
    if not may(by, Permission.CLAIM_PAY, claim.region_code):
        require(by, Permission.CLAIM_ASSESS, claim.region_code)


def _refuse_unproved(claim: Claim, settled: bool, note: str, by: User) -> None:
    if settled:
        return
    if not may(by, Permission.CLAIM_ASSESS, claim.region_code):
        raise ArrearsOpen(
            _(
                "The registry does not show the arrears as settled. Post the payment, or let an "
                "examiner note the proof."
            )
        )
    if not note:
        raise ArrearsOpen(
            _(
                "The registry does not show the arrears as settled. Write which proof you saw: "
                "paper, number and day."
            )
        )


@transaction.atomic
def confirm_school_year(*, line: BenefitLine, on: date, note: str, by: User) -> BenefitLine:
    """Make one school year of a scholarship payable by the letter of the school; return it.

    `note` names the letter. The child must still be one whom the scholarship is for, and arrears
    that the decision found must be settled. A second time changes nothing.
    """
    _require_pay_or_assess(by, line.claim)
    claim = locked(line.claim)
    line = (
        BenefitLine.objects.select_for_update(of=("self",)).select_related("child").get(pk=line.pk)
    )
    if line.released_on:
        return line
    _refuse_year(line, on)
    _refuse_open_arrears(claim, line)
    if not note.strip():
        raise NoteMissing(_("Write which letter you saw: school, number and day."))
    line.released_on = on
    line.save(update_fields=["released_on"])
    record(
        "benefit.school_year_confirmed",
        subject=line,
        by=by,
        amount_idr=line.amount_idr,
        due_on=line.due_on,
        note=note.strip(),
    )
    reopen(claim, at=moment_of(claim, on), why=note.strip(), by=by)
    return line


def _refuse_year(line: BenefitLine, on: date) -> None:
    if line.when != When.YEARLY or line.voided_on or line.due_on is None:
        raise NothingAwaited(_("This benefit is no school year that stands."))
    if on < line.due_on:
        raise NotDueYet(
            _("This school year begins on %(day)s. Confirm it from that day on.")
            % {"day": day_text(line.due_on)}
        )
    if line.child is not None:
        _refuse_child(line.child, line.due_on)


def _refuse_open_arrears(claim: Claim, line: BenefitLine) -> None:
    """Refuse while the arrears that its decision found are open: the scholarship awaits them too.

    They are settled where what awaited them was released, or where the registry shows it.
    """
    awaiting = claim.lines.standing().filter(when=When.AFTER_ARREARS)
    found = line.decision.assessment.answer["findings"]
    awaits = any(finding["code"] == _AWAITS for finding in found) or awaiting.exists()
    if not awaits or awaiting.exclude(released_on=None).exists():
        return
    if not standing_of(claim, days_off=Holiday.objects.days_off()).arrears_settled:
        raise ArrearsOpen(
            _(
                "The scholarship awaits the arrears, which the registry does not show as settled. "
                "Settle them on the claim first, then confirm the school year."
            )
        )


def _refuse_child(child: Heir, due_on: date) -> None:
    """Refuse a child for whom the scholarship ended, and name the reason."""
    limit = parameter("jkm.scholarship_below_age", on=due_on).value
    reason = ""
    if child.voided_on:
        reason = _("%(name)s was struck out of the heirs.")
    elif child.is_married:
        reason = _("%(name)s is married.")
    elif child.is_working:
        reason = _("%(name)s works.")
    elif child.born_on and age_on(child.born_on, due_on) >= limit:
        reason = _("%(name)s was %(age)s or older when this school year began.")
    if reason:
        ends = _("The scholarship has ended. If this is not so, correct the heir first.")
        facts = {"name": child.name, "age": number_text(limit)}
        raise NoLongerEntitled(f"{reason % facts} {ends}")
