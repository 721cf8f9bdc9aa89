"""Fields of the second floor: a percentage as a doctor writes it, a telephone, several files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.forms import TypedField

PAPERS: Final = "image/*,.heic,.heif,application/pdf"
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?) ?%?", re.ASCII)
_MOST: Final = 100
_PHONE = re.compile(r"\+?[0-9]{8,15}", re.ASCII)
_BETWEEN_DIGITS = re.compile(r"[\s().-]")


def line(css: str = "") -> forms.TextInput:
    """Return a line that the browser does not fill with what others typed before."""
    return forms.TextInput({"autocomplete": "off"} | ({"class": css} if css else {}))


class PercentField(TypedField):
    """A percentage from 0 to 100: reads 12,5 and 12.5 %."""

    classes = "w-money"
    inputmode = "decimal"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "unreadable": gettext_lazy("“%(read)s” is no percentage from 0 to 100. Write it like 12,5.")
    }

    def read(self, text: str) -> Decimal:
        found = _PERCENT.fullmatch(text)
        if found is None or (percent := Decimal(found[1].replace(",", "."))) > _MOST:
            raise ValueError(text)
        return percent

    def write(self, value: Decimal) -> str:
        # what was kept as JSON comes back as a float
        return f"{Decimal(str(value)).normalize():f}".replace(".", ",")


class PhoneField(forms.CharField):
    """A telephone number: its digits, without what stood between them."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "w-phone", "inputmode": "tel", "autocomplete": "off"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs), **kwargs)

    def clean(self, value: Any) -> str:
        """Return the digits; refuse what nobody can call."""
        digits = _BETWEEN_DIGITS.sub("", super().clean(value))
        if digits and not _PHONE.fullmatch(digits):
            raise ValidationError(_("A telephone number has 8 to 15 digits, like 0812 3456 7890."))
        return digits


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class PapersField(forms.FileField):
    """Any number of photos or PDFs of one paper; their content is judged where they are kept."""

    widget = _ManyFiles

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, widget=_ManyFiles({"accept": PAPERS, "multiple": True}), **kwargs
        )

    def clean(self, data: Any, initial: Any = None) -> Sequence[UploadedFile]:
        """Return the files that were chosen, none where nothing was."""
        return [sent for sent in data or () if sent is not None]
