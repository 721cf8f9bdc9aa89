"""On which day open invoices are looked at."""

from django.utils.translation import gettext_lazy as _

from registry.forms import DayField, PlainForm


class AgeingForm(PlainForm):
    """A day, of today unless another is asked for."""

    on = DayField(label=_("Overdue on"), help_text=_("Like 31 Desember 2026."))
