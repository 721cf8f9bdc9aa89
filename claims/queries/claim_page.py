"""What a claim is worth, as its page shows it beside the outlook: each benefit with its state."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.db.models import Prefetch

from claims.models import Assessment, BenefitLine, Claim, Decision, Payout, PayoutLine
from claims.rules.assessment import Assessment as Answer
from claims.rules.assessment import Deadlines, Finding, Line, PayeeKind, Result, When
from claims.rules.countdown import Clock, DayKind
from claims.rules.states import Status
from registry.models import Holiday

# states in which what was granted is what counts
_GRANTED: Final = (Status.APPROVED, Status.PAID, Status.CLOSED)
# states in which what the assessor wrote is what is decided on
_ASSESSED: Final = (Status.ASSESSED, Status.REFUSED, Status.CLOSED)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


class Source(StrEnum):
    """Where the figures of the page come from."""

    TODAY = "today"
    ASSESSED = "assessed"
    GRANTED = "granted"


@dataclass(frozen=True, slots=True)
class Benefit:
    """A benefit line as the page shows it; `payout` is the standing transfer that pays it."""

    line: Line
    granted: BenefitLine | None = None
    payout: Payout | None = None

    @property
    def is_paid(self) -> bool:
        return self.payout is not None and self.payout.status == Payout.Status.PAID

    @property
    def is_payable(self) -> bool:
        """Whether it may be ordered today."""
        return bool(self.granted and self.granted.released_on and not self.payout)


@dataclass(frozen=True, slots=True)
class Worth:
    """What a claim is worth as the page tells it, from one source."""

    source: Source
    result: Result
    benefits: tuple[Benefit, ...]
    findings: tuple[Finding, ...]
    deadlines: Deadlines
    assessment: Assessment | None = None

    @property
    def at_once(self) -> tuple[Benefit, ...]:
        """The benefits without the school years, which stand in a plan of their own."""
        return tuple(each for each in self.benefits if each.line.when != When.YEARLY)

    @property
    def yearly(self) -> tuple[Benefit, ...]:
        return tuple(each for each in self.benefits if each.line.when == When.YEARLY)

    @property
    def now_idr(self) -> int:
        return self._sum(When.NOW)

    @property
    def after_arrears_idr(self) -> int:
        return self._sum(When.AFTER_ARREARS)

    @property
    def yearly_idr(self) -> int:
        return self._sum(When.YEARLY)

    @property
    def whole_idr(self) -> int:
        """All of it, the school years too: the amount that decides who may approve."""
        return sum(each.line.amount_idr for each in self.benefits)

    @property
    def payable_idr(self) -> int:
        """What may be ordered today."""
        return sum(each.line.amount_idr for each in self.benefits if each.is_payable)

    @property
    def open_idr(self) -> int:
        """What may be paid today and has not arrived yet, ordered or not."""
        return sum(
            each.line.amount_idr
            for each in self.benefits
            if each.granted and each.granted.released_on and not each.is_paid
        )

    @property
    def paid_idr(self) -> int:
        return sum(each.line.amount_idr for each in self.benefits if each.is_paid)

    def _sum(self, when: When) -> int:
        return sum(each.line.amount_idr for each in self.benefits if each.line.when == when)


def worth_of(claim: Claim, today: Answer | None) -> Worth | None:
    """Return what the claim is worth: granted, else assessed, else what the rules say today.

    `today` is None where the facts contradict each other; without anything stored nothing is
    known then.
    """
    granted = granted_benefits(claim) if claim.status in _GRANTED else ()
    stored = _decided_on(claim) if granted else _latest(claim)
    if stored and granted:
        return _worth(Source.GRANTED, read_answer(stored), granted, stored)
    if stored and claim.status in _ASSESSED:
        return _worth(Source.ASSESSED, read_answer(stored), (), stored)
    return _worth(Source.TODAY, today, (), stored) if today else None


def _latest(claim: Claim) -> Assessment | None:
    return claim.assessments.select_related("assessed_by").order_by("number").last()


def _decided_on(claim: Claim) -> Assessment | None:
    """Return the assessment that was granted last; an appeal that was refused leaves it be."""
    granted = claim.assessments.filter(decision__kind=Decision.Kind.APPROVED)
    return granted.select_related("assessed_by").order_by("number").last()


def _worth(
    source: Source, answer: Answer, granted: tuple[Benefit, ...], stored: Assessment | None
) -> Worth:
    benefits = granted or tuple(Benefit(line) for line in answer.lines)
    return Worth(source, answer.result, benefits, answer.findings, answer.deadlines, stored)


def granted_benefits(claim: Claim) -> tuple[Benefit, ...]:
    """Return the standing granted lines with their transfers, in two queries."""
    standing = PayoutLine.objects.filter(voided_on=None).select_related("payout")
    lines = (
        BenefitLine.objects.standing()
        .filter(claim=claim)
        .select_related("child")
        .prefetch_related(Prefetch("payouts", queryset=standing, to_attr="standing_payouts"))
        .order_by("pk")
    )
    return tuple(_granted(line) for line in lines)


def _granted(granted: BenefitLine) -> Benefit:
    line = Line(
        code=granted.code,
        amount_idr=granted.amount_idr,
        when=When(granted.when),
        payee=PayeeKind(granted.payee_kind),
        formula=granted.formula,
        act=granted.act,
        clause=granted.clause,
        checked=granted.checked,
        due_on=granted.due_on,
        child_born_on=granted.child.born_on if granted.child else None,
    )
    paid_by: Sequence[PayoutLine] = granted.standing_payouts  # type: ignore[attr-defined]
    return Benefit(line, granted, paid_by[0].payout if paid_by else None)


def read_answer(stored: Assessment) -> Answer:
    """Return a stored answer as the rules gave it; the versions of the law stay stored."""
    answer = stored.answer
    return Answer(
        result=Result(stored.result),
        lines=tuple(_line(line) for line in answer["lines"]),
        findings=tuple(_finding(finding) for finding in answer["findings"]),
        deadlines=Deadlines(**{name: _read(text) for name, text in answer["deadlines"].items()}),
    )


def _line(stored: Mapping[str, Any]) -> Line:
    return Line(
        **{name: _read(value) for name, value in stored.items() if name not in ("when", "payee")},
        when=When(stored["when"]),
        payee=PayeeKind(stored["payee"]),
    )


def _finding(stored: Mapping[str, Any]) -> Finding:
    facts = {name: _read(value) for name, value in stored["facts"].items()}
    return Finding(stored["code"], stored["clause"], facts, blocks=stored["blocks"])


def _read(value: Any) -> Any:
    """Return a value as it was before JSON, which knows no days."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    return value


def facts_changed(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the keys of the facts that are no longer what the assessment used."""
    keys = [*then, *(key for key in now if key not in then)]
    return tuple(key for key in keys if then.get(key) != now.get(key))


def names_of_days_off(clock: Clock) -> dict[date, tuple[str, ...]]:
    """Return the names of the days off that a clock passes, by its first day of each run."""
    runs = [day for day in clock.days if day.kind == DayKind.OFF]
    if not runs:
        return {}
    named = Holiday.objects.filter(day__gte=runs[0].since, day__lte=runs[-1].until)
    by_day = sorted(named, key=lambda holiday: (holiday.day, holiday.pk))
    return {
        run.since: tuple(
            dict.fromkeys(
                _name(holiday) for holiday in by_day if run.since <= holiday.day <= run.until
            )
        )
        for run in runs
    }


def _name(holiday: Holiday) -> str:
    if holiday.kind == Holiday.Kind.JOINT_LEAVE:
        return str(Holiday.Kind.JOINT_LEAVE.label)
    return holiday.name
