"""What kind of file a paper is, by its content: names and headers of the sender prove nothing."""

from __future__ import annotations

from typing import Final

_HEIC_BRANDS: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def content_type_of(head: bytes) -> str | None:
    """Return the media type of a PDF, JPEG, PNG or HEIC by its first bytes; None for others."""
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return "image/heic"
    return None
