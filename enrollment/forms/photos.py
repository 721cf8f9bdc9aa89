"""Photos of people."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from registry.forms import UploadField

_MOST_BYTES: Final = 5 * 1024 * 1024
_JPEG: Final = b"\xff\xd8\xff"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_RIFF, _WEBP = b"RIFF", b"WEBP"


class PhotoField(UploadField):
    """A photo as JPEG, PNG or WebP, told by its content; a phone opens its camera for it."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "not_a_photo": _("This file is no JPEG, PNG or WebP. Take the photo again, or leave it."),
        "too_large": _("This photo is %(size)s MB large; up to %(most)s MB can be sent."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.FileInput({"accept": "image/*", "capture": "environment"})
        super().__init__(max_bytes=_MOST_BYTES, widget=widget, **kwargs)

    def to_python(self, data: Any) -> UploadedFile | None:
        """Return the photo sent, named by its kind; refuse what is none."""
        sent = super().to_python(data)
        if sent is not None:
            start = sent.read(12)
            sent.seek(0)
            sent.name = f"photo.{self._kind_of(start)}"
        return sent

    def _kind_of(self, start: bytes) -> str:
        if start.startswith(_JPEG):
            return "jpg"
        if start.startswith(_PNG):
            return "png"
        if start.startswith(_RIFF) and start[8:12] == _WEBP:
            return "webp"
        raise ValidationError(self.error_messages["not_a_photo"], code="not_a_photo")
