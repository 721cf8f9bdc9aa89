"""The card of a participant: one page, with a card to cut out and to keep in a wallet.

It says who pays, until when, and what to do when it happens, so that a family learns of the cover
before it needs it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.http import HttpResponse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepInFrame, Table

from enrollment.exports.pdf import Letter, pdf_response, styled
from enrollment.exports.pdf_table import LINE
from enrollment.exports.qr import QrCode
from enrollment.models import Worker
from enrollment.queries.timeline import Timeline, worker_timeline
from registry.formats import day_text, number_text
from registry.law.parameters import parameter
from registry.models import Region, User
from registry.nik import mask_nik

# a card of the size of an identity card, ISO/IEC 7810 ID-1
_WIDTH: Final = 85.6 * mm
_HEIGHT: Final = 54 * mm
_PADDING: Final = 4 * mm
_QR_SIDE: Final = 24 * mm
_DASHES: Final = (3, 2)
_DAY: Final = timedelta(days=1)


def has_card(worker: Worker, timeline: Timeline) -> bool:
    """Tell whether there is a card: cover stands or begins later, and the worker lives."""
    ahead = timeline.last_until is not None and timeline.last_until > timeline.month
    return ahead and not worker.deceased_on


def card_letter(worker: Worker, *, on: date, url: str, reader: User) -> HttpResponse | None:
    """Return the card as PDF, for staff who see the payer; None where there is no card."""
    timeline = worker_timeline(worker, on=on, reader=reader)
    if not has_card(worker, timeline):
        return None
    with translation.override("id"):
        office = regency_of(worker.village).name
        days = parameter("jkk.report_hours", on=on).value // 24
        letter = Letter(
            sender=office,
            title=_("Participant card"),
            subject=worker.name,
            footer=_("Printed on %(day)s") % {"day": day_text(on)},
        )
        letter.paragraph(
            _(
                "You are protected when you have an accident at work, and your family when you "
                "die. Cut the card out, fold it, and keep it with your identity card. Show this "
                "page to your family."
            )
        )
        letter.space()
        letter.add(_cut_out(worker, timeline, office, days, url))
        letter.space(6)
        letter.facts(_facts(worker, timeline))
        _add_what_to_do(letter, office, days)
        return pdf_response(f"kartu-{slugify(worker.name)}.pdf", letter.render())


def regency_of(village: Region) -> Region:
    """Return the regency that a village lies in."""
    region = village
    while region.level != Region.Level.REGENCY and region.parent is not None:
        region = region.parent
    return region


def _facts(worker: Worker, timeline: Timeline) -> list[tuple[str, str]]:
    facts = [
        (_("Name"), worker.name),
        ("NIK", mask_nik(worker.nik)),
        (_("Programs"), _("Work accident (JKK) and death (JKM)")),
        (_("Contributions paid by"), _payer(timeline)),
    ]
    if timeline.current is None and timeline.first_since:
        begins = next(run.since for run in timeline.covered if run.since > timeline.month)
        facts.append((_("Covered from"), day_text(begins)))
    facts.append((_("Covered until"), _last_day(timeline)))
    return facts


def _payer(timeline: Timeline) -> str:
    """Return who pays now, or first; unnamed where the decree lies outside the reader's scope."""
    ahead = (run for run in timeline.covered if run.until > timeline.month)
    run = timeline.current or next(ahead, None)
    return run.sponsor.name if run and run.sponsor else _("A sponsor in another region")


def _last_day(timeline: Timeline) -> str:
    until = timeline.covered_until or timeline.last_until
    return day_text(until - _DAY) if until else ""


def _cut_out(worker: Worker, timeline: Timeline, office: str, days: int, url: str) -> Table:
    """Return front and back of the card, side by side, to be folded at the middle."""
    front: list[Flowable] = [
        styled(office, "card-sender"),
        styled(worker.name, "card-name"),
        styled(f"NIK {mask_nik(worker.nik)}", "card"),
        styled(_("Work accident (JKK) and death (JKM)"), "card"),
        styled(_("Contributions paid by %(payer)s") % {"payer": _payer(timeline)}, "card"),
        styled(_("Covered until %(day)s") % {"day": _last_day(timeline)}, "card-strong"),
    ]
    code = [QrCode(url, _QR_SIDE), styled(_("For staff: report an event"), "caption")]
    inner = _WIDTH - 2 * _PADDING
    text_width = inner - _QR_SIDE - 2 * mm
    height = _HEIGHT - 2 * _PADDING
    face = Table(
        [[_fitted(front, text_width, height), code]],
        colWidths=[text_width, _QR_SIDE + 2 * mm],
        rowHeights=[height],
        style=[("VALIGN", (0, 0), (-1, -1), "TOP"), *_no_padding()],
    )
    back = _fitted(_back(office, days), inner, height)
    return Table(
        [[face, back]],
        colWidths=[_WIDTH, _WIDTH],
        rowHeights=[_HEIGHT],
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), _PADDING),
            ("BOTTOMPADDING", (0, 0), (-1, -1), _PADDING),
            ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
            ("BOX", (0, 0), (-1, -1), 0.7, LINE, None, _DASHES),
            ("LINEAFTER", (0, 0), (0, 0), 0.7, LINE, None, _DASHES),
        ],
    )


def _back(office: str, days: int) -> list[Flowable]:
    return [
        styled(_("When it happens"), "card-name"),
        styled(_("1. Help first: go to the nearest health center or hospital."), "card"),
        styled(
            _("2. Report it within %(days)s × 24 hours to the labor office of %(office)s.")
            % {"days": number_text(days), "office": office},
            "card",
        ),
        styled(_("3. Bring this card. Keep every receipt."), "card"),
        styled(
            _("The village office helps you to report. Reporting and claiming cost nothing."),
            "card-strong",
        ),
    ]


def _fitted(content: list[Flowable], width: float, height: float) -> KeepInFrame:
    """Return the content, made smaller where a long name would leave the card."""
    return KeepInFrame(width, height, content, mode="shrink", vAlign="TOP")


def _no_padding() -> list[tuple[object, ...]]:
    sides = ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")
    return [(side, (0, 0), (-1, -1), 0) for side in sides]


def _add_what_to_do(letter: Letter, office: str, days: int) -> None:
    """Say what to do, to whom, and by when, in the order in which it happens."""
    letter.heading(_("When there is an accident at work"))
    letter.items(
        [
            _("Help first: go to the nearest health center or hospital, and show this card."),
            _(
                "Report it within %(days)s × 24 hours to the labor office of %(office)s and to "
                "BPJS Ketenagakerjaan. A relative may do it. A late report is still accepted."
            )
            % {"days": number_text(days), "office": office},
            _("Write down when, where and how it happened, and who saw it."),
            _("Keep every receipt of transport and treatment."),
            _(
                "When the doctor says how it ended (recovered, disabled or died), tell the office "
                "again within %(days)s × 24 hours."
            )
            % {"days": number_text(days)},
        ]
    )
    letter.heading(_("When the participant dies"))
    letter.items(
        [
            _(
                "The family tells the labor office of %(office)s or the village office, as soon "
                "as it can. Death from illness counts as well."
            )
            % {"office": office},
            _("Ask the village office for the death certificate and the letter of the heirs."),
            _("Bring this card, the family card and the bank book of one heir."),
        ]
    )
    letter.paragraph(_("Reporting and claiming cost nothing. Pay nobody for it."), "strong")
