"""What is asked about transfers, and about what becomes payable later."""

import re
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import Payout
from registry.forms import DayField, PlainForm, UploadField

_MOST_BYTES: Final = 1024 * 1024
_KEY: Final = re.compile(r"\d{1,18}", re.ASCII)


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


class LaterReturnForm(ReturnForm):
    """Why the bank sent a transfer back that had been paid, and on which day."""

    returned_on = DayField(
        label=gettext_lazy("Day on which it came back"),
        help_text=gettext_lazy(
            "The day on which the money was in the account again, like 28 Agustus 2020 or "
            "28/08/2020."
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


class KeysField(forms.Field):
    """The keys of records, as hidden inputs carry them: whole numbers that a database holds."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> set[int]:
        """Return each key once."""
        texts = value or []
        if not all(_KEY.fullmatch(text) for text in texts):
            raise ValidationError(_("These records are not known. Open the list again."))
        return {int(text) for text in texts}


class PaymentFileForm(PlainForm):
    """The transfers that the treasurer saw when the file was asked for."""

    payouts = KeysField()

    def __init__(self, *args: Any, payouts: QuerySet[Payout], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._payouts = payouts

    def clean_payouts(self) -> list[Payout]:
        """Return the transfers; every one of them is in scope."""
        keys: set[int] = self.cleaned_data["payouts"]
        found = list(self._payouts.filter(pk__in=keys))
        if len(found) != len(keys):
            raise ValidationError(_("These records are not known. Open the list again."))
        return found


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
