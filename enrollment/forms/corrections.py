"""What is asked when a worker's record is wrong, and when somebody needs a whole NIK."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enrollment.models import Worker
from enrollment.rules.correcting import CORRECTABLE, IDENTITY
from enrollment.wording.history import REVEAL_REASONS
from registry.forms import DayField, NikField, PlainForm, RupiahField
from registry.models import Occupation, Region, User
from registry.nik import mask_nik
from registry.roles import Permission

_REGENCY_DIGITS: Final = 4
_PHONE_NOISE = re.compile(r"[\s.()\-]")
_PHONE = re.compile(r"\+?\d{7,15}", re.ASCII)
_OFFERED: Final = ("compare", "form", "asked")
_OTHER_REASON: Final = "other"


class VillageField(forms.ModelChoiceField):
    """A village of one regency, below the name of its district."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Region.objects.none(), **kwargs)

    def offer(self, villages: QuerySet[Region]) -> None:
        """Offer these villages, district by district."""
        self.queryset = villages
        groups: dict[str, list[tuple[str, str]]] = {}
        for village in villages.select_related("parent").order_by("code"):
            district = village.parent.name if village.parent else ""
            groups.setdefault(district, []).append((village.pk, village.name))
        self.choices = list(groups.items())


class CorrectionForm(PlainForm):
    """The record as it stands, to be corrected, and why.

    The NIK is not shown: an empty line keeps it. The villages are those of the worker's regency;
    whoever went to live farther away has moved, which is no correction.
    """

    nik = NikField(label=gettext_lazy("NIK"), required=False)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("As on the KTP, without titles."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    born_on = DayField(
        label=gettext_lazy("Birth date"), help_text=gettext_lazy("Like 12 Mei 1979.")
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"), choices=Worker.Sex.choices, widget=forms.RadioSelect
    )
    village = VillageField(
        label=gettext_lazy("Lives in"),
        help_text=gettext_lazy("Where the record was wrong. Who moved is recorded as an event."),
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "w-mid", "autocomplete": "off", "inputmode": "tel"},
        ),
    )
    occupation = forms.ModelChoiceField(
        label=gettext_lazy("Occupation"),
        queryset=Occupation.objects.all(),
        required=False,
        empty_label=gettext_lazy("not stated"),
    )
    second_occupation = forms.ModelChoiceField(
        label=gettext_lazy("Second occupation"),
        queryset=Occupation.objects.all(),
        required=False,
        empty_label=gettext_lazy("none"),
        help_text=gettext_lazy("At most two kinds of work are insured."),
    )
    occupation_text = forms.CharField(
        label=gettext_lazy("Occupation as written"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("In the words of the list, where none above fits."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    income_idr = RupiahField(
        label=gettext_lazy("Stated monthly income"),
        required=False,
        help_text=gettext_lazy("In rupiah. Under a decree the decree's band holds."),
    )
    is_employer = forms.BooleanField(label=gettext_lazy("Employs other people"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why this is right"),
        max_length=300,
        help_text=gettext_lazy("Name the paper, like “KTP shown on 23 November 2026”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, worker: Worker, user: User, **kwargs: Any) -> None:
        kept = {name: getattr(worker, name) for name in CORRECTABLE if name != "nik"}
        super().__init__(*args, initial=kept, **kwargs)
        self._worker = worker
        self.fields["nik"].help_text = _("Leave it empty to keep %(nik)s.") % {
            "nik": mask_nik(worker.nik)
        }
        village = self.fields["village"]
        assert isinstance(village, VillageField)
        regency = worker.village_id[:_REGENCY_DIGITS]
        villages = Region.objects.villages().within(regency)
        village.offer(villages.visible_to(user, Permission.WORKER_CORRECT))

    def clean_name(self) -> str:
        """Return the name with single spaces."""
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_born_on(self) -> date:
        """Return the birth date, which is not still to come."""
        born_on: date = self.cleaned_data["born_on"]
        if born_on > timezone.localdate():
            raise ValidationError(_("This day has not come yet. Copy it from the KTP."))
        return born_on

    def clean_phone(self) -> str:
        """Return the telephone number in digits; what stood there before stays as it was."""
        typed = str(self.cleaned_data["phone"])
        phone = _PHONE_NOISE.sub("", typed)
        if phone and typed != self._worker.phone and not _PHONE.fullmatch(phone):
            raise ValidationError(
                _("Write the telephone number in 7 to 15 digits, like 081234567890.")
            )
        return typed if typed == self._worker.phone else phone

    def changes(self) -> dict[str, Any]:
        """Return the new values by field; a NIK left empty is none."""
        return {
            name: self.cleaned_data[name]
            for name in CORRECTABLE
            if name != "nik" or self.cleaned_data["nik"]
        }

    @property
    def identity_fields(self) -> list[forms.BoundField]:
        """What a second person decides."""
        return [self[name] for name in IDENTITY]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        """What is applied at once."""
        return [self[name] for name in CORRECTABLE if name not in IDENTITY]


class DecisionForm(PlainForm):
    """Whether a correction is right, and what is to be said to who proposed it."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Is it right?"),
        choices=[
            ("accept", gettext_lazy("Yes, correct the record")),
            ("refuse", gettext_lazy("No, leave the record as it is")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Needed when you refuse: what is not right."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class NikRevealForm(PlainForm):
    """Why somebody needs to see a whole NIK."""

    why = forms.ChoiceField(
        label=gettext_lazy("What do you need it for?"),
        choices=[(why, REVEAL_REASONS[why]) for why in (*_OFFERED, _OTHER_REASON)],
        widget=forms.RadioSelect,
    )
    details = forms.CharField(
        label=gettext_lazy("In your own words"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Needed for something else."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Return what was asked; something else is said in words."""
        asked: dict[str, Any] = super().clean() or self.cleaned_data
        if asked.get("why") == _OTHER_REASON and not asked.get("details"):
            self.add_error("details", _("Write what you need it for."))
        return asked
