"""What the doctor, the receipts and the family say of a claim, and to whom it is paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from claims.actions.reports import NotThisProgram, end_cover, is_of_work
from claims.actions.steps import locked, refuse_unless_in, set_clock
from claims.models import Claim, Payee
from claims.queries.facts import facts_of, standing_of
from claims.rules.assess import assess
from claims.rules.assessment import PayeeKind
from claims.rules.problems import BadFacts
from claims.rules.states import Status
from claims.wording.problems import problem_text
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


class FactsContradict(Refused):
    """What was stated cannot all be true; `problems` names each key."""

    code = "facts_contradict"

    def __init__(self, message: str, *, problems: Mapping[str, str]) -> None:
        super().__init__(message, facts={"problems": dict(problems)})
        self.problems = dict(problems)


class PayeeRefused(Refused):
    code, field = "payee_refused", "heir"


@transaction.atomic
def state_facts(*, claim: Claim, at: datetime, by: User, **changes: Any) -> Claim:
    """Record what is now known of a claim and return it; nothing impossible is kept.

    `changes` are fields of the claim, of them `stated` under the keys of
    `manage.py assess`. A death that is stated here ends the worker's cover, as its report does.
    """
    require(by, Permission.CLAIM_REPORT, claim.region_code)
    claim = locked(claim)
    refuse_unless_in(claim, *BEFORE_ASSESSMENT)
    if unknown := set(changes.get("stated", {})) - _STATED:
        raise ValueError(f"not to be stated here: {', '.join(sorted(unknown))}")
    before = {name: getattr(claim, name) for name in changes}
    for name, value in changes.items():
        setattr(claim, name, value)
    if is_of_work(claim.cause) != (claim.program == Program.JKK):
        raise NotThisProgram(_("Another cause is another program: close this claim, report anew."))
    if claim.is_death and claim.status != Status.DRAFT:
        end_cover(claim, at=at, by=by)
    _refuse_contradictions(claim)
    set_clock(claim, at=at)
    claim.save()
    record(
        "claim.stated",
        subject=claim,
        by=by,
        before={name: _plain(value) for name, value in before.items()},
        now={name: _plain(value) for name, value in changes.items()},
    )
    return claim


def _refuse_contradictions(claim: Claim) -> None:
    days_off = Holiday.objects.days_off()
    heirs = claim.worker.heirs.standing()
    try:
        facts = facts_of(claim, standing_of(claim, days_off=days_off), heirs)
        assess(facts, days_off=days_off)
    except BadFacts as bad:
        problems = {problem.key: problem_text(problem) for problem in bad.problems}
        raise FactsContradict(" ".join(problems.values()), problems=problems) from bad


def _plain(value: Any) -> Any:
    return value if isinstance(value, dict | bool | int) else str(value)


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
    require(by, Permission.CLAIM_REPORT, claim.region_code)
    claim = locked(claim)
    refuse_unless_in(claim, *BEFORE_ASSESSMENT, Status.ASSESSED, Status.APPROVED, Status.PAID)
    if kind == PayeeKind.HEIRS and heir is None:
        raise PayeeRefused(_("Choose the heir who receives it. Name the heirs first."))
    if heir is not None and (heir.worker_id != claim.worker_id or heir.voided_on):
        raise PayeeRefused(_("This person is no heir of the worker. Choose one of the list."))
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
    record("payee.named", subject=payee, by=by, kind=kind, bank=bank.pk, holder=holder)
    return payee
