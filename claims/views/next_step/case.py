"""The claim as its next step is told from, and the parts of a step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from claims.actions.facts import BEFORE_ASSESSMENT, account_permission
from claims.models import PAYEE_LABELS, Claim, Payout
from claims.queries.claim_page import Worth
from claims.queries.outlook import Outlook
from claims.rules.assessment import PayeeKind, Result
from claims.rules.facts import Cause
from claims.rules.states import Status
from registry.models import User
from registry.programs import Program
from registry.roles import Permission, may


@dataclass(frozen=True, slots=True)
class Act:
    """A button: a link, or a form of its own where it changes something at once.

    `assessment` is the one that the reader sees, where the act is about no other.
    """

    label: str
    url: str
    is_post: bool = False
    kind: str = "outline"
    assessment: int | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the panel says; `primary` is absent where the move is somebody else's."""

    heading: str
    words: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    primary: Act | None = None
    others: tuple[Act, ...] = ()
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """The claim as its next step is told from; `look` is None where the facts contradict."""

    claim: Claim
    user: User
    today: date
    look: Outlook | None
    worth: Worth | None
    payouts: tuple[Payout, ...]
    missing: tuple[str, ...] = ()

    def may(self, right: Permission) -> bool:
        return may(self.user, right, self.claim.region_code)

    def act(self, name: str, label: str, kind: str = "outline", *, post: bool = False) -> Act:
        """Return the button that leads to a page of this claim, or posts to it."""
        return Act(label, reverse(name, args=[self.claim.pk]), is_post=post, kind=kind)

    @property
    def result(self) -> Result | None:
        return self.worth.result if self.worth else None

    @property
    def may_name_account(self) -> bool:
        """Whether the reader may record an account now: once assessed, not who assessed it."""
        return may_name_account(self.claim, self.user)

    @property
    def kinds_without_account(self) -> tuple[PayeeKind, ...]:
        """The recipients for whom nobody recorded an account yet."""
        if self.worth is None or self.look is None:
            return ()
        known = {payee.kind for payee in self.look.payees}
        kinds = dict.fromkeys(each.line.payee for each in self.worth.benefits)
        return tuple(kind for kind in kinds if kind not in known)


def may_name_account(claim: Claim, user: User) -> bool:
    """Tell whether this user may record an account of the claim in the state in which it is."""
    status = Status(claim.status)
    if status in (Status.REFUSED, Status.CLOSED):
        return False
    if not may(user, account_permission(claim), claim.region_code):
        return False
    assessed = claim.assessments.filter(assessed_by=user)
    return status in BEFORE_ASSESSMENT or not assessed.exists()


def help_meanwhile(case: Case) -> tuple[Act, ...]:
    """Return what the officer may add while somebody else has the move."""
    if not case.may(Permission.CLAIM_REPORT):
        return ()
    return (
        case.act("claim_papers", _("Add papers")),
        stating_act(case),
    )


def stating_act(case: Case, kind: str = "outline") -> Act:
    """Return the way to state what is missing: to the heirs where nothing else is."""
    missing = {finding.code for finding in case.look.missing_facts} if case.look else set()
    if missing == {"missing_heirs"}:
        return case.act("claim_heirs", _("Name the heirs"), kind)
    return case.act("claim_facts", _("State the facts"), kind)


def account_acts(case: Case) -> tuple[Act, ...]:
    """Return the way to the accounts that are missing, for whom may record them."""
    if not (case.kinds_without_account and case.may_name_account):
        return ()
    act = case.act("claim_account", _("Record the account"))
    return (replace(act, url=f"{act.url}?kind={case.kinds_without_account[0].value}"),)


def jkm_words(case: Case) -> tuple[str, ...]:
    """Return that a death which was none of work is one of the death program, if so."""
    if not _is_death_without_work(case.claim):
        return ()
    return (_("For the death itself, report a claim of the death program (JKM)."),)


def jkm_acts(case: Case) -> tuple[Act, ...]:
    """Return the report of the same death under the death program, filled in, for who reports."""
    claim = case.claim
    if not (_is_death_without_work(claim) and case.may(Permission.CLAIM_REPORT)):
        return ()
    died_on = claim.worker.deceased_on or claim.event_on
    told = {"cause": Cause.OTHER.value, "event_on": died_on, "died_on": died_on}
    url = reverse("claim_report", args=[claim.worker_id], query=told)
    return (Act(_("Report the death (JKM)"), url),)


def _is_death_without_work(claim: Claim) -> bool:
    """Tell whether a death was found to be none of work and no other claim of it is open."""
    if claim.program != Program.JKK or not (claim.is_death and claim.exclusion):
        return False
    reported = Claim.objects.filter(worker=claim.worker_id, program=Program.JKM)
    return not reported.exclude(status=Status.CLOSED).exists()


def account_words(case: Case) -> tuple[str, ...]:
    """Return for whom nobody recorded an account yet; nothing where all are there."""
    kinds = [str(PAYEE_LABELS[kind]) for kind in case.kinds_without_account]
    if not kinds:
        return ()
    missing = _("No account is recorded yet for: %(who)s.") % {"who": ", ".join(kinds)}
    if account_permission(case.claim) != Permission.CLAIM_DECIDE:
        return (missing,)
    return (missing, _("Since the assessment, an approver records the account."))
