"""What the pages of the top floor ask."""

from django.utils.translation import gettext_lazy as _

from registry.forms import DayField, PlainForm


class CoverageDateForm(PlainForm):
    """The day for which coverage is asked."""

    on = DayField(label=_("Coverage on"), help_text=_("Like 31 Juli 2020."))
