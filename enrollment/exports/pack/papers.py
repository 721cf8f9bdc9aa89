"""The papers behind a decree as files, with what proves that they are still the same."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from enrollment.exports.pack.part import Head, Kind, Part, Value
from enrollment.models import Decree

_BLOCK = 1024 * 1024


def digest_of(file: FieldFile) -> str:
    """Return the SHA-256 of a file that is kept, or why there is none."""
    if not file:
        return _("no file was sent")
    try:
        with file.open("rb") as opened:
            digest = hashlib.sha256()
            while block := opened.read(_BLOCK):
                digest.update(block)
    except FileNotFoundError:
        return _("the file is missing from the store")
    return digest.hexdigest()


def manifest(decree: Decree, parts: Sequence[Part]) -> Part:
    """Return the fingerprint of the scan of the decree, and of every part of the pack.

    The printed pages and the workbook of the same state carry the same ones, in one language.
    """
    rows: list[list[Value]] = [
        [_("Scan of decree %(number)s") % {"number": decree.number}, None, digest_of(decree.scan)]
    ]
    rows += [[part.title, len(part.rows), part.fingerprint] for part in parts]
    return Part(
        title=_("Fingerprints"),
        heads=[
            Head(_("Paper or part"), share=3),
            Head(_("Rows"), Kind.NUMBER, 0.8),
            Head("SHA-256", share=5),
        ],
        rows=rows,
        nothing="",
        note=_(
            "The SHA-256 of a part is that of its rows, a line for each, with a tab between "
            "values and days written like 2020-07-21. The files of lists and statements stand "
            "with theirs in the part about them."
        ),
    )
