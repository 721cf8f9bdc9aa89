"""What a file is, told by its content: names and extensions lie."""

import re
from pathlib import Path
from typing import Final, Literal
from zipfile import BadZipFile, ZipFile

from enrollment.sheets.refusals import ListRefused

Format = Literal["xlsx", "xls", "ods", "text"]

MAX_FILE_MB: Final = 30
_MEGABYTE: Final = 1_000_000
_HEAD: Final = 65_536
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_MAGIC: Final = (
    (b"{\\rtf", "word"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
)
# BOF of the globals of an XLS of Excel 5 or later, and the record that says it is encrypted
_WORKBOOK_BEGINS = re.compile(rb"\x09\x08.\x00\x00[\x05\x06]\x05\x00", re.DOTALL)
_FILEPASS: Final = b"\x2f\x00"
_RECORDS_BEFORE_LOCK: Final = 4
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_CONTROL: Final = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
# a text may hold a stray control character; a program or a picture is full of them
_MOST_CONTROL_SHARE: Final = 0.005


def format_of(path: Path) -> Format:
    """Return the kind of list that a file is, or raise ListRefused with what it is instead."""
    size = path.stat().st_size
    if size > MAX_FILE_MB * _MEGABYTE:
        raise ListRefused("file_too_large", limit_mb=MAX_FILE_MB)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip():
        raise ListRefused("list_empty")
    if head.startswith(b"PK"):
        return _format_of_package(path)
    if head.startswith(_OLE):
        return _format_of_compound(path.read_bytes())
    _refuse_unless_text(head)
    return "text"


def _format_of_package(path: Path) -> Format:
    try:
        with ZipFile(path) as package:
            entries = package.infolist()
            names = {entry.filename.casefold() for entry in entries}
            if any(entry.flag_bits & 1 for entry in entries):
                raise ListRefused("password_protected")
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "content.xml" in names and _opening(package, "mimetype").startswith(_ODS):
                if b"encryption-data" in _opening(package, "META-INF/manifest.xml"):
                    raise ListRefused("password_protected")
                return "ods"
    except (BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError) as error:
        raise ListRefused("file_unreadable") from error
    raise ListRefused("not_a_spreadsheet", found=_package_kind(names))


def _opening(package: ZipFile, name: str) -> bytes:
    """Return the first bytes of a member; none when it is absent."""
    if name not in package.namelist():
        return b""
    with package.open(name) as member:
        return member.read(_HEAD)


def _package_kind(names: set[str]) -> str:
    for sign, kind in (
        ("word/document.xml", "word"),
        ("ppt/presentation.xml", "presentation"),
        ("xl/workbook.bin", "xlsb"),
    ):
        if sign in names:
            return kind
    return "archive"


def _format_of_compound(content: bytes) -> Format:
    """Return xls for Office's older container, which also wraps every encrypted workbook."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise ListRefused("password_protected")
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        if _is_locked(content):
            raise ListRefused("password_protected")
        return "xls"
    found = "word" if "WordDocument".encode("utf-16-le") in content else "unknown"
    raise ListRefused("not_a_spreadsheet", found=found)


def _is_locked(content: bytes) -> bool:
    """Return whether the workbook opens with FILEPASS, the record of an encrypted XLS."""
    opening = _WORKBOOK_BEGINS.search(content)
    at = opening.start() if opening else len(content)
    for _ in range(_RECORDS_BEFORE_LOCK):
        kind = content[at : at + 2]
        if kind == _FILEPASS:
            return True
        at += 4 + int.from_bytes(content[at + 2 : at + 4], "little")
    return False


def _refuse_unless_text(head: bytes) -> None:
    if b"%PDF-" in head[:1024]:
        raise ListRefused("not_a_spreadsheet", found="pdf")
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            raise ListRefused("not_a_spreadsheet", found=kind)
    if head.startswith(_UTF16):
        return
    start = head[:2048].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<meta", b"<style")):
        raise ListRefused("not_a_spreadsheet", found="html")
    control = len(head) - len(head.translate(None, _CONTROL))
    if b"\0" in head or control > _MOST_CONTROL_SHARE * len(head):
        raise ListRefused("not_a_spreadsheet", found="unknown")
