"""What is asked about an invoice."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms import PlainForm


class PaymentCodeForm(PlainForm):
    """The code under which the payer sends the money."""

    payment_code = forms.CharField(
        label=_("Payment code"),
        max_length=40,
        widget=forms.TextInput({"class": "w-mid num", "autocomplete": "off"}),
        help_text=_("Copy it from the bill of BPJS Ketenagakerjaan. It is printed on the invoice."),
    )
