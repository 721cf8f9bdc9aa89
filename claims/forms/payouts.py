"""What is asked about transfers, and about what becomes payable later."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import Payout
from registry.forms import DayField, PlainForm, UploadField

_MOST_BYTES = 1024 * 1024


class PayoutForm(PlainForm):
    """One transfer as the bank's statement has it."""

    bank_reference = forms.CharField(
        label=gettext_lazy("Bank reference"),
        max_length=60,
        widget=forms.TextInput({"class": "w-mid num", "autocomplete": "off"}),
        help_text=gettext_lazy("As it stands in the bank statement. Each reference counts once."),
    )
    paid_on = DayField(
        label=gettext_lazy("Day of payment"),
        help_text=gettext_lazy(
            "The day on which the money left the account, like 24 Agustus 2020 or 24/08/2020."
        ),
    )

    def clean_paid_on(self) -> date:
        """Return the day; a transfer of a day to come has not been made."""
        paid_on: date = self.cleaned_data["paid_on"]
        if paid_on > timezone.localdate():
            raise ValidationError(_("This day has not come yet. Copy the date of the statement."))
        return paid_on


class ReturnForm(PlainForm):
    """Why the bank could not make a transfer."""

    reason = forms.CharField(
        label=gettext_lazy("What the bank says"),
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy(
            "As the bank writes it, like: the account is closed, the name differs."
        ),
    )


class NoteForm(PlainForm):
    """Which proof somebody saw."""

    note = forms.CharField(max_length=300, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, label: Any, help_text: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = self.fields["note"]
        note.label, note.help_text = label, help_text
        note.error_messages["required"] = _("Fill in “%(label)s”.") % {"label": label}


class PaymentFileForm(PlainForm):
    """The transfers that the treasurer saw when the file was asked for."""

    payouts = forms.ModelMultipleChoiceField(
        queryset=Payout.objects.none(), widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args: Any, payouts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["payouts"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = payouts


class AnswerForm(PlainForm):
    """The bank's answer to a payment file."""

    answer = UploadField(
        label=gettext_lazy("Answer of the bank"),
        accept=".csv,text/csv",
        max_bytes=_MOST_BYTES,
        help_text=gettext_lazy(
            "A CSV with the columns reference, status, paid on, amount, bank reference and reason, "
            "in Indonesian or English."
        ),
    )
