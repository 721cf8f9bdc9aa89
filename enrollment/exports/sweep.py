"""The statement of the check before billing: a page of the invoice, a sheet of its workbook."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from reportlab.platypus import PageBreak

from enrollment.exports.pdf import Column, Letter
from enrollment.models import Invoice, Sweep, SweptRow
from enrollment.queries.statements import SweptGroup, swept_groups
from enrollment.wording.sweep import reason_label, swept_sentence
from registry import spreadsheet
from registry.formats import day_text, month_span_text, number_text, rupiah_text


def add_statement(letter: Letter, invoice: Invoice, sweep: Sweep) -> None:
    """Add the statement to the letter of its invoice, on a page of its own."""
    letter.add(PageBreak())
    letter.heading(_("Statement of the check before billing"))
    letter.paragraph(_said(sweep))
    if groups := swept_groups(sweep):
        _add_sums(letter, sweep, groups)
        _add_names(letter, sweep)
    letter.signature(f"{invoice.decree.region}, {day_text(sweep.swept_on)}", _("Treasurer"))


def _add_sums(letter: Letter, sweep: Sweep, groups: list[SweptGroup]) -> None:
    letter.table(
        [
            Column(_("Reason"), 3),
            Column(_("Workers"), 1, right=True),
            Column(_("Not spent"), 1.5, right=True),
        ],
        [
            (reason_label(group.reason), number_text(group.workers), rupiah_text(group.amount_idr))
            for group in groups
        ],
        total=(_("Total"), "", rupiah_text(sweep.not_spent_idr)),
    )


def _add_names(letter: Letter, sweep: Sweep) -> None:
    letter.heading(_("By name"))
    letter.table(
        [
            Column(_("Name"), 2.4),
            Column(_("Village"), 1.8),
            Column(_("Why"), 3),
            Column(_("Months"), 2),
            Column(_("Not spent"), 1.4, right=True),
        ],
        [
            (
                row.enrollment.worker.name,
                row.enrollment.worker.village.name,
                swept_sentence(row.reason, row.facts),
                month_span_text(row.since, row.until),
                rupiah_text(row.amount_idr),
            )
            for row in _rows(sweep)
        ],
        signed=True,
    )


def statement_sheet(sweep: Sweep, title: tuple[str, str]) -> spreadsheet.Sheet:
    """Return the statement by name as a sheet."""
    column = spreadsheet.Column
    return spreadsheet.Sheet(
        name=_("Check before billing"),
        title=[*title, _said(sweep)],
        columns=[
            column("NIK", 20),
            column(_("Name"), 30),
            column(_("Village"), 24),
            column(_("Why"), 44),
            column(_("Months"), 28),
            column(_("Not spent"), 16),
        ],
        rows=_sheet_rows(sweep),
        total=(_("Total"), None, None, None, None, sweep.not_spent_idr),
    )


def _sheet_rows(sweep: Sweep) -> Iterator[list[spreadsheet.Value]]:
    for row in _rows(sweep):
        worker = row.enrollment.worker
        yield [
            worker.nik,
            worker.name,
            worker.village.name,
            swept_sentence(row.reason, row.facts),
            month_span_text(row.since, row.until),
            row.amount_idr,
        ]


def _rows(sweep: Sweep) -> Iterator[SweptRow]:
    rows = sweep.rows.select_related("enrollment__worker__village").order_by("pk")
    yield from rows.iterator(chunk_size=2000)


def _said(sweep: Sweep) -> str:
    facts = {
        "day": day_text(sweep.swept_on),
        "all": number_text(sweep.looked_at),
        "removed": number_text(sweep.removed),
        "amount": rupiah_text(sweep.not_spent_idr),
    }
    if not (sweep.removed or sweep.not_spent_idr):
        return (
            _(
                "On %(day)s, %(all)s workers were looked at before billing: who has died or moved "
                "away, stands on the list twice, is too old to begin, or is paid for by somebody "
                "else. Nobody had to be taken off."
            )
            % facts
        )
    return (
        _(
            "On %(day)s, %(all)s workers were looked at before billing: who has died or moved "
            "away, stands on the list twice, is too old to begin, or is paid for by somebody "
            "else. %(removed)s were taken off, and %(amount)s was not spent."
        )
        % facts
    )
