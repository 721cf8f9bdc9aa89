"""The annex of a decree by name (lampiran SK), as printed pages and as a workbook.

It names people with their whole NIK, as such annexes do: whoever prints it stands in the trail.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F
from django.http import FileResponse, HttpResponse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from enrollment.exports import pdf
from enrollment.models import Decree, Enrollment, Worker
from registry import spreadsheet
from registry.formats import day_text, moment_text, month_span_text, number_text, rupiah_text
from registry.models import User


def annex_letter(decree: Decree, *, at: datetime, by: User) -> HttpResponse:
    """Return the annex as PDF."""
    with translation.override("id"):
        people = list(_people(decree))
        letter = pdf.Letter(
            sender=decree.sponsor.name,
            title=_title(decree),
            subject=decree.title,
            footer=_("Printed on %(at)s by %(by)s")
            % {"at": moment_text(at), "by": by.get_full_name() or by.username},
        )
        letter.facts(_facts(decree, len(people)))
        letter.table(
            [
                pdf.Column(_("No."), 0.8, right=True),
                pdf.Column(_("NIK"), 2.3),
                pdf.Column(_("Name"), 2.6),
                pdf.Column(_("Birth date"), 1.5),
                pdf.Column(_("L/P"), 0.6),
                pdf.Column(_("Village, district"), 2.4),
                pdf.Column(_("Occupation"), 2),
            ],
            [
                (
                    number_text(number),
                    worker.nik,
                    worker.name,
                    f"{worker.born_on:%d/%m/%Y}",
                    worker.sex,
                    _place(worker),
                    _occupation(worker),
                )
                for number, worker in enumerate(people, start=1)
            ],
            signed=True,
        )
        letter.signature(f"{decree.region.name}, ..................", decree.sponsor.name)
        return pdf.pdf_response(f"{_filename(decree)}.pdf", letter.render())


def annex_workbook(decree: Decree) -> FileResponse:
    """Return the annex as XLSX."""
    column = spreadsheet.Column
    with translation.override("id"):
        sheet = spreadsheet.Sheet(
            name=_("Annex"),
            title=[_title(decree), decree.sponsor.name],
            columns=[
                column(_("No."), 6),
                column(_("NIK"), 20),
                column(_("Name"), 28),
                column(_("Birth date"), 12),
                column(_("L/P"), 6),
                column(_("Village"), 22),
                column(_("District"), 20),
                column(_("Occupation"), 26),
            ],
            rows=(
                (
                    number,
                    worker.nik,
                    worker.name,
                    worker.born_on,
                    worker.sex,
                    worker.village.name,
                    worker.village.parent.name if worker.village.parent else "",
                    _occupation(worker),
                )
                for number, worker in enumerate(_people(decree), start=1)
            ),
        )
        return spreadsheet.workbook_response(f"{_filename(decree)}.xlsx", [sheet])


def _people(decree: Decree) -> Iterator[Worker]:
    """Yield the workers of a decree in the order of the list."""
    enrollments = (
        Enrollment.objects.standing()
        .filter(decree=decree)
        # who was wrongly ended and began anew stands in the list once
        .exclude(replaces__worker=F("worker"), replaces__voided_on=None)
        .select_related("worker__village__parent", "worker__occupation")
        .order_by("position", "pk")
    )
    for enrollment in enrollments.iterator(chunk_size=2000):
        yield enrollment.worker


def _facts(decree: Decree, workers: int) -> list[tuple[str, str]]:
    return [
        (_("Decree"), _("%(number)s of %(day)s") % _number_and_day(decree)),
        (_("Cover"), month_span_text(decree.since, decree.until)),
        (_("Programs"), ", ".join(decree.programs)),
        (_("Wage base"), rupiah_text(decree.wage_base_idr)),
        (_("Fund source"), decree.get_fund_display()),
        (_("Workers"), number_text(workers)),
    ]


def _number_and_day(decree: Decree) -> dict[str, str]:
    return {"number": decree.number, "day": day_text(decree.decided_on)}


def _title(decree: Decree) -> str:
    return _("Annex to decree %(number)s") % {"number": decree.number}


def _place(worker: Worker) -> str:
    district = worker.village.parent
    return f"{worker.village.name}, {district.name}" if district else worker.village.name


def _occupation(worker: Worker) -> str:
    return str(worker.occupation) if worker.occupation else worker.occupation_text


def _filename(decree: Decree) -> str:
    return f"lampiran-sk-{slugify(decree.number) or decree.pk}"
