"""What is wrong with stated facts, in the words of a page: facts are called as it calls them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.rules.problems import FactProblem
from claims.wording.losses import loss_name
from claims.wording.problems import problem_text
from registry.formats import day_text

# where the sentence of the command speaks of its keys
_OWN_WORDS: Final = {
    "losses_without_disability": gettext_lazy(
        "A loss goes with JKK and an outcome that lasts. Correct these, or empty the loss."
    ),
    "loss_too_often": gettext_lazy(
        "%(value)s is stated more often than a person can lose it, %(most)s."
    ),
    "functional_percent_of_anatomical": gettext_lazy(
        "This goes with “Lost a function of the body in part”. Choose that outcome, or empty it."
    ),
    "children_are_heirs": gettext_lazy(
        "Children are named below, and children are heirs. Remove the tick, or empty the children."
    ),
}


def problem_sentence(problem: FactProblem, label_of: Callable[[str], str]) -> str:
    """Return what is wrong and what to do; `label_of` says what the page calls a fact."""
    told = {key: _told(key, value, label_of) for key, value in problem.facts.items()}
    if own := _OWN_WORDS.get(problem.code):
        return str(own) % told
    return _("“%(field)s” %(sentence)s") % {
        "field": label_of(problem.key),
        "sentence": problem_text(replace(problem, key="", facts=told)),
    }


def _told(key: str, value: Any, label_of: Callable[[str], str]) -> Any:
    """Return what a problem names as a page does: facts by label, losses by name."""
    if key == "other":
        return f"“{label_of(value)}”"
    if key in ("value", "larger") and isinstance(value, str):
        return loss_name(value)
    return day_text(value) if isinstance(value, date) else value
