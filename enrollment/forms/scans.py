"""Scans of signed papers."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from registry.forms import UploadField

_MEGABYTE: Final = 1024 * 1024
# how the kinds of file that a browser may show begin
_BEGINNINGS: Final = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


class ScanField(UploadField):
    """A scan as PDF, JPEG or PNG, told by its content, whatever it is called."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "not_a_scan": _("This file is no PDF, JPEG or PNG. Scan the paper again, as PDF.")
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_bytes", 10 * _MEGABYTE)
        super().__init__(accept=".pdf,.jpg,.jpeg,.png", **kwargs)

    def to_python(self, data: Any) -> UploadedFile | None:
        """Return the file sent; refuse what is no scan."""
        sent = super().to_python(data)
        if sent is not None:
            start = sent.read(8)
            sent.seek(0)
            if not start.startswith(_BEGINNINGS):
                raise ValidationError(self.error_messages["not_a_scan"], code="not_a_scan")
        return sent
