"""Printed pages: who sends it, what it is, facts, tables, and page numbers.

A `Letter` is filled from top to bottom and then read as bytes. What people typed is escaped
here: callers hand over plain text. Papers are Indonesian whatever the language of the screen:
a caller fills the letter inside `translation.override("id")`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, partial
from html import escape
from io import BytesIO
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from enrollment.exports.pdf_table import BOLD, INK, LINE, REGULAR, Column, PagedTable, Row
from enrollment.exports.qr import QrCode
from registry.formats import number_text

__all__ = ["Column", "Letter", "pdf_response", "register_fonts", "styled"]

_MARGIN: Final = 18 * mm
_HEAD: Final = 24 * mm
_FOOT: Final = 20 * mm
_SIGNATURE_ROOM: Final = 60 * mm
_SIGNATURE_WIDTH: Final = 82 * mm
_CODE_SIDE: Final = 25 * mm
_CODE_ROOM: Final = 31 * mm
_SOFT: Final = colors.HexColor("#4c5a60")
_text = partial(
    ParagraphStyle, fontName=REGULAR, fontSize=9.5, leading=13.5, textColor=INK, splitLongWords=1
)
_STYLES: Final = {
    "title": _text("title", fontName=BOLD, fontSize=15, leading=19, spaceAfter=2),
    "subject": _text("subject", fontSize=11, leading=15, textColor=_SOFT),
    "heading": _text(
        "heading", fontName=BOLD, fontSize=11, leading=15, spaceBefore=8, keepWithNext=1
    ),
    "text": _text("text", spaceAfter=3),
    "strong": _text("strong", fontName=BOLD, spaceAfter=3, keepWithNext=1),
    "note": _text("note", fontSize=8.5, leading=12, textColor=_SOFT, spaceAfter=3),
    "right": _text("right", alignment=TA_RIGHT),
    "name": _text("name", textColor=_SOFT),
    "item": _text("item", leftIndent=5 * mm, bulletIndent=1.2 * mm, spaceAfter=1),
    "address": _text("address"),
    "card": _text("card", fontSize=8.5, leading=11, spaceAfter=2),
    "card-strong": _text("card-strong", fontName=BOLD, fontSize=8.5, leading=11, spaceBefore=2),
    "card-name": _text("card-name", fontName=BOLD, fontSize=11, leading=13.5, spaceAfter=2),
    "card-sender": _text("card-sender", fontSize=7.5, leading=9, textColor=_SOFT, spaceAfter=5),
    "caption": _text("caption", fontSize=7, leading=8.5, textColor=_SOFT, alignment=TA_CENTER),
}
_FACTS_STYLE: Final = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ("TOPPADDING", (0, 0), (-1, -1), 1),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
]
_HEAD_STYLE: Final = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("LEFTPADDING", (-1, 0), (-1, -1), _CODE_ROOM - _CODE_SIDE),
]


def styled(text: str, style: str, *, bullet: str = "") -> Paragraph:
    """Return plain text as a paragraph in one of the styles of a letter."""
    return Paragraph(escape(text), _STYLES[style], bulletText=bullet or None)


class Letter:
    """One document on A4 paper, `wide` when it lies on its side.

    The sender stands at the head of every page, `footer` at its foot beside the page number; `to`
    are the lines of whom it is written to, below the subject.
    """

    def __init__(
        self,
        *,
        sender: str,
        title: str,
        subject: str = "",
        to: Sequence[str] = (),
        footer: str = "",
        wide: bool = False,
    ) -> None:
        register_fonts()
        self._sender, self._title, self._footer = sender, title, footer
        self._size = landscape(A4) if wide else A4
        self._width = self._size[0] - 2 * _MARGIN
        self._head: list[Flowable] = [styled(title, "title")]
        if subject:
            self._head.append(styled(subject, "subject"))
        if to:
            self._head += [Spacer(1, 2 * mm), *(styled(line, "address") for line in to)]
        self._story: list[Flowable] = []
        self.space(3)

    def qr(self, url: str, caption: str) -> None:
        """Stand the QR code of an address at the right of the title, its words below it."""
        code = [QrCode(url, _CODE_SIDE), styled(caption, "caption")]
        widths = [self._width - _CODE_ROOM, _CODE_ROOM]
        self._head = [Table([[self._head, code]], colWidths=widths, style=_HEAD_STYLE)]

    def add(self, drawn: Flowable) -> None:
        """Add something that was laid out already."""
        self._story.append(drawn)

    def items(self, texts: Iterable[str]) -> None:
        """Add a list of points, each behind a dot."""
        points = [styled(text, "item", bullet="•") for text in texts]
        self._story += points
        if points:
            self.space(1)

    def paragraph(self, text: str, style: str = "text") -> None:
        """Add a paragraph; the style is text, strong, note, or right."""
        self._story.append(styled(text, style))

    def heading(self, text: str) -> None:
        """Add a heading, which stays with what follows it."""
        self._story.append(styled(text, "heading"))

    def space(self, millimetres: float = 4) -> None:
        """Leave room."""
        self._story.append(Spacer(1, millimetres * mm))

    def facts(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Add names and values, one pair a line."""
        rows = [[styled(name, "name"), styled(value, "text")] for name, value in pairs]
        widths = [self._width * 0.28, self._width * 0.72]
        self._story.append(Table(rows, colWidths=widths, style=_FACTS_STYLE))
        self.space(2)

    def table(
        self,
        columns: Sequence[Column],
        rows: Iterable[Row],
        *,
        total: Row = (),
        signed: bool = False,
    ) -> None:
        """Add a table of plain texts with its headings on each page; `total` is the last line.

        With `signed` a signature follows, which then never stands on a page without rows.
        """
        room_below = _SIGNATURE_ROOM if signed else 0
        self._story.append(PagedTable(columns, list(rows), total=total, room_below=room_below))
        self.space(2.5)

    def signature(
        self, place_and_day: str, office: str, name: str = "", *, with_last: int = 0
    ) -> None:
        """Add where somebody signs, at the right, kept in one piece.

        So many of the parts before it go over to the next page with it.
        """
        lines = [place_and_day, office, "", "", "", name or "(" + "." * 40 + ")"]
        block = [[Paragraph(escape(line) or "&nbsp;", _STYLES["address"])] for line in lines]
        self.space()
        signed = Table(
            block, colWidths=[_SIGNATURE_WIDTH], style=_FACTS_STYLE, hAlign="RIGHT", splitByRow=0
        )
        kept = len(self._story) - with_last - 1
        self._story[kept:] = [KeepTogether([*self._story[kept:], signed])]

    def render(self) -> bytes:
        """Return the document as PDF."""
        file = BytesIO()
        document = BaseDocTemplate(
            file,
            pagesize=self._size,
            title=self._title,
            author=self._sender,
            creator="Lindung",
            lang="id-ID",
        )
        text = Frame(_MARGIN, _FOOT, self._width, self._size[1] - _FOOT - _HEAD, 0, 0, 0, 0)
        document.addPageTemplates(PageTemplate(frames=[text]))
        with translation.override("id"):
            document.build(
                [*self._head, *self._story], canvasmaker=partial(_PageCanvas, letter=self)
            )
        return file.getvalue()

    def paint_frame(self, canvas: Canvas, page: int, pages: int) -> None:
        """Paint what stands around the text of a page."""
        right, top = self._size[0] - _MARGIN, self._size[1] - 14 * mm
        canvas.setFillColor(INK)
        canvas.setFont(BOLD, 10)
        canvas.drawString(_MARGIN, top, self._sender)
        canvas.setStrokeColor(LINE)
        canvas.line(_MARGIN, top - 2.5 * mm, right, top - 2.5 * mm)
        canvas.setFillColor(_SOFT)
        canvas.setFont(REGULAR, 8)
        canvas.drawString(_MARGIN, 11 * mm, self._footer)
        numbers = {"page": number_text(page), "pages": number_text(pages)}
        canvas.drawRightString(right, 11 * mm, _("Page %(page)s of %(pages)s") % numbers)


class _PageCanvas(Canvas):
    """A canvas that knows how many pages there are before it finishes the first."""

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._letter = letter
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802
        """Keep the page until all are known."""
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write every page with its number."""
        for number, state in enumerate(self._pages, start=1):
            self.__dict__.update(state)
            self._letter.paint_frame(self, number, len(self._pages))
            super().showPage()
        super().save()


def pdf_response(filename: str, content: bytes) -> HttpResponse:
    """Return a PDF that the browser shows, and saves under this name."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response


@cache
def register_fonts() -> None:
    """Make the house's two fonts known to ReportLab."""
    folder = settings.BASE_DIR / "registry" / "fonts"
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))
    pdfmetrics.registerFontFamily(
        REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD
    )
