"""The decision: by another person than who assessed, within his tier; and what comes seldom."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from claims.actions.deciding import permission_to_decide
from claims.models import Claim
from claims.queries.deciders import Barred, barred_from_deciding, still_holds
from claims.rules.assessment import Result
from claims.rules.states import Status, may_go
from claims.views.next_step.case import (
    Act,
    Case,
    NextStep,
    account_acts,
    account_words,
    jkm_acts,
    jkm_words,
)
from registry.formats import rupiah_text
from registry.roles import Permission


def assessed(case: Case) -> NextStep:
    worth = case.worth
    if worth is None or worth.assessment is None:
        return NextStep(_("Another person decides next"))
    amount = {"amount": rupiah_text(worth.whole_idr)}
    words = [_("It was assessed at %(amount)s.") % amount]
    if worth.result is Result.NOT_ELIGIBLE:
        words = [_("The assessment found no right.")]
    if why := _why_not_decider(case, worth.whole_idr):
        return NextStep(why[0], (*words, *why[1:]), others=account_acts(case))
    back = case.act("claim_return", _("Send it back with a note"))
    if case.look and not still_holds(worth.assessment, case.look.assessment):
        return NextStep(
            _("Your move: send it back"),
            (*words, _("Facts or contributions changed since, so it must be assessed anew.")),
            primary=replace(back, kind="primary"),
            mine=True,
        )
    refuse = case.act("claim_refuse", _("Refuse the claim"), "danger-line")
    if worth.result is Result.NOT_ELIGIBLE:
        words.append(_("You look at the reasons and decide. The family may appeal."))
        return NextStep(
            _("Your move: decide"), tuple(words), primary=refuse, others=(back,), mine=True
        )
    if barred_from_deciding(case.claim, case.user) is Barred.PAID:
        return NextStep(
            _("Waiting for another person to decide"),
            (*words, _("You paid on this claim, so another person approves the appeal.")),
            others=(back, refuse),
        )
    return NextStep(
        _("Your move: decide"),
        (
            _("You approve the right to %(amount)s. Then the treasurer pays.") % amount,
            *account_words(case),
        ),
        primary=replace(
            case.act("claim_approve", _("Approve %(amount)s") % amount, "primary", post=True),
            assessment=worth.assessment.pk,
        ),
        others=(*account_acts(case), back, refuse),
        mine=True,
    )


def _why_not_decider(case: Case, amount_idr: int) -> tuple[str, ...]:
    """Return why this reader does not decide, as heading and words; nothing where he does."""
    barred = barred_from_deciding(case.claim, case.user)
    if barred is Barred.ASSESSED:
        return (
            _("Waiting for another person to decide"),
            _("You assessed this claim, so you do not decide it."),
        )
    if not case.may(Permission.CLAIM_DECIDE):
        return (_("The approver decides next"),)
    if barred is Barred.DECIDED:
        return (
            _("Waiting for another person to decide"),
            _("You decided this claim before, so another person decides the appeal."),
        )
    if not case.may(permission_to_decide(amount_idr, on=_moment(case))):
        return (
            _("The manager decides next"),
            _("So much is decided by the manager; the office set that limit."),
        )
    return ()


def _moment(case: Case) -> datetime:
    """Return the moment of the assessment, whose tiers count."""
    assert case.worth is not None
    assert case.worth.assessment is not None
    return case.worth.assessment.assessed_at


def ended(case: Case) -> NextStep:
    words = {
        Status.REFUSED: _("The family got the reasons, and may appeal."),
        Status.CLOSED: _("The claim is closed. It can still be looked at."),
    }
    return NextStep(
        _("Nobody has to move"),
        (words[Status(case.claim.status)], *jkm_words(case)),
        others=jkm_acts(case),
    )


def rare_acts(case: Case) -> tuple[Act, ...]:
    """Return the links to what is seldom done: an appeal, and closing."""
    status, acts = Status(case.claim.status), []
    final = case.claim.appeal_level == Claim.AppealLevel.MINISTER
    appealable = may_go(status, Status.APPEALED) and not final
    if appealable and case.may(Permission.CLAIM_REPORT) and case.claim.decisions.exists():
        acts.append(case.act("claim_appeal", _("The family appeals")))
    if may_go(status, Status.CLOSED) and case.may(Permission.CLAIM_ASSESS):
        acts.append(case.act("claim_close", _("Close the claim")))
    return tuple(acts)
