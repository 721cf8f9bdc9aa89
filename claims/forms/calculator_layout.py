"""How the facts of the calculator are laid out: what always shows, groups that open, and rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy

from claims.forms.costs import AID_LABELS, AID_ROWS, MODE_LABELS, RIDE_ROWS, cost_fields
from claims.forms.losses import LOSS_ROWS, loss_fields
from claims.rules.facts import Level, Relation
from claims.wording.findings import relation_label
from registry.forms import DayField, WholeNumberField

PERSON_ROWS: Final = 4
CHOOSE: Final = ("", gettext_lazy("Choose"))
_MOST_GRADES: Final = 6


@dataclass(frozen=True, slots=True)
class FactList:
    """A list of the facts as rows of the form: `losses[0].units` is the field `loss_0_units`."""

    name: str
    count: int
    legend: Any
    parts: Mapping[str, str]

    def rows(self) -> Iterator[dict[str, str]]:
        """Yield the fields of each row by the key of the fact."""
        for row in range(self.count):
            yield {part: f"{self.name}_{row}_{field}" for part, field in self.parts.items()}

    def title(self, row: int) -> str:
        """Return what a row is called: `Loss 1`, from row 0 on."""
        return str(self.legend) % {"n": row + 1}


class FactGroup(NamedTuple):
    """Facts that few cases need, under one heading that opens."""

    title: Any
    fields: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


LISTS: Final = {
    "losses": FactList(
        "loss",
        LOSS_ROWS,
        gettext_lazy("Loss %(n)s"),
        _same("code", "percent", "units", "functional_loss_percent"),
    ),
    "transport": FactList(
        "ride", RIDE_ROWS, gettext_lazy("Ride %(n)s"), {"mode": "kind", "amount_idr": "idr"}
    ),
    "aids": FactList(
        "aid", AID_ROWS, gettext_lazy("Aid %(n)s"), {"kind": "kind", "amount_idr": "idr"}
    ),
    "heirs": FactList(
        "heir", PERSON_ROWS, gettext_lazy("Heir %(n)s"), _same("relation", "born_on")
    ),
    "children": FactList(
        "child", PERSON_ROWS, gettext_lazy("Child %(n)s"), _same("born_on", "level", "grade")
    ),
}
ALWAYS: Final = (
    "program",
    "cause",
    "outcome",
    "event_on",
    "filed_on",
    "wage_base_idr",
    "registered_on",
    "paid_months",
    "arrears_months",
    "arrears_settled",
)
GROUPS: Final = (
    FactGroup(gettext_lazy("Losses that the doctor found"), lists=("losses",)),
    FactGroup(
        gettext_lazy("Time unable to work, treatment, care at home"),
        ("temporary_incapacity_months", "treatment_idr", "home_care_idr", "home_care_months"),
    ),
    FactGroup(gettext_lazy("Transport to care"), lists=("transport",)),
    FactGroup(gettext_lazy("Aids"), lists=("aids",)),
    FactGroup(gettext_lazy("Heirs and will"), ("no_heirs", "will_beneficiary"), ("heirs",)),
    FactGroup(gettext_lazy("Children who may go to school"), lists=("children",)),
    FactGroup(gettext_lazy("When the file was complete and paid"), ("complete_on", "paid_on")),
    FactGroup(
        gettext_lazy("Moments of the event and of its reports"),
        ("event_at", "stage1_at", "stage2_at"),
    ),
    FactGroup(gettext_lazy("Suspected, or none of work"), ("suspected", "exclusion")),
)


def _names_in_order() -> Iterator[str]:
    """Yield every field in the order of the page, which a summary of errors keeps."""
    yield from ALWAYS
    for group in GROUPS:
        yield from group.fields
        for key in group.lists:
            for names in LISTS[key].rows():
                yield from names.values()


def row_title(name: str) -> str:
    """Return the row that a field belongs to, as the page calls it; nothing for other fields."""
    for rows in LISTS.values():
        for row, names in enumerate(rows.rows()):
            if name in names.values():
                return rows.title(row)
    return ""


class RowsForm(forms.Form):
    """A form with the rows of every list; its losses are those of the law on a day."""

    def __init__(self, *args: Any, law_day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            **loss_fields(law_day),
            **cost_fields("ride", RIDE_ROWS, gettext_lazy("How"), MODE_LABELS),
            **cost_fields("aid", AID_ROWS, gettext_lazy("What"), AID_LABELS),
            **_person_fields(),
        }
        self.order_fields(_names_in_order())
        # the hints of the first row serve those below it
        for rows in LISTS.values():
            for names in list(rows.rows())[1:]:
                for name in names.values():
                    self.fields[name].help_text = ""


def _person_fields() -> dict[str, forms.Field]:
    """Return the rows of heirs and of children."""
    fields: dict[str, forms.Field] = {}
    relations = [(relation.value, relation_label(relation)) for relation in Relation]
    levels = [(level.value, level.value) for level in Level]
    for row in range(PERSON_ROWS):
        fields[f"heir_{row}_relation"] = forms.ChoiceField(
            label=gettext_lazy("Who is it to the worker?"),
            required=False,
            choices=[CHOOSE, *relations],
        )
        fields[f"heir_{row}_born_on"] = DayField(label=gettext_lazy("Birth date"), required=False)
        fields[f"child_{row}_born_on"] = DayField(label=gettext_lazy("Birth date"), required=False)
        fields[f"child_{row}_level"] = forms.ChoiceField(
            label=gettext_lazy("School"),
            required=False,
            choices=[("", gettext_lazy("By age")), *levels],
        )
        fields[f"child_{row}_grade"] = WholeNumberField(
            label=gettext_lazy("Year of that school"),
            required=False,
            max_value=_MOST_GRADES,
        )
    return fields
