"""Letter 5: what was paid, to which account, on which day, and what is still to come."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from claims.exports.letters.frame import Printing, close_letter, open_letter
from claims.models import PAYEE_LABELS, BenefitLine, Claim, Payout, PayoutLine
from claims.rules.assessment import PayeeKind, When
from claims.wording.claims import account_text, benefit_label, person_name
from enrollment.exports.pdf import Column, Letter
from registry.formats import day_text, rupiah_text
from registry.money import in_words
from registry.roles import Role


def payment_letter(claim: Claim, printing: Printing) -> Letter:
    """Return the notice of the transfers that arrived last, with those before and to come."""
    paid = list(
        claim.payouts.paid()
        .select_related("payee__bank", "settled_by")
        .prefetch_related("lines__line__child")
        .order_by("paid_on", "pk")
    )
    last_day = paid[-1].paid_on
    assert last_day is not None
    newest = [payout for payout in paid if payout.paid_on == last_day]
    letter = open_letter(claim, printing, title=_("Notice of payment"))
    letter.paragraph(
        _("On %(day)s the following was paid for claim %(number)s.")
        % {"day": day_text(last_day), "number": claim.number}
    )
    for payout in newest:
        _add_payout(letter, payout)
    _add_earlier(letter, [payout for payout in paid if payout.paid_on != last_day])
    _add_to_come(letter, claim)
    letter.paragraph(
        _(
            "Is the account not yours, or did the money not arrive? Tell the office at once. "
            "Nobody may ask you for a share of it."
        )
    )
    settled_by = newest[-1].settled_by
    name = person_name(settled_by) if settled_by else ""
    close_letter(letter, claim, on=last_day, office=str(Role.TREASURER.label), name=name)
    return letter


def _add_payout(letter: Letter, payout: Payout) -> None:
    payee = payout.payee
    words = in_words(payout.amount_idr)
    letter.heading(f"{PAYEE_LABELS[PayeeKind(payee.kind)]}: {payee.name}")
    letter.facts(
        [
            (_("Amount"), rupiah_text(payout.amount_idr)),
            (_("In words"), words[:1].upper() + words[1:]),
            (_("Bank"), payee.bank.name),
            (_("Account"), f"{account_text(payee)}, {payee.holder}"),
            (_("Bank reference"), payout.bank_reference),
            (_("Our reference"), payout.reference),
            (_("Paid on"), day_text(payout.paid_on) if payout.paid_on else ""),
        ]
    )
    rows = [
        [_benefit(part.line), part.line.formula, rupiah_text(part.amount_idr)]
        for part in payout.lines.all()
        if part.voided_on is None
    ]
    columns = [
        Column(_("Benefit"), 2.2),
        Column(_("How it is worked out"), 2.2),
        Column(_("Amount"), 1.2, right=True),
    ]
    letter.table(columns, rows, total=[_("Paid"), "", rupiah_text(payout.amount_idr)])


def _benefit(line: BenefitLine) -> str:
    label = benefit_label(line.code)
    return f"{label}, {line.child.name}" if line.child else label


def _add_earlier(letter: Letter, payouts: Sequence[Payout]) -> None:
    """Name the transfers of earlier days."""
    if not payouts:
        return
    letter.heading(_("Paid before"))
    columns = [
        Column(_("Paid on"), 1.4),
        Column(_("Received by"), 2),
        Column(_("Bank reference"), 1.6),
        Column(_("Amount"), 1.2, right=True),
    ]
    rows = [
        [
            day_text(payout.paid_on) if payout.paid_on else "",
            payout.payee.name,
            payout.bank_reference,
            rupiah_text(payout.amount_idr),
        ]
        for payout in payouts
    ]
    total = rupiah_text(sum(payout.amount_idr for payout in payouts))
    letter.table(columns, rows, total=[_("Total"), "", "", total])


def _add_to_come(letter: Letter, claim: Claim) -> None:
    """Say what of the claim is still to be paid, and what each part waits for."""
    paid = PayoutLine.objects.filter(
        voided_on=None, payout__claim=claim, payout__status=Payout.Status.PAID
    )
    left = list(claim.lines.standing().exclude(pk__in=paid.values("line")).order_by("due_on", "pk"))
    letter.heading(_("Still to come"))
    if not left:
        letter.paragraph(_("Nothing: everything that was granted is paid."))
        return
    letter.items(_to_come(left))


def _to_come(left: Sequence[BenefitLine]) -> list[str]:
    waiting = [line for line in left if line.released_on is None]
    said = []
    if released := [line for line in left if line.released_on]:
        said.append(_("%(amount)s, on its way through the bank.") % _sum(released))
    if arrears := [line for line in waiting if line.when == When.AFTER_ARREARS]:
        said.append(_("%(amount)s, when the arrears are settled.") % _sum(arrears))
    if yearly := [line for line in waiting if line.when == When.YEARLY]:
        first = yearly[0].due_on
        words = _sum(yearly) | {"year": f"{first.year}/{first.year + 1}" if first else ""}
        said.append(
            _(
                "%(amount)s of scholarship, each school year when the letter of the school is "
                "here; the next is %(year)s."
            )
            % words
        )
    return said


def _sum(lines: Sequence[BenefitLine]) -> dict[str, str]:
    return {"amount": rupiah_text(sum(line.amount_idr for line in lines))}
