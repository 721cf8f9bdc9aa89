"""What an assessor sees beside the answer, in sentences."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy

NOTES: Final = {
    "claim_jkm_instead": gettext_lazy("Work did not cause this death: file a claim of JKM."),
    "exclusion_is_for_jkk": gettext_lazy(
        "An exclusion matters to JKK alone. If the death was none of work, state another cause."
    ),
    "not_a_jkm_benefit": gettext_lazy("JKM does not pay these, JKK does: %(benefits)s."),
    "under_three_months": gettext_lazy(
        "Months paid since the registration on %(registered_on)s: %(paid_months)s. Before "
        "%(months)s months are paid and past, the heirs have the burial money alone."
    ),
    "arrears_to_settle": gettext_lazy("Unpaid months at the event: %(months)s."),
    "arrears_were_settled": gettext_lazy("Unpaid months at the event, settled since: %(months)s."),
    "scholarship_awaits_arrears": gettext_lazy(
        "The yearly scholarship, too, waits until the arrears are settled."
    ),
    "scholarship_needs_three_years": gettext_lazy(
        "A scholarship needs %(needed)s paid months; paid were %(paid_months)s."
    ),
    "scholarship_needs_five_years": gettext_lazy(
        "Before December 2019 a scholarship needs %(needed)s paid months; paid were "
        "%(paid_months)s."
    ),
    "more_than_two_children": gettext_lazy(
        "%(children)s children could have the scholarship and %(most)s may: those with the "
        "largest totals are planned."
    ),
    "child_over_age": gettext_lazy(
        "The child born on %(born_on)s had reached %(age)s when the school year of the event "
        "began, and has no scholarship."
    ),
    "heirs_not_stated": gettext_lazy(
        "The heirs are not stated; the lines are worked out as if there were some."
    ),
    "heirs_class": gettext_lazy("Entitled, first in the order of the law: %(relations)s."),
    "heirs_share_one_class": gettext_lazy(
        "%(count)s heirs stand in one class, and no act divides it: they agree in writing."
    ),
    "guardian_needed": gettext_lazy(
        "All entitled heirs are younger than %(years)s: a guardian receives the money for them."
    ),
    "no_heirs": gettext_lazy(
        "There are no heirs and no will: who arranged the burial has the burial money, and the "
        "rest goes to the Social Security Fund."
    ),
    "wage_base_is_no_band": gettext_lazy(
        "%(wage_base_idr)s is the wage base of no band at the event. It is used as stated: "
        "compare it with the registration."
    ),
    "more_paid_than_registered": gettext_lazy(
        "%(paid_months)s paid months are stated, and at most %(months)s lie between the "
        "registration and the event. Compare both with the payments."
    ),
    "death_floor_applied": gettext_lazy(
        "The percentage gives %(amount_idr)s; the death benefit is at least %(floor_idr)s."
    ),
    "losses_not_added": gettext_lazy(
        "The losses stated are part of the whole and are not paid beside it."
    ),
    "losses_capped": gettext_lazy("The losses together are paid up to %(percent)s %%."),
    "steps_capped": gettext_lazy(
        "%(losses)s: the steps are worth at most the whole loss, %(percent)s %%."
    ),
    "capped": gettext_lazy("%(benefit)s: %(amount_idr)s was stated, %(cap_idr)s is the most."),
    "not_yet_a_benefit": gettext_lazy(
        "%(benefit)s: no benefit yet on %(event_on)s, that came on %(since)s."
    ),
    "nothing_to_pay": gettext_lazy("The right stands, and the facts state nothing to pay."),
    "return_to_work": gettext_lazy(
        "The advisory doctor can recommend help with the return to work."
    ),
    "stage1_late": gettext_lazy(
        "Stage I was reported after more than %(hours)s hours. The right is not lost by that."
    ),
    "no_conclusion_rule_yet": gettext_lazy(
        "No act said on %(reported_on)s by when a suspicion must be concluded."
    ),
    "complete_on_not_stated": gettext_lazy(
        "Paid on %(paid_on)s, but the day on which the file was complete is not stated: no "
        "compensation could be worked out."
    ),
}
CONTROLS: Final = {
    "two_open_death_claims": gettext_lazy("Another claim for this death is open: %(claims)s."),
    "jkk_and_jkm_for_one_death": gettext_lazy(
        "JKK and JKM are both claimed for this death (%(claims)s), and one excludes the other."
    ),
    "death_before_registration": gettext_lazy(
        "The death on %(died_on)s lies before the registration on %(registered_on)s."
    ),
    "registered_after_death": gettext_lazy(
        "The registration was entered on %(entered_on)s, after the death on %(died_on)s."
    ),
    "paid_after_event": gettext_lazy(
        "Months before the event that were paid after it: %(months)s, the last on %(paid_on)s."
    ),
    "holder_is_no_heir": gettext_lazy(
        "The account is in the name of %(holder)s, who is no listed heir."
    ),
    "stage2_late": gettext_lazy(
        "The outcome was reported later than 2 × 24 hours after the doctor declared it. Nothing is "
        "lost by that."
    ),
    "incapacity_longer_than_time": gettext_lazy(
        "%(months)s months unable to work are stated, and only %(passed)s have passed since the "
        "event."
    ),
    "holder_is_not_the_worker": gettext_lazy(
        "The account is in the name of %(holder)s, and not of the worker."
    ),
    "scholarship_over_two_children": gettext_lazy(
        "A scholarship is claimed for %(children)s children, and %(most)s may have it."
    ),
    "scholarship_child_over_age": gettext_lazy(
        "A scholarship is claimed for the child born on %(born_on)s, who has reached %(age)s."
    ),
}
