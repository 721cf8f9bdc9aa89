"""Facts that cannot be, by stable code: they are named, never ignored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

PROBLEM_CODES: Final = frozenset(
    {
        # what a value is
        "not_an_object",
        "not_a_list",
        "unknown_key",
        "missing_key",
        "not_a_choice",
        "not_a_text",
        "not_a_day",
        "day_out_of_range",
        "not_a_moment",
        "moment_without_offset",
        "not_a_whole_number",
        "not_a_number",
        "not_true_or_false",
        "negative",
        "not_positive",
        "too_large",
        # what facts say together
        "before_the_law",
        "before_another",
        "not_on_event_day",
        "born_too_late",
        "suspected_is_for_jkk",
        "children_are_heirs",
        "grade_without_level",
        "grade_outside_level",
        "months_without_amount",
        "losses_without_disability",
        "unknown_loss",
        "loss_too_often",
        "loss_within_another",
        "percent_is_fixed",
        "percent_outside_range",
        "units_without_steps",
        "units_outside_range",
        "functional_percent_outside_range",
        "functional_percent_of_anatomical",
    }
)


@dataclass(frozen=True, slots=True)
class FactProblem:
    """One fact that cannot be: where it stands (`losses[0].units`), why, and with what."""

    key: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


class BadFacts(ValueError):
    """Facts that cannot be read or cannot be true; `problems` names every one."""

    def __init__(self, problems: Sequence[FactProblem]) -> None:
        super().__init__("; ".join(f"{problem.key}: {problem.code}" for problem in problems))
        self.problems = list(problems)
