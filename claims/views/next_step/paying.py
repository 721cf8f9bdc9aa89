"""Paying out: ordering, recording, and what is released later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from claims.models import Decision, Payout
from claims.queries.claim_page import Benefit, granted_benefits
from claims.rules.assessment import When
from claims.rules.states import Status
from claims.views.next_step.case import Act, Case, NextStep, account_acts, account_words
from registry.formats import rupiah_text
from registry.roles import Permission


def approved(case: Case) -> NextStep:
    ordered, payable_idr = _ordered(case), case.worth.payable_idr if case.worth else 0
    amount_idr = payable_idr or sum(payout.amount_idr for payout in ordered)
    words = (*_to_be_paid(amount_idr), *account_words(case))
    others = (*account_acts(case), *_releases(case))
    if payable_idr and (returned := _returned(case)):
        return _after_return(case, returned, payable_idr, words)
    if _decided_it(case):
        return NextStep(
            _("Waiting for the treasurer to pay"),
            (*words, _("You decided this claim, so you do not pay it.")),
            others=account_acts(case),
        )
    if not case.may(Permission.CLAIM_PAY):
        return NextStep(_("The treasurer pays next"), words, others=others)
    if payable_idr and (account_acts(case) or case.kinds_without_account):
        return NextStep(_("The account comes first"), words, others=others)
    if payable_idr:
        return NextStep(
            _("Your move: pay"),
            (*words, _("Ordering makes the transfers; the bank's answer is recorded after.")),
            primary=_order_act(case, payable_idr),
            others=_releases(case),
            mine=True,
        )
    return _record_transfer(case, ordered, words)


def _ordered(case: Case) -> list[Payout]:
    return [payout for payout in case.payouts if payout.status == Payout.Status.ORDERED]


def _returned(case: Case) -> Payout | None:
    """Return the last transfer that came back from an account which nobody changed since."""
    last = {payout.payee_id: payout for payout in case.payouts if payout.payee.voided_on is None}
    back = [each for each in last.values() if each.status == Payout.Status.RETURNED]
    return back[-1] if back else None


def _after_return(
    case: Case, returned: Payout, payable_idr: int, words: tuple[str, ...]
) -> NextStep:
    """The account first: the same transfer to the same account mostly comes back again."""
    told = _("The bank returned the last transfer to %(holder)s: %(reason)s") % {
        "holder": returned.payee.holder,
        "reason": returned.return_reason or _("it gave no reason."),
    }
    change = None
    if case.may_name_account:
        change = case.act("claim_account", _("Change the account"), "primary")
        change = replace(change, url=f"{change.url}?kind={returned.payee.kind}")
    else:
        words = (*words, _("An approver changes the account where it is wrong."))
    pays = case.may(Permission.CLAIM_PAY) and not _decided_it(case)
    again: tuple[Act, ...] = ()
    if pays and not case.kinds_without_account:
        words = (*words, _("Order it again only when the account is right as it stands."))
        again = (replace(_order_act(case, payable_idr), kind="outline"),)
    return NextStep(
        _("The bank sent it back: the account comes first"),
        (told, *words),
        primary=change,
        others=(*again, *account_acts(case), *_releases(case)),
        mine=bool(change),
    )


def _to_be_paid(amount_idr: int) -> tuple[str, ...]:
    if not amount_idr:
        return (_("Nothing of it is payable today."),)
    return (_("%(amount)s is to be paid.") % {"amount": rupiah_text(amount_idr)},)


def _decided_it(case: Case) -> bool:
    mine = case.claim.decisions.filter(decided_by=case.user, kind=Decision.Kind.APPROVED)
    return mine.exists()


def _order_act(case: Case, payable_idr: int) -> Act:
    label = _("Order %(amount)s") % {"amount": rupiah_text(payable_idr)}
    return case.act("claim_order", label, "primary", post=True)


def _record_transfer(case: Case, ordered: list[Payout], words: tuple[str, ...]) -> NextStep:
    if not ordered:
        end = case.act("claim_order", _("Nothing is left to pay"), "primary", post=True)
        return NextStep(
            _("Your move: end the payment"), words, primary=end, others=_releases(case), mine=True
        )
    first = ordered[0]
    label = _("Record the transfer of %(amount)s") % {"amount": rupiah_text(first.amount_idr)}
    return NextStep(
        _("Your move: transfer and record"),
        (*words, _("The transfer is ordered. Send it by a payment file, or record it here.")),
        primary=Act(label, reverse("payout_record", args=[first.pk]), kind="primary"),
        others=(Act(_("To the payment files"), reverse("payment_file_list")), *_releases(case)),
        mine=True,
    )


def with_granted(case: Case, step: NextStep) -> NextStep:
    """Return the step with what an earlier decision granted and may be paid meanwhile.

    An appeal does not hold it, nor does the end of a claim of which a transfer came back.
    """
    status = case.claim.status
    if status != Status.CLOSED and not case.claim.appeal_level:
        return step
    if status in (Status.APPROVED, Status.PAID):
        return step
    pays = case.may(Permission.CLAIM_PAY) and not _decided_it(case)
    if not (pays or case.may(Permission.CLAIM_ASSESS)):
        return step
    granted = granted_benefits(case.claim)
    payable_idr = sum(each.line.amount_idr for each in granted if each.is_payable)
    acts = list(_releases_of(case, granted))
    words = step.words
    if payable_idr:
        told = _("%(amount)s was granted before and is owed whatever is decided now.")
        words = (*words, told % {"amount": rupiah_text(payable_idr)})
    if payable_idr and pays:
        order = _order_act(case, payable_idr)
        acts.insert(0, replace(order, kind="outline" if step.primary else "primary"))
    return replace(step, words=words, others=(*step.others, *acts))


def paid(case: Case) -> NextStep:
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
    return _releases_of(case, case.worth.benefits) if case.worth else ()


def _releases_of(case: Case, benefits: Iterable[Benefit]) -> tuple[Act, ...]:
    """Return the acts that make more payable: after the arrears, and for a school year."""
    if not (case.may(Permission.CLAIM_PAY) or case.may(Permission.CLAIM_ASSESS)):
        return ()
    lines = [each.granted for each in benefits if each.granted and not each.granted.released_on]
    held = any(line.when == When.AFTER_ARREARS for line in lines)
    acts = [case.act("claim_release", _("The arrears are settled"))] if held else []
    begun = [line for line in lines if line.due_on and line.due_on <= case.today]
    if begun and not held:
        first = min(begun, key=lambda line: (line.due_on or case.today, line.pk))
        url = reverse("line_confirm", args=[case.claim.pk, first.pk])
        acts.append(Act(_("Confirm the school year"), url))
    return tuple(acts)
