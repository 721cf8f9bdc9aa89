"""A table for printed pages that stays fast at 100,000 rows, headings on every page.

ReportLab's own table copies what is left at every page break, which takes quadratic time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib import colors
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

REGULAR: Final = "DejaVuSansCondensed"
BOLD: Final = "DejaVuSansCondensed-Bold"
INK: Final = colors.HexColor("#18262b")
LINE: Final = colors.HexColor("#c9c3b6")
_SIZE: Final = 8.5
_LEADING: Final = 11
_PADDING: Final = 1.4 * mm
_ROWS_WITH_WHAT_FOLLOWS: Final = 2

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a printed table: its heading, its share of the width, figures to the right."""

    heading: str
    share: float = 1
    right: bool = False


class PagedTable(Flowable):
    """Rows of plain text from `start` on, under headings; each page takes what fits.

    `room_below` is what must still fit under the last rows, such as a signature.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Row],
        *,
        total: Row = (),
        room_below: float = 0,
        start: int = 0,
    ) -> None:
        super().__init__()
        self._columns, self._rows, self._total, self._start = columns, rows, total, start
        self._room_below = room_below
        # what stands below must not open a page of its own: so many rows go over with it
        self._kept_rows = _ROWS_WITH_WHAT_FOLLOWS if room_below else bool(total)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the room that it needs: more than there is, where a next page must follow."""
        self.width = width
        self.height = sum(height for _, height in self._up_to(height))
        if self.height <= height < self.height + self._room_below:
            # the last rows go over with what follows, also where they alone are left
            return width, height + 1
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return the part for this page and the rest; nothing where no row fits."""
        self.width = width
        lines = list(self._up_to(height))
        # the line that went too far stays off, and the heading is no row
        end = min(self._start + len(lines) - 2, len(self._rows) - self._kept_rows)
        if end <= self._start:
            return []
        rest = PagedTable(
            self._columns,
            self._rows,
            total=self._total,
            room_below=self._room_below,
            start=end,
        )
        return [PagedTable(self._columns, self._rows[self._start : end]), rest]

    def draw(self) -> None:
        """Paint the headings, the rows, and the total."""
        top = self.height
        for painted, height in self._up_to(self.height):
            painted.paint(self.canv, top, height)
            top -= height

    def _up_to(self, limit: float) -> Iterator[tuple[_Line, float]]:
        """Yield the lines with their heights, until all are given or the limit is passed."""
        widths = self._widths()
        used = 0.0
        for row, bold in self._lines():
            line = _Line(self._columns, widths, row, bold=bold)
            height = line.height
            used += height
            yield line, height
            if used > limit + 0.01:
                return

    def _lines(self) -> Iterator[tuple[Row, bool]]:
        yield [column.heading for column in self._columns], True
        for place in range(self._start, len(self._rows)):
            yield self._rows[place], False
        if self._total:
            yield self._total, True

    def _widths(self) -> list[float]:
        whole = sum(column.share for column in self._columns)
        return [self.width * column.share / whole for column in self._columns]


class _Line:
    """One line of the table, its texts broken to the widths of the columns."""

    def __init__(
        self, columns: Sequence[Column], widths: Sequence[float], row: Row, *, bold: bool
    ) -> None:
        self._columns, self._widths = columns, widths
        self._bold = bold
        self._font = BOLD if bold else REGULAR
        self._texts = [
            broken(text, self._font, width - 2 * _PADDING)
            for text, width in zip(row, widths, strict=True)
        ]

    @property
    def height(self) -> float:
        return max(len(texts) for texts in self._texts) * _LEADING + 2 * _PADDING

    def paint(self, canvas, top: float, height: float) -> None:  # type: ignore[no-untyped-def]
        canvas.setFont(self._font, _SIZE)
        canvas.setFillColor(INK)
        x = 0.0
        for column, width, texts in zip(self._columns, self._widths, self._texts, strict=True):
            y = top - _PADDING - _SIZE
            for text in texts:
                if column.right:
                    canvas.drawRightString(x + width - _PADDING, y, text)
                else:
                    canvas.drawString(x + _PADDING, y, text)
                y -= _LEADING
            x += width
        canvas.setStrokeColor(INK if self._bold else LINE)
        canvas.setLineWidth(0.8 if self._bold else 0.4)
        canvas.line(0, top - height, x, top - height)


def broken(text: str, font: str, width: float) -> list[str]:
    """Return the text in lines that fit the width; a word that is wider is cut."""
    if stringWidth(text, font, _SIZE) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if stringWidth(longer, font, _SIZE) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _cut(word, font, width)
        lines += full
    return [*lines, line]


def _cut(word: str, font: str, width: float) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and stringWidth(parts[-1] + letter, font, _SIZE) > width:
            parts.append("")
        parts[-1] += letter
    return parts
