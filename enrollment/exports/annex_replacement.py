"""A dated annex of a decree: who left a place under it, and who took it (lampiran perubahan).

It names people with their whole NIK, as such annexes do: whoever prints it stands in the trail.
"""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from enrollment.exports import pdf
from enrollment.models import Annex, Enrollment
from enrollment.queries.replacing import left_since, replacements
from registry.formats import day_text, moment_text, month_span_text, month_text, number_text
from registry.models import User


def replacement_letter(annex: Annex, *, at: datetime, by: User) -> HttpResponse:
    """Return the annex as PDF, with a place to sign."""
    decree = annex.decree
    with translation.override("id"):
        taken = list(replacements(decree, annex).order_by("position", "pk"))
        letter = pdf.Letter(
            sender=decree.sponsor.name,
            title=_("Annex %(number)s") % {"number": annex.number},
            subject=_("Workers replaced under decree %(number)s") % {"number": decree.number},
            footer=_("Printed on %(at)s by %(by)s")
            % {"at": moment_text(at), "by": by.get_full_name() or by.username},
            wide=True,
        )
        letter.facts(
            [
                (_("Date of the annex"), day_text(annex.dated_on)),
                (
                    _("Decree"),
                    _("%(number)s of %(day)s")
                    % {"number": decree.number, "day": day_text(decree.decided_on)},
                ),
                (_("Cover"), month_span_text(decree.since, decree.until)),
                (_("Replacements"), number_text(len(taken))),
            ]
        )
        letter.table(
            [
                pdf.Column(_("No."), 0.8, right=True),
                pdf.Column(_("Who left"), 2.3),
                pdf.Column(_("NIK"), 2.6),
                pdf.Column(_("Why"), 1.7),
                pdf.Column(_("Place free from"), 1.6),
                pdf.Column(_("Who took the place"), 2.3),
                pdf.Column(_("NIK"), 2.6),
                pdf.Column(_("Birth date"), 1.6),
                pdf.Column(_("Village, district"), 2.3),
                pdf.Column(_("Occupation"), 2),
                pdf.Column(_("From month"), 1.6),
            ],
            [_row(number, enrollment) for number, enrollment in enumerate(taken, start=1)],
            signed=True,
        )
        letter.signature(f"{decree.region.name}, {day_text(annex.dated_on)}", decree.sponsor.name)
        name = f"lampiran-{slugify(annex.number) or annex.pk}.pdf"
        return pdf.pdf_response(name, letter.render())


def _row(number: int, taken: Enrollment) -> tuple[str, ...]:
    left, worker = taken.replaces, taken.worker
    assert left is not None
    district = worker.village.parent
    return (
        number_text(number),
        left.worker.name,
        left.worker.nik,
        str(left.get_end_reason_display()),
        month_text(left_since(left)),
        worker.name,
        worker.nik,
        f"{worker.born_on:%d/%m/%Y}",
        f"{worker.village.name}, {district.name}" if district else worker.village.name,
        str(worker.occupation) if worker.occupation else worker.occupation_text,
        month_text(taken.since),
    )
