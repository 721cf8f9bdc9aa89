"""The life of self-payers beside a sponsor: nothing overlaps and no rupiah is lost.

Hypothesis plays the months of an office: workers order, pay whole and in part, stop paying, lapse
and come back, are handed to a sponsor and come back from it, and reliefs are published.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from enrollment.actions.enrolling import CoveredAlready, DecreeOver, enroll_under_decree
from enrollment.actions.invoices import issue_invoice
from enrollment.actions.orders import (
    cancel_order,
    hand_over,
    lapse_unpaid,
    place_order,
    relieve_unasked,
)
from enrollment.actions.orders.ending import OrderPaid
from enrollment.actions.orders.placing import NoRoom, OrderWaits
from enrollment.actions.payments import post_payment
from enrollment.models import Invoice, Payment, Worker
from enrollment.queries.own import lapsed_orders, own_enrollments, own_standing, paid_months
from enrollment.tests.books import assert_books_balance
from enrollment.tests.factories import ani, budi, make_decree, make_worker
from enrollment.tests.ordering import driver
from registry.models import Holiday
from registry.months import add_months, first_of_month

places = st.integers(0, 30)


class SelfPayers(RuleBasedStateMachine):
    """Three workers, one of them a driver; every run is rolled back."""

    def __init__(self) -> None:
        super().__init__()
        self.trial = transaction.atomic()
        self.trial.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.trial.__exit__(None, None, None)

    @initialize()
    def open_office(self) -> None:
        self.workers = [driver(0), make_worker(1), make_worker(2)]
        self.today = date(2025, 9, 10)
        self.references = 0
        self.decrees = 0

    @rule(days=st.sampled_from([1, 9, 31, 95]))
    def time_passes(self, days: int) -> None:
        """Some days go by; by a quarter of a year more than one relief is published or ends."""
        self.today += timedelta(days=days)

    @rule(worker=places, months=st.sampled_from([1, 2, 3, 6, 12]))
    def order(self, worker: int, months: int) -> None:
        """Order months: they begin where no month is left out, and the same order is one order."""
        chosen = self.workers[worker % 3]
        stands = own_standing(chosen, on=self.today)
        facts: dict[str, Any] = {
            "months": months,
            "wage_base_idr": 1_000_000,
            "on": self.today,
            "by": budi(),
        }
        try:
            placed = place_order(worker=chosen, since=stands.next.month, **facts)
        except (OrderWaits, NoRoom):
            assert stands.open_invoice or not stands.next.holds(months)
            return
        again = place_order(worker=chosen, since=stands.next.month, **facts)
        assert again == placed
        if stands.open_invoice is None:
            assert placed.decree.since == stands.next.month
            self._begins_right(placed)

    @rule(invoice=places, amount_idr=st.integers(1, 150_000))
    def pay_some(self, invoice: int, amount_idr: int) -> None:
        """Post any amount on any order."""
        if invoices := list(Invoice.objects.order_by("pk")):
            self._pay(invoices[invoice % len(invoices)], amount_idr)

    @rule(worker=places)
    def pay_what_is_owed(self, worker: int) -> None:
        """Post exactly what the open order of a worker asks: it is settled."""
        chosen = self.workers[worker % 3]
        if waiting := own_standing(chosen, on=self.today).open_invoice:
            self._pay(waiting, waiting.open_idr)

    @rule(worker=places)
    def take_back(self, worker: int) -> None:
        """Take the last order back: what was paid of it stays."""
        chosen = self.workers[worker % 3]
        last = Invoice.objects.filter(decree__sponsor__worker=chosen).order_by("pk").last()
        if last is None:
            return
        try:
            cancelled = cancel_order(invoice=last, on=self.today, by=budi())
        except OrderPaid:
            return
        assert cancelled.open_idr == 0

    @rule(worker=places, months=st.integers(1, 6), ahead=st.integers(0, 4))
    def a_sponsor_takes_over(self, worker: int, months: int, ahead: int) -> None:
        """Hand a worker over: the sponsor's months begin behind those that are paid."""
        chosen = self.workers[worker % 3]
        since = add_months(first_of_month(self.today), ahead)
        hand_over(worker=chosen, from_month=since, on=self.today, by=budi())
        self.decrees += 1
        decree = make_decree(f"SK {self.decrees}", since=since, months=months)
        try:
            enroll_under_decree(decree=decree, worker=chosen, on=since, by=budi())
        except (CoveredAlready, DecreeOver):
            return
        invoice = issue_invoice(decree=decree, issued_on=self.today, by=ani())
        if months % 2:
            self._pay(invoice, invoice.open_idr)

    @rule()
    def the_day_ends(self) -> None:
        """Old orders lapse and reliefs become credit: once, and nothing that may still be paid."""
        relieve_unasked(on=self.today, by=ani())
        lapse_unpaid(on=self.today, by=budi())
        assert lapse_unpaid(on=self.today, by=budi()) == []
        assert relieve_unasked(on=self.today, by=ani()) == 0

    @invariant()
    def books_balance(self) -> None:
        assert_books_balance()

    @invariant()
    def money_is_where_it_is_counted(self) -> None:
        received = sum(p.amount_idr for p in Payment.objects.standing())
        used = sum(p.allocated_idr for p in Payment.objects.standing())
        assert received == used + sum(p.credit_idr for p in Payment.objects.standing())

    def _begins_right(self, placed: Invoice) -> None:
        """Fail where a month that is owed, or the present one, was passed over."""
        worker = Worker.objects.get(own_payer=placed.decree.sponsor)
        first = placed.decree.since
        own = own_enrollments(worker).exclude(decree=placed.decree)
        assert not lapsed_orders(
            own,
            on=self.today,
            paid=paid_months(worker),
            days_off=Holiday.objects.days_off(),
        )
        month = first_of_month(self.today)
        held = {*paid_months(worker), *self._members_months(worker)}
        while month < first:
            assert month in held, "a month between today and the order was left out"
            month = add_months(month, 1)

    @staticmethod
    def _members_months(worker: Worker) -> set[date]:
        found = set()
        for each in worker.enrollments.standing():
            month = each.since
            while month < each.until:
                found.add(month)
                month = add_months(month, 1)
        return found

    def _pay(self, invoice: Invoice, amount_idr: int) -> None:
        invoice.refresh_from_db()
        if amount_idr <= 0:
            return
        self.references += 1
        post_payment(
            invoice=invoice,
            reference=f"QRIS {self.references}",
            amount_idr=amount_idr,
            paid_on=self.today,
            by=ani(),
        )


@pytest.mark.django_db
def test_no_life_of_a_self_payer_overlaps_or_loses_a_rupiah():
    run_state_machine_as_test(
        SelfPayers, settings=settings(max_examples=25, stateful_step_count=20, deadline=None)
    )
