"""What ends an own order before its months are paid: taken back, handed over, or lapsed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.actions.ending import Ended, EndReason, end_cover, held_with_payers
from enrollment.actions.periods import require_open
from enrollment.models import CreditNote, Enrollment, Invoice, Worker
from enrollment.queries.own import (
    lapsed_orders,
    own_enrollments,
    paid_months,
    unpaid_from,
    worker_of_order,
)
from registry.audit import record
from registry.models import Holiday, User
from registry.refusals import Refused
from registry.roles import Permission, require

_NOTHING: Final = Ended(enrollments=(), months=0, credited_idr=0, released_idr=0)


class NotAnOwnOrder(Refused):
    code = "not_an_own_order"


class OrderPaid(Refused):
    code = "order_paid"


@transaction.atomic
def cancel_order(*, invoice: Invoice, on: date, by: User) -> Invoice:
    """Take the unpaid months of a worker's own order back; return the invoice.

    They are credited and need not be paid; months that were paid stay. A second time changes
    nothing, as where nothing is left to be taken back; an order that is paid whole is refused.
    """
    require(by, Permission.WORKER_REGISTER, invoice.region_code)
    worker = _orderer(invoice)
    held_with_payers(worker)
    require_open(invoice.region_code, on)
    invoice.refresh_from_db()
    if not invoice.open_idr:
        if _was_ended(invoice):
            return invoice
        raise OrderPaid(_("This order is paid whole: nothing of it is left to be taken back."))
    own = own_enrollments(worker).filter(decree=invoice.decree_id)
    ended = _end_unpaid(own, from_month=date.min, reason=EndReason.CANCELLED, on=on, by=by)
    invoice.refresh_from_db()
    record(
        "order.cancelled",
        subject=worker,
        by=by,
        invoice=invoice.number,
        credited_idr=ended.credited_idr,
    )
    return invoice


@transaction.atomic
def hand_over(*, worker: Worker, from_month: date, on: date, by: User) -> Ended:
    """Free the months from one on for another payer, who may then enroll the worker.

    What the worker ordered himself and did not pay is credited from there on, and ends. Months
    that he paid stay his: the other payer's membership begins behind them.
    """
    require(by, Permission.WORKER_REGISTER, worker.region_code)
    worker = held_with_payers(worker)
    require_open(worker.region_code, on)
    own = own_enrollments(worker)
    ended = _end_unpaid(own, from_month=from_month, reason=EndReason.CHANGED_PAYER, on=on, by=by)
    if ended.enrollments:
        record(
            "order.handed_over",
            subject=worker,
            by=by,
            from_month=from_month,
            credited_idr=ended.credited_idr,
        )
    return ended


def drop_lapsed(worker: Worker, *, on: date, by: User) -> Ended:
    """End the own orders of a worker that lapsed; the caller holds him with his payers.

    Their months are not charged any more (`bpu.reactivation_charges_arrears`).
    """
    lapsed = lapsed_orders(
        own_enrollments(worker),
        on=on,
        paid=paid_months(worker),
        days_off=Holiday.objects.days_off(),
    )
    ended = _end_unpaid(lapsed, from_month=date.min, reason=EndReason.LAPSED, on=on, by=by)
    if ended.enrollments:
        record("order.lapsed", subject=worker, by=by, credited_idr=ended.credited_idr)
    return ended


def _end_unpaid(
    own: Iterable[Enrollment], *, from_month: date, reason: EndReason, on: date, by: User
) -> Ended:
    """End each own membership from a month on, or behind the last month paid of it if later."""
    all_ended = _NOTHING
    for enrollment in list(own):
        first = max(from_month, unpaid_from(enrollment))
        if first >= enrollment.until:
            continue
        one = Enrollment.objects.filter(pk=enrollment.pk)
        ended = end_cover(one, from_month=first, reason=reason, on=on, by=by)
        all_ended = Ended(
            enrollments=(*all_ended.enrollments, *ended.enrollments),
            months=all_ended.months + ended.months,
            credited_idr=all_ended.credited_idr + ended.credited_idr,
            released_idr=all_ended.released_idr + ended.released_idr,
        )
    return all_ended


def _was_ended(invoice: Invoice) -> bool:
    """Whether months of an order were taken back, handed over or dropped; a relief ends none."""
    notes = CreditNote.objects.filter(line__invoice=invoice)
    return notes.exclude(reason=CreditNote.Reason.RELIEF).exists()


def _orderer(invoice: Invoice) -> Worker:
    worker = worker_of_order(invoice)
    if worker is None:
        raise NotAnOwnOrder(
            _("This invoice is of a sponsor who pays for others. Only an own order is taken back.")
        )
    return worker
