"""What is asked to replace a worker under a decree."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enrollment.models import Enrollment
from enrollment.queries.replacing import first_month_free
from enrollment.rules.insurable import Statement
from enrollment.wording.attestations import QUESTIONS
from registry.formats import month_text
from registry.forms import DayField, MonthField, PlainForm
from registry.months import add_months, first_of_month

EndReason = Enrollment.EndReason
_REASONS = (
    (EndReason.DEATH, gettext_lazy("Died")),
    (EndReason.MOVED, gettext_lazy("Moved away")),
    (EndReason.INELIGIBLE, gettext_lazy("May not be insured here")),
)


class ReplacementForm(PlainForm):
    """Why a worker leaves the place, from which month on, and by which annex.

    Of a membership that has ended only the month and the annex are asked.
    """

    reason = forms.ChoiceField(
        label=gettext_lazy("Why the place is free"), choices=_REASONS, widget=forms.RadioSelect
    )
    happened_on = DayField(
        label=gettext_lazy("Day of the death or the move"),
        required=False,
        help_text=gettext_lazy("It is recorded as well. Like 12 Agustus 2020."),
    )
    from_month = MonthField(
        label=gettext_lazy("First month of the other worker"),
        help_text=gettext_lazy("Like Oktober 2020. Cover never begins in a month that has passed."),
    )
    annex_number = forms.CharField(
        label=gettext_lazy("Number of the annex"),
        max_length=80,
        widget=forms.TextInput({"class": "w-mid", "autocomplete": "off"}),
        help_text=gettext_lazy("Several replacements may stand in one annex."),
    )
    annex_on = DayField(
        label=gettext_lazy("Date of the annex"), help_text=gettext_lazy("Like 12 Agustus 2020.")
    )

    def __init__(self, *args: Any, enrollment: Enrollment, **kwargs: Any) -> None:
        today = timezone.localdate()
        self.enrollment = enrollment
        first = first_month_free(enrollment, on=today)
        kwargs.setdefault("initial", {"from_month": first, "annex_on": today})
        super().__init__(*args, **kwargs)
        if enrollment.end_reason:
            del self.fields["reason"], self.fields["happened_on"]

    def clean_happened_on(self) -> date | None:
        """Return the day, which has come."""
        day: date | None = self.cleaned_data["happened_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day has not come yet. Write the day as the paper says."))
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for the day of a death or a move, and for a month that is free."""
        given = super().clean() or self.cleaned_data
        reason, month = given.get("reason"), given.get("from_month")
        happens = reason in (EndReason.DEATH, EndReason.MOVED)
        if happens and not given.get("happened_on") and "happened_on" not in self.errors:
            self.add_error(
                "happened_on", _("Write the day on which it happened, as the paper says.")
            )
        if month:
            self._check_month(month)
        return given

    def _check_month(self, month: date) -> None:
        last = add_months(self.enrollment.decree.until, -1)
        first = first_month_free(self.enrollment, on=timezone.localdate())
        first = max(first, self.ends_from or first)
        if first > last:
            self.add_error("from_month", _("The decree has no month left for another worker."))
        elif not first <= month <= last:
            words = _("The place is free from %(first)s to %(last)s. Write one of these months.")
            shown = {"first": month_text(first), "last": month_text(last)}
            self.add_error("from_month", words % shown)

    @property
    def ends_from(self) -> date | None:
        """The month from which the first worker's cover ends with it; None if it has ended."""
        if self.enrollment.end_reason:
            return None
        happened_on: date | None = self.cleaned_data.get("happened_on")
        if self.cleaned_data.get("reason") == EndReason.INELIGIBLE or happened_on is None:
            return self.cleaned_data.get("from_month")
        return max(add_months(first_of_month(happened_on), 1), self.enrollment.since)

    @property
    def terms(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        given = self.cleaned_data
        is_ineligible = given.get("reason") == EndReason.INELIGIBLE
        return given | {
            "reason": given.get("reason", self.enrollment.end_reason),
            "happened_on": None if is_ineligible else given.get("happened_on"),
        }


class AttestationForm(PlainForm):
    """What must be true of the worker who takes the place, and who says so."""

    works = forms.BooleanField(label=QUESTIONS[Statement.WORKS], required=False)
    not_ill = forms.BooleanField(label=QUESTIONS[Statement.NOT_ILL], required=False)
    attested_by_name = forms.CharField(
        label=gettext_lazy("Said by"),
        max_length=160,
        required=False,
        widget=forms.TextInput({"class": "w-mid", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Empty when the worker says it; else who knows, like the village head."
        ),
    )

    @property
    def terms(self) -> dict[str, Any]:
        """What was attested, as the action takes it."""
        given = self.cleaned_data
        return {
            "statements": {name.value: given[name.value] for name in QUESTIONS},
            "attested_by_name": given["attested_by_name"],
        }
