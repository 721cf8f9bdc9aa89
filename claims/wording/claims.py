"""Claims in words: what they are about, whose move it is, what was done, and how time stands."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.models import BenefitLine, Claim, Payee
from claims.rules.assessment import Line
from claims.rules.facts import Cause
from claims.rules.states import Mover, Status
from claims.wording.lines import line_label
from registry.formats import day_text, number_text, rupiah_text
from registry.law.parameters import NOT_FOUND, parameter
from registry.models import User
from registry.money import format_rupiah, parse_rupiah

_HIDDEN: Final = "•"
_MOST_SHOWN: Final = 4
_COMPENSATION: Final = "late_compensation"
_FIXED: Final = frozenset({"lump_sum", "burial", "scholarship"})
_OWN_RULES: Final = "Lindung"
_RUPIAH: Final = re.compile(r"Rp\d{1,3}(?:\.\d{3})*")
_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_HOURS_A_DAY: Final = 24

MOVER_LABELS: Final = {
    Mover.OFFICER: gettext_lazy("The officer"),
    Mover.FAMILY: gettext_lazy("The family"),
    Mover.EXAMINER: gettext_lazy("The examiner"),
    Mover.APPROVER: gettext_lazy("The approver"),
    Mover.TREASURER: gettext_lazy("The treasurer"),
    Mover.NOBODY: gettext_lazy("Nobody"),
}
# what is waited for in each state, in the crumbs and in the inbox
WAITING_LABELS: Final = {
    Status.DRAFT: gettext_lazy("Waiting for the report to be filed"),
    Status.REPORTED: gettext_lazy("Waiting for the papers to be checked"),
    Status.SUSPECTED: gettext_lazy("Waiting for the conclusion"),
    Status.INCOMPLETE: gettext_lazy("Waiting for the family"),
    Status.COMPLETE: gettext_lazy("Waiting for the assessment"),
    Status.ASSESSED: gettext_lazy("Waiting for the decision"),
    Status.APPROVED: gettext_lazy("Waiting for the payment"),
    Status.REFUSED: gettext_lazy("Refused"),
    Status.PAID: gettext_lazy("Paid"),
    Status.APPEALED: gettext_lazy("Under appeal"),
    Status.CLOSED: gettext_lazy("Closed"),
}
_DEATHS: Final = {
    Cause.ILLNESS: gettext_lazy("Died of an illness or of old age on %(day)s."),
    Cause.WORK_ACCIDENT: gettext_lazy("Died of an accident at work on %(day)s."),
    Cause.COMMUTING_ACCIDENT: gettext_lazy(
        "Died of an accident on the way to or from work on %(day)s."
    ),
    Cause.OCCUPATIONAL_DISEASE: gettext_lazy(
        "Died of a disease caused by the work, found on %(day)s."
    ),
    Cause.OTHER: gettext_lazy("Died on %(day)s, not of work."),
}
_EVENTS: Final = {
    Cause.ILLNESS: gettext_lazy("Ill since %(day)s."),
    Cause.WORK_ACCIDENT: gettext_lazy("Had an accident at work on %(day)s."),
    Cause.COMMUTING_ACCIDENT: gettext_lazy(
        "Had an accident on the way to or from work on %(day)s."
    ),
    Cause.OCCUPATIONAL_DISEASE: gettext_lazy("Has a disease caused by the work, found on %(day)s."),
    Cause.OTHER: gettext_lazy("Had an accident outside of work on %(day)s."),
}
_STEPS: Final = {
    Status.REPORTED: gettext_lazy("Reported."),
    Status.SUSPECTED: gettext_lazy("Reported as a suspected accident at work; care is guaranteed."),
    Status.INCOMPLETE: gettext_lazy("Papers checked: some are missing."),
    Status.COMPLETE: gettext_lazy("Papers complete; the clock began."),
    Status.ASSESSED: gettext_lazy("Assessed."),
    Status.APPROVED: gettext_lazy("Approved."),
    Status.REFUSED: gettext_lazy("Refused."),
    Status.PAID: gettext_lazy("All that is due was paid."),
    Status.APPEALED: gettext_lazy("The family appealed; another person decides anew."),
    Status.CLOSED: gettext_lazy("Closed."),
}
# the ways that say something else than where they lead
_WAYS: Final = {
    (Status.SUSPECTED, Status.REPORTED): gettext_lazy("The suspicion was concluded."),
    (Status.ASSESSED, Status.COMPLETE): gettext_lazy("Sent back to the examiner."),
    (Status.ASSESSED, Status.INCOMPLETE): gettext_lazy("Sent back: papers are missing."),
    (Status.COMPLETE, Status.INCOMPLETE): gettext_lazy("A paper does not serve and is missing."),
    (Status.PAID, Status.APPROVED): gettext_lazy("More became payable."),
    (Status.APPEALED, Status.COMPLETE): gettext_lazy("Papers complete; the case is assessed anew."),
}


def claim_title(claim: Claim) -> str:
    """Return what the claim is about, with the worker's name: the heading of its page."""
    name = {"name": claim.worker.name}
    if claim.program == "JKM":
        return _("Death claim for %(name)s") % name
    if claim.cause == Cause.OCCUPATIONAL_DISEASE:
        return _("Occupational disease claim of %(name)s") % name
    return _("Work accident claim of %(name)s") % name


def person_sentence(claim: Claim, age: int) -> str:
    """Return who the worker is: work, age at the event, village."""
    worker = claim.worker
    years = ngettext("%(n)s year old", "%(n)s years old", age) % {"n": number_text(age)}
    work = str(worker.occupation or worker.occupation_text or _("Worker"))
    return f"{work[:1].upper()}{work[1:]}, {years}, {worker.village.name}."


def event_sentence(claim: Claim) -> str:
    """Return what happened, and when."""
    words = _DEATHS if claim.is_death else _EVENTS
    cause = Cause(claim.cause)
    if claim.is_death and claim.exclusion:
        # found to be none of work: the heading no longer says that it was
        return _("Died on %(day)s, not of work.") % {
            "day": day_text(claim.worker.deceased_on or claim.event_on)
        }
    happened = str(words[cause]) % {"day": day_text(claim.event_on)}
    died_on = claim.worker.deceased_on
    if not claim.is_death or died_on in (None, claim.event_on):
        return happened
    death = _("The death came on %(day)s.") % {"day": day_text(died_on)}
    return f"{happened} {death}"


def waiting_label(claim: Claim) -> str:
    """Return what the claim waits for, or how it ended."""
    return str(WAITING_LABELS[Status(claim.status)])


def step_sentence(source: str, target: str) -> str:
    """Return what a step did."""
    way = Status(source), Status(target)
    return str(_WAYS.get(way) or _STEPS[way[1]])


def weekday_text(day: date) -> str:
    """Return `Selasa, 25 Agustus 2020`: a last day is easier kept with its weekday."""
    return dateformat.format(day, "l, j F Y")


def formula_text(line: Line | BenefitLine) -> str:
    """Return a formula with its rupiah as the reader's language writes them.

    A formula that is nothing but the amount says that the sum is fixed, or what it cost.
    """
    if line.formula == format_rupiah(line.amount_idr):
        return _("A fixed sum") if line.code in _FIXED else _("What it cost")
    return _RUPIAH.sub(lambda found: rupiah_text(parse_rupiah(found[0])), line.formula)


def report_hours(on: date) -> str:
    """Return within how many hours a stage is reported, as the act counts them: `2 × 24`."""
    hours: int = parameter("jkk.report_hours", on=on).value
    days, rest = divmod(hours, _HOURS_A_DAY)
    return number_text(hours) if rest else f"{number_text(days)} × {number_text(_HOURS_A_DAY)}"


def time_left(days: int) -> str:
    """Return the working days that are left of a clock, or by how many it has passed."""
    if days < 0:
        late = ngettext("%(n)s working day late", "%(n)s working days late", -days)
        return late % {"n": number_text(-days)}
    if days == 0:
        return _("Due today")
    left = ngettext("%(n)s working day left", "%(n)s working days left", days)
    return left % {"n": number_text(days)}


def time_kind(days: int) -> str:
    """Return the kind of tag that the time left deserves: bad, warn or none."""
    if days < 0:
        return "bad"
    return "warn" if days <= 1 else ""


def days_in_words(since: date, until: date) -> str:
    """Return `20–23 Agu`, across months both of them, and a single day alone."""
    if since == until:
        return _short(since)
    if since.month == until.month:
        return f"{since.day}–{_short(until)}"
    return f"{_short(since)} – {_short(until)}"


def _short(day: date) -> str:
    """Return a day without its year, in the short form of a calendar: `18 Agu`."""
    return dateformat.format(day, "j M")


def account_text(payee: Payee) -> str:
    """Return the account number with its middle hidden: `1•••••••421`."""
    number = payee.account_number
    if len(number) <= _MOST_SHOWN:
        return number
    return f"{number[0]}{_HIDDEN * (len(number) - _MOST_SHOWN)}{number[-3:]}"


def benefit_label(code: str) -> str:
    """Return what a benefit is called; the compensation is no line of an assessment."""
    return _("Compensation for late payment") if code == _COMPENSATION else line_label(code)


def person_name(user: User) -> str:
    """Return a member of staff by name, or by the name of the account."""
    return user.get_full_name() or user.get_username()


def off_text(names: tuple[str, ...], since: date, until: date) -> str:
    """Return why nobody works: the names of the days off, and the weekend among them."""
    days = [since + _DAY * step for step in range((until - since).days + 1)]
    weekend = any(day.weekday() >= _SATURDAY for day in days)
    # a year that the office's own table lacks is taken from a library, without names
    unnamed = not names and any(day.weekday() < _SATURDAY for day in days)
    more = [_("public holiday")] * unnamed + [_("weekend")] * weekend
    return ", ".join([*names, *more])


def clause_text(citation: str) -> str:
    """Return act and clause as a screen names them; what the office set itself says so."""
    act, _comma, clause = citation.partition(", ")
    if act == _OWN_RULES:
        return _("the office's own rule")
    not_found = _("clause not found")
    return f"{act}, {not_found}" if clause == NOT_FOUND else citation
