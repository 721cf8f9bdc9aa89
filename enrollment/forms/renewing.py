"""What is asked of the decree that renews another."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enrollment.forms.decrees import band_choices
from enrollment.models import FUND_LABELS, Decree
from registry.formats import month_text
from registry.forms import DayField, MonthField, PlainForm, RupiahField, WholeNumberField


class RenewalForm(PlainForm):
    """The new decree; sponsor, region, title and programs stay those of the old one."""

    number = forms.CharField(
        label=_("Number of the new decree"),
        max_length=80,
        help_text=_("As on the paper, like SK 560/112/2020."),
        widget=forms.TextInput(attrs={"class": "w-mid", "autocomplete": "off"}),
    )
    decided_on = DayField(label=_("Date of the decree"), help_text=_("Like 14 Juli 2020."))
    since = MonthField(
        label=_("First month of cover"),
        help_text=_("The month after the old decree: no month is left out and none paid twice."),
    )
    months = WholeNumberField(label=_("Number of months"), min_value=1, max_value=60)
    fund = forms.ChoiceField(label=_("Fund source"), choices=list(FUND_LABELS.items()))
    wage_base_idr = forms.TypedChoiceField(label=_("Wage base"), coerce=int)
    ceiling_idr = RupiahField(
        label=_("Budget ceiling"), help_text=_("In rupiah. No invoice can go beyond it.")
    )
    quota = WholeNumberField(
        label=_("Quota of workers"),
        required=False,
        min_value=1,
        max_value=9_999_999,
        help_text=_("Only where the decree names one."),
    )

    def __init__(self, *args: Any, renewed: Decree, today: date, **kwargs: Any) -> None:
        initial = {
            "since": renewed.until,
            "months": renewed.months,
            "fund": renewed.fund,
            "wage_base_idr": renewed.wage_base_idr,
            "quota": renewed.quota,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self._renewed = renewed
        wage_base = self.fields["wage_base_idr"]
        assert isinstance(wage_base, forms.ChoiceField)
        wage_base.choices = band_choices(max(renewed.until, today))

    def clean_since(self) -> date:
        """Return the first month, which no decree pays for yet."""
        since: date = self.cleaned_data["since"]
        if since < self._renewed.until:
            raise ValidationError(
                gettext("Decree %(number)s pays until then. Begin with %(month)s, or later.")
                % {"number": self._renewed.number, "month": month_text(self._renewed.until)}
            )
        return since
