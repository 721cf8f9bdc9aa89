"""What is asked about a check against the population register."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from enrollment.forms.imports import DecreeChoiceField
from enrollment.models import Decree
from registry.forms import DayField, PlainForm, UploadField
from registry.models import Region

_FILES: Final = ".xlsx,.xlsm,.xls,.ods,.csv,.txt"
UNCHECKED: Final = "unchecked"
EVERYBODY: Final = "everybody"


class CheckForm(PlainForm):
    """An answer of the population register."""

    file = UploadField(
        label=_("File with the answer"),
        accept=_FILES,
        help_text=_("Excel, LibreOffice or CSV, with a column NIK and a column Hasil."),
    )
    source = forms.CharField(
        label=_("Who checked"),
        max_length=120,
        widget=forms.TextInput({"class": "w-mid", "autocomplete": "off"}),
        help_text=_("Like: Disdukcapil Kepulauan Anambas, letter 470/21/2026."),
    )
    checked_on = DayField(
        label=_("Checked on"), help_text=_("The day of the answer, like 21 Juli 2020.")
    )
    region = forms.ModelChoiceField(
        label=_("Region"),
        queryset=Region.objects.none(),
        empty_label=None,
        help_text=_("Only workers who live here are touched."),
    )

    def __init__(self, *args: Any, regions: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "region", regions)


class RequestForm(PlainForm):
    """Whom the population register is asked about, and what for."""

    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.none(), empty_label=None
    )
    decree = DecreeChoiceField(
        label=_("Decree"),
        required=False,
        empty_label=_("All workers of the region"),
        help_text=_("Before billing, ask about the workers of one decree."),
    )
    who = forms.ChoiceField(
        label=_("Who"),
        choices=[
            (UNCHECKED, _("Only who was never checked")),
            (EVERYBODY, _("Everybody, also who was checked before")),
        ],
        initial=UNCHECKED,
        widget=forms.RadioSelect,
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("The sheet holds whole NIKs: who asked for it, and why, stands in the trail."),
    )

    def __init__(
        self, *args: Any, regions: QuerySet[Region], decrees: QuerySet[Decree], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "region", regions)
        _offer(self, "decree", decrees)


def _offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
