"""The card itself: its front with the signed statement, and its back with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from enrollment.exports.cards.paper import BOLD, LINE, Paper, flow
from enrollment.exports.pdf import styled
from enrollment.exports.qr import paint_code
from enrollment.queries.cards import Card
from registry.formats import day_text, number_text
from registry.law.parameters import parameter
from registry.nik import mask_nik

# a card of the size of an identity card, ISO/IEC 7810 ID-1
WIDTH: Final = 85.6 * mm
HEIGHT: Final = 54 * mm
PADDING: Final = 4 * mm
_INNER: Final = WIDTH - 2 * PADDING
_CODE: Final = 25 * mm
_TEXT: Final = _INNER - _CODE - 1.5 * mm
# of the eight masks the one that is best for three statements in four
_MASK: Final = 2
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Issue:
    """What all cards of one printing share: the address of the site, and the day."""

    site: str
    on: date

    @property
    def report_days(self) -> str:
        """Within how many days an accident is to be reported."""
        return number_text(parameter("jkk.report_hours", on=self.on).value // 24)

    def address(self, card: Card) -> str:
        """Return the address of the page that proves a card."""
        return self.site.rstrip("/") + reverse("card_verify", args=[card.statement])


def last_day(card: Card) -> str:
    """Return the last day that a card covers, in words."""
    return day_text(card.until - _DAY)


def payer_of(card: Card) -> str:
    """Return who pays; unnamed where the decree lies outside the reader's scope."""
    return card.payer or _("A sponsor in another region")


def paint_front(paper: Paper, card: Card, issue: Issue, x: float, y: float) -> None:
    """Paint the front, its lower left corner at x and y."""
    left, top = x + PADDING, y + HEIGHT - PADDING
    code_x = x + WIDTH - PADDING - _CODE
    place = f"{card.regency} · {card.worker.village.name}"
    below = paper.text(place, left, top, _TEXT, size=7, soft=True) - 1.2 * mm
    below = paper.text(card.worker.name, left, below, _TEXT, size=11, font=BOLD, most=3)
    below = paper.text(f"NIK {mask_nik(card.worker.nik)}", left, below - 1, _TEXT, size=8)
    paid_by = _("Contributions paid by %(payer)s") % {"payer": payer_of(card)}
    below = paper.text(paid_by, left, below - 1.5, _TEXT, size=7.5, most=2)
    paper.text(_("Work accident (JKK) and death (JKM)"), left, below - 1.5, _TEXT, size=7.5)
    number = _("Card number %(number)s") % {"number": card.number}
    low = y + PADDING + 14.5 * mm
    low = paper.text(number, left, low, _TEXT, size=8)
    ends = _("Covered until %(day)s") % {"day": last_day(card)}
    paper.text(ends, left, low - 0.5, _TEXT, size=9, font=BOLD)
    code_y = top - _CODE + 1.5 * mm
    paint_code(paper.canvas, issue.address(card), code_x, code_y, _CODE, mask=_MASK)
    paper.text(_("Scan to check this card"), code_x + 1 * mm, code_y, _CODE - mm, size=6, soft=True)
    paper.canvas.setStrokeColor(LINE)
    paper.canvas.setLineWidth(0.5)
    paper.canvas.line(left, y + PADDING + 6 * mm, left + _INNER, y + PADDING + 6 * mm)
    told = _(
        "Accident at work or death: tell the labor office of %(office)s within %(days)s × 24 hours."
    )
    words = told % {"office": card.regency, "days": issue.report_days}
    paper.text(words, left, y + PADDING + 5.2 * mm, _INNER, size=6.5, soft=True, most=2)


def paint_back(canvas: Canvas, office: str, days: str, x: float, y: float) -> None:
    """Paint the back: what to do when it happens, the same for all of one office."""
    parts = [
        styled(_("When it happens"), "card-name"),
        styled(_("1. Help first: go to the nearest health center or hospital."), "card"),
        styled(
            _("2. Report it within %(days)s × 24 hours to the labor office of %(office)s.")
            % {"days": days, "office": office},
            "card",
        ),
        styled(_("3. Bring this card. Keep every receipt."), "card"),
        styled(
            _("The village office helps you to report. Reporting and claiming cost nothing."),
            "card-strong",
        ),
    ]
    flow(canvas, parts, x + PADDING, y + HEIGHT - PADDING, _INNER)
