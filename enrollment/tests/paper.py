"""Reading what stands on a printed page: the words of a PDF of ours, in the order of printing."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
# a font is chosen, a piece of a line is shown, or a line ends
_PIECE = re.compile(rb"/(F\d+\+\d+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj|(T\*|\bET\b)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)


def paper_text(content: bytes) -> str:
    """Return the text of every page, with single spaces."""
    objects = {int(number): body for number, body in _OBJECT.findall(content)}
    letters = {
        name: _letters(objects, int(number))
        for body in objects.values()
        for name, number in re.findall(rb"/(F\d+\+\d+) (\d+) 0 R", body)
    }
    pages = (stream for body in objects.values() if b" Tf" in (stream := _unpacked(body)))
    text = " ".join("".join(_words(page, letters)) for page in pages)
    return " ".join(text.split())


def _words(page: bytes, letters: dict[bytes, dict[int, str]]) -> list[str]:
    words, font = [], b""
    for name, text, end in _PIECE.findall(page):
        if name:
            font = name
        elif end:
            words.append(" ")
        elif font in letters:
            words.append("".join(letters[font].get(code, "") for code in _plain(text)))
    return words


def _letters(objects: dict[int, bytes], font: int) -> dict[int, str]:
    """Return which letter each byte of a font's texts stands for."""
    found = re.search(rb"/ToUnicode (\d+) 0 R", objects[font])
    assert found, "a font of ours says what its letters are"
    cmap = _unpacked(objects[int(found[1])])
    pairs = re.findall(rb"^<(\w{2})> <(\w{4})>", cmap, re.MULTILINE)
    return {int(code, 16): chr(int(letter, 16)) for code, letter in pairs if int(letter, 16)}


def _unpacked(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if not found:
        return b""
    stream = found[1]
    if b"/ASCII85Decode" in body:
        stream = a85decode(stream.strip().removesuffix(b"~>"))
    return zlib.decompress(stream) if b"/FlateDecode" in body else stream


def _plain(text: bytes) -> bytes:
    """Return a string of the page without its escapes."""

    def letter(found: re.Match[bytes]) -> bytes:
        escaped = found[1]
        if len(escaped) == len(b"000"):
            return bytes([int(escaped, 8)])
        return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}.get(
            escaped, escaped
        )

    return _ESCAPE.sub(letter, text)
