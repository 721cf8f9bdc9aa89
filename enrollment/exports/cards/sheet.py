"""Ten cards on a page, to be cut along the marks: two side by side, five rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from enrollment.exports.cards.face import HEIGHT, WIDTH, Issue, paint_front
from enrollment.exports.cards.paper import A4, LINE, Paper
from enrollment.queries.cards import Card

_COLUMNS: Final = 2
_ROWS: Final = 5
ON_A_PAGE: Final = _COLUMNS * _ROWS
_LEFT: Final = (A4[0] - _COLUMNS * WIDTH) / 2
_BOTTOM: Final = (A4[1] - _ROWS * HEIGHT) / 2
_MARK: Final = 6 * mm
_GAP: Final = 1.5 * mm


def paint_sheets(paper: Paper, cards: Iterable[Card], issue: Issue) -> None:
    """Paint the cards, ten to a page, the last page as far as they reach."""
    source = iter(cards)
    while page := list(islice(source, ON_A_PAGE)):
        _paint_sheet(paper, page, issue)


def _paint_sheet(paper: Paper, cards: Sequence[Card], issue: Issue) -> None:
    paper.stamp("cut-marks", _paint_marks)
    for place, card in enumerate(cards):
        row, column = divmod(place, _COLUMNS)
        y = _BOTTOM + (_ROWS - 1 - row) * HEIGHT
        paint_front(paper, card, issue, _LEFT + column * WIDTH, y)
    paper.canvas.showPage()


def _paint_marks(canvas: Canvas) -> None:
    """Paint the marks in the margins, and thin lines between the cards."""
    right, top = _LEFT + _COLUMNS * WIDTH, _BOTTOM + _ROWS * HEIGHT
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.4)
    for column in range(_COLUMNS + 1):
        x = _LEFT + column * WIDTH
        canvas.line(x, top + _GAP, x, top + _MARK)
        canvas.line(x, _BOTTOM - _GAP, x, _BOTTOM - _MARK)
    for row in range(_ROWS + 1):
        y = _BOTTOM + row * HEIGHT
        canvas.line(_LEFT - _GAP, y, _LEFT - _MARK, y)
        canvas.line(right + _GAP, y, right + _MARK, y)
    canvas.setDash(1, 3)
    canvas.grid(
        [_LEFT + column * WIDTH for column in range(_COLUMNS + 1)],
        [_BOTTOM + row * HEIGHT for row in range(_ROWS + 1)],
    )
