"""To which account a kind of recipient is paid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.forms.fields import line
from claims.models import Payee
from claims.rules.assessment import PayeeKind
from enrollment.models import Heir
from registry.forms import PlainForm
from registry.models import Bank

_DIGITS = re.compile(r"[0-9]{5,24}", re.ASCII)
_BETWEEN_DIGITS = re.compile(r"[\s.-]")


class AccountField(forms.CharField):
    """The number of a bank account: its digits, without what stood between them."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "w-nik", "inputmode": "numeric", "autocomplete": "off"}
        super().__init__(max_length=60, widget=forms.TextInput(attrs), **kwargs)

    def clean(self, value: Any) -> str:
        """Return the digits."""
        digits = _BETWEEN_DIGITS.sub("", super().clean(value))
        if digits and not _DIGITS.fullmatch(digits):
            raise ValidationError(
                _("An account number has 5 to 24 digits. Copy it from the bank book.")
            )
        return digits


class BankField(forms.ModelChoiceField):
    """A bank that receives money, by the name that people use."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the short name where there is one."""
        return obj.short_name or obj.name


class HeirField(forms.ModelChoiceField):
    """One of the heirs, named with the relation."""

    def label_from_instance(self, obj: Any) -> str:
        """Return name and relation: two may have one name."""
        return f"{obj.name} ({obj.get_relation_display()})"


class AccountForm(PlainForm):
    """The account of one kind of recipient; of heirs, through one of those named.

    `minors_below` is the age that makes an heir a minor, None where no heir is one.
    """

    heir = HeirField(
        label=gettext_lazy("Which heir receives it?"),
        queryset=Heir.objects.none(),
        empty_label=gettext_lazy("Choose"),
    )
    name = forms.CharField(
        label=gettext_lazy("Who receives it?"), max_length=120, widget=line("w-mid")
    )
    bank = BankField(
        label=gettext_lazy("Bank"),
        queryset=Bank.objects.none(),
        empty_label=gettext_lazy("Choose"),
        widget=forms.Select({"class": "w-mid"}),
    )
    account_number = AccountField(
        label=gettext_lazy("Account number"), help_text=gettext_lazy("From the bank book.")
    )
    holder = forms.CharField(
        label=gettext_lazy("In whose name is the account?"),
        max_length=120,
        widget=line("w-mid"),
        help_text=gettext_lazy("As printed in the bank book."),
    )
    is_guardian = forms.BooleanField(required=False)

    def __init__(
        self,
        *args: Any,
        kind: str,
        heirs: Sequence[Heir],
        minors_below: int | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        bank, heir = self.fields["bank"], self.fields["heir"]
        assert isinstance(bank, forms.ModelChoiceField)
        assert isinstance(heir, forms.ModelChoiceField)
        bank.queryset = Bank.objects.filter(active=True).order_by("name")
        heir.queryset = Heir.objects.filter(pk__in=[heir.pk for heir in heirs])
        absent = []
        if kind != PayeeKind.HEIRS:
            absent += ["heir", "is_guardian"]
        elif minors_below is None:
            absent.append("is_guardian")
        words = _("The holder is the guardian of an heir under %(age)s")
        self.fields["is_guardian"].label = words % {"age": minors_below}
        if kind in (PayeeKind.HEIRS, PayeeKind.WORKER):
            absent.append("name")
        for name in absent:
            del self.fields[name]


def account_on_record(payee: Payee | None, *, heirs: Sequence[Heir]) -> dict[str, Any]:
    """Return what the form begins with; the account number is typed anew.

    Where one heir alone is entitled, nobody needs to choose.
    """
    if payee is None:
        return {"heir": heirs[0].pk} if len(heirs) == 1 else {}
    return {
        "heir": payee.heir_id,
        "name": payee.name,
        "bank": payee.bank_id,
        "holder": payee.holder,
        "is_guardian": payee.is_guardian,
    }
