"""What is asked about what happened to a worker."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enrollment.forms.picked import OccupationField, VillageField
from enrollment.models import Worker
from registry.forms import DayField, PlainForm
from registry.models import Occupation, Region


class EventForm(PlainForm):
    """What happened to this worker, beginning with its day."""

    def __init__(self, *args: Any, worker: Worker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.worker = worker

    def day_of_life(self, name: str) -> date:
        """Return the day typed, which lies after the birth and not in the days to come."""
        day: date = self.cleaned_data[name]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet. Write the day as the paper says."))
        if day < self.worker.born_on:
            raise ValidationError(
                _("This day lies before the birth. Write the day as the paper says.")
            )
        return day


class DeathForm(EventForm):
    """The day on which a worker died."""

    died_on = DayField(
        label=gettext_lazy("Day of death"),
        help_text=gettext_lazy("As in the death certificate, like 12 Agustus 2020."),
    )

    def clean_died_on(self) -> date:
        """Return the day."""
        return self.day_of_life("died_on")


class MoveForm(EventForm):
    """When a worker moved, and where to: a village of the region, or any other place."""

    moved_on = DayField(
        label=gettext_lazy("Day of the move"),
        help_text=gettext_lazy("As in the letter of the move (SKPWNI), like 12 Agustus 2020."),
    )
    village = VillageField(
        label=gettext_lazy("To a village of your region"),
        list_id="villages",
        required=False,
        help_text=gettext_lazy("Type its name. Leave it empty if the worker left your region."),
    )
    moved_to = forms.CharField(
        label=gettext_lazy("Or to another place"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"class": "w-mid", "autocomplete": "off"}),
        help_text=gettext_lazy("As far as it is known, like Batam. It may stay empty."),
    )

    def __init__(self, *args: Any, villages: list[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _village_field(self).offer(villages)

    def clean_moved_on(self) -> date:
        """Return the day."""
        return self.day_of_life("moved_on")

    def clean(self) -> dict[str, Any]:
        """Return what was typed: one place, not two."""
        given = super().clean() or self.cleaned_data
        if given.get("village") and given.get("moved_to"):
            self.add_error(
                "moved_to", _("A village of your region is named above. Leave one of both empty.")
            )
        return given


class ReturnForm(EventForm):
    """When a worker came back, and to which village."""

    returned_on = DayField(
        label=gettext_lazy("Day of the return"), help_text=gettext_lazy("Like 12 Agustus 2020.")
    )
    village = VillageField(
        label=gettext_lazy("Lives now in"),
        list_id="villages",
        help_text=gettext_lazy("A village of your region."),
    )

    def __init__(self, *args: Any, villages: list[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _village_field(self).offer(villages)

    def clean_returned_on(self) -> date:
        """Return the day."""
        return self.day_of_life("returned_on")


class WorkForm(EventForm):
    """Which work a worker does from a day on."""

    changed_on = DayField(
        label=gettext_lazy("Since which day"), help_text=gettext_lazy("Like 12 Agustus 2020.")
    )
    occupation = OccupationField(label=gettext_lazy("Work now"), list_id="occupations")
    second_occupation = OccupationField(
        label=gettext_lazy("Second work"),
        list_id="occupations",
        required=False,
        help_text=gettext_lazy("At most two kinds of work are insured (PP 44/2015 Pasal 11)."),
    )
    is_employer = forms.BooleanField(
        label=gettext_lazy("Employs others in this work"), required=False
    )

    def __init__(self, *args: Any, occupations: list[Occupation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("occupation", "second_occupation"):
            field = self.fields[name]
            assert isinstance(field, OccupationField)
            field.offer(occupations)

    def clean_changed_on(self) -> date:
        """Return the day."""
        return self.day_of_life("changed_on")


class UndoForm(PlainForm):
    """Why an event is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("For the auditor: what was wrong, and which paper says so."),
    )


def _village_field(form: forms.Form) -> VillageField:
    field = form.fields["village"]
    assert isinstance(field, VillageField)
    return field
