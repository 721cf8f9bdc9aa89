"""Letters to workers whose cover ends, a page each: what ends when, what to do, whom to ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import IO, Final

from django.utils import translation
from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from enrollment.exports.cards.paper import A4, BOLD, INK, LINE, Paper, flow
from enrollment.exports.pdf import styled
from enrollment.queries.card_statement import spaced
from enrollment.queries.lapse_letters import LapseNotice
from registry.formats import day_text, month_text, rupiah_text
from registry.nik import mask_nik

_MARGIN: Final = 18 * mm
_WIDTH: Final = A4[0] - 2 * _MARGIN
_NAMES: Final = 0.28 * _WIDTH
_DAY: Final = timedelta(days=1)


def write_letters(file: IO[bytes], notices: Iterable[LapseNotice], *, on: date) -> None:
    """Write a page for each notice into a file as one PDF; papers are Indonesian."""
    with translation.override("id"):
        paper = Paper(file, title=_("Your cover ends"), sender="Lindung")
        for notice in notices:
            _paint(paper, notice, on)
        paper.finish()


def _paint(paper: Paper, notice: LapseNotice, on: date) -> None:
    canvas, top = paper.canvas, A4[1] - 14 * mm
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 10)
    canvas.drawString(_MARGIN, top, notice.regency)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(1)
    canvas.line(_MARGIN, top - 2.5 * mm, A4[0] - _MARGIN, top - 2.5 * mm)
    worker = notice.worker
    place = ", ".join(part.name for part in (worker.village, worker.village.parent) if part)
    y = paper.text(day_text(on), _MARGIN, A4[1] - 26 * mm, _WIDTH, size=9.5)
    y = paper.text(worker.name, _MARGIN, y - 4 * mm, _WIDTH, size=9.5, font=BOLD)
    y = paper.text(place, _MARGIN, y, _WIDTH, size=9.5)
    y = flow(canvas, _opening(notice), _MARGIN, y - 8 * mm, _WIDTH) - 2 * mm
    for name, value in _facts(notice):
        paper.text(name, _MARGIN, y, _NAMES, size=9.5, soft=True)
        y = paper.text(value, _MARGIN + _NAMES, y, _WIDTH - _NAMES, size=9.5) - 2
    flow(canvas, _what_to_do(notice), _MARGIN, y - 3 * mm, _WIDTH)
    canvas.showPage()


def _opening(notice: LapseNotice) -> list[Flowable]:
    last = day_text(notice.until - _DAY)
    words = {"day": last, "next": day_text(notice.until)}
    if notice.has_ended:
        title = _("Your cover ended on %(day)s") % words
        text = _(
            "Since %(next)s no contribution has been paid for you. You and your family lose the "
            "right to benefits when more than three months in a row are unpaid."
        )
    else:
        title = _("Your cover ends on %(day)s") % words
        text = _(
            "Until that day you are protected when you have an accident at work, and your family "
            "when you die. From %(next)s on you are not, unless contributions go on."
        )
    return [styled(title, "title"), styled(text % words, "text")]


def _facts(notice: LapseNotice) -> list[tuple[str, str]]:
    worker = notice.worker
    payer = _("Yourself") if notice.paid_himself else notice.payer
    return [
        (_("Name"), worker.name),
        ("NIK", mask_nik(worker.nik)),
        (_("Card number"), spaced(worker.card_number)),
        (_("Contributions paid by"), payer or _("A sponsor in another region")),
        (_("Covered until"), day_text(notice.until - _DAY)),
    ]


def _what_to_do(notice: LapseNotice) -> list[Flowable]:
    steps = []
    if not notice.paid_himself:
        steps.append(
            _("Ask the village office whether your contributions go on being paid for you.")
        )
    if notice.month_idr is not None and notice.year_idr is not None:
        prices = {
            "month": month_text(notice.until),
            "day": day_text(notice.pay_by),
            "monthly": rupiah_text(notice.month_idr),
            "yearly": rupiah_text(notice.year_idr),
        }
        told = (
            _(
                "Pay %(monthly)s for %(month)s by %(day)s, or %(yearly)s for twelve months. You "
                "can pay for 1, 2, 3, 6 or 12 months."
            )
            if notice.paid_himself
            else _(
                "If not, you can pay yourself: %(monthly)s for %(month)s by %(day)s, or %(yearly)s "
                "for twelve months."
            )
        )
        steps.append(told % prices)
    steps.append(
        _(
            "Bring your identity card to the labor office of %(office)s, or go to any payment "
            "channel of BPJS Ketenagakerjaan with your NIK."
        )
        % {"office": notice.regency}
    )
    steps.append(
        _("Pay in time: after more than three unpaid months in a row no benefit is owed.")
        + " (PP 44/2015 Pasal 39, 42)"
    )
    ask = _(
        "Questions: the village office, or the labor office of %(office)s. Asking costs nothing."
    )
    return [
        styled(_("What to do"), "heading"),
        *(styled(step, "item", bullet=f"{number}.") for number, step in enumerate(steps, start=1)),
        styled(_("Whom to ask"), "heading"),
        styled(ask % {"office": notice.regency}, "text"),
    ]
