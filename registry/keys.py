"""Keys of records as a query string or a form names them."""

from __future__ import annotations

from typing import Final

_LONGEST: Final = 18  # digits that every database reads as a key


def key_named(text: str) -> int | None:
    """Return the key that a text names, None for any text that no database reads as one."""
    is_key = text.isascii() and text.isdecimal() and len(text) <= _LONGEST
    return int(text) if is_key else None
