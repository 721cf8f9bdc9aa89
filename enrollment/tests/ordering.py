"""Workers who pay for themselves, in single steps."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from enrollment.actions.orders import place_order
from enrollment.models import Enrollment, Invoice, Payment, Worker
from enrollment.tests.factories import ani, budi, make_worker
from enrollment.tests.steps import pay
from registry.models import Occupation

_REFERENCES = count(1)
PRICE = 16_800


def driver(serial: int = 0, **changes: Any) -> Worker:
    """Return a worker who drives an ojek."""
    ojek = Occupation.objects.get_or_create(
        slug="ojek", defaults={"label_id": "Ojek", "label_en": "Ojek", "sector": "transport"}
    )[0]
    return make_worker(serial, occupation=ojek, **changes)


def order(worker: Worker, months: int = 3, *, on: date, **changes: Any) -> Invoice:
    """Return the invoice of an order that Budi took, at the first band."""
    facts: dict[str, Any] = {"wage_base_idr": 1_000_000, "by": budi()} | changes
    return place_order(worker=worker, months=months, on=on, **facts)


def pay_whole(invoice: Invoice, *, on: date) -> Payment | None:
    """Return the payment of what is open of an invoice; None where nothing is."""
    invoice.refresh_from_db()
    if not invoice.open_idr:
        return None
    return pay(invoice, invoice.open_idr, f"QRIS {next(_REFERENCES)}", paid_on=on, by=ani())


def ordered_and_paid(worker: Worker, months: int = 3, *, on: date, **changes: Any) -> Invoice:
    """Return the invoice of an order that was paid on its day."""
    invoice = order(worker, months, on=on, **changes)
    pay_whole(invoice, on=on)
    invoice.refresh_from_db()
    return invoice


def months_ordered(worker: Worker) -> list[tuple[str, str]]:
    """Return the standing memberships of a worker, as first month and month after the last."""
    standing = Enrollment.objects.standing().filter(worker=worker).order_by("since")
    return [(f"{each.since:%Y-%m}", f"{each.until:%Y-%m}") for each in standing]
