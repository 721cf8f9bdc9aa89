"""What a benefit line is called."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy

_LABELS: Final = {
    "lump_sum": gettext_lazy("Death benefit, lump sum"),
    "death_benefit": gettext_lazy("Death benefit for a work accident"),
    "permanent_total": gettext_lazy("Permanent total disability"),
    "partial_anatomical": gettext_lazy("Loss of a part of the body"),
    "partial_functional": gettext_lazy("Loss of function"),
    "periodic": gettext_lazy("Periodic benefit, paid at once"),
    "burial": gettext_lazy("Burial"),
    "temporary_incapacity": gettext_lazy("Wage while unable to work"),
    "transport_land": gettext_lazy("Transport by land, river or lake"),
    "transport_sea": gettext_lazy("Transport by sea"),
    "transport_air": gettext_lazy("Transport by air"),
    "treatment": gettext_lazy("Treatment"),
    "home_care": gettext_lazy("Care at home"),
    "prosthesis": gettext_lazy("Prosthesis"),
    "orthosis": gettext_lazy("Orthosis"),
    "denture": gettext_lazy("Dentures"),
    "hearing_aid": gettext_lazy("Hearing aid"),
    "spectacles": gettext_lazy("Spectacles"),
    "scholarship": gettext_lazy("Scholarship"),
}
LABELLED: Final = tuple(_LABELS)


def line_label(code: str, *, level: str = "", grade: int = 0, due_on: date | None = None) -> str:
    """Return the name of a line: of a year of scholarship `Scholarship, SD 3, 2024/2025`."""
    parts = [str(_LABELS[code])]
    if level:
        parts.append(f"{level} {grade}")
    if due_on:
        parts.append(f"{due_on.year}/{due_on.year + 1}")
    return ", ".join(parts)
