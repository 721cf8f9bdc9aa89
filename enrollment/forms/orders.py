"""What is asked of a worker who pays for himself: his income, and for how many months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enrollment.forms.decrees import band_choices
from enrollment.rules.contributions import band_for_income
from registry.forms import MonthField, PlainForm, RupiahField


class OrderPriceForm(PlainForm):
    """What makes the price of an order: the income decides the band, or the band is chosen."""

    income_idr = RupiahField(
        label=_("Monthly income"),
        required=False,
        help_text=_("It decides the band. Leave it empty to choose the band."),
    )
    wage_base_idr = forms.TypedChoiceField(
        label=_("Band"), required=False, coerce=int, empty_value=None
    )
    with_jht = forms.BooleanField(label=_("With old-age savings (JHT)"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        wage_base = self.fields["wage_base_idr"]
        assert isinstance(wage_base, forms.ChoiceField)
        wage_base.choices = [("", _("By the income above")), *band_choices(today)]

    def clean_income_idr(self) -> int | None:
        """Return the income; none at all is in no band."""
        income: int | None = self.cleaned_data["income_idr"]
        if income is not None and income <= 0:
            raise forms.ValidationError(_("Write an income above Rp0, or leave it empty."))
        return income

    def clean(self) -> dict[str, Any]:
        """Ask for an income or a band."""
        given = super().clean() or self.cleaned_data
        missing = given.get("income_idr") is None and given.get("wage_base_idr") is None
        if missing and not self.errors:
            self.add_error("income_idr", _("Fill in the monthly income, or choose a band."))
        return given

    @property
    def chosen_base_idr(self) -> int:
        """The wage base, in rupiah: a band that was chosen goes before the income."""
        chosen: int | None = self.cleaned_data["wage_base_idr"]
        if chosen is not None:
            return chosen
        return band_for_income(self.cleaned_data["income_idr"], on=self._today).wage_base_idr


class OrderForm(PlainForm):
    """The order itself, with what was shown when it was chosen."""

    months = forms.TypedChoiceField(
        label=_("Number of months"), coerce=int, widget=forms.RadioSelect
    )
    wage_base_idr = forms.TypedChoiceField(coerce=int, widget=forms.HiddenInput)
    with_jht = forms.BooleanField(required=False, widget=forms.HiddenInput)
    since = MonthField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: Sequence[int], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months, wage_base = self.fields["months"], self.fields["wage_base_idr"]
        assert isinstance(months, forms.ChoiceField)
        assert isinstance(wage_base, forms.ChoiceField)
        months.choices = [(number, str(number)) for number in offered]
        wage_base.choices = band_choices(today)
