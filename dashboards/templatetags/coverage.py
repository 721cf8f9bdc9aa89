"""What the coverage page shows beside the house's own tags."""

from collections.abc import Mapping
from datetime import date

from django import template

from registry.formats import month_text
from registry.models import LabourForce

register = template.Library()


@register.filter
def as_of_words(force: LabourForce) -> str:
    """Return the date of a labor force as far as it is stated: `Agustus 2020`, or `2019`."""
    if force.month is None:
        return str(force.year)
    return month_text(date(force.year, force.month, 1))


@register.filter
def of_code(labels: Mapping[str, str], code: str) -> str:
    """Return the label of a code, or the code where it has none."""
    return labels.get(code, code)
