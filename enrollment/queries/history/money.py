"""The money in a worker's history: invoices, payments, and what was credited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from enrollment.models import Allocation, CreditNote, Invoice, InvoiceLine, Payment, Worker
from enrollment.queries.history.happening import Happening, on_day, recorded
from enrollment.queries.history.memberships import is_own, shown_decree
from registry.models import User
from registry.months import month_range
from registry.roles import Permission, may

# a death and a move tell themselves what they credited
_TOLD_BY_EVENTS: Final = (CreditNote.Reason.DEATH, CreditNote.Reason.MOVED)


def invoices(worker: Worker, reader: User) -> Iterator[Happening]:
    """Return each invoice with the worker's months on it, and with how many others."""
    lines: defaultdict[Invoice, list[InvoiceLine]] = defaultdict(list)
    for line in (
        InvoiceLine.objects.filter(worker=worker)
        .select_related("invoice__decree__sponsor", "invoice__created_by")
        .order_by("since")
    ):
        lines[line.invoice].append(line)
    for invoice, billed in lines.items():
        shown = shown_decree(invoice.decree, reader)
        facts = {
            "number": invoice.number if shown else "",
            "decree": shown,
            "own": is_own(invoice.decree),
            "since": billed[0].since,
            "until": billed[-1].until,
            "months": sum(line.months for line in billed),
            "amount_idr": sum(line.amount_idr for line in billed),
            "others": invoice.workers - 1,
        }
        by = invoice.created_by if shown else None
        yield recorded(invoice.issued_on, invoice.created_at, "billed", by, facts)


def payments(worker: Worker, reader: User) -> Iterator[Happening]:
    """Return each payment that paid for months of the worker, and those that were reversed."""
    pieces: defaultdict[Payment, list[Allocation]] = defaultdict(list)
    for piece in (
        Allocation.objects.filter(line__worker=worker)
        .select_related("payment__sponsor", "payment__created_by")
        .order_by("pk")
    ):
        pieces[piece.payment].append(piece)
    for payment, spent in pieces.items():
        shown = may(reader, Permission.REGISTER_VIEW, payment.sponsor.region_id)
        facts = _paid(spent) | {
            "sponsor": payment.sponsor if shown else None,
            "own": payment.sponsor.worker_id == worker.pk,
            "reference": payment.reference if shown else "",
            "others": payment.outcome.get("workers_covered", 0) - 1,
        }
        by = payment.created_by if shown else None
        yield recorded(payment.paid_on, payment.created_at, "paid", by, facts)
        if payment.reversed_on:
            reason = payment.reversal_reason if shown else ""
            reference = payment.reference if shown else ""
            yield on_day(
                payment.reversed_on, "payment_reversed", reference=reference, reason=reason
            )


def credited(worker: Worker, reader: User) -> Iterator[Happening]:
    """Return which of the worker's months were credited, and why."""
    notes = CreditNote.objects.filter(line__worker=worker).exclude(reason__in=_TOLD_BY_EVENTS)
    for note in notes.select_related("line__invoice__decree__sponsor", "created_by"):
        shown = shown_decree(note.line.invoice.decree, reader)
        yield on_day(
            note.posted_on,
            "credited",
            note.created_by if shown else None,
            since=note.since,
            until=note.until,
            amount_idr=note.amount_idr,
            why=note.get_reason_display(),
        )


def _paid(spent: Sequence[Allocation]) -> dict[str, object]:
    """Return the months that the money still pays for, or did until it was reversed."""
    standing = [piece for piece in spent if piece.released_on is None]
    if not standing:
        return {"months": 0, "amount_idr": 0, "since": None, "until": None}
    months = {month for piece in standing for month in month_range(piece.since, piece.until)}
    return {
        "months": len(months),
        "amount_idr": sum(piece.amount_idr for piece in standing),
        "since": min(piece.since for piece in standing),
        "until": max(piece.until for piece in standing),
    }
