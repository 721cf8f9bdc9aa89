"""What is asked about credit that was paid back to the treasury."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms import DayField, PlainForm, RupiahField


class RefundForm(PlainForm):
    """One deposit slip: how much went back, under which number, when and why."""

    amount_idr = RupiahField(
        label=_("Amount paid back"), help_text=_("In whole rupiah, at most the credit left of it.")
    )
    reference = forms.CharField(
        label=_("Number of the deposit slip"),
        max_length=60,
        widget=forms.TextInput({"class": "w-mid num", "autocomplete": "off"}),
        help_text=_("Of the STS or the transfer. Each number counts once for this payment."),
    )
    refunded_on = DayField(label=_("Date of the slip"), help_text=_("Like 21 Juli 2020."))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For the auditor: why it is not used for the next invoice."),
    )
