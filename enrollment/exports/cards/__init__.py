"""Participant cards on paper: one to a page with what to do, or ten to a page to be cut."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import IO

from django.http import HttpResponse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from enrollment.exports.cards.face import Issue
from enrollment.exports.cards.page import paint_page
from enrollment.exports.cards.paper import Paper
from enrollment.exports.cards.sheet import paint_sheets
from enrollment.exports.pdf import pdf_response
from enrollment.models import Worker
from enrollment.queries.cards import Card, cards_of
from enrollment.queries.timeline import Timeline
from enrollment.rules.cards import Layout
from registry.models import User

__all__ = ["card_letter", "has_card", "write_cards"]


def has_card(worker: Worker, timeline: Timeline) -> bool:
    """Tell whether there is a card: cover stands or begins later, and the worker lives."""
    ahead = timeline.last_until is not None and timeline.last_until > timeline.month
    return ahead and not worker.deceased_on


def card_letter(worker: Worker, *, on: date, site: str, reader: User) -> HttpResponse | None:
    """Return the card as PDF, for staff who see the payer; None where there is no card.

    `site` is the address of this registry, where the code on the card is proved.
    """
    cards = cards_of([worker], on=on, reader=reader)
    if not cards:
        return None
    file = BytesIO()
    write_cards(file, cards, layout=Layout.ONE, site=site, on=on)
    return pdf_response(f"kartu-{slugify(worker.name)}.pdf", file.getvalue())


def write_cards(
    file: IO[bytes], cards: Iterable[Card], *, layout: Layout, site: str, on: date
) -> None:
    """Write cards, as they come, into a file as one PDF; papers are Indonesian."""
    issue = Issue(site, on)
    with translation.override("id"):
        paper = Paper(file, title=_("Participant card"), sender="Lindung")
        if layout == Layout.TEN:
            paint_sheets(paper, cards, issue)
        else:
            for card in cards:
                paint_page(paper, card, issue)
        paper.finish()
