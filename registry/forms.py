"""Fields that read what people write in Indonesia, and the manner of every form.

Django's own fields read `500.000` as 500 and 3/4 as 4 March in English: hence these.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Final, cast

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from registry.dates import parse_day
from registry.formats import day_text, month_text, number_text, rupiah_text
from registry.money import format_rupiah, parse_rupiah
from registry.months import parse_month
from registry.nik import NikRefused, clean_nik, read_nik

_GROUPED_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,9}", re.ASCII)
_MEGABYTE: Final = 1024 * 1024
_SHOWN: Final = 40
# sixty months after it the calendar still goes on
_LAST_YEAR: Final = 2999
# the sentences of Django that say neither which field nor what to do
_DJANGO_WORDS: Final = (
    forms.Field.default_error_messages["required"],
    forms.ChoiceField.default_error_messages["invalid_choice"],
    forms.ModelChoiceField.default_error_messages["invalid_choice"],
)


class PlainWords:
    """What every form does: no colon after labels, no bubbles of the browser, plain sentences.

    An empty field that is needed, and a choice that is not offered, name the field and the act.
    """

    fields: dict[str, forms.Field]
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            self._speak_plainly(field)

    def add_fields(self, fields: Mapping[str, forms.Field]) -> None:
        """Add fields that only this form has, at its end, with the words of all others."""
        for name, field in fields.items():
            self.fields[name] = field
            self._speak_plainly(field)

    def _speak_plainly(self, field: forms.Field) -> None:
        self._say(field, "required", self._words_when_empty(field))
        self._say(field, "invalid_choice", _("Choose “%(label)s” from the list."))

    @staticmethod
    def _say(field: forms.Field, code: str, words: Any) -> None:
        if any(field.error_messages.get(code) is theirs for theirs in _DJANGO_WORDS):
            field.error_messages[code] = words % {"label": field.label}

    @staticmethod
    def _words_when_empty(field: forms.Field) -> Any:
        if isinstance(field, forms.ChoiceField | forms.FileField):
            return _("Choose “%(label)s”.")
        if isinstance(field, forms.BooleanField):
            return _("Tick “%(label)s” to go on.")
        return _("Fill in “%(label)s”.")


class PlainForm(PlainWords, forms.Form):
    """The form to derive from; `components/field.html` shows each of its fields."""


class TypedField(forms.Field):
    """One typed line that is read into something else; `read` and `write` say how."""

    classes: ClassVar[str] = ""
    inputmode: ClassVar[str] = ""
    empty_value: ClassVar[Any] = None

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": self.classes, "inputmode": self.inputmode, "autocomplete": "off"}
        kwargs.setdefault(
            "widget", forms.TextInput({name: value for name, value in attrs.items() if value})
        )
        super().__init__(**kwargs)

    def read(self, text: str) -> Any:
        """Return what the text says; ValueError where it says nothing that we can read."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """Return the text that a person would type for the value."""
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        """Return the value read, or the empty value for a line left empty."""
        if value is None or not (text := str(value).strip()):
            return self.empty_value
        try:
            return self.read(text)
        except ValueError as error:
            shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
            raise ValidationError(
                self.error_messages["unreadable"], code="unreadable", params={"read": shown}
            ) from error

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the line: the text as typed, or the value written out."""
        return value if value is None or isinstance(value, str) else self.write(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether another value was typed, however it is spelled."""
        written = None if initial is None else self.prepare_value(initial)
        return super().has_changed(self.to_python(written), data)


class RupiahField(TypedField):
    """Whole rupiah, an integer: reads 975.542.400, Rp975.542.400 and 975542400."""

    classes = "w-money"
    inputmode = "numeric"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "unreadable": _(
            "“%(read)s” is no amount in whole rupiah. Write it like 975.542.400 or Rp975.542.400."
        ),
        "too_small": _("The amount must be at least %(least)s."),
    }

    def __init__(self, *, min_idr: int = 1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.min_idr = min_idr

    def read(self, text: str) -> int:
        amount_idr = parse_rupiah(text)
        if amount_idr < self.min_idr:
            raise ValidationError(
                self.error_messages["too_small"],
                code="too_small",
                params={"least": rupiah_text(self.min_idr)},
            )
        return amount_idr

    def write(self, value: int) -> str:
        return format_rupiah(value).removeprefix("Rp")


class WholeNumberField(TypedField):
    """A count of people or months: reads 4.839 and 4839."""

    classes = "w-money"
    inputmode = "numeric"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "unreadable": _("“%(read)s” is no whole number. Write it in digits, like 4.839."),
        "out_of_range": _("Write a number from %(least)s to %(most)s."),
    }

    def __init__(self, *, min_value: int = 0, max_value: int = 999_999_999, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.min_value, self.max_value = min_value, max_value

    def read(self, text: str) -> int:
        if not _GROUPED_NUMBER.fullmatch(text):
            raise ValueError(text)
        number = int(text.replace(".", ""))
        if not self.min_value <= number <= self.max_value:
            raise ValidationError(
                self.error_messages["out_of_range"],
                code="out_of_range",
                params={"least": number_text(self.min_value), "most": number_text(self.max_value)},
            )
        return number

    def write(self, value: int) -> str:
        return f"{value:,}".replace(",", ".")


class DayField(TypedField):
    """A day: reads 21/07/2020, 2020-07-21 and 21 Juli 2020, always the day before the month."""

    classes = "w-date"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "unreadable": _(
            "“%(read)s” is no date in the calendar. Write day, month and the year in four digits, "
            "like 21 Juli 2020 or 21/07/2020."
        ),
    }

    def read(self, text: str) -> date:
        return parse_day(text)

    def write(self, value: date) -> str:
        return day_text(value)


class MonthField(TypedField):
    """A month, as the date of its first day: reads Juli 2020, 7/2020 and 2020-07."""

    classes = "w-date"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "unreadable": _(
            "“%(read)s” is no month. Write month and the year in four digits, "
            "like Juli 2020 or 07/2020."
        ),
    }

    def read(self, text: str) -> date:
        try:
            month = parse_month(text)
        except ValueError:
            # a month that people write is a day that they write, without its first number
            month = parse_day("1/" + text.replace("-", "/").replace(".", "/"))
        if month.year > _LAST_YEAR:
            raise ValueError(text)
        return month

    def write(self, value: date) -> str:
        return month_text(value)


class NikField(TypedField):
    """An identity number: its 16 digits, without what stood between them."""

    classes = "w-nik"
    inputmode = "numeric"
    empty_value = ""
    default_error_messages: ClassVar[dict[str, Any]] = {
        "nik_not_digits": _(
            "This NIK holds something else than digits. Copy its 16 digits from the KTP."
        ),
        "nik_impossible_date": _(
            "The seventh to twelfth digit of this NIK are no date of birth. Copy it from the KTP."
        ),
    }

    def read(self, text: str) -> str:
        nik = clean_nik(text)
        try:
            read_nik(nik)
        except NikRefused as refusal:
            raise ValidationError(
                self._length_words(nik)
                if refusal.code == "nik_length"
                else self.error_messages[refusal.code],
                code=refusal.code,
            ) from refusal
        return nik

    def write(self, value: str) -> str:
        return value

    @staticmethod
    def _length_words(nik: str) -> str:
        return ngettext(
            "This NIK has %(digits)s digit and needs 16. Copy it from the KTP.",
            "This NIK has %(digits)s digits and needs 16. Copy it from the KTP.",
            len(nik),
        ) % {"digits": len(nik)}


class UploadField(forms.FileField):
    """One file of at most `max_bytes`; `accept` names the endings that the browser offers."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "empty": _("This file is empty. Save it again, then choose it once more."),
        "too_large": _(
            "This file is %(size)s MB large; up to %(most)s MB can be sent. Divide it into several."
        ),
    }

    def __init__(self, *, accept: str = "", max_bytes: int = 30 * _MEGABYTE, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput({"accept": accept} if accept else {}))
        super().__init__(**kwargs)
        self.max_bytes = max_bytes

    def to_python(self, data: Any) -> UploadedFile | None:
        sent = cast(UploadedFile | None, super().to_python(data))
        if sent is not None and (sent.size or 0) > self.max_bytes:
            raise ValidationError(
                self.error_messages["too_large"],
                code="too_large",
                params={
                    "size": number_text(-(-(sent.size or 0) // _MEGABYTE)),
                    "most": number_text(self.max_bytes // _MEGABYTE),
                },
            )
        return sent


class SignInForm(PlainWords, AuthenticationForm):
    """User name and password; a refusal never tells which of the two was wrong."""

    # without Django's autofocus: the page opens at its heading, a refusal at its summary
    username = UsernameField(
        label=_("User name"), widget=forms.TextInput(attrs={"spellcheck": "false"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages: dict[str, Any] = {
        "invalid_login": _(
            "This user name and password do not belong together. Check both; capital letters count."
        ),
        "inactive": _(
            "This user name and password do not belong together. Check both; capital letters count."
        ),
    }


class LawDateForm(PlainForm):
    """The day on which the law is asked for."""

    on = DayField(label=_("In force on"))
