"""What is asked about money received, and about its return."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.forms import DayField, PlainForm, RupiahField


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
    amount_idr = RupiahField(
        label=gettext_lazy("Amount received"),
        help_text=gettext_lazy("In whole rupiah, like 975.542.400. A part or too much counts too."),
    )
    paid_on = DayField(
        label=gettext_lazy("Date received"),
        help_text=gettext_lazy("Like 21 Juli 2020 or 21/07/2020."),
    )

    def clean_paid_on(self) -> date:
        """Return the day; money of a day to come has not been received."""
        paid_on: date = self.cleaned_data["paid_on"]
        if paid_on > timezone.localdate():
            raise ValidationError(_("This day has not come yet. Copy the date of the statement."))
        return paid_on


class ReversalForm(PlainForm):
    """Why a payment is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("For the auditor: what was wrong, and which paper says so."),
    )
