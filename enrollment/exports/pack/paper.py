"""The pack as printed pages: the figures on the first, then a part after the other."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from enrollment.exports.pack.content import Agreement, Pack
from enrollment.exports.pack.part import Part
from enrollment.exports.pdf import Column, Letter
from registry.formats import day_text, moment_text, month_span_text, rupiah_text
from registry.models import User


def pack_pages(pack: Pack, *, at: datetime, by: User) -> bytes:
    """Return the pack as PDF, on its side."""
    decree = pack.decree
    letter = Letter(
        sender=decree.region.name,
        title=_("Auditor's pack of decree %(number)s") % {"number": decree.number},
        subject=decree.title,
        footer=_("Made on %(at)s by %(by)s")
        % {"at": moment_text(at), "by": by.get_full_name() or by.get_username()},
        wide=True,
    )
    letter.paragraph(
        _("%(payer)s, %(fund)s. Decided on %(day)s for %(months)s.")
        % {
            "payer": decree.sponsor.name,
            "fund": decree.get_fund_display(),
            "day": day_text(decree.decided_on),
            "months": month_span_text(decree.since, decree.until),
        }
    )
    _add_part(letter, pack.summary)
    letter.heading(_("Added up in two ways"))
    for agreement in pack.agreements:
        letter.paragraph(agreement_sentence(agreement), "note" if agreement.agrees else "strong")
    for part in (pack.years, *pack.parts, pack.manifest):
        _add_part(letter, part)
    return letter.render()


def agreement_sentence(agreement: Agreement) -> str:
    """Return whether two ways of adding up come to the same, with the figures."""
    facts = {
        "what": agreement.words,
        "left": rupiah_text(agreement.left_idr),
        "right": rupiah_text(agreement.right_idr),
    }
    if agreement.agrees:
        return _("%(what)s: agrees, %(left)s.") % facts
    return _("%(what)s: DIFFERS, %(left)s and %(right)s.") % facts


def _add_part(letter: Letter, part: Part) -> None:
    letter.heading(part.title)
    if part.note:
        letter.paragraph(part.note, "note")
    if not part.rows:
        letter.paragraph(part.nothing)
        return
    heads = part.heads
    letter.table(
        [Column(head.text, head.share, right=head.is_figure) for head in heads],
        [[head.shown(value) for head, value in zip(heads, row, strict=True)] for row in part.rows],
        total=[head.shown(value) for head, value in zip(heads, part.total, strict=True)]
        if part.total
        else (),
    )
