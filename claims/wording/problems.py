"""What is wrong with stated facts, and what to do about it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy

from claims.rules.problems import FactProblem
from registry.formats import number_text

_LONGEST: Final = 60

_SENTENCES: Final = {
    "not_an_object": gettext_lazy("must be an object with keys."),
    "not_a_list": gettext_lazy("must be a list."),
    "unknown_key": gettext_lazy("is no key of the facts. Remove it, or correct its name."),
    "missing_key": gettext_lazy("is missing. State it."),
    "not_a_choice": gettext_lazy("“%(value)s” is not known. Write one of: %(choices)s."),
    "not_a_text": gettext_lazy("“%(value)s” must be a text."),
    "not_a_day": gettext_lazy("“%(value)s” is no day. Write it like 2024-02-29."),
    "day_out_of_range": gettext_lazy("must lie between %(first)s and %(last)s."),
    "not_a_moment": gettext_lazy(
        "“%(value)s” is no moment. Write it like 2025-05-02T08:30:00+07:00."
    ),
    "moment_without_offset": gettext_lazy(
        "“%(value)s” has no offset. Write it like 2025-05-02T08:30:00+07:00."
    ),
    "not_a_whole_number": gettext_lazy("“%(value)s” must be a whole number, like 1000000."),
    "not_a_number": gettext_lazy("“%(value)s” must be a number, like 12.5."),
    "not_true_or_false": gettext_lazy("“%(value)s” must be true or false."),
    "negative": gettext_lazy("%(value)s is less than nothing."),
    "not_positive": gettext_lazy("must be more than nothing. Leave it out where unknown."),
    "too_large": gettext_lazy("is larger than can be, %(most)s."),
    "before_the_law": gettext_lazy("lies before %(first)s, when the law began."),
    "before_another": gettext_lazy("lies before %(other)s. Correct one of the two."),
    "not_on_event_day": gettext_lazy("is not on the day of %(other)s. Correct one of the two."),
    "born_too_late": gettext_lazy(
        "lies more than 300 days after %(other)s. Correct one of the two."
    ),
    "suspected_is_for_jkk": gettext_lazy("is for JKK alone. Remove it, or correct the program."),
    "children_are_heirs": gettext_lazy(
        "is empty, but %(other)s names children, who are heirs. Name them, or leave heirs out."
    ),
    "grade_without_level": gettext_lazy("needs %(other)s. State the level, too."),
    "grade_outside_level": gettext_lazy("must be 1 to %(most)s for %(level)s."),
    "months_without_amount": gettext_lazy("has no %(other)s. State the amount, too."),
    "losses_without_disability": gettext_lazy(
        "belongs to partial_anatomical and partial_functional. Remove it, or correct the outcome."
    ),
    "unknown_loss": gettext_lazy("“%(value)s” is no loss of the table. --codes lists them."),
    "loss_too_often": gettext_lazy(
        "%(value)s is stated more often than a person can lose it, %(most)s."
    ),
    "loss_within_another": gettext_lazy(
        "%(value)s is part of %(larger)s. State the larger loss alone."
    ),
    "percent_is_fixed": gettext_lazy("is %(most)s in the table. Leave it out."),
    "percent_outside_range": gettext_lazy("must lie between %(least)s and %(most)s."),
    "units_without_steps": gettext_lazy("is for losses that are measured in steps. Remove it."),
    "units_outside_range": gettext_lazy(
        "must lie between %(least)s and %(most)s; beyond, state the whole loss."
    ),
    "functional_percent_outside_range": gettext_lazy("must lie between %(least)s and %(most)s."),
    "functional_percent_of_anatomical": gettext_lazy(
        "belongs to partial_functional. Remove it, or correct the outcome."
    ),
}
WORDED: Final = tuple(_SENTENCES)


def problem_text(problem: FactProblem) -> str:
    """Return where the fact stands, what is wrong, and what to do."""
    told = {name: _told(value) for name, value in problem.facts.items()}
    sentence = str(_SENTENCES[problem.code]) % told
    return f"{_told(problem.key)}: {sentence}" if problem.key else sentence


def _told(value: Any) -> str:
    """Return a value on one line, in signs that every terminal can show."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(map(_told, value))
    if isinstance(value, int) and not isinstance(value, bool):
        return number_text(value)
    text = str(value).encode("utf-8", "backslashreplace").decode()
    text = "".join(sign if sign.isprintable() else " " for sign in text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
