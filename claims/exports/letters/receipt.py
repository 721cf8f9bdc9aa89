"""Letter 1: the report has arrived; what to bring, why, and by when."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from claims.exports.letters.findings import sentence_with_clause
from claims.exports.letters.frame import (
    Printing,
    close_letter,
    event_facts,
    open_letter,
    person,
)
from claims.exports.letters.papers import add_held, add_papers
from claims.models import Claim
from claims.queries.outlook import Outlook, outlook
from claims.rules.states import Status
from claims.wording.claims import person_name, report_hours
from enrollment.exports.pdf import Letter
from enrollment.queries.standing import Standing
from registry.formats import day_text, moment_text, month_span_text, number_text
from registry.law.parameters import parameter
from registry.models import Holiday
from registry.programs import Program
from registry.roles import Permission, Role, may

_ARREARS: Final = ("arrears_to_settle", "arrears_were_settled")


def receipt_letter(claim: Claim, printing: Printing) -> Letter:
    """Return the receipt of the report. Raises BadFacts where the facts contradict each other."""
    look = outlook(claim, days_off=Holiday.objects.days_off())
    letter = open_letter(claim, printing, title=_("Receipt of the report"))
    letter.paragraph(_opening(claim))
    letter.facts(_facts(claim))
    letter.heading(_("Cover on that day"))
    letter.paragraph(_cover(claim, look.standing, printing))
    letter.items(
        sentence_with_clause(each) for each in look.assessment.findings if each.code in _ARREARS
    )
    if look.missing_papers:
        letter.heading(_("What to bring"))
        letter.paragraph(_("Keep the originals: a copy, or a photo taken by phone, will do first."))
        add_papers(letter, look.missing_papers)
    add_held(letter, look.papers)
    letter.heading(_("By when"))
    letter.items(_terms(claim, look))
    letter.heading(_("What comes next"))
    letter.items(_next_steps(claim))
    by = claim.reported_by
    on = timezone.localdate(claim.reported_at)
    close_letter(letter, claim, on=on, office=str(Role.OFFICER.label), name=person_name(by))
    return letter


def _opening(claim: Claim) -> str:
    if claim.is_death:
        return _(
            "We are deeply sorry for the death of %(person)s. Your report has arrived. This "
            "letter says what the office knows already, and what it still needs from the family."
        ) % {"person": person(claim.worker)}
    return _(
        "The report of what happened to %(person)s has arrived. We wish a good recovery. This "
        "letter says what the office knows already, and what it still needs."
    ) % {"person": person(claim.worker)}


def _facts(claim: Claim) -> list[tuple[str, str]]:
    facts = event_facts(claim)
    if claim.reporter_name:
        relation = f" ({claim.reporter_relation})" if claim.reporter_relation else ""
        facts.append((_("Reported by"), f"{claim.reporter_name}{relation}"))
    facts.append((_("Reported on"), moment_text(claim.reported_at)))
    return facts


def _cover(claim: Claim, standing: Standing, printing: Printing) -> str:
    """Say what the registry shows for the day of the event; it promises nothing."""
    decree = standing.decree
    if decree is None or standing.since is None or standing.until is None:
        return _(
            "The registry shows no contribution that was paid before %(day)s. If you hold a "
            "receipt of a payment, bring it."
        ) % {"day": day_text(claim.event_on)}
    in_scope = may(printing.reader, Permission.REGISTER_VIEW, decree.region_id)
    words = {
        "payer": decree.sponsor.name if in_scope else _("A sponsor in another region"),
        "months": month_span_text(standing.since, standing.until),
        "day": day_text(claim.event_on),
    }
    paid = _("%(payer)s paid the contributions for %(months)s.") % words
    if standing.covered:
        stood = _("Cover stood on %(day)s.") % words
        return f"{paid} {stood}"
    return f"{paid} {_unpaid(standing)}"


def _unpaid(standing: Standing) -> str:
    months = len(standing.arrears)
    if not months:
        return _("The month of the event itself need not be paid for the right to stand.")
    return _("%(months)s months before the event were not paid; the office looks into them.") % {
        "months": number_text(months)
    }


def _terms(claim: Claim, look: Outlook) -> list[str]:
    deadlines = look.assessment.deadlines
    terms = []
    if claim.status == Status.SUSPECTED and deadlines.conclude_by:
        terms.append(
            _(
                "Care is guaranteed first. Whether it was an accident at work is settled by "
                "%(day)s at the latest."
            )
            % {"day": day_text(deadlines.conclude_by)}
        )
    if claim.program == Program.JKM:
        terms.append(
            _(
                "A claim after a death has no last day: no right lapses. The sooner the papers "
                "are complete, the sooner it is paid."
            )
        )
        return terms
    if claim.stage2_at is None:
        terms.append(_second_report(timezone.localdate(claim.reported_at)))
    if deadlines.expires_on:
        terms.append(
            _("The claim can be made until %(day)s.") % {"day": day_text(deadlines.expires_on)}
        )
    return terms


def _second_report(on: date) -> str:
    rule = parameter("jkk.report_hours", on=on)
    return _(
        "When the doctor says how it ended (recovered, disabled or died), tell the office within "
        "%(hours)s hours (%(act)s %(clause)s). A late report is still accepted."
    ) % {"hours": report_hours(on), "act": rule.source, "clause": rule.clause}


def _next_steps(claim: Claim) -> list[str]:
    on = timezone.localdate(claim.reported_at)
    notice = parameter("jkk.notice_working_days", on=on).value
    to_pay = parameter(f"{claim.program.lower()}.payment_working_days", on=on).value
    return [
        _("The office checks the papers, and within %(days)s working days tells what is missing.")
        % {"days": number_text(notice)},
        _("When the papers are complete, it is decided and paid within %(days)s working days.")
        % {"days": number_text(to_pay)},
        _("Three people look after it: one works it out, another decides, a third pays."),
    ]
