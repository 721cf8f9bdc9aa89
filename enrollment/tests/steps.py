"""The way from a list to paid cover in single steps, each by the person whose work it is."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from django.core.files.base import ContentFile

from enrollment.actions.imports import (
    send_repair,
    start_applying,
    upload_list,
    work_through,
)
from enrollment.actions.invoices import issue_invoice
from enrollment.actions.payments import post_payment
from enrollment.models import (
    CoveragePeriod,
    Decree,
    Enrollment,
    ImportBatch,
    ImportRow,
    Invoice,
    Payment,
)
from enrollment.tests.factories import (
    VILLAGE,
    ani,
    budi,
    make_decree,
    make_enrollment,
    make_worker,
    nik_of,
    nur,
)
from registry.models import User
from registry.months import month_range
from registry.tests.factories import make_region

PRICE = 16_800
RELIEVED = 168
JULY = date(2020, 7, 1)
ISSUED = date(2020, 7, 20)
PAID = date(2020, 7, 21)
COLUMNS = ("NIK", "Nama", "Tgl Lahir", "L/P", "Desa/Kel")


def line_of(serial: int, **changes: str) -> list[str]:
    """Return the cells of the serial-th invented person, a man of Terempa, under COLUMNS."""
    nik = nik_of(serial)
    cells = {
        "nik": nik,
        "name": f"Sabri {serial}",
        "birth_date": f"{nik[6:8]}/{nik[8:10]}/19{nik[10:12]}",
        "sex": "L",
        "village": "Terempa",
    }
    return list((cells | changes).values())


def sheet(lines: Iterable[Sequence[str]], *, columns: Sequence[str] = COLUMNS) -> ContentFile:
    """Return a CSV with headings on row 1 and the lines from row 2 on."""
    rows = [columns, *lines]
    return ContentFile("\n".join(";".join(row) for row in rows).encode())


def workbook(**sheets: Iterable[Sequence[str]]) -> ContentFile:
    """Return a workbook with one list on each sheet, in order."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        for name, lines in sheets.items():
            page = book.add_worksheet(name)
            for number, cells in enumerate([COLUMNS, *lines]):
                page.write_row(number, 0, cells)
    return ContentFile(buffer.getvalue())


def upload(decree: Decree, *lines: Sequence[str], filename: str = "daftar.csv") -> ImportBatch:
    """Return the batch of a list that Budi sent and that is still to be checked."""
    make_region(VILLAGE)
    return upload_list(decree=decree, upload=sheet(lines), filename=filename, by=budi())


def stage(decree: Decree, *lines: Sequence[str]) -> ImportBatch:
    """Return the checked batch of a list that Budi sent."""
    return work_through(upload(decree, *lines).pk)


def repair(
    batch: ImportBatch, *lines: Sequence[str], columns: Sequence[str] = COLUMNS
) -> ImportBatch:
    """Return the batch after rows that Budi repaired were merged into it."""
    send_repair(batch=batch, upload=sheet(lines, columns=columns), filename="p.csv", by=budi())
    return work_through(batch.pk)


def apply(batch: ImportBatch, *, by: User | None = None) -> ImportBatch:
    """Return the batch after Nur had it applied."""
    return work_through(start_applying(batch=batch, by=by or nur()).pk)


def enroll(decree: Decree, *lines: Sequence[str]) -> ImportBatch:
    """Return the applied batch of a list."""
    return apply(stage(decree, *lines))


def codes_by_row(batch: ImportBatch) -> dict[int, str]:
    """Return the problem codes of the rows that have any, by sheet row."""
    rows = batch.rows.exclude(codes="").order_by("pk")
    return {row.row: row.codes.strip("|") for row in rows}


def problem(batch: ImportBatch, code: str) -> dict[str, object]:
    """Return the facts of the only problem of this code in the batch."""
    row = batch.rows.with_code(code).get()
    (found,) = [problem for problem in row.problems if problem["code"] == code]
    return found["params"]


def row_states(batch: ImportBatch) -> list[tuple[int, str]]:
    """Return sheet row and state of every row, as first read."""
    return list(batch.rows.order_by("file_id", "pk").values_list("row", "status"))


def enrolled(decree: Decree) -> list[str]:
    """Return the names of who stands under a decree, in sheet order."""
    standing = Enrollment.objects.standing().filter(decree=decree)
    return list(standing.order_by("position", "pk").values_list("worker__name", flat=True))


def ready_rows(batch: ImportBatch) -> int:
    """Return how many rows wait to be applied."""
    return batch.rows.filter(status=ImportRow.Status.READY).count()


def billed(workers: int = 3, *, issued_on: date = ISSUED, **decree: Any) -> Invoice:
    """Return the invoice of a decree with some workers, in sheet order."""
    made = make_decree(**decree)
    for serial in range(workers):
        make_enrollment(make_worker(serial), decree=made, position=serial + 2)
    return issue_invoice(decree=made, issued_on=issued_on, by=ani())


def pay(invoice: Invoice, amount_idr: int, reference: str = "BRK 1", **changes: Any) -> Payment:
    """Return the payment of an amount on an invoice, by Ani."""
    facts: dict[str, Any] = {"paid_on": PAID, "by": ani()} | changes
    return post_payment(invoice=invoice, reference=reference, amount_idr=amount_idr, **facts)


def covered_months(decree: Decree) -> dict[str, list[str]]:
    """Return the covered months under a decree, such as 2020-07, by worker's name."""
    covered: dict[str, list[str]] = {}
    periods = CoveragePeriod.objects.standing().filter(line__invoice__decree=decree)
    for period in periods.select_related("worker").order_by("since"):
        months = [f"{month:%Y-%m}" for month in month_range(period.since, period.until)]
        covered.setdefault(period.worker.name, []).extend(months)
    return covered


def credit_of(invoice: Invoice) -> int:
    """Return the unused money of the payer and fund of an invoice, in rupiah."""
    decree = invoice.decree
    return Payment.objects.of_payer(decree.sponsor, decree.fund).credit_idr()
