"""Lines in which one of a long list is found by typing: a village, an occupation.

Browsers offer the list below the line (`<datalist>`); what is typed is read as lists are read.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enrollment.queries.registering import occupation_index, place_index
from enrollment.rules.matching import Village
from registry.forms import TypedField
from registry.models import Occupation, Region


def village_label(village: Region) -> str:
    """Return the village as it is offered and typed: `Terempa, Kec. Siantan`."""
    return f"{village.name}, Kec. {village.parent.name}" if village.parent else village.name


class PickedField(TypedField):
    """A typed line with a list to pick from; `list_id` names the list in the page."""

    classes = "w-mid"

    def __init__(self, *, list_id: str, **kwargs: Any) -> None:
        attrs = {"class": self.classes, "list": list_id, "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs), **kwargs)


class VillageField(PickedField):
    """A village in the user's scope, by its name, with the district where two share a name."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "unknown": _("“%(read)s” is no village of your region. Type the name as on the KTP."),
        "like": _("“%(read)s” is no village of your region. Is one of these meant: %(names)s?"),
        "several": _("Several villages are called “%(read)s”. Choose one of these: %(names)s."),
    }

    def offer(self, villages: list[Region]) -> None:
        """Offer these villages."""
        self._villages = {village.pk: village for village in villages}
        self._index = place_index(villages)

    def read(self, text: str) -> Region:
        """Return the village that is meant, or say which ones it could be."""
        match = self._index.match(text)
        if match.village:
            return self._villages[match.village.code]
        code = "several" if match.candidates else "like" if match.suggestions else "unknown"
        names = "; ".join(map(_named, match.candidates or match.suggestions))
        raise ValidationError(
            self.error_messages[code], code=code, params={"read": text, "names": names}
        )

    def write(self, value: Region) -> str:
        return village_label(value)


class OccupationField(PickedField):
    """An occupation of the reference list, by any of its names."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "unknown": _(
            "“%(read)s” is not among the occupations on record. Choose the nearest one of the list."
        ),
    }

    def offer(self, occupations: list[Occupation]) -> None:
        """Offer these occupations."""
        self._occupations = {occupation.pk: occupation for occupation in occupations}
        self._index = occupation_index(occupations)

    def read(self, text: str) -> Occupation:
        """Return the occupation that is meant."""
        chosen = next((one for one in self._occupations.values() if str(one) == text), None)
        if chosen is not None:
            return chosen
        if slug := self._index.match(text):
            return self._occupations[slug]
        raise ValidationError(self.error_messages["unknown"], code="unknown", params={"read": text})

    def write(self, value: Occupation) -> str:
        return str(value)


def _named(village: Village) -> str:
    return f"{village.name}, Kec. {village.district_name}"
