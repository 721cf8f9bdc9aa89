"""What the doctor, the receipts and the family say of a claim, and to whom it is paid."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.actions.looking import FactsContradict, hand_back
from claims.actions.reports import NotThisProgram, end_cover, is_of_work
from claims.actions.steps import locked, refuse_unless_in, set_clock
from claims.models import Claim, Payee
from claims.queries.facts import facts_of, standing_of
from claims.queries.heirs import heirs_of
from claims.rules.assess import assess
from claims.rules.assessment import PayeeKind
from claims.rules.facts import Outcome
from claims.rules.problems import BadFacts
from claims.rules.states import Status
from claims.wording.problems import problem_text
from enrollment.actions.ending import held_with_payers
from enrollment.models import Heir
from registry.audit import record
from registry.models import Bank, Holiday, User
from registry.programs import Program
from registry.refusals import Refused
from registry.roles import Permission, require

BEFORE_ASSESSMENT: Final = (
    Status.DRAFT,
    Status.REPORTED,
    Status.SUSPECTED,
    Status.INCOMPLETE,
    Status.COMPLETE,
    Status.APPEALED,
)
_AFTER_ASSESSMENT: Final = (Status.ASSESSED, Status.APPROVED, Status.PAID)
# facts without which nothing could be worked out; the story of it moves no clock
_COUNTED: Final = frozenset(
    {"cause", "outcome", "died_on", "stated", "exclusion", "heirs_known", "heirs_disputed"}
)
_STATED: Final = frozenset(
    {
        "losses",
        "temporary_incapacity_months",
        "transport",
        "treatment_idr",
        "home_care_idr",
        "home_care_months",
        "aids",
    }
)


class DeathStands(Refused):
    code, field = "death_stands", "outcome"


class PayeeRefused(Refused):
    code, field = "payee_refused", "heir"


@transaction.atomic
def state_facts(*, claim: Claim, at: datetime, by: User, **changes: Any) -> Claim:
    """Record what is now known of a claim and return it; nothing impossible is kept.

    `changes` are fields of the claim, of them `stated` under the keys of `manage.py assess`. A
    death that is stated here ends the worker's cover, as its report does. The last fact that was
    missing hands the claim to the examiner.
    """
    require(by, Permission.CLAIM_REPORT, claim.region_code)
    if Outcome.DEATH in (claim.outcome, changes.get("outcome")):
        # the worker before the claim, as everybody holds them who acts on a death
        held_with_payers(claim.worker)
    claim = locked(claim)
    refuse_unless_in(claim, *BEFORE_ASSESSMENT)
    changed = _change(claim, changes)
    if is_of_work(claim.cause) != (claim.program == Program.JKK):
        raise NotThisProgram(_("Another cause is another program: close this claim, report anew."))
    if claim.grants_death and not claim.is_death:
        raise DeathStands(_("This death was granted. It cannot be taken back on this claim."))
    if claim.is_death and claim.status != Status.DRAFT:
        end_cover(claim, at=at, by=by)
    _refuse_contradictions(claim)
    if changed & _COUNTED:
        claim.stated_on = timezone.localdate(at)
    set_clock(claim)
    claim.save()
    # which facts, not their words: those are about health, and stand on the claim alone
    record("claim.stated", subject=claim, by=by, changed=sorted(changed))
    hand_back(claim, on=timezone.localdate(at), by=by)
    return claim


def _change(claim: Claim, changes: dict[str, Any]) -> set[str]:
    """Set the fields of a claim that is held, and return the names of those that are new."""
    if unknown := set(changes.get("stated", {})) - _STATED:
        raise ValueError(f"not to be stated here: {', '.join(sorted(unknown))}")
    changed = {name for name, value in changes.items() if getattr(claim, name) != value}
    for name in changed:
        setattr(claim, name, changes[name])
    return changed


def _refuse_contradictions(claim: Claim) -> None:
    days_off = Holiday.objects.days_off()
    heirs = claim.worker.heirs.standing()
    try:
        facts = facts_of(claim, standing_of(claim, days_off=days_off), heirs)
        assess(facts, days_off=days_off)
    except BadFacts as bad:
        problems = {problem.key: problem_text(problem) for problem in bad.problems}
        raise FactsContradict(" ".join(problems.values()), problems=problems) from bad


def account_permission(claim: Claim) -> Permission:
    """Return the right that naming an account asks for.

    Once a sum is assessed, whoever may name the account can name his own: from then on it is the
    approver, who neither assessed it nor pays it.
    """
    if claim.status in _AFTER_ASSESSMENT:
        return Permission.CLAIM_DECIDE
    return Permission.CLAIM_REPORT


@transaction.atomic
def set_payee(
    *,
    claim: Claim,
    kind: str,
    bank: Bank,
    account_number: str,
    holder: str,
    on: date,
    by: User,
    heir: Heir | None = None,
    name: str = "",
    is_guardian: bool = False,
) -> Payee:
    """Record the account to which one kind of recipient is paid; the one before is replaced.

    Heirs are paid through one of those named. The same account twice changes nothing.
    """
    claim = locked(claim)
    require(by, account_permission(claim), claim.region_code)
    refuse_unless_in(claim, *BEFORE_ASSESSMENT, *_AFTER_ASSESSMENT)
    if claim.status in _AFTER_ASSESSMENT and claim.assessments.filter(assessed_by=by).exists():
        raise PayeeRefused(_("You assessed this claim. Another person changes its account now."))
    _refuse_heir(claim, kind, heir, is_guardian=is_guardian)
    values = {
        "heir": heir,
        "name": name or (heir.name if heir else claim.worker.name),
        "bank": bank,
        "account_number": account_number,
        "holder": holder,
        "is_guardian": is_guardian,
    }
    standing = claim.payees.standing().filter(kind=kind)
    if same := standing.filter(**values).first():
        return same
    standing.update(voided_on=on)
    payee = Payee.objects.create(claim=claim, kind=kind, recorded_by=by, recorded_on=on, **values)
    record("payee.named", subject=payee, by=by, kind=kind, bank=bank.pk)
    return payee


def _refuse_heir(claim: Claim, kind: str, heir: Heir | None, *, is_guardian: bool) -> None:
    """Refuse who is not entitled now, and a minor who is to be paid without a guardian."""
    if kind != PayeeKind.HEIRS:
        if heir is not None or is_guardian:
            raise PayeeRefused(_("Only heirs are paid through an heir or a guardian."))
        return
    if heir is None:
        raise PayeeRefused(_("Choose the heir who receives it. Name the heirs first."))
    rows = {row.heir.pk: row for row in heirs_of(claim).rows}
    row = rows.get(heir.pk)
    if row is None:
        raise PayeeRefused(_("This person is no heir of the worker. Choose one of the list."))
    if not row.is_entitled:
        raise PayeeRefused(
            _("%(name)s is not entitled while nearer heirs live. Choose one of them.")
            % {"name": heir.name}
        )
    if row.is_minor != is_guardian:
        raise PayeeRefused(_("A minor is paid through a guardian, and nobody else is."))
