"""What was attested of a worker when he entered a decree: asked, checked, and written down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from enrollment.models import Attestation, Enrollment
from enrollment.queries.registering import nik_reading
from enrollment.queries.same_person import Typed
from enrollment.rules.eligibility import age_problems
from enrollment.rules.insurable import Statement, attested, missing_answer, nik_agrees
from enrollment.wording import problem_words
from enrollment.wording.attestations import refusal_words
from registry.law.parameters import parameter
from registry.models import User
from registry.refusals import Refused


class NotOfAge(Refused):
    code, field = "not_of_age", "born_on"


class NotAttested(Refused):
    """A statement that must be affirmed was not: no mistake of anybody."""

    code = "not_attested"

    def __init__(self, statement: Statement) -> None:
        super().__init__(refusal_words(statement))
        self.field = statement.value


def refuse_unattested(statements: Mapping[str, bool]) -> None:
    """Refuse who does not affirm what is asked of every worker."""
    if missing := missing_answer(statements):
        raise NotAttested(missing)


def refuse_age(born_on: date, *, first_month: date, on: date) -> None:
    """Refuse who is not of insurable age on the first covered month."""
    problems = age_problems(
        born_on,
        first_month=first_month,
        today=on,
        min_age=parameter("bpu.min_age_years", on=first_month).value,
        max_age_excl=parameter("bpu.max_age_excl_years", on=first_month).value,
    )
    for problem in problems:
        words = problem_words(problem.code, problem.read, problem.params)
        advice = _("Compare the birth date with the KTP. If it is right, this worker cannot enter.")
        raise NotOfAge(f"{words.wrong} {advice}")


def doubts_about(typed: Typed, *, on: date) -> list[str]:
    """Return the codes of what a NIK leaves in doubt about what stands beside it."""
    reading = nik_reading(typed, today=on)
    return [doubt.code for doubt in reading.doubts] if reading else []


def attest(enrollment: Enrollment, attested_by_name: str, *, on: date, by: User) -> Attestation:
    """Record what was attested of a membership, once, and return it.

    By the worker himself where no other name is given. A second asking changes nothing.
    """
    worker = enrollment.worker
    doubts = doubts_about(Typed(nik=worker.nik, born_on=worker.born_on, sex=worker.sex), on=on)
    attestation, _is_new = Attestation.objects.get_or_create(
        enrollment=enrollment,
        defaults={
            "region": enrollment.decree.region,
            "statements": attested(nik_holds=nik_agrees(doubts)),
            "attested_by_name": attested_by_name or worker.name,
            "recorded_by": by,
            "attested_at": timezone.now(),
        },
    )
    return attestation
