"""Whose move a claim is, in words, with the one act that the reader may take next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.actions.deciding import permission_to_decide
from claims.models import LAST_DAY, PAYEE_LABELS, Claim, Payout
from claims.queries.claim_page import Worth
from claims.queries.outlook import Outlook
from claims.rules.assessment import PayeeKind, Result
from claims.rules.states import MOVERS, Mover, Status
from registry.formats import day_text, number_text, rupiah_text
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
    missing: tuple[str, ...] = field(default=())

    def may(self, right: Permission) -> bool:
        return may(self.user, right, self.claim.region_code)

    def act(self, name: str, label: str, kind: str = "outline", *, post: bool = False) -> Act:
        """Return the button that leads to a page of this claim, or posts to it."""
        return Act(label, reverse(name, args=[self.claim.pk]), is_post=post, kind=kind)

    @property
    def result(self) -> Result | None:
        return self.worth.result if self.worth else None

    @property
    def kinds_without_account(self) -> tuple[PayeeKind, ...]:
        """The recipients for whom nobody recorded an account yet."""
        if self.worth is None or self.look is None:
            return ()
        known = {payee.kind for payee in self.look.payees}
        kinds = dict.fromkeys(each.line.payee for each in self.worth.benefits)
        return tuple(kind for kind in kinds if kind not in known)


def next_step(case: Case) -> NextStep:
    """Return whose move it is and what this reader may do about it."""
    return _STEPS[Status(case.claim.status)](case)


def _draft(case: Case) -> NextStep:
    words = [_("Nothing runs yet: the family has no receipt, and no day counts.")]
    if case.claim.is_death:
        words.append(_("When it is reported, cover ends after the month of the death."))
    if not case.may(Permission.CLAIM_REPORT):
        return NextStep(_("The officer reports it next"), tuple(words))
    return NextStep(
        _("Your move: report it"),
        tuple(words),
        primary=case.act("claim_file", _("Report it now"), "primary", post=True),
        others=(case.act("claim_facts", _("Correct the facts")),),
        mine=True,
    )


def _suspected(case: Case) -> NextStep:
    words = [_("Was it an accident at work? Until that is known, care is guaranteed.")]
    if case.claim.act_by != LAST_DAY:
        words.append(_("Conclude by %(day)s.") % {"day": day_text(case.claim.act_by)})
    if not case.may(Permission.CLAIM_ASSESS):
        return NextStep(_("The examiner concludes next"), tuple(words), others=_help(case))
    return NextStep(
        _("Your move: conclude the suspicion"),
        tuple(words),
        primary=case.act("claim_conclude", _("Conclude"), "primary"),
        others=(case.act("claim_facts", _("State the facts")),),
        mine=True,
    )


def _to_check(case: Case) -> NextStep:
    """Reported, or taken up again after an appeal: the examiner looks at papers and facts."""
    if not case.may(Permission.CLAIM_ASSESS):
        words = ()
        if case.claim.act_by != LAST_DAY:
            day = day_text(case.claim.act_by)
            words = (_("The family hears by %(day)s what is missing.") % {"day": day},)
        return NextStep(
            _("The examiner checks the papers next"), words, case.missing, others=_help(case)
        )
    if case.result is Result.NOT_ELIGIBLE:
        return _assess_refusal(case)
    if not case.missing and case.result is Result.ELIGIBLE:
        return _confirm_complete(case)
    return _ask_or_state(case)


def _ask_or_state(case: Case) -> NextStep:
    """Facts first, because the papers follow from them; then ask the family for what is missing."""
    facts_missing = case.look is None or bool(case.look.missing_facts)
    papers = len(case.look.missing_papers) if case.look else 0
    ask = case.act(
        "claim_check",
        ngettext("Ask the family for %(n)s paper", "Ask the family for %(n)s papers", papers)
        % {"n": number_text(papers)},
        "outline" if facts_missing else "primary",
        post=True,
    )
    state = case.act(
        "claim_facts", _("State the facts"), "primary" if facts_missing else "outline"
    )
    return NextStep(
        _("Your move: check facts and papers"),
        (_("What is missing is listed here. The letter to the family names each paper."),),
        case.missing,
        primary=state if facts_missing else ask,
        others=(ask,) if facts_missing and papers else (case.act("claim_papers", _("Add papers")),),
        mine=True,
    )


def _confirm_complete(case: Case) -> NextStep:
    return NextStep(
        _("Your move: confirm that all is there"),
        (_("Every paper and every fact is here. The time to pay counts from the last paper."),),
        primary=case.act("claim_check", _("Confirm: complete"), "primary", post=True),
        others=(case.act("claim_papers", _("Look at the papers")),),
        mine=True,
    )


def _assess_refusal(case: Case) -> NextStep:
    return NextStep(
        _("Your move: assess"),
        (
            _("No paper can give a right here; the reasons stand on this page."),
            _("Another person decides. The family gets the reasons and may appeal."),
        ),
        primary=case.act("claim_assess", _("Assess: no right"), "primary", post=True),
        others=(case.act("claim_facts", _("Correct the facts")),),
        mine=True,
    )


def _incomplete(case: Case) -> NextStep:
    examines = case.may(Permission.CLAIM_ASSESS)
    if examines and case.result is Result.NOT_ELIGIBLE:
        return _assess_refusal(case)
    if examines and not case.missing and case.result is Result.ELIGIBLE:
        return _confirm_complete(case)
    if not case.missing:
        return NextStep(_("The examiner checks the papers next"), others=_help(case))
    words = (_("The time to pay begins on the day on which the last paper comes in."),)
    if not case.may(Permission.CLAIM_REPORT):
        return NextStep(_("The family brings what is missing"), words, case.missing)
    only_facts = case.look is not None and not case.look.missing_papers
    first = ("claim_facts", _("State the facts")) if only_facts else ("claim_papers", _("Add papers"))
    return NextStep(
        _("The family brings what is missing"),
        words,
        case.missing,
        primary=case.act(*first, "primary"),
        others=(case.act("claim_facts", _("Correct the facts")),) if not only_facts else (),
    )


def _complete(case: Case) -> NextStep:
    if not case.may(Permission.CLAIM_ASSESS):
        return NextStep(_("The examiner assesses next"), others=_account(case))
    if case.result is Result.NOT_ELIGIBLE:
        return _assess_refusal(case)
    if case.result is not Result.ELIGIBLE or case.missing or case.worth is None:
        return _ask_or_state(case)
    amount = {"amount": rupiah_text(case.worth.whole_idr)}
    return NextStep(
        _("Your move: assess"),
        (
            _("By these facts the right is worth %(amount)s. Another person decides it.") % amount,
            *_account_words(case),
        ),
        primary=case.act("claim_assess", _("Assess %(amount)s") % amount, "primary", post=True),
        others=(*_account(case), case.act("claim_facts", _("Correct the facts"))),
        mine=True,
    )


def _assessed(case: Case) -> NextStep:
    worth = case.worth
    if worth is None or worth.assessment is None:
        return NextStep(_("Another person decides next"))
    amount = {"amount": rupiah_text(worth.whole_idr)}
    words = [_("It was assessed at %(amount)s.") % amount]
    if worth.result is Result.NOT_ELIGIBLE:
        words = [_("The assessment found no right.")]
    if why := _why_not_decider(case, worth.whole_idr):
        return NextStep(why[0], (*words, *why[1:]), others=_account(case))
    back = case.act("claim_return", _("Send it back with a note"))
    refuse = case.act("claim_refuse", _("Refuse the claim"), "danger-line")
    if worth.result is Result.NOT_ELIGIBLE:
        words.append(_("You look at the reasons and decide. The family may appeal."))
        return NextStep(
            _("Your move: decide"), tuple(words), primary=refuse, others=(back,), mine=True
        )
    return NextStep(
        _("Your move: decide"),
        (
            _("You approve the right to %(amount)s. Then the treasurer pays.") % amount,
            *_account_words(case),
        ),
        primary=case.act("claim_approve", _("Approve %(amount)s") % amount, "primary", post=True),
        others=(back, refuse),
        mine=True,
    )


def _why_not_decider(case: Case, amount_idr: int) -> tuple[str, ...]:
    """Return why this reader does not decide, as heading and words; nothing where he does."""
    claim, user = case.claim, case.user
    if claim.assessments.filter(assessed_by=user).exists():
        return (
            _("Waiting for another person to decide"),
            _("You assessed this claim, so you do not decide it."),
        )
    if not case.may(Permission.CLAIM_DECIDE):
        return (_("The approver decides next"),)
    if claim.appeal_level and claim.decisions.filter(decided_by=user).exists():
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


def _moment(case: Case) -> Any:
    """Return the moment of the assessment, whose tiers count."""
    assert case.worth is not None
    assert case.worth.assessment is not None
    return case.worth.assessment.assessed_at


def _approved(case: Case) -> NextStep:
    ordered = [payout for payout in case.payouts if payout.status == Payout.Status.ORDERED]
    payable_idr = case.worth.payable_idr if case.worth else 0
    amount = {"amount": rupiah_text(payable_idr or sum(each.amount_idr for each in ordered))}
    words = (_("%(amount)s is to be paid.") % amount, *_account_words(case))
    if case.claim.decisions.filter(decided_by=case.user, kind="approved").exists():
        return NextStep(
            _("Waiting for the treasurer to pay"),
            (*words, _("You decided this claim, so you do not pay it.")),
        )
    if not case.may(Permission.CLAIM_PAY):
        return NextStep(_("The treasurer pays next"), words, others=_account(case))
    if _account(case) or case.kinds_without_account:
        return NextStep(_("The account comes first"), words, others=_account(case))
    if payable_idr:
        order = case.act("claim_order", _("Order %(amount)s") % amount, "primary", post=True)
        return NextStep(
            _("Your move: pay"),
            (*words, _("Ordering makes the transfers; the bank's answer is recorded after.")),
            primary=order,
            mine=True,
        )
    return _record_transfer(case, ordered, words)


def _record_transfer(case: Case, ordered: list[Payout], words: tuple[str, ...]) -> NextStep:
    files = Act(_("To the payment files"), reverse("payment_file_list"))
    if not ordered:
        return NextStep(_("Your move: pay"), words, others=(files,), mine=True)
    first = ordered[0]
    label = _("Record the transfer of %(amount)s") % {"amount": rupiah_text(first.amount_idr)}
    return NextStep(
        _("Your move: transfer and record"),
        (*words, _("The transfer is ordered. Send it by a payment file, or record it here.")),
        primary=Act(label, reverse("payout_record", args=[first.pk]), kind="primary"),
        others=(files,),
        mine=True,
    )


def _paid(case: Case) -> NextStep:
    worth = case.worth
    words = []
    if worth:
        words.append(_("%(amount)s was paid.") % {"amount": rupiah_text(worth.paid_idr)})
        waiting_idr = sum(
            each.line.amount_idr
            for each in worth.at_once
            if each.granted and not each.granted.released_on
        )
        if waiting_idr:
            words.append(
                _("%(amount)s waits until the arrears are settled.")
                % {"amount": rupiah_text(waiting_idr)}
            )
        if any(not each.is_paid for each in worth.yearly):
            words.append(_("The scholarship is paid by the year, when the school confirms it."))
    return NextStep(_("Nobody has to move"), tuple(words), others=_releases(case))


def _releases(case: Case) -> tuple[Act, ...]:
    if case.worth is None or not (case.may(Permission.CLAIM_PAY) or case.may(Permission.CLAIM_ASSESS)):
        return ()
    held = any(each.granted and not each.granted.released_on for each in case.worth.at_once)
    acts = [case.act("claim_release", _("The arrears are settled"))] if held else []
    due = next(
        (
            each.granted
            for each in case.worth.yearly
            if each.granted
            and not each.granted.released_on
            and each.granted.due_on
            and each.granted.due_on <= case.today
        ),
        None,
    )
    if due is not None:
        url = reverse("line_confirm", args=[case.claim.pk, due.pk])
        acts.append(Act(_("Confirm the school year"), url))
    return tuple(acts)


def _ended(case: Case) -> NextStep:
    words = {
        Status.REFUSED: _("The family got the reasons, and may appeal."),
        Status.CLOSED: _("The claim is closed. It can still be looked at."),
    }
    return NextStep(_("Nobody has to move"), (words[Status(case.claim.status)],))


def _help(case: Case) -> tuple[Act, ...]:
    """Return what the officer may add while somebody else has the move."""
    if not case.may(Permission.CLAIM_REPORT):
        return ()
    return (
        case.act("claim_papers", _("Add papers")),
        case.act("claim_facts", _("State the facts")),
    )


def _account(case: Case) -> tuple[Act, ...]:
    if not (case.kinds_without_account and case.may(Permission.CLAIM_REPORT)):
        return ()
    return (case.act("claim_account", _("Record the account")),)


def _account_words(case: Case) -> tuple[str, ...]:
    return tuple(
        _("No account is recorded yet for: %(who)s.") % {"who": PAYEE_LABELS[kind]}
        for kind in case.kinds_without_account
    )


_STEPS: Final[dict[Status, Callable[[Case], NextStep]]] = {
    Status.DRAFT: _draft,
    Status.SUSPECTED: _suspected,
    Status.REPORTED: _to_check,
    Status.APPEALED: _to_check,
    Status.INCOMPLETE: _incomplete,
    Status.COMPLETE: _complete,
    Status.ASSESSED: _assessed,
    Status.APPROVED: _approved,
    Status.PAID: _paid,
    Status.REFUSED: _ended,
    Status.CLOSED: _ended,
}


def rare_acts(case: Case) -> tuple[Act, ...]:
    """Return the links to what is seldom done: an appeal, and closing."""
    status, acts = Status(case.claim.status), []
    decided = (Status.APPROVED, Status.REFUSED, Status.PAID, Status.CLOSED)
    final = case.claim.appeal_level == Claim.AppealLevel.MINISTER
    if status in decided and not final and case.may(Permission.CLAIM_REPORT):
        if case.claim.decisions.exists():
            acts.append(case.act("claim_appeal", _("The family appeals")))
    closable = (
        Status.DRAFT,
        Status.REPORTED,
        Status.SUSPECTED,
        Status.INCOMPLETE,
        Status.COMPLETE,
        Status.REFUSED,
        Status.PAID,
    )
    if status in closable and case.may(Permission.CLAIM_ASSESS):
        acts.append(case.act("claim_close", _("Close the claim")))
    return tuple(acts)


def mover_of(claim: Claim) -> Mover:
    """Return whose move the claim is."""
    return MOVERS[Status(claim.status)]
