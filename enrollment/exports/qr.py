"""A QR code on paper."""

from __future__ import annotations

import re
from typing import Any, Final

import segno
from reportlab.lib import colors
from reportlab.platypus import Flowable

# the margin that a reader wants around the code; the paper around it is white as well
_QUIET: Final = 2
_DARK: Final = re.compile(rb"\x01+")


class QrCode(Flowable):
    """The QR code of an address, as a square of `side` points."""

    def __init__(self, url: str, side: float) -> None:
        super().__init__()
        self._url = url
        self.width = self.height = side

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return its room, whatever there is."""
        return self.width, self.height

    def draw(self) -> None:
        """Paint the dark modules, black on whatever lies beneath."""
        paint_code(self.canv, self._url, 0, 0, self.width)


def paint_code(
    canvas: Any, url: str, x: float, y: float, side: float, *, mask: int | None = None
) -> None:
    """Paint the code of an address into a square, its lower left corner at x and y.

    Finding the best of the eight masks takes three quarters of the time: who paints thousands
    names one, which every reader reads as well. The dark modules are one path, written as it
    stands in the file: those side by side are one rectangle of whole numbers.
    """
    code = segno.make_qr(url, error="m", mask=mask, boost_error=mask is None)
    module = side / (len(code.matrix) + 2 * _QUIET)
    dark = [
        f"{run.start()} {number} {run.end() - run.start()} 1 re"
        for number, row in enumerate(code.matrix)
        for run in _DARK.finditer(row)
    ]
    canvas.saveState()
    canvas.translate(x + _QUIET * module, y + side - _QUIET * module)
    canvas.scale(module, -module)
    canvas.setFillColor(colors.black)
    canvas.addLiteral(" ".join([*dark, "f"]))
    canvas.restoreState()
