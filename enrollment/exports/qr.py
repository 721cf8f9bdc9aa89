"""A QR code on paper."""

from __future__ import annotations

from typing import Final

import segno
from reportlab.lib import colors
from reportlab.platypus import Flowable

# the margin that a reader wants around the code; the paper around it is white as well
_QUIET: Final = 2


class QrCode(Flowable):
    """The QR code of an address, as a square of `side` points."""

    def __init__(self, url: str, side: float) -> None:
        super().__init__()
        self._rows = list(segno.make_qr(url, error="m").matrix_iter(border=_QUIET))
        self.width = self.height = side

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return its room, whatever there is."""
        return self.width, self.height

    def draw(self) -> None:
        """Paint the dark modules, black on whatever lies beneath."""
        module = self.width / len(self._rows)
        path = self.canv.beginPath()
        for number, row in enumerate(self._rows, start=1):
            for place, is_dark in enumerate(row):
                if is_dark:
                    path.rect(place * module, self.height - number * module, module, module)
        self.canv.setFillColor(colors.black)
        self.canv.drawPath(path, stroke=0, fill=1)
