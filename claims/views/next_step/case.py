"""The claim as its next step is told from, and the parts of a step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from claims.actions.facts import BEFORE_ASSESSMENT
from claims.models import PAYEE_LABELS, Claim, Payout
from claims.queries.claim_page import Worth
from claims.queries.outlook import Outlook
from claims.rules.assessment import PayeeKind, Result
from claims.rules.states import Status
from registry.models import User
from registry.roles import Permission, may


@dataclass(frozen=True, slots=True)
class Act:
    """A button: a link, or a form of its own where it changes something at once."""

    label: str
    url: str
    is_post: bool = False
    kind: str = "outline"


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
        status = Status(self.claim.status)
        if not self.may(Permission.CLAIM_REPORT) or status in (Status.REFUSED, Status.CLOSED):
            return False
        assessed = self.claim.assessments.filter(assessed_by=self.user)
        return status in BEFORE_ASSESSMENT or not assessed.exists()

    @property
    def kinds_without_account(self) -> tuple[PayeeKind, ...]:
        """The recipients for whom nobody recorded an account yet."""
        if self.worth is None or self.look is None:
            return ()
        known = {payee.kind for payee in self.look.payees}
        kinds = dict.fromkeys(each.line.payee for each in self.worth.benefits)
        return tuple(kind for kind in kinds if kind not in known)


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
    return (case.act("claim_account", _("Record the account")),)


def account_words(case: Case) -> tuple[str, ...]:
    """Return for whom nobody recorded an account yet; nothing where all are there."""
    kinds = [str(PAYEE_LABELS[kind]) for kind in case.kinds_without_account]
    if not kinds:
        return ()
    return (_("No account is recorded yet for: %(who)s.") % {"who": ", ".join(kinds)},)
