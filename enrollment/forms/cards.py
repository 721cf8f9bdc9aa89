"""For whom cards or letters are printed, and how they lie on paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enrollment.forms.imports import DecreeChoiceField
from enrollment.forms.regions import RegionField
from enrollment.models import Decree, ImportBatch
from enrollment.rules.cards import Layout
from registry.forms import PlainForm
from registry.models import User

_OF_LAPSES = ("days", "sponsor", "village", "month")

_LAYOUTS = [
    (Layout.TEN.value, _("Ten cards to a page, to be cut")),
    (Layout.ONE.value, _("One card to a page, with what to do when it happens")),
]
_LETTER = (Layout.LETTER.value, _("A letter to each: what ends, and how to go on"))


class CardForm(PlainForm):
    """Whose cards: of a decree, a region or both; or of a list, or of cover that ends."""

    decree = DecreeChoiceField(label=_("Decree"), empty_label=_("Every decree"), required=False)
    region = RegionField(
        label=_("Region"),
        required=False,
        help_text=_("A village, a district or all. With a decree, its workers who live there."),
    )
    layout = forms.ChoiceField(
        label=_("On paper"),
        choices=_LAYOUTS,
        widget=forms.RadioSelect,
    )
    batch = forms.ModelChoiceField(
        queryset=ImportBatch.objects.none(), required=False, widget=forms.HiddenInput
    )
    days = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)
    sponsor = forms.CharField(required=False, max_length=18, widget=forms.HiddenInput)
    village = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    month = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decree, region = self.fields["decree"], self.fields["region"]
        batch, layout = self.fields["batch"], self.fields["layout"]
        assert isinstance(decree, DecreeChoiceField)
        assert isinstance(region, RegionField)
        assert isinstance(batch, forms.ModelChoiceField)
        assert isinstance(layout, forms.ChoiceField)
        decree.queryset = (
            Decree.objects.visible_to(user)
            .of_sponsors()
            .select_related("sponsor")
            .order_by("-decided_on", "-pk")
        )
        batch.queryset = ImportBatch.objects.visible_to(user)
        given = self.data if self.is_bound else self.initial
        if given.get("days"):
            layout.choices = [_LETTER, *_LAYOUTS]
        if given.get("days") or given.get("batch"):
            del self.fields["decree"], self.fields["region"]
        else:
            region.offer(user)

    def clean(self) -> dict[str, Any]:
        """Return what was typed; refuse where nobody is chosen."""
        typed = super().clean() or {}
        if not self.errors and not self.chosen():
            raise ValidationError(gettext("Choose a decree or a region, whose cards are printed."))
        return typed

    def chosen(self) -> dict[str, Any]:
        """Return the choice as plain facts of a job."""
        typed = self.cleaned_data
        facts: dict[str, Any] = {}
        if typed.get("days"):
            facts |= {name: typed[name] for name in _OF_LAPSES if typed.get(name)}
        for name in ("decree", "batch", "region"):
            if typed.get(name):
                facts[name] = typed[name].pk
        return facts
