"""What is asked about money received, and about its return."""

import re
from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.forms import DayField, PlainForm, RupiahField, TypedField

_YEAR: Final = re.compile(r"20\d\d", re.ASCII)


class YearField(TypedField):
    """A budget year in four digits."""

    classes = "w-date"
    inputmode = "numeric"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "unreadable": gettext_lazy("“%(read)s” is no year. Write four digits, like 2020."),
    }

    def read(self, text: str) -> int:
        if not _YEAR.fullmatch(text):
            raise ValueError(text)
        return int(text)

    def write(self, value: int) -> str:
        return str(value)


class PaymentForm(PlainForm):
    """One receipt of money. A payment is a fact: nothing here asks what the invoice allows."""

    reference = forms.CharField(
        label=gettext_lazy("Bank reference"),
        max_length=60,
        widget=forms.TextInput({"class": "w-mid num", "autocomplete": "off"}),
        help_text=gettext_lazy("As it stands in the bank statement. Each reference counts once."),
    )
    sp2d_number = forms.CharField(
        label=gettext_lazy("SP2D number"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"class": "w-mid num", "autocomplete": "off"}),
        help_text=gettext_lazy("The order of the treasury by which the money left the account."),
    )
    sp2d_on = DayField(label=gettext_lazy("Date of the SP2D"), required=False)
    amount_idr = RupiahField(
        label=gettext_lazy("Amount received"),
        help_text=gettext_lazy("In whole rupiah, like 975.542.400. A part or too much counts too."),
    )
    paid_on = DayField(
        label=gettext_lazy("Date received"),
        help_text=gettext_lazy("Like 21 Juli 2020 or 21/07/2020."),
    )
    budget_year = YearField(
        label=gettext_lazy("Budget year"),
        required=False,
        help_text=gettext_lazy(
            "Out of which year's budget it came. Left empty: the year of the SP2D, or of the "
            "receipt where there is none."
        ),
    )

    def clean_paid_on(self) -> date:
        """Return the day; money of a day to come has not been received."""
        paid_on: date = self.cleaned_data["paid_on"]
        if paid_on > timezone.localdate():
            raise ValidationError(_("This day has not come yet. Copy the date of the statement."))
        return paid_on

    def clean_sp2d_on(self) -> date | None:
        """Return the day of the order, which comes before the money."""
        sp2d_on: date | None = self.cleaned_data["sp2d_on"]
        if sp2d_on and sp2d_on > timezone.localdate():
            raise ValidationError(_("This day has not come yet. Copy the date of the SP2D."))
        return sp2d_on

    def clean(self) -> dict[str, Any]:
        """Return what was typed; a budget year far from the money is a slip of the pen."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        year, paid_on = typed.get("budget_year"), typed.get("paid_on")
        if year and paid_on and abs(year - paid_on.year) > 1:
            self.add_error(
                "budget_year",
                _("The money came in %(year)s. Check the budget year on the SP2D.")
                % {"year": paid_on.year},
            )
        return typed


class ReversalForm(PlainForm):
    """Why a payment or a refund is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("For the auditor: what was wrong, and which paper says so."),
    )
