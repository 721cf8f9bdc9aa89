"""Letter 3: the decision, with every figure, its formula, act and clause."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from claims.exports.letters.appeal import add_appeal
from claims.exports.letters.benefits import Benefits
from claims.exports.letters.findings import add_notes
from claims.exports.letters.frame import (
    Printing,
    capitalized,
    clause_text,
    close_letter,
    event_facts,
    open_letter,
    subject_of_right,
)
from claims.exports.letters.payees import payee_words
from claims.exports.letters.plan import add_plan
from claims.models import PAYEE_LABELS, Claim, Decision
from claims.queries.claim_page import read_answer
from claims.queries.facts import standing_of
from claims.queries.letters import granting_decision
from claims.queries.payouts import COMPENSATION
from claims.rules.assessment import Assessment, When
from claims.rules.figures import HUNDRED, percent_figure
from claims.wording.claims import person_name
from enrollment.exports.pdf import Letter
from registry.formats import day_text, month_text, rupiah_text
from registry.law.parameters import parameter
from registry.models import Holiday
from registry.money import in_words
from registry.roles import Role


def decision_letter(claim: Claim, printing: Printing) -> Letter:
    """Return the decision that grants, with what is paid now, later and each school year."""
    decision = granting_decision(claim)
    assert decision is not None
    answer = read_answer(decision.assessment)
    letter = open_letter(claim, printing, title=_("Decision on the claim"))
    letter.paragraph(_right(claim, answer), "strong")
    letter.paragraph(
        _("One person of the office worked it out, another decided it on %(day)s.")
        % {"day": day_text(decision.decided_at)}
    )
    letter.facts(_facts(claim, answer))
    benefits = Benefits(answer.lines, decision.assessment.facts)
    if answer.total_now_idr:
        letter.heading(_("Payable now"))
        benefits.add(letter, When.NOW)
    _add_already_paid(letter, decision, answer)
    if answer.total_after_arrears_idr:
        letter.heading(_("Payable when the arrears are settled"))
        benefits.add(letter, When.AFTER_ARREARS)
        _add_arrears(letter, claim, answer)
    add_plan(letter, claim, answer)
    _add_payment(letter, decision, answer)
    add_notes(letter, _("What was considered"), answer.findings, told=("arrears_to_settle",))
    add_appeal(letter, claim, decision)
    on = timezone.localdate(decision.decided_at)
    by = person_name(decision.decided_by)
    close_letter(letter, claim, on=on, office=str(Role.APPROVER.label), name=by)
    return letter


def _right(claim: Claim, answer: Assessment) -> str:
    """Return who is entitled to how much, in a sentence."""
    yearly_idr = sum(line.amount_idr for line in answer.lines if line.when is When.YEARLY)
    words = {
        "who": capitalized(subject_of_right(claim)),
        "amount": rupiah_text(answer.total_now_idr + answer.total_after_arrears_idr),
        "scholarship": rupiah_text(yearly_idr),
    }
    if not yearly_idr:
        return _("%(who)s is entitled to %(amount)s.") % words
    return (
        _(
            "%(who)s is entitled to %(amount)s, and to a scholarship of %(scholarship)s over the "
            "years of school."
        )
        % words
    )


def _facts(claim: Claim, answer: Assessment) -> list[tuple[str, str]]:
    facts = event_facts(claim)
    if answer.total_now_idr:
        words = in_words(answer.total_now_idr)
        facts.append((_("Payable now"), f"{rupiah_text(answer.total_now_idr)} ({words})"))
    if answer.total_after_arrears_idr:
        facts.append((_("After the arrears"), rupiah_text(answer.total_after_arrears_idr)))
    yearly = sum(line.amount_idr for line in answer.lines if line.when is When.YEARLY)
    if yearly:
        facts.append((_("Scholarship, all years"), rupiah_text(yearly)))
    return facts


def _add_already_paid(letter: Letter, decision: Decision, answer: Assessment) -> None:
    """Say what an earlier decision granted of it already, by its own last day."""
    whole = sum(line.amount_idr for line in answer.lines)
    granted = sum(line.amount_idr for line in decision.lines.all() if line.code != COMPENSATION)
    if granted < whole:
        letter.paragraph(
            _("Of this, %(amount)s was granted already by the earlier decision.")
            % {"amount": rupiah_text(whole - granted)},
            "strong",
        )


def _add_arrears(letter: Letter, claim: Claim, answer: Assessment) -> None:
    """Say how much the arrears are, for which months, and how they are settled."""
    owed = next((each for each in answer.findings if each.code == "arrears_to_settle"), None)
    standing = standing_of(claim, days_off=Holiday.objects.days_off())
    words = {
        "months": ", ".join(month_text(month) for month in standing.arrears),
        "clause": clause_text(owed.clause) if owed else "",
    }
    letter.paragraph(_("Contributions not paid before the event: %(months)s (%(clause)s).") % words)
    amount_idr = owed.facts.get("amount_idr") if owed else None
    if amount_idr:
        letter.paragraph(
            _("To settle: %(amount)s.") % {"amount": rupiah_text(amount_idr)}, "strong"
        )
    letter.paragraph(
        _(
            "Pay it with the NIK at any payment channel of BPJS Ketenagakerjaan, or ask who paid "
            "the contributions to do so, and bring the receipt to the office. The rest is paid "
            "after that. There is no fine."
        )
    )


def _add_payment(letter: Letter, decision: Decision, answer: Assessment) -> None:
    """Say who receives it, by which day, and what happens when it is late."""
    letter.heading(_("How it is paid"))
    kinds = dict.fromkeys(line.payee for line in answer.lines)
    if not kinds:
        letter.paragraph(_("Nothing is to be paid by this decision."), "strong")
        return
    standing = {
        payee.kind: payee for payee in decision.claim.payees.standing().select_related("bank")
    }
    letter.facts((str(PAYEE_LABELS[kind]), payee_words(standing.get(kind.value))) for kind in kinds)
    if decision.pay_by is None:
        return
    letter.paragraph(
        _("What is payable now is paid on %(day)s at the latest.")
        % {"day": day_text(decision.pay_by)},
        "strong",
    )
    rule = parameter(
        f"{decision.claim.program.lower()}.compensation_rate_per_day", on=decision.pay_by
    )
    letter.paragraph(
        _(
            "If it is late, %(rate)s of the money is added for each calendar day after that day, "
            "without your asking [%(clause)s]."
        )
        % {
            "rate": percent_figure(rule.value * HUNDRED),
            "clause": clause_text(f"{rule.source}, {rule.clause}"),
        }
    )
