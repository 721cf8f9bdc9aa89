"""What is done for self-payers without anybody asking: old orders lapse, reliefs become credit."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from enrollment.actions.ending import held_with_payers
from enrollment.actions.orders.ending import drop_lapsed
from enrollment.actions.periods import require_open
from enrollment.actions.reliefs import post_relief
from enrollment.actions.settling import settle
from enrollment.models import Invoice, InvoiceLine, Sponsor, Worker
from enrollment.queries.self_payers import reached_by_reliefs
from enrollment.rules.contributions import reliefs_published_between
from enrollment.rules.ordering import rests_after
from registry.models import User
from registry.months import add_months, first_of_month
from registry.programs import Fund
from registry.roles import Permission


def lapse_unpaid(*, on: date, by: User, region_code: str = "") -> list[Worker]:
    """Drop the orders of all who owe more than three months in a row; return those workers.

    Of the regions in which the user may take orders, or of one of them. Each worker is a
    transaction of his own, so that it may break off and be run again; nobody lapses twice. A day
    in closed books is refused.
    """
    oldest = add_months(first_of_month(on), -rests_after(on))
    owing = (
        InvoiceLine.objects.open()
        .filter(invoice__decree__sponsor__kind=Sponsor.Kind.SELF, since__lte=oldest)
        .values("worker")
    )
    workers = Worker.objects.visible_to(by, Permission.WORKER_REGISTER).within(region_code)
    found = list(workers.filter(pk__in=owing).order_by("pk"))
    return [worker for worker in found if _lapse(worker, on=on, by=by)]


def relieve_unasked(*, on: date, by: User, region_code: str = "") -> int:
    """Post the reliefs that reach own orders, for all in scope; return the rupiah released.

    Each worker is a transaction of his own. What was posted before releases nothing more. A day
    in closed books is refused.
    """
    payers = Sponsor.objects.visible_to(by, Permission.RELIEF_ACCEPT).within(region_code)
    found = list(reached_by_reliefs(payers, on=on).order_by("pk"))
    return sum(_relieve_one(payer, on=on, by=by) for payer in found)


def relieve(payer: Sponsor, *, on: date, by: User) -> int:
    """Turn reliefs published after older orders into credit, and pay with it what is open.

    Returns the rupiah released. PP 50/2025 sets the excess off by itself, so that no treasurer
    need find each fisher's invoice. The caller holds the payer.
    """
    released_idr = 0
    own = Invoice.objects.filter(decree__sponsor=payer).select_related("decree")
    for invoice in own.order_by("issued_on", "pk"):
        for relief in reliefs_published_between(invoice.issued_on, on):
            released_idr += post_relief(invoice=invoice, relief=relief, on=on, by=by)
    if released_idr:
        settle(payer, Fund.SELF, on=on, by=by)
    return released_idr


@transaction.atomic
def _lapse(worker: Worker, *, on: date, by: User) -> bool:
    worker = held_with_payers(worker)
    require_open(worker.region_code, on)
    return bool(drop_lapsed(worker, on=on, by=by).enrollments)


@transaction.atomic
def _relieve_one(payer: Sponsor, *, on: date, by: User) -> int:
    payer = Sponsor.objects.select_for_update().get(pk=payer.pk)
    require_open(payer.region_id, on)
    return relieve(payer, on=on, by=by)
