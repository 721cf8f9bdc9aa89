"""Paying out: ordering, recording, and what is released later."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from claims.models import Payout
from claims.views.next_step.case import Act, Case, NextStep, account_acts, account_words
from registry.formats import rupiah_text
from registry.roles import Permission


def approved(case: Case) -> NextStep:
    ordered = [payout for payout in case.payouts if payout.status == Payout.Status.ORDERED]
    payable_idr = case.worth.payable_idr if case.worth else 0
    amount = {"amount": rupiah_text(payable_idr or sum(each.amount_idr for each in ordered))}
    words = (_("%(amount)s is to be paid.") % amount, *account_words(case))
    if case.claim.decisions.filter(decided_by=case.user, kind="approved").exists():
        return NextStep(
            _("Waiting for the treasurer to pay"),
            (*words, _("You decided this claim, so you do not pay it.")),
        )
    if not case.may(Permission.CLAIM_PAY):
        return NextStep(_("The treasurer pays next"), words, others=account_acts(case))
    if account_acts(case) or case.kinds_without_account:
        return NextStep(_("The account comes first"), words, others=account_acts(case))
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
    if case.worth is None or not (
        case.may(Permission.CLAIM_PAY) or case.may(Permission.CLAIM_ASSESS)
    ):
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
