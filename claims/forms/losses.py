"""The rows of losses in the form of facts: which row of the table, and what the doctor measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.forms.fields import PercentField
from claims.rules.disability import PARTIAL
from claims.rules.facts import Outcome
from claims.rules.losses import LossRow, losses, rows_by_code
from claims.wording.losses import row_name, row_percent
from registry.formats import number_text
from registry.forms import WholeNumberField

LOSS_ROWS: Final = 5
_MOST_STEPS: Final = 100


def loss_fields(on: date) -> dict[str, forms.Field]:
    """Return the fields of the rows, with the table in force on a day to choose from."""
    choices = [
        ("", gettext_lazy("Choose")),
        *((row.code, f"{row_name(row)} ({row_percent(row)})") for row in losses(on)),
    ]
    fields: dict[str, forms.Field] = {}
    for row in range(LOSS_ROWS):
        fields[f"loss_{row}_code"] = forms.ChoiceField(
            label=gettext_lazy("Loss"), choices=choices, required=False
        )
        fields[f"loss_{row}_percent"] = PercentField(
            label=gettext_lazy("Percentage that the doctor gives"),
            required=False,
            help_text=gettext_lazy("Only where the table has a range, like 10–30 %."),
        )
        fields[f"loss_{row}_units"] = WholeNumberField(
            label=gettext_lazy("Whole steps"),
            required=False,
            max_value=_MOST_STEPS,
            help_text=gettext_lazy("Only where the table counts steps: 35 dB are 3 of 10 dB."),
        )
        fields[f"loss_{row}_functional_loss_percent"] = PercentField(
            label=gettext_lazy("How much of its function is lost, in percent"),
            required=False,
            help_text=gettext_lazy("Only where the function is lost in part."),
        )
    return fields


def stated_losses(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows that were filled in, under the keys of `manage.py assess`."""
    names = ("code", "percent", "units", "functional_loss_percent")
    rows = ({name: given.get(f"loss_{row}_{name}") for name in names} for row in range(LOSS_ROWS))
    return [
        {name: _plain(value) for name, value in row.items() if value is not None}
        for row in rows
        if row["code"]
    ]


def _plain(value: Any) -> Any:
    """Return a number as JSON has it; one place after the comma survives."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def check_losses(form: forms.Form, on: date) -> None:
    """Refuse what the rows of the table do not allow, beside the field that says it."""
    given = form.cleaned_data
    table = rows_by_code(on)
    codes = [given.get(f"loss_{row}_code") for row in range(LOSS_ROWS)]
    counted = Counter(code for code in codes if code)
    outcome = given.get("outcome")
    if counted and outcome not in PARTIAL and "outcome" not in form.errors:
        words = _("A loss is written below: choose a loss of a part or of a function, or empty it.")
        form.add_error("outcome", words)
    for number, code in enumerate(codes):
        row = table.get(code) if code else None
        if row is None:
            _refuse_lonely(form, number)
            continue
        if counted[code] > row.most:
            words = _("A person can lose this %(most)s time(s) at most. Empty the others.")
            form.add_error(f"loss_{number}_code", words % {"most": row.most})
        _refuse_measures(form, number, row, outcome)


def _refuse_lonely(form: forms.Form, number: int) -> None:
    """Refuse a measure without the loss that was measured."""
    names = [f"loss_{number}_{name}" for name in ("percent", "units", "functional_loss_percent")]
    code = f"loss_{number}_code"
    if any(form.cleaned_data.get(name) is not None for name in names) and code not in form.errors:
        form.add_error(code, _("Choose the loss that this belongs to, or empty the row."))


def _refuse_measures(form: forms.Form, number: int, row: LossRow, outcome: Any) -> None:
    given = form.cleaned_data
    percent = given.get(f"loss_{number}_percent")
    units = given.get(f"loss_{number}_units")
    functional = given.get(f"loss_{number}_functional_loss_percent")
    limits = {"least": number_text(row.percent_from), "most": number_text(row.percent_to)}
    if percent is not None and not row.percent_from <= percent <= row.percent_to:
        words = (
            _("Write a percentage from %(least)s to %(most)s, as the doctor gives it.")
            if row.is_range
            else _("The table gives %(most)s %% for this loss; leave this empty.")
        )
        form.add_error(f"loss_{number}_percent", words % limits)
    if units is not None and not row.per_unit:
        words = _("This loss is not counted in steps; leave this empty.")
        form.add_error(f"loss_{number}_units", words)
    elif units is not None and not 1 <= units <= row.most_units:
        words = _("Write 1 to %(most)s steps; beyond that, choose the whole loss.")
        form.add_error(f"loss_{number}_units", words % {"most": row.most_units})
    if functional is not None and outcome == Outcome.PARTIAL_ANATOMICAL:
        words = _("This belongs to a function lost in part. Empty it, or choose that outcome.")
        form.add_error(f"loss_{number}_functional_loss_percent", words)
