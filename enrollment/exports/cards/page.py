"""One card on a page, to cut out and fold, with what the family has to know below it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from enrollment.exports.cards.face import (
    HEIGHT,
    WIDTH,
    Issue,
    last_day,
    paint_back,
    paint_front,
    payer_of,
)
from enrollment.exports.cards.paper import A4, BOLD, INK, LINE, REGULAR, SOFT, Paper, flow
from enrollment.exports.pdf import styled
from enrollment.queries.cards import Card
from registry.formats import day_text
from registry.nik import mask_nik

_MARGIN: Final = 18 * mm
_WIDTH: Final = A4[0] - 2 * _MARGIN
_NAMES: Final = 0.28 * _WIDTH
_CARD_X: Final = (A4[0] - 2 * WIDTH) / 2
_CARD_Y: Final = A4[1] - 116 * mm
_FACTS_TOP: Final = _CARD_Y - 7 * mm


def paint_page(paper: Paper, card: Card, issue: Issue) -> None:
    """Paint the page of one card."""
    office, days = card.regency, issue.report_days

    def paint_what_all_share(canvas: Canvas) -> None:
        _paint_frame(canvas, office, issue)
        paint_back(canvas, office, days, _CARD_X + WIDTH, _CARD_Y)
        flow(canvas, _what_to_do(office, days), _MARGIN, _FACTS_TOP - 40 * mm, _WIDTH)

    paper.stamp(f"office-{card.worker.village_id[:4]}", paint_what_all_share)
    paper.text(card.worker.name, _MARGIN, A4[1] - 31 * mm, _WIDTH, size=11, soft=True)
    paint_front(paper, card, issue, _CARD_X, _CARD_Y)
    y = _FACTS_TOP
    for name, value in _facts(card):
        paper.text(name, _MARGIN, y, _NAMES, size=9.5, soft=True)
        y = paper.text(value, _MARGIN + _NAMES, y, _WIDTH - _NAMES, size=9.5) - 2
    paper.canvas.showPage()


def _facts(card: Card) -> list[tuple[str, str]]:
    facts = [
        (_("Name"), card.worker.name),
        ("NIK", mask_nik(card.worker.nik)),
        (_("Card number"), card.number),
        (_("Programs"), _("Work accident (JKK) and death (JKM)")),
        (_("Contributions paid by"), payer_of(card)),
    ]
    if card.begins:
        facts.append((_("Covered from"), day_text(card.begins)))
    facts.append((_("Covered until"), last_day(card)))
    return facts


def _paint_frame(canvas: Canvas, office: str, issue: Issue) -> None:
    """Paint sender, title, the outline of the card, and the foot."""
    top = A4[1] - 14 * mm
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 10)
    canvas.drawString(_MARGIN, top, office)
    canvas.setStrokeColor(LINE)
    canvas.line(_MARGIN, top - 2.5 * mm, A4[0] - _MARGIN, top - 2.5 * mm)
    canvas.setFillColor(SOFT)
    canvas.setFont(REGULAR, 8)
    canvas.drawString(_MARGIN, 11 * mm, _("Printed on %(day)s") % {"day": day_text(issue.on)})
    intro = _(
        "You are protected when you have an accident at work, and your family when you "
        "die. Cut the card out, fold it, and keep it with your identity card. Show this "
        "page to your family."
    )
    flow(canvas, [styled(_("Participant card"), "title")], _MARGIN, A4[1] - 24 * mm, _WIDTH)
    flow(canvas, [styled(intro, "text")], _MARGIN, A4[1] - 39 * mm, _WIDTH)
    canvas.setLineWidth(0.7)
    canvas.setDash(3, 2)
    canvas.rect(_CARD_X, _CARD_Y, 2 * WIDTH, HEIGHT)
    canvas.line(_CARD_X + WIDTH, _CARD_Y, _CARD_X + WIDTH, _CARD_Y + HEIGHT)


def _what_to_do(office: str, days: str) -> list[Flowable]:
    """Return what to do, to whom, and by when, in the order in which it happens."""
    of_accident = [
        _("Help first: go to the nearest health center or hospital, and show this card."),
        _(
            "Report it within %(days)s × 24 hours to the labor office of %(office)s and to "
            "BPJS Ketenagakerjaan. A relative may do it. A late report is still accepted."
        )
        % {"days": days, "office": office},
        _("Write down when, where and how it happened, and who saw it."),
        _("Keep every receipt of transport and treatment."),
        _(
            "When the doctor says how it ended (recovered, disabled or died), tell the office "
            "again within %(days)s × 24 hours."
        )
        % {"days": days},
    ]
    of_death = [
        _(
            "The family tells the labor office of %(office)s or the village office, as soon "
            "as it can. Death from illness counts as well."
        )
        % {"office": office},
        _("Ask the village office for the death certificate and the letter of the heirs."),
        _("Bring this card, the family card and the bank book of one heir."),
    ]
    return [
        styled(_("When there is an accident at work"), "heading"),
        *(styled(text, "item", bullet="•") for text in of_accident),
        styled(_("When the participant dies"), "heading"),
        *(styled(text, "item", bullet="•") for text in of_death),
        styled(_("Reporting and claiming cost nothing. Pay nobody for it."), "strong"),
    ]
