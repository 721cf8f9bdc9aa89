"""What is asked of a decree, and of the arithmetic beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enrollment.forms.regions import RegionField
from enrollment.forms.scans import ScanField
from enrollment.models import FUND_LABELS, Sponsor
from enrollment.rules.contributions import bands
from registry.formats import number_text, rupiah_text
from registry.forms import DayField, MonthField, PlainForm, RupiahField, WholeNumberField
from registry.models import User


def band_choices(on: date) -> list[tuple[int, str]]:
    """Return the bands in force on a day, by wage base: Rp1.000.000 (band 1)."""
    return [
        (
            band.wage_base_idr,
            gettext("%(base)s (band %(number)s)")
            % {"base": rupiah_text(band.wage_base_idr), "number": number_text(band.number)},
        )
        for band in bands(on)
    ]


class SponsorChoiceField(forms.ModelChoiceField):
    """A sponsor in the user's scope."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Sponsor.objects.none(), **kwargs)


class DecreeForm(PlainForm):
    """The decree: who decided what, for whom, for how long, out of which money."""

    sponsor = SponsorChoiceField(label=_("Sponsor"), empty_label=_("Choose"))
    number = forms.CharField(
        label=_("Number of the decree"),
        max_length=80,
        help_text=_("As on the paper, like SK 560/112/2020."),
        widget=forms.TextInput(attrs={"class": "w-mid", "autocomplete": "off"}),
    )
    decided_on = DayField(label=_("Date of the decree"), help_text=_("Like 14 Juli 2020."))
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    region = RegionField(label=_("Region"), help_text=_("Where its workers are looked for first."))
    fund = forms.ChoiceField(label=_("Fund source"), choices=list(FUND_LABELS.items()))
    since = MonthField(label=_("First month of cover"), help_text=_("Like Juli 2020."))
    months = WholeNumberField(label=_("Number of months"), min_value=1, max_value=60)
    wage_base_idr = forms.TypedChoiceField(
        label=_("Wage base"),
        coerce=int,
        help_text=_("The band holds for every worker of the decree, whatever each one earns."),
    )
    with_jht = forms.BooleanField(label=_("With old-age savings (JHT)"), required=False)
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
    scan = ScanField(
        label=_("Scan of the decree"),
        required=False,
        help_text=_("PDF, JPEG or PNG, 10 MB at most."),
    )

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sponsor, region = self.fields["sponsor"], self.fields["region"]
        wage_base = self.fields["wage_base_idr"]
        assert isinstance(sponsor, SponsorChoiceField)
        assert isinstance(region, RegionField)
        assert isinstance(wage_base, forms.ChoiceField)
        payers = Sponsor.objects.visible_to(user).paying_for_others()
        sponsor.queryset = payers.order_by("name", "pk")
        region.offer(user)
        wage_base.choices = band_choices(today)


class DecreePreviewForm(PlainForm):
    """The part of a decree that decides what its ceiling buys, half filled in or not at all."""

    decided_on = DayField(required=False)
    fund = forms.ChoiceField(choices=list(FUND_LABELS.items()))
    since = MonthField()
    months = WholeNumberField(min_value=1, max_value=60)
    wage_base_idr = forms.TypedChoiceField(coerce=int)
    with_jht = forms.BooleanField(required=False)
    ceiling_idr = RupiahField()
    quota = WholeNumberField(required=False, min_value=1, max_value=9_999_999)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        wage_base = self.fields["wage_base_idr"]
        assert isinstance(wage_base, forms.ChoiceField)
        wage_base.choices = band_choices(today)

    def clean_decided_on(self) -> date:
        """Return the date of the decree, whose law prices it; today until it is typed."""
        return self.cleaned_data["decided_on"] or self._today
