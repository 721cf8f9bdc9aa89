"""What the contribution calculator asks."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enrollment.forms.decrees import band_choices
from enrollment.models import FUND_LABELS
from registry.forms import DayField, MonthField, PlainForm, RupiahField, WholeNumberField
from registry.programs import Sector


class QuoteForm(PlainForm):
    """Whose contribution, for which months, out of which money."""

    income_idr = RupiahField(
        label=_("Monthly income"),
        required=False,
        help_text=_("It decides the band. Leave it empty to choose the band below."),
    )
    wage_base_idr = forms.TypedChoiceField(
        label=_("Band"), required=False, coerce=int, empty_value=None
    )
    since = MonthField(label=_("First month"), help_text=_("Like Juli 2020."))
    months = WholeNumberField(label=_("Number of months"), min_value=1, max_value=60)
    workers = WholeNumberField(label=_("Workers"), min_value=1, max_value=9_999_999)
    with_jht = forms.BooleanField(label=_("With old-age savings (JHT)"), required=False)
    fund = forms.ChoiceField(label=_("Fund source"), choices=list(FUND_LABELS.items()))
    sector = forms.ChoiceField(
        label=_("Sector"),
        choices=[(Sector.OTHER, _("Any other work")), (Sector.TRANSPORT, _("Transport"))],
        help_text=_("Drivers and couriers have months of relief of their own."),
    )
    known_on = DayField(
        label=_("With the law known on"),
        help_text=_("An invoice keeps the law of its day of issue; today sees every relief."),
    )
    member_since = MonthField(
        label=_("Member since"),
        required=False,
        help_text=_("Only for those who joined lately: a relief may ask for full months first."),
    )
    not_paid_up = forms.BooleanField(label=_("Older contributions are owed"), required=False)
    employer = forms.BooleanField(label=_("The worker employs others"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wage_base = self.fields["wage_base_idr"]
        assert isinstance(wage_base, forms.ChoiceField)
        wage_base.choices = [("", _("By the income above")), *band_choices(today)]

    def clean(self) -> dict[str, Any]:
        """Ask for an income or a band, and for one of them only."""
        given = super().clean() or self.cleaned_data
        if self.errors.keys() & {"income_idr", "wage_base_idr"}:
            return given
        income, base = given.get("income_idr"), given.get("wage_base_idr")
        if income is None and base is None:
            self.add_error("income_idr", _("Fill in the monthly income, or choose a band."))
        elif income is not None and base is not None:
            self.add_error("wage_base_idr", _("Give the income or the band, not both."))
        return given
