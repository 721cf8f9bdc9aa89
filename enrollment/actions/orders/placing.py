"""Placing an order: a worker pays for his own next months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enrollment.actions.ending import held_with_payers
from enrollment.actions.enrolling import NotInsurable, enroll_under_decree
from enrollment.actions.invoices import bill
from enrollment.actions.orders.ending import drop_lapsed
from enrollment.actions.orders.unasked import relieve
from enrollment.actions.periods import require_open
from enrollment.models import Decree, Invoice, Sponsor, Worker
from enrollment.queries.own import OwnStanding, own_invoices, own_price, own_standing
from enrollment.rules.eligibility import age_on
from enrollment.rules.ordering import offered_months, too_young_or_old
from registry.audit import record
from registry.formats import month_text, number_text
from registry.models import Region, User
from registry.programs import Fund
from registry.refusals import Refused
from registry.roles import Permission, require


class PeriodNotOffered(Refused):
    code, field = "period_not_offered", "months"


class NoRoom(Refused):
    code, field = "no_room", "months"


class OrderWaits(Refused):
    code = "order_waits"


class OrderMoved(Refused):
    code = "order_moved"


class AgeOutside(Refused):
    code = "age_outside"


@dataclass(frozen=True, slots=True)
class Terms:
    """What an order is for: so many months at a wage base in rupiah, with JHT or without."""

    months: int
    wage_base_idr: int
    with_jht: bool

    def are_of(self, decree: Decree) -> bool:
        """Tell whether an order that stands is for the same."""
        there = (decree.months, decree.wage_base_idr, decree.with_jht)
        return there == (self.months, self.wage_base_idr, self.with_jht)


@transaction.atomic
def place_order(
    *,
    worker: Worker,
    months: int,
    wage_base_idr: int,
    with_jht: bool = False,
    on: date,
    by: User,
    since: date | None = None,
) -> Invoice:
    """Bill a worker for the next months that he pays himself; return the invoice.

    The order begins where `next_order` says: with what is owed, or behind what is paid, or with
    this month for who comes new or back. An order that lapsed is dropped first, reliefs that reach
    older orders become credit, and credit pays at once. The same order again while it waits to be
    paid, or with the first month `since` that was shown, returns its invoice.
    """
    require(by, Permission.WORKER_REGISTER, worker.region_code)
    # the order of all locks: region, payers, worker; the order itself is nobody else's yet
    Region.objects.select_for_update(no_key=True).get(pk=worker.village_id)
    worker = held_with_payers(worker)
    require(by, Permission.WORKER_REGISTER, worker.region_code)
    require_open(worker.region_code, on)
    payer = _payer_of(worker)
    drop_lapsed(worker, on=on, by=by)
    relieve(payer, on=on, by=by)
    terms = Terms(months, wage_base_idr, with_jht)
    stands = own_standing(worker, on=on)
    if known := _standing_order(worker, stands, terms, since):
        return known
    _refuse_order(worker, stands, terms, on)
    first = stands.next.month
    decree = _decree_of(worker, payer, terms, first, on=on, by=by)
    enrollment = enroll_under_decree(decree=decree, worker=worker, on=on, by=by, since=first)
    invoice = bill(decree=decree, issued_on=on, by=by, only=enrollment)
    record(
        "order.placed",
        subject=worker,
        by=by,
        invoice=invoice.number,
        since=first,
        until=decree.until,
        months=months,
        total_idr=invoice.total_idr,
    )
    return invoice


def _payer_of(worker: Worker) -> Sponsor:
    """Return the worker as his own payer, under his name and where he lives now, and held."""
    payer = Sponsor.objects.filter(worker=worker).select_for_update().first()
    if payer is None:
        return Sponsor.objects.create(
            code=f"mandiri-{worker.card_number}",
            name=worker.name,
            kind=Sponsor.Kind.SELF,
            region_id=worker.village_id,
            worker=worker,
        )
    if (payer.name, payer.region_id) != (worker.name, worker.village_id):
        payer.name, payer.region_id = worker.name, worker.village_id
        payer.save()
    return payer


def _standing_order(
    worker: Worker, stands: OwnStanding, terms: Terms, since: date | None
) -> Invoice | None:
    """Return the invoice of this very order if it was placed before; refuse what it forbids."""
    if waiting := stands.open_invoice:
        if terms.are_of(waiting.decree):
            return waiting
        raise OrderWaits(
            _(
                "Another order of %(name)s waits to be paid, invoice %(number)s. Have it paid, or "
                "take it back, before the next one."
            )
            % {"name": worker.name, "number": waiting.number},
            facts={"invoice": waiting.number},
        )
    if since is None or since == stands.next.month:
        return None
    placed = own_invoices(worker).filter(decree__since=since).last()
    if placed and terms.are_of(placed.decree) and not placed.credited_idr:
        return placed
    raise OrderMoved(
        _("Meanwhile something changed: the order would begin with %(month)s. Look at it again.")
        % {"month": month_text(stands.next.month)}
    )


def _refuse_order(worker: Worker, stands: OwnStanding, terms: Terms, on: date) -> None:
    if worker.deceased_on or worker.moved_away_on or worker.withdrawn_on:
        raise NotInsurable(
            _("%(name)s has died, moved away or was withdrawn. See the record of the worker.")
            % {"name": worker.name}
        )
    if terms.months not in offered_months(on):
        raise PeriodNotOffered(
            _("One pays for %(offered)s months at once. Choose one of them.")
            % {"offered": ", ".join(map(number_text, offered_months(on)))}
        )
    first = stands.next.month
    age = age_on(worker.born_on, first)
    if too_young_or_old(age, month=first, is_member=stands.is_member):
        raise AgeOutside(
            _("%(name)s is %(age)s years old on %(month)s, and cannot be registered at that age.")
            % {"name": worker.name, "age": number_text(age), "month": month_text(first)}
        )
    if stands.next.room is not None and terms.months > stands.next.room:
        raise NoRoom(
            ngettext(
                "Another payer's months begin after %(room)s month. Order no more than that.",
                "Another payer's months begin after %(room)s months. Order no more than that.",
                stands.next.room,
            )
            % {"room": number_text(stands.next.room)}
        )


def _decree_of(
    worker: Worker, payer: Sponsor, terms: Terms, first: date, *, on: date, by: User
) -> Decree:
    """Return the order as a decree for this worker alone, whose ceiling is its price."""
    price = own_price(
        worker,
        since=first,
        months=terms.months,
        wage_base_idr=terms.wage_base_idr,
        with_jht=terms.with_jht,
        known_on=on,
    )
    number = f"Mandiri {worker.card_number}/{first:%Y-%m}"
    earlier = payer.decrees.filter(number__startswith=number).count()
    return Decree.objects.create(
        sponsor=payer,
        # an order that was taken back keeps its number
        number=f"{number}/{earlier + 1}" if earlier else number,
        decided_on=on,
        region_id=worker.village_id,
        fund=Fund.SELF,
        since=first,
        months=terms.months,
        with_jht=terms.with_jht,
        wage_base_idr=terms.wage_base_idr,
        ceiling_idr=sum(month.total_idr for month in price),
        quota=1,
        created_by=by,
    )
