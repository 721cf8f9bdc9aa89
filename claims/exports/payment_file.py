"""The file for the bank: a CSV that opens with its count and control total.

It is Indonesian whatever the language of the screen, and holds no NIK.
"""

from __future__ import annotations

import csv
from typing import Final

from django.http import HttpResponse

from claims.models import PaymentFile
from registry.spreadsheet import safe_text

HEADINGS: Final = ("referensi", "kode_bank", "rekening", "atas_nama", "jumlah", "keterangan")


def payment_file_csv(file: PaymentFile) -> HttpResponse:
    """Return the transfers as they were ordered, in the order of their references."""
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file.number}.csv"'},
    )
    sheet = csv.writer(response, delimiter=";", lineterminator="\r\n")
    sheet.writerow(["berkas", file.number])
    sheet.writerow(["jumlah_transfer", file.transfers])
    sheet.writerow(["total_kendali", file.control_total_idr])
    sheet.writerow(HEADINGS)
    payouts = file.payouts.select_related("claim", "payee").order_by("pk")
    for payout in payouts:
        payee = payout.payee
        texts = (
            payout.reference,
            payee.bank_id,
            payee.account_number,
            payee.holder,
            str(payout.amount_idr),
            f"Manfaat {payout.claim.program} {payout.claim.number}",
        )
        sheet.writerow([_cell(text) for text in texts])
    return response


def _cell(text: str) -> str:
    """Return the text on one line, as nothing that a spreadsheet would run."""
    return safe_text(" ".join(text.split()))
