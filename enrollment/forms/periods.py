"""What is asked before books are closed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enrollment.queries.periods import regions_to_close
from registry.forms import MonthField, PlainForm
from registry.models import Region, User


class ClosingForm(PlainForm):
    """Whose books, and up to which month; who serves one region is not asked which."""

    region = forms.ModelChoiceField(label=_("Region"), queryset=Region.objects.none())
    through = MonthField(
        label=_("Close through"),
        help_text=_("The last month that is closed, like Juni 2020. It must be over."),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("For the auditor, such as the number of the minutes."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = regions_to_close(user)
        held = list(field.queryset[:2])
        if len(held) == 1:
            field.initial, field.widget = held[0], forms.HiddenInput()
