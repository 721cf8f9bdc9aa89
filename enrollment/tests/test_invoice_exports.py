"""What an invoice and a payment look like on paper and as a workbook."""

import io
import re
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from enrollment.actions.invoices import set_payment_code
from enrollment.actions.payments import reverse_payment
from enrollment.exports.clauses import clause_lines
from enrollment.exports.invoice import invoice_letter, invoice_workbook
from enrollment.exports.receipt import receipt_letter
from enrollment.models import Invoice, Worker
from enrollment.tests.factories import ani
from enrollment.tests.steps import PRICE, billed, pay

pytestmark = pytest.mark.django_db


def sheets(invoice: Invoice) -> list[list[list[Any]]]:
    """Return the rows of each sheet of the invoice's workbook."""
    content = invoice_workbook(invoice).getvalue()
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [book.get_sheet_by_index(n).to_python() for n in range(len(book.sheet_names))]


def test_the_workbook_holds_every_line_and_its_total():
    invoice = billed(workers=3)
    pay(invoice, 13 * PRICE)
    invoice.refresh_from_db()

    lines, _prices = sheets(invoice)

    rows = [row for row in lines if re.fullmatch(r"\d{16}", str(row[1]))]
    assert [row[2] for row in rows] == ["Sabri", "Sabri 1", "Sabri 2"]
    assert [row[9] for row in rows] == [5 * PRICE, 4 * PRICE, 4 * PRICE]
    assert lines[-1][8:] == [604_800, 13 * PRICE, 0, 604_800 - 13 * PRICE]


def test_the_workbook_shows_how_prices_come_about():
    invoice = billed(workers=3, issued_on=date(2020, 10, 1))

    _lines, prices = sheets(invoice)

    amounts = [row[7] for row in prices if isinstance(row[7], int | float)]
    assert sum(amounts[:-1]) == amounts[-1] == invoice.total_idr


def test_a_name_that_looks_like_a_formula_stays_text():
    invoice = billed(workers=1)
    Worker.objects.update(name="=1+1")

    lines, _prices = sheets(invoice)

    assert "'=1+1" in [row[2] for row in lines]


@pytest.mark.parametrize("code", ["", "9920 0721 0001"], ids=["without code", "with code"])
def test_the_invoice_prints(code):
    invoice = set_payment_code(invoice=billed(workers=1), payment_code=code, by=ani())

    letter = invoice_letter(invoice)

    assert letter.content.startswith(b"%PDF")
    assert 'filename="tagihan-0001-2105-VII-2020.pdf"' in letter["Content-Disposition"]


def test_the_receipt_prints_also_when_reversed():
    payment = pay(billed(workers=1), 12 * PRICE + 5)
    standing = receipt_letter(payment)
    reversed_ = reverse_payment(
        payment=payment, reason="<b>Ganda</b> & salah", on=date(2020, 8, 1), by=ani()
    )

    assert standing.content.startswith(b"%PDF")
    assert receipt_letter(reversed_).content.startswith(b"%PDF")


def test_clauses_stand_once_each_and_say_when_nobody_checked_them():
    first = {"source": "PP 44/2015", "clause": "Pasal 20", "checked": None}
    second = {"source": "PP 50/2025", "clause": "Pasal 4", "checked": "2026-11-01"}

    lines = clause_lines([first, second, first])

    assert len(lines) == 2
    assert lines[0].startswith("PP 44/2015, Pasal 20 (")
    assert lines[1] == "PP 50/2025, Pasal 4"
