"""Every code that facts, lines, findings and problems can carry. They are stable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from claims.rules.assessment import PayeeKind, Result, When
from claims.rules.case import REQUIRED, REQUIRED_BY_JKK
from claims.rules.facts import AidKind, Exclusion, Mode, Outcome
from claims.rules.problems import PROBLEM_CODES
from claims.rules.reading import FACT_CHOICES

LINE_CODES: Final = (
    "lump_sum",
    "death_benefit",
    "permanent_total",
    Outcome.PARTIAL_ANATOMICAL.value,
    Outcome.PARTIAL_FUNCTIONAL.value,
    "periodic",
    "burial",
    "temporary_incapacity",
    *(f"transport_{mode.value}" for mode in Mode),
    "treatment",
    "home_care",
    *(kind.value for kind in AidKind),
    "scholarship",
)

REFUSAL_CODES: Final = (
    "not_registered_yet",
    "arrears_over_limit",
    "claim_expired",
    "claim_jkk_instead",
    "nobody_died",
    "not_work_related",
    *(f"excluded_{exclusion.value}" for exclusion in Exclusion),
)
ASKING_CODES: Final = (
    *(f"missing_{key}" for key in (*REQUIRED, *REQUIRED_BY_JKK)),
    # asked by the claim page alone: without heirs a payment has no payee
    "missing_heirs",
    "missing_losses",
    "missing_loss_units",
    "missing_loss_percent",
    "missing_functional_loss_percent",
    "suspected_to_conclude",
)
NOTE_CODES: Final = (
    "claim_jkm_instead",
    "exclusion_is_for_jkk",
    "not_a_jkm_benefit",
    "under_three_months",
    "arrears_to_settle",
    "arrears_were_settled",
    "scholarship_awaits_arrears",
    "scholarship_needs_three_years",
    "scholarship_needs_five_years",
    "more_than_two_children",
    "child_over_age",
    "heirs_not_stated",
    "heirs_class",
    "heirs_share_one_class",
    "guardian_needed",
    "no_heirs",
    "wage_base_is_no_band",
    "more_paid_than_registered",
    "death_floor_applied",
    "losses_capped",
    "losses_not_added",
    "steps_capped",
    "capped",
    "not_yet_a_benefit",
    "nothing_to_pay",
    "return_to_work",
    "stage1_late",
    "no_conclusion_rule_yet",
    "complete_on_not_stated",
)
CONTROL_CODES: Final = (
    "two_open_death_claims",
    "jkk_and_jkm_for_one_death",
    "death_before_registration",
    "registered_after_death",
    "paid_after_event",
    "holder_is_no_heir",
    "scholarship_over_two_children",
    "scholarship_child_over_age",
    "stage2_late",
    "incapacity_longer_than_time",
    "holder_is_not_the_worker",
)
FINDING_CODES: Final = (*REFUSAL_CODES, *ASKING_CODES, *NOTE_CODES, *CONTROL_CODES)


def all_codes() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return every list of values, by what carries them."""
    return {
        "facts": FACT_CHOICES,
        "answer": {"outcome": tuple(Result)},
        "lines": {"code": LINE_CODES, "when": tuple(When), "payee": tuple(PayeeKind)},
        "findings": {"code": FINDING_CODES},
        "problems": {"code": tuple(sorted(PROBLEM_CODES))},
    }
