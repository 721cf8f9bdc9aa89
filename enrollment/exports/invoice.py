"""An invoice on paper, and all its lines as a workbook. Both are in Indonesian."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import FileResponse, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from enrollment.exports.clauses import clause_lines
from enrollment.exports.pdf import Column, Letter, pdf_response
from enrollment.exports.sweep import add_statement, statement_sheet
from enrollment.models import Decree, Invoice, Sponsor
from enrollment.queries.invoices import PriceStep, price_steps
from enrollment.queries.own import office_of
from enrollment.queries.statements import sweep_of
from registry import spreadsheet
from registry.formats import (
    day_text,
    month_span_text,
    month_text,
    number_text,
    rupiah_text,
)
from registry.money import in_words
from registry.months import add_months


def invoice_letter(invoice: Invoice) -> HttpResponse:
    """Return the invoice as PDF: how the total comes about, by which clauses, and how to pay."""
    with translation.override("id"):
        steps = price_steps(invoice)
        office = office_of(invoice.decree.sponsor, invoice.decree.region)
        letter = Letter(
            sender=str(office),
            title=_("Contribution invoice %(number)s") % {"number": invoice.number},
            subject=_("%(programs)s of workers who receive no wage")
            % {"programs": ", ".join(invoice.decree.programs)},
            footer=_("Invoice %(number)s") % {"number": invoice.number},
        )
        letter.facts(_facts(invoice))
        letter.heading(_("How the amount comes about"))
        _add_steps(letter, invoice, steps)
        words = in_words(invoice.total_idr)
        letter.paragraph(_("In words: %(words)s.") % {"words": words}, "strong")
        _add_state(letter, invoice)
        letter.heading(_("By which law"))
        for line in clause_lines(c for step in steps for c in step.rate.citations):
            letter.paragraph(line, "note")
        known = _("The law known on the day of issue, %(day)s.")
        letter.paragraph(known % {"day": day_text(invoice.issued_on)}, "note")
        letter.paragraph(_("A line for each worker stands in the sheet of this invoice."), "note")
        place = f"{office}, {day_text(invoice.issued_on)}"
        letter.signature(place, _("Treasurer"))
        if sweep := sweep_of(invoice):
            add_statement(letter, invoice, sweep)
        return pdf_response(f"{_file_stem(invoice)}.pdf", letter.render())


def _facts(invoice: Invoice) -> list[tuple[str, str]]:
    decree = invoice.decree
    facts = [
        (_("Payer"), decree.sponsor.name),
        _basis(decree),
        (_("Fund source"), decree.get_fund_display()),
        (_("Issued on"), day_text(invoice.issued_on)),
        (_("Due on"), day_text(invoice.due_on)),
    ]
    if invoice.payment_code:
        facts.append((_("Payment code"), invoice.payment_code))
    return facts


def _basis(decree: Decree) -> tuple[str, str]:
    """Return by what it is billed: a decree, or for a self-payer the months that he ordered."""
    if decree.sponsor.kind == Sponsor.Kind.SELF:
        return _("Own order"), month_span_text(decree.since, decree.until)
    return _("Decree"), f"{decree.number}, {day_text(decree.decided_on)}"


def _add_steps(letter: Letter, invoice: Invoice, steps: list[PriceStep]) -> None:
    with_jht = any(step.rate.jht_idr for step in steps)
    columns = [
        Column(_("Months"), 2.6),
        Column(_("Workers"), 1, right=True),
        Column(_("Number of months"), 1, right=True),
        Column("JKK", 1.1, right=True),
        Column("JKM", 1.1, right=True),
        *([Column("JHT", 1.1, right=True)] if with_jht else []),
        Column(_("A month"), 1.2, right=True),
        Column(_("Amount"), 1.8, right=True),
    ]
    rows = [
        [
            month_span_text(step.since, step.until),
            number_text(step.workers),
            number_text(step.months),
            rupiah_text(step.rate.jkk_idr),
            rupiah_text(step.rate.jkm_idr),
            *([rupiah_text(step.rate.jht_idr)] if with_jht else []),
            rupiah_text(step.rate.total_idr),
            rupiah_text(step.amount_idr),
        ]
        for step in steps
    ]
    empty = [""] * (len(columns) - 3)
    total = [_("Total"), number_text(invoice.workers), *empty, rupiah_text(invoice.total_idr)]
    letter.table(columns, rows, total=total)


def _add_state(letter: Letter, invoice: Invoice) -> None:
    """Say what is left to pay, where that is no longer the total."""
    if invoice.open_idr == invoice.total_idr:
        return
    letter.facts(
        [
            (_("Paid"), rupiah_text(invoice.allocated_idr)),
            (_("Credit notes"), rupiah_text(invoice.credited_idr)),
            (_("Still to pay"), rupiah_text(invoice.open_idr)),
        ]
    )


def invoice_workbook(invoice: Invoice) -> FileResponse:
    """Return the invoice as a workbook: every line, and how its prices come about."""
    with translation.override("id"):
        title = _("Contribution invoice %(number)s") % {"number": invoice.number}
        payer = f"{invoice.decree.sponsor.name}, {_basis(invoice.decree)[1]}"
        lines = spreadsheet.Sheet(
            name=_("Lines"),
            columns=_line_columns(),
            rows=_lines(invoice),
            title=(title, payer),
            total=(
                *(_("Total"), None, None, None, None, None, invoice.worker_months, None),
                invoice.total_idr,
                invoice.allocated_idr,
                invoice.credited_idr,
                invoice.open_idr,
            ),
        )
        prices = spreadsheet.Sheet(
            name=_("Prices"),
            columns=_price_columns(),
            rows=_prices(invoice),
            title=(title, payer),
            total=(_("Total"), None, None, None, None, None, None, invoice.total_idr),
        )
        sheets = [lines, prices]
        if (sweep := sweep_of(invoice)) and (sweep.removed or sweep.not_spent_idr):
            sheets.append(statement_sheet(sweep, (title, payer)))
        return spreadsheet.workbook_response(f"{_file_stem(invoice)}.xlsx", sheets)


def _line_columns() -> list[spreadsheet.Column]:
    headings = [
        (_("Row"), 8),
        ("NIK", 20),
        (_("Name"), 30),
        (_("Village"), 24),
        (_("First month"), 16),
        (_("Last month"), 16),
        (_("Number of months"), 10),
        (_("A month"), 12),
        (_("Amount"), 14),
        (_("Paid"), 14),
        (_("Credit notes"), 14),
        (_("Still to pay"), 14),
    ]
    return [spreadsheet.Column(heading, width) for heading, width in headings]


def _lines(invoice: Invoice) -> Iterator[list[spreadsheet.Value]]:
    lines = invoice.lines.in_order().select_related("worker__village")
    for line in lines.iterator(chunk_size=2000):
        yield [
            line.position,
            line.worker.nik,
            line.worker.name,
            line.worker.village.name,
            month_text(line.since),
            month_text(add_months(line.until, -1)),
            line.months,
            line.monthly_idr,
            line.amount_idr,
            line.allocated_idr,
            line.credited_idr,
            line.open_idr,
        ]


def _price_columns() -> list[spreadsheet.Column]:
    headings = [
        (_("Months"), 28),
        (_("Workers"), 12),
        (_("Number of months"), 10),
        ("JKK", 12),
        ("JKM", 12),
        ("JHT", 12),
        (_("A month"), 12),
        (_("Amount"), 16),
        (_("Clauses"), 60),
    ]
    return [spreadsheet.Column(heading, width) for heading, width in headings]


def _prices(invoice: Invoice) -> Iterator[list[spreadsheet.Value]]:
    for step in price_steps(invoice):
        yield [
            month_span_text(step.since, step.until),
            step.workers,
            step.months,
            step.rate.jkk_idr,
            step.rate.jkm_idr,
            step.rate.jht_idr,
            step.rate.total_idr,
            step.amount_idr,
            "; ".join(clause_lines(step.rate.citations)),
        ]


def _file_stem(invoice: Invoice) -> str:
    return f"tagihan-{invoice.number.replace('/', '-')}"
