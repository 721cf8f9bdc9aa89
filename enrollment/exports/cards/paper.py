"""Many pages alike: what differs is painted on each, what does not is written down once.

A `Letter` lays out one document; here a page is painted in a few milliseconds, so that 5,000
cards are one file within a minute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import IO, Final

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from enrollment.exports.pdf import register_fonts
from enrollment.exports.pdf_table import BOLD, INK, LINE, REGULAR

__all__ = ["A4", "BOLD", "INK", "LINE", "REGULAR", "SOFT", "Paper", "flow", "lines_that_fit"]

SOFT: Final = colors.HexColor("#4c5a60")
_SMALLER: Final = 0.93
_LEAST: Final = 3.5


class Paper:
    """A PDF of A4 pages that is written into a file when it is finished."""

    def __init__(self, file: IO[bytes], *, title: str, sender: str) -> None:
        register_fonts()
        self.canvas = Canvas(file, pagesize=A4, pageCompression=1, lang="id-ID")
        self.canvas.setTitle(title)
        self.canvas.setAuthor(sender)
        self.canvas.setCreator("Lindung")
        self._stamps: set[str] = set()

    def stamp(self, name: str, paint: Callable[[Canvas], None]) -> None:
        """Show what `paint` paints; a name that was shown before is only pointed to."""
        if name not in self._stamps:
            self.canvas.beginForm(name)
            paint(self.canvas)
            self.canvas.endForm()
            self._stamps.add(name)
        self.canvas.doForm(name)

    def text(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        *,
        size: float = 8,
        font: str = REGULAR,
        soft: bool = False,
        most: int = 1,
    ) -> float:
        """Paint plain text below y, on so many lines at most, smaller where it is too long.

        Returns where the next text begins.
        """
        size, lines = lines_that_fit(text, font, size, width, most)
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(SOFT if soft else INK)
        for line in lines:
            y -= size * 1.22
            self.canvas.drawString(x, y + size * 0.22, line)
        return y

    def finish(self) -> None:
        """Write everything into the file."""
        self.canvas.save()


# names differ and labels do not: the few that come again and again are measured once
@lru_cache(maxsize=2048)
def lines_that_fit(
    text: str, font: str, size: float, width: float, most: int
) -> tuple[float, Sequence[str]]:
    """Return the size at which the text fits on so many lines of a width, and those lines."""
    while True:
        lines = simpleSplit(text, font, size, width)
        fits = len(lines) <= most and all(stringWidth(line, font, size) <= width for line in lines)
        if fits or size * _SMALLER < _LEAST:
            return size, lines[:most]
        size *= _SMALLER


def flow(canvas: Canvas, parts: Iterable[Flowable], x: float, y: float, width: float) -> float:
    """Paint parts that were laid out below y, one under the other; return where they end."""
    for part in parts:
        y -= part.getSpaceBefore()
        _used, height = part.wrapOn(canvas, width, y)
        part.drawOn(canvas, x, y - height)
        y -= height + part.getSpaceAfter()
    return y
