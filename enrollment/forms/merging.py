"""What is asked before two records become one, and before they are parted."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms import PlainForm

KEPT, OTHER = "kept", "other"


class MergeForm(PlainForm):
    """For each field that differs which of the two is right, and how one knows."""

    reason = forms.CharField(
        label=_("How do you know that it is one person?"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Which paper says so, and who was asked."),
    )

    def __init__(self, *args: Any, differing: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._differing = tuple(differing)
        for name in self._differing:
            self.fields[f"from_{name}"] = forms.ChoiceField(
                choices=[(KEPT, KEPT), (OTHER, OTHER)], initial=KEPT, required=False
            )

    @property
    def taken(self) -> list[str]:
        """The fields that come from the record given up."""
        return [name for name in self._differing if self.cleaned_data.get(f"from_{name}") == OTHER]


class PartingForm(PlainForm):
    """Why two records that were joined are parted."""

    reason = forms.CharField(
        label=_("Why are they two persons?"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Which paper says so, and who was asked."),
    )
