"""Why a claim has no right, and what it still lacks, with what would change the answer."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy

REFUSALS: Final = {
    "not_registered_yet": gettext_lazy(
        "The event was on %(event_on)s and the registration on %(registered_on)s: cover had not "
        "begun. Only proof of an earlier registration changes this."
    ),
    "arrears_over_limit": gettext_lazy(
        "Unpaid months in a row at the event: %(months)s. More than %(limit)s take the right "
        "away, also where they were paid later. Proof of a payment before the event changes this."
    ),
    "claim_expired": gettext_lazy(
        "The last day to file was %(expires_on)s, and the claim came on %(filed_on)s. Proof that "
        "it was filed by then changes this."
    ),
    "claim_jkk_instead": gettext_lazy(
        "The death came from work: file a claim of JKK, which is never paid together with JKM."
    ),
    "nobody_died": gettext_lazy("JKM is paid for a death, and nobody died."),
    "not_work_related": gettext_lazy(
        "The cause is none of work. A doctor's finding that work caused it changes this."
    ),
    "excluded_private_interest": gettext_lazy(
        "The work had been left for a private interest. Proof of an errand for work changes this."
    ),
    "excluded_outside_work": gettext_lazy(
        "It happened outside the working time, or not in the declared work. Proof of the work "
        "done at that hour changes this."
    ),
    "excluded_off_route": gettext_lazy(
        "It happened off the usual way between home and work. Proof that the way was a usual or "
        "reasonable one changes this."
    ),
    "excluded_aggravated_disease": gettext_lazy(
        "Work made a disease worse and did not cause it. A doctor's finding that work caused it "
        "changes this."
    ),
    "excluded_suicide": gettext_lazy("Suicide is excluded. Another cause of death changes this."),
    "excluded_self_harm": gettext_lazy(
        "Deliberate self-harm is excluded. Proof of an accident changes this."
    ),
}
ASKED: Final = {
    "missing_program": gettext_lazy("State the program: JKK or JKM."),
    "missing_event_on": gettext_lazy("State the day of the accident, diagnosis or death."),
    "missing_filed_on": gettext_lazy("State the day on which the claim was filed."),
    "missing_cause": gettext_lazy("State the cause."),
    "missing_outcome": gettext_lazy("State the outcome that the doctor declared."),
    "missing_registered_on": gettext_lazy("State the day of the registration."),
    "missing_paid_months": gettext_lazy(
        "State how many months were paid, up to and including the month of the event."
    ),
    "missing_wage_base_idr": gettext_lazy("State the wage base of the band at the event."),
    "missing_heirs": gettext_lazy("State who the heirs are, or that there are none."),
    "missing_losses": gettext_lazy("State which losses of the table the doctor found."),
    "missing_loss_units": gettext_lazy("State how many whole steps were measured: %(losses)s."),
    "missing_loss_percent": gettext_lazy("State the percentage that the doctor gave: %(losses)s."),
    "missing_functional_loss_percent": gettext_lazy(
        "State how many percent of the function are lost: %(losses)s."
    ),
    "suspected_to_conclude": gettext_lazy(
        "It is suspected, not yet concluded, that this came from work: care is guaranteed, and "
        "the rest waits for the conclusion."
    ),
}
