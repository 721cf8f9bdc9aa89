"""What an export asks: what it is for, and as which kind of file."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.forms import PlainForm

CSV: Final = "csv"
XLSX: Final = "xlsx"
_LONGEST_NOTE: Final = 200
_SHORTEST_NOTE: Final = 5


class Purpose(models.TextChoices):
    """What people's data may leave the registry for."""

    REPORT = "report", _("A report to the head of the office or of the region")
    RECONCILE = "reconcile", _("Comparing with another office or the bank")
    FIELD = "field", _("Work in the villages: repairing data, letters, visits")
    AUDIT = "audit", _("An auditor's request")
    OTHER = "other", _("Something else")


class ExportForm(PlainForm):
    """The purpose and the kind of file; whole NIKs are offered to who may see them."""

    purpose = forms.ChoiceField(
        label=_("What is it for?"), choices=[("", _("Choose a purpose")), *Purpose.choices]
    )
    note = forms.CharField(
        label=_("For whom, in a few words"),
        help_text=_("Stands in the audit trail with your name, such as: Bupati, half-year report."),
        min_length=_SHORTEST_NOTE,
        max_length=_LONGEST_NOTE,
    )
    form = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[(XLSX, _("Excel (XLSX)")), (CSV, _("Text with semicolons (CSV)"))],
        initial=XLSX,
        widget=forms.RadioSelect,
    )
    whole_niks = forms.BooleanField(
        label=_("Show NIKs whole"),
        help_text=_(
            "Only where the purpose needs them. Take XLSX then: Excel rounds 16 digits in CSV."
        ),
        required=False,
    )

    def __init__(self, *args: Any, offers_whole_niks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not offers_whole_niks:
            del self.fields["whole_niks"]
