"""What is asked of a sponsor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from enrollment.forms.regions import RegionField
from enrollment.models import Sponsor
from registry.forms import PlainForm
from registry.models import User


class SponsorForm(PlainForm):
    """Who pays: name, kind, region, and a short code."""

    name = forms.CharField(
        label=_("Name"),
        max_length=160,
        help_text=_("As on its letters, like Pemerintah Kabupaten Kepulauan Anambas."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        # a worker becomes his own payer by his first order
        choices=[choice for choice in Sponsor.Kind.choices if choice[0] != Sponsor.Kind.SELF],
    )
    region = RegionField(label=_("Region"), help_text=_("Where it has its seat."))
    code = forms.SlugField(
        label=_("Code"),
        max_length=60,
        required=False,
        help_text=_("Lower-case letters, digits and dashes. Left empty, it is made of the name."),
        widget=forms.TextInput(attrs={"class": "w-mid", "autocomplete": "off"}),
        error_messages={"invalid": _("Use letters, digits and dashes alone, like pemkab-anambas.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = self.fields["region"]
        assert isinstance(region, RegionField)
        region.offer(user)

    def clean(self) -> dict[str, Any]:
        """Make the code of the name where none was typed."""
        given = super().clean() or self.cleaned_data
        if "code" in given:
            given["code"] = given["code"].lower() or slugify(given.get("name", ""))[:60].strip("-")
            if not given["code"] and "name" in given:
                self.add_error("code", _("Write a code, like pemkab-anambas."))
        return given
