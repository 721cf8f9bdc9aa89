"""What is asked about the heirs of a worker."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.forms.fields import PhoneField, line
from enrollment.models import Heir
from registry.forms import DayField, NikField, PlainForm, WholeNumberField

_CHOOSE: Final = ("", gettext_lazy("Choose"))
_MOST_GRADES: Final = 6


class HeirForm(PlainForm):
    """One heir. What is recorded already and hidden stays when its line is left empty."""

    relation = forms.ChoiceField(
        label=gettext_lazy("Who is it to the worker?"), choices=[_CHOOSE, *Heir.Relation.choices]
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, widget=line("w-mid"))
    born_on = DayField(
        label=gettext_lazy("Birth date"),
        required=False,
        help_text=gettext_lazy("Of a child always: guardian and scholarship follow from it."),
    )
    nik = NikField(label=gettext_lazy("NIK"), required=False)
    phone = PhoneField(label=gettext_lazy("Telephone"), required=False)
    level = forms.ChoiceField(
        label=gettext_lazy("School"),
        required=False,
        choices=[("", gettext_lazy("Not at school, or not known")), *Heir.Level.choices],
    )
    grade = WholeNumberField(
        label=gettext_lazy("Year of that school"),
        required=False,
        min_value=1,
        max_value=_MOST_GRADES,
        help_text=gettext_lazy("In the school year of the event."),
    )
    is_married = forms.BooleanField(label=gettext_lazy("Is married"), required=False)
    is_working = forms.BooleanField(label=gettext_lazy("Works"), required=False)

    OF_A_CHILD: Final = ("level", "grade", "is_married", "is_working")

    def __init__(self, *args: Any, heir: Heir | None = None, today: date, **kwargs: Any) -> None:
        self.heir, self.today = heir, today
        if heir is not None:
            shown = ("relation", "name", "born_on", *self.OF_A_CHILD)
            kwargs.setdefault("initial", {name: getattr(heir, name) for name in shown})
        super().__init__(*args, **kwargs)
        for name in ("nik", "phone"):
            if heir is not None and getattr(heir, name):
                self.fields[name].help_text = _("Recorded. Left empty, it stays as it is.")

    def clean(self) -> dict[str, Any]:
        """Refuse a child without a birth date, and a year of no school; keep what was hidden."""
        given = super().clean() or self.cleaned_data
        is_child = given.get("relation") == Heir.Relation.CHILD
        born_on = given.get("born_on")
        if is_child and born_on is None and "born_on" not in self.errors:
            self.add_error("born_on", _("Write the birth date of the child."))
        if born_on and born_on > self.today:
            self.add_error("born_on", _("This day has not come yet. Look at it once more."))
        if given.get("grade") and not given.get("level"):
            self.add_error("level", _("Choose the school that this year belongs to."))
        if "relation" in given and not is_child:
            given |= {"level": "", "grade": None, "is_married": False, "is_working": False}
        for name in ("nik", "phone"):
            if self.heir is not None and name in given and not given[name]:
                given[name] = getattr(self.heir, name)
        return given

    @property
    def tells_of_a_child(self) -> bool:
        """Whether school, marriage and work stand open."""
        asked = any(self[name].value() or name in self.errors for name in self.OF_A_CHILD)
        return asked or self["relation"].value() == Heir.Relation.CHILD


class AllHeirsForm(PlainForm):
    """Whether everybody is named, and whether they agree."""

    heirs_known = forms.BooleanField(required=False)
    heirs_disputed = forms.BooleanField(
        label=gettext_lazy("They do not agree who receives it"),
        required=False,
        help_text=gettext_lazy("A settlement, or a decision of the court, is then asked for."),
    )

    def __init__(self, *args: Any, some: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.fields["heirs_known"]
        if some:
            known.label = _("These are all heirs, as the letter of the heirs names them")
        else:
            known.label = _("There are no heirs, and the letter of the heirs says so")
            known.help_text = _(
                "Burial money then goes to who arranges the burial, the rest to the Social "
                "Security Fund."
            )
            del self.fields["heirs_disputed"]


class StrikeForm(PlainForm):
    """Why somebody is no heir after all."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("For the auditor: what was wrong, and which paper says so."),
    )
