"""What is asked about a worker."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.forms import DayField, PlainForm


class DeathForm(PlainForm):
    """The day on which a worker died."""

    died_on = DayField(
        label=gettext_lazy("Day of death"),
        help_text=gettext_lazy("As in the death certificate, like 12 Agustus 2020."),
    )

    def __init__(self, *args: Any, born_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.born_on = born_on

    def clean_died_on(self) -> date:
        """Return the day, which lies after the birth and not in the days to come."""
        died_on: date = self.cleaned_data["died_on"]
        if died_on > timezone.localdate():
            raise ValidationError(_("This day has not come yet. Copy it from the certificate."))
        if died_on < self.born_on:
            raise ValidationError(
                _("This day lies before the birth. Copy it from the certificate.")
            )
        return died_on
