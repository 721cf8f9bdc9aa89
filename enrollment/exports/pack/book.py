"""The pack as a workbook: a sheet for each part, figures as numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from enrollment.exports.pack.content import Pack
from enrollment.exports.pack.paper import agreement_sentence
from enrollment.exports.pack.part import Head, Kind, Part
from registry.spreadsheet import Column, Sheet, write_workbook

_WIDTH_OF_A_SHARE = 12
_NARROWEST, _WIDEST = 8, 66


def write_pack(pack: Pack, file: IO[bytes]) -> None:
    """Write the pack into the file."""
    write_workbook(file, _sheets(pack))


def _sheets(pack: Pack) -> Iterator[Sheet]:
    decree = pack.decree
    title = _("Auditor's pack of decree %(number)s") % {"number": decree.number}
    payer = f"{decree.sponsor.name}, {decree.get_fund_display()}"
    agreements = [agreement_sentence(agreement) for agreement in pack.agreements]
    yield _sheet(pack.summary, (title, payer, *agreements))
    for part in (pack.years, *pack.parts, pack.manifest):
        yield _sheet(part, (title, part.title, *([part.note] if part.note else [])))


def _sheet(part: Part, title: tuple[str, ...]) -> Sheet:
    words = title if part.rows else (*title, part.nothing)
    return Sheet(
        name=part.sheet_name,
        columns=[Column(_heading(head), _width(head)) for head in part.heads],
        rows=part.rows,
        title=words,
        total=part.total if part.rows else (),
    )


def _heading(head: Head) -> str:
    return f"{head.text} (Rp)" if head.kind is Kind.RUPIAH else head.text


def _width(head: Head) -> int:
    return min(max(round(head.share * _WIDTH_OF_A_SHARE), _NARROWEST), _WIDEST)
