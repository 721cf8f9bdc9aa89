"""What the benefit calculator asks: every fact of `manage.py assess`, read by the same reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.forms.calculator_layout import (
    ALWAYS,
    CHOOSE,
    GROUPS,
    LISTS,
    RowsForm,
    row_title,
)
from claims.models import CAUSE_LABELS, EXCLUSION_LABELS, OUTCOME_LABELS, Claim
from claims.rules.facts import Cause, Facts, Outcome
from claims.rules.impossible import LAST_DAY
from claims.rules.lookups import LAW_BEGINS
from claims.rules.problems import BadFacts, FactProblem
from claims.rules.reading import read_facts
from claims.wording.screens import problem_sentence
from enrollment.forms.decrees import band_choices
from enrollment.rules.contributions import bands
from registry.forms import DayField, PlainWords, RupiahField, WholeNumberField
from registry.moment_fields import MomentField
from registry.months import add_months, first_of_month
from registry.programs import Program

_YEAR: Final = 12
_NO_HEIRS: Final = "no_heirs"
_MOST_MONTHS: Final = 1_200


class Row(NamedTuple):
    """One row of a list: its name and its fields."""

    title: str
    fields: list[BoundField]


class Group(NamedTuple):
    """A group as the page shows it; open where something in it is filled in or refused."""

    title: str
    is_open: bool
    fields: list[BoundField]
    rows: list[Row]


class CalculatorForm(PlainWords, RowsForm):
    """Facts of a claim that may never have been filed; `facts` holds them once they are valid.

    Nothing is required: the assessment itself asks for what it needs.
    """

    program = forms.ChoiceField(
        label=gettext_lazy("Program"),
        required=False,
        choices=Claim.PROGRAMS,
        widget=forms.RadioSelect,
    )
    cause = forms.ChoiceField(
        label=gettext_lazy("Cause"), required=False, choices=[CHOOSE, *CAUSE_LABELS.items()]
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"), required=False, choices=[CHOOSE, *OUTCOME_LABELS.items()]
    )
    event_on = DayField(
        label=gettext_lazy("Day of the event"),
        required=False,
        help_text=gettext_lazy("Of the death, the accident or the diagnosis. It picks the law."),
    )
    filed_on = DayField(label=gettext_lazy("Filed on"), required=False)
    wage_base_idr = forms.TypedChoiceField(
        label=gettext_lazy("Wage base of the band"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("At the event. JKM does without it."),
    )
    registered_on = DayField(label=gettext_lazy("Participant since"), required=False)
    paid_months = WholeNumberField(
        label=gettext_lazy("Months paid up to the event"),
        required=False,
        max_value=_MOST_MONTHS,
        help_text=gettext_lazy("The month of the event counts."),
    )
    arrears_months = WholeNumberField(
        label=gettext_lazy("Months in arrears at the event"),
        required=False,
        max_value=_MOST_MONTHS,
        help_text=gettext_lazy("In a row."),
    )
    arrears_settled = forms.BooleanField(
        label=gettext_lazy("Arrears settled since"), required=False
    )
    temporary_incapacity_months = WholeNumberField(
        label=gettext_lazy("Months not able to work"), required=False, max_value=_MOST_MONTHS
    )
    treatment_idr = RupiahField(
        label=gettext_lazy("Treatment, all receipts together"), required=False, min_idr=0
    )
    home_care_idr = RupiahField(
        label=gettext_lazy("Care at home, all receipts together"), required=False, min_idr=0
    )
    home_care_months = WholeNumberField(
        label=gettext_lazy("Months of care at home"), required=False, max_value=_MOST_MONTHS
    )
    no_heirs = forms.BooleanField(label=gettext_lazy("There are no heirs"), required=False)
    will_beneficiary = forms.BooleanField(
        label=gettext_lazy("Somebody is named in a will"), required=False
    )
    complete_on = DayField(label=gettext_lazy("File complete on"), required=False)
    paid_on = DayField(label=gettext_lazy("Paid on"), required=False)
    event_at = MomentField(
        label=gettext_lazy("Moment of the event"),
        required=False,
        help_text=gettext_lazy("Like 12 Agustus 2020 14.30."),
    )
    stage1_at = MomentField(label=gettext_lazy("Stage I reported"), required=False)
    stage2_at = MomentField(label=gettext_lazy("Stage II reported"), required=False)
    suspected = forms.BooleanField(
        label=gettext_lazy("It is only suspected that this came from work"), required=False
    )
    exclusion = forms.ChoiceField(
        label=gettext_lazy("Why it is none of work"),
        required=False,
        choices=[("", gettext_lazy("It is one of work")), *EXCLUSION_LABELS.items()],
    )

    def __init__(self, data: Mapping[str, Any] | None, *, today: date) -> None:
        law_day = _law_day(data, today)
        super().__init__(data, initial=_initial(today), law_day=law_day)
        wage_base = self.fields["wage_base_idr"]
        assert isinstance(wage_base, forms.ChoiceField)
        wage_base.choices = [CHOOSE, *band_choices(law_day)]
        self.facts = Facts()

    def clean(self) -> dict[str, Any]:
        """Read the facts as the command reads them; each problem stands beside its field."""
        given = super().clean() or self.cleaned_data
        stated, fields = _stated(given)
        if given.get(_NO_HEIRS):
            if "heirs" in stated:
                self.add_error(_NO_HEIRS, _("Heirs are named below. Remove the tick, or them."))
            stated.setdefault("heirs", [])
        unread = set(self.errors)
        try:
            self.facts = read_facts(stated)
        except BadFacts as bad:
            for problem in bad.problems:
                other = str(problem.facts.get("other", ""))
                # what contradicts a line that could not be read is no news
                if not unread & {_field_of(problem.key, fields), _field_of(other, fields)}:
                    self._refuse(problem, fields)
        return given

    @property
    def always(self) -> list[BoundField]:
        """The fields that every case needs."""
        return [self[name] for name in ALWAYS]

    @property
    def groups(self) -> Iterator[Group]:
        """The groups of the other fields."""
        for group in GROUPS:
            fields = [self[name] for name in group.fields]
            rows = [
                Row(LISTS[key].title(row), [self[name] for name in names.values()])
                for key in group.lists
                for row, names in enumerate(LISTS[key].rows())
            ]
            shown = [*fields, *(field for row in rows for field in row.fields)]
            is_open = any(field.value() or field.errors for field in shown)
            yield Group(str(group.title), is_open, fields, rows)

    def _refuse(self, problem: FactProblem, fields: Mapping[str, str]) -> None:
        """Say a problem at its field, in the words of this page."""

        def label_of(key: str) -> str:
            return self._label(_field_of(key, fields))

        self.add_error(_field_of(problem.key, fields), problem_sentence(problem, label_of))

    def _label(self, name: str) -> str:
        label, row = str(self.fields[name].label), row_title(name)
        return f"{row}, {label}" if row else label


def _stated(given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the JSON object of the facts, and into which field each key of a row was written.

    A row that is left empty is no entry of its list, so rows and entries differ in number.
    """
    stated = {
        name: _plain(given[name])
        for name in CalculatorForm.base_fields
        if name != _NO_HEIRS and _says(given.get(name))
    }
    fields: dict[str, str] = {}
    for key, rows in LISTS.items():
        entries: list[dict[str, Any]] = []
        for names in rows.rows():
            entry = {
                part: _plain(given[name]) for part, name in names.items() if _says(given.get(name))
            }
            if entry:
                where = f"{key}[{len(entries)}]"
                fields |= {f"{where}.{part}": name for part, name in names.items()}
                fields.setdefault(key, next(iter(names.values())))
                entries.append(entry)
        if entries:
            stated[key] = entries
    return stated, fields


def _field_of(key: str, fields: Mapping[str, str]) -> str:
    """Return the field that a key of the facts was written into."""
    return _NO_HEIRS if key == "heirs" else fields.get(key, key)


def _says(value: Any) -> bool:
    """Tell whether a field says anything: an empty line and an empty box do not, zero does."""
    return value is not None and value is not False and value != ""


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def _law_day(data: Mapping[str, Any] | None, today: date) -> date:
    """Return the day whose bands and losses are offered: that of the event, if it can be read."""
    try:
        day = DayField(required=False).clean((data or {}).get("event_on")) or today
    except forms.ValidationError:
        return today
    return day if LAW_BEGINS <= day <= LAST_DAY else today


def _initial(today: date) -> dict[str, Any]:
    """Return a death of today, of a member paid up for a year at the lowest band."""
    return {
        "program": Program.JKM.value,
        "cause": Cause.ILLNESS.value,
        "outcome": Outcome.DEATH.value,
        "event_on": today,
        "filed_on": today,
        "wage_base_idr": bands(today)[0].wage_base_idr,
        "registered_on": add_months(first_of_month(today), 1 - _YEAR),
        "paid_months": _YEAR,
        "arrears_months": 0,
    }
