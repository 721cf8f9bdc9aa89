"""The rows of costs in the form of facts: rides to care, and aids, each with its amount."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.rules.facts import AidKind, Mode
from registry.forms import RupiahField

RIDE_ROWS: Final = 4
AID_ROWS: Final = 3
MODE_LABELS: Final = {
    Mode.LAND: gettext_lazy("By land, river or lake"),
    Mode.SEA: gettext_lazy("By sea"),
    Mode.AIR: gettext_lazy("By air"),
}
AID_LABELS: Final = {
    AidKind.PROSTHESIS: gettext_lazy("Artificial limb (prosthesis), price of the list"),
    AidKind.ORTHOSIS: gettext_lazy("Brace or support (orthosis), price of the list"),
    AidKind.DENTURE: gettext_lazy("Denture"),
    AidKind.HEARING_AID: gettext_lazy("Hearing aid"),
    AidKind.SPECTACLES: gettext_lazy("Spectacles"),
}


def cost_fields(
    name: str, rows: int, what: Any, kinds: Mapping[Any, Any]
) -> dict[str, forms.Field]:
    """Return the fields of rows that say what was bought and what it cost."""
    fields: dict[str, forms.Field] = {}
    for row in range(rows):
        fields[f"{name}_{row}_kind"] = forms.ChoiceField(
            label=what, choices=[("", gettext_lazy("Choose")), *kinds.items()], required=False
        )
        fields[f"{name}_{row}_idr"] = RupiahField(label=gettext_lazy("Amount"), required=False)
    return fields


def check_costs(form: forms.Form, name: str, rows: int) -> None:
    """Refuse an amount without its purpose, and a purpose without its amount."""
    given = form.cleaned_data
    for row in range(rows):
        kind, idr = f"{name}_{row}_kind", f"{name}_{row}_idr"
        if given.get(kind) and given.get(idr) is None and idr not in form.errors:
            form.add_error(idr, _("Write what it cost, from the receipt."))
        if given.get(idr) is not None and not given.get(kind) and kind not in form.errors:
            form.add_error(kind, _("Choose what this amount was for."))


def stated_costs(given: Mapping[str, Any], name: str, rows: int, key: str) -> list[dict[str, Any]]:
    """Return the rows that were filled in, under the keys of `manage.py assess`."""
    return [
        {key: given[f"{name}_{row}_kind"], "amount_idr": given[f"{name}_{row}_idr"]}
        for row in range(rows)
        if given.get(f"{name}_{row}_kind")
    ]
