"""Three records of one person among others, through everything that an office does over two years.

Hypothesis plays the office: orders, decrees, payments whole and in part, refunds, deaths, moves,
merges, partings, reversals and the closing of books, as time goes by. After every step each rupiah
and each month has exactly one place, and nobody is billed twice for a month. The run counts only if
the acts came about in it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import permutations
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from enrollment.actions.enrolling import enroll_under_decree
from enrollment.actions.events import record_death, record_move, record_return, undo_event
from enrollment.actions.invoices import issue_invoice
from enrollment.actions.merging import merge_workers, undo_merge
from enrollment.actions.orders import cancel_order, hand_over, lapse_unpaid, place_order
from enrollment.actions.payments import post_payment, reverse_payment
from enrollment.actions.periods import close_period
from enrollment.actions.refunds import refund_credit, reverse_refund
from enrollment.models import (
    ClosedPeriod,
    Enrollment,
    Invoice,
    Merge,
    Payment,
    Refund,
    Worker,
    WorkerEvent,
)
from enrollment.queries.merging import objections
from enrollment.queries.own import paid_months
from enrollment.tests.books import assert_books_balance, months_of
from enrollment.tests.factories import ani, budi, make_decree, make_worker, nur, regency
from enrollment.tests.lives import (
    Entries,
    assert_a_record_given_up_holds_nothing,
    assert_no_month_of_cover_is_without_a_life,
    assert_nobody_is_a_member_or_billed_twice,
    entries_before,
)
from enrollment.tests.office import Act, chosen
from registry.months import add_months, first_of_month
from registry.tests.factories import make_region

PRICE = 16_800
places = st.integers(0, 5)
ACTS = {
    *("order", "enroll", "issue", "pay", "reverse", "pay back", "cancel", "close"),
    *("merge", "part", "die", "move", "take the event back"),
}
sometimes = st.sampled_from([True, False, False])


class LifecycleMachine(RuleBasedStateMachine):
    """Three records, of which any two may turn out to be one person; every run is rolled back.

    `done` counts over all runs how often each act came about and was not refused.
    """

    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.trial = transaction.atomic()
        self.trial.__enter__()
        self.today = date(2021, 3, 10)
        self.references = 0
        self.closed: Entries = set()
        for serial in range(3):
            make_worker(serial, village=make_region(f"210501{1001 + serial}"))
        self.decrees = [
            make_decree("APBD 2021", since=date(2021, 3, 1), months=6),
            make_decree("APBD 2022", since=date(2021, 10, 1), months=8),
        ]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.trial.__exit__(None, None, None)

    @initialize(worker=places, months=st.sampled_from([None, 2, 20]))
    def an_office_at_work(self, worker: int, months: int | None) -> None:
        """One stands under a decree and is billed, another ordered for himself; somebody paid."""
        self.enroll(worker, decree=0, hands_over=False)
        self.order(worker + 1, months=3)
        self.issue(decree=0)
        self.pay(worker, months=months, ago=0)

    @rule(days=st.sampled_from([5, 20, 40, 100]), closes=sometimes, lapses=sometimes)
    def time_goes_by(self, days: int, closes: bool, lapses: bool) -> None:
        self.today += timedelta(days=days)
        if lapses:
            lapse_unpaid(on=self.today, by=budi())
        if closes:
            until = add_months(first_of_month(self.today), -1)
            with self._act("close"):
                close_period(region=regency(), until=until, on=self.today, by=ani())
                self.closed = entries_before(until)

    @rule(worker=places, months=st.sampled_from([1, 3, 12]))
    def order(self, worker: int, months: int) -> None:
        taken = self._worker(worker)
        with self._act("order"):
            invoice = place_order(
                worker=taken, months=months, wage_base_idr=1_000_000, on=self.today, by=budi()
            )
            self._assert_no_gap_before(taken, invoice.decree.since)

    @rule(worker=places, decree=st.integers(0, 1), hands_over=st.booleans())
    def enroll(self, worker: int, decree: int, hands_over: bool) -> None:
        """Put a worker under a decree; what he ordered himself makes way, or stands against it."""
        taken = self._worker(worker)
        with self._act("enroll"):
            if hands_over:
                first = max(first_of_month(self.today), self.decrees[decree].since)
                hand_over(worker=taken, from_month=first, on=self.today, by=budi())
            made = enroll_under_decree(
                decree=self.decrees[decree], worker=taken, on=self.today, by=budi()
            )
            self._assert_no_gap_before(taken, made.since, since=self.decrees[decree].since)

    @precondition(lambda _office: Enrollment.objects.standing().filter(lines=None).exists())
    @rule(decree=st.integers(0, 1))
    def issue(self, decree: int) -> None:
        with self._act("issue"):
            issue_invoice(decree=self.decrees[decree], issued_on=self.today, by=ani())

    @precondition(lambda _office: Invoice.objects.exists())
    @rule(
        invoice=places,
        months=st.one_of(st.just(None), st.integers(1, 20)),
        ago=st.sampled_from([0, 0, 45]),
    )
    def pay(self, invoice: int, months: int | None, ago: int) -> None:
        """Pay the rest, or any number of months with something over: money is never refused.

        The bank's statement may come late, when the books of the day are closed already.
        """
        taken = chosen(Invoice.objects.open(), invoice) or chosen(Invoice.objects, invoice)
        amount_idr = months * PRICE + 5 if months else taken and taken.open_idr
        if taken and amount_idr:
            self.references += 1
            post_payment(
                invoice=taken,
                reference=f"BRK {self.references}",
                amount_idr=amount_idr,
                paid_on=self.today - timedelta(days=ago),
                by=ani(),
            )
            self.done["pay"] += 1

    @precondition(lambda _office: Payment.objects.standing().exists())
    @rule(payment=places)
    def reverse(self, payment: int) -> None:
        taken = chosen(Payment.objects.standing(), payment)
        with self._act("reverse"):
            reverse_payment(payment=taken, reason="Salah", on=self.today, by=ani())

    @precondition(lambda _office: Payment.objects.with_credit().exists())
    @rule(payment=places, all_of_it=st.booleans(), ago=st.sampled_from([0, 0, 0, 45]))
    def pay_back(self, payment: int, all_of_it: bool, ago: int) -> None:
        taken = chosen(Payment.objects.with_credit(), payment)
        self.references += 1
        with self._act("pay back"):
            refund_credit(
                payment=taken,
                amount_idr=taken.credit_idr if all_of_it else 1,
                reference=f"STS {self.references}",
                refunded_on=self.today - timedelta(days=ago),
                reason="Sisa",
                on=self.today,
                by=ani(),
            )

    @precondition(lambda _office: Refund.objects.standing().exists())
    @rule(refund=places)
    def take_the_refund_back(self, refund: int) -> None:
        taken = chosen(Refund.objects.standing(), refund)
        with self._act("take the refund back"):
            reverse_refund(refund=taken, reason="Salah", on=self.today, by=ani())

    @precondition(lambda _office: Invoice.objects.open().filter(decree__fund="SELF").exists())
    @rule(invoice=places)
    def cancel(self, invoice: int) -> None:
        taken = chosen(Invoice.objects.open().filter(decree__fund="SELF"), invoice)
        with self._act("cancel"):
            assert not cancel_order(invoice=taken, on=self.today, by=budi()).open_idr

    @precondition(lambda _office: Worker.objects.filter(withdrawn_on=None).count() > 1)
    @rule(pair=places, take=st.sampled_from([(), ("village", "nik")]))
    def merge(self, pair: int, take: tuple[str, ...]) -> None:
        """Join two records against which nothing stands, or any two where all are refused."""
        pairs = list(permutations(Worker.objects.filter(withdrawn_on=None).order_by("pk"), 2))
        free = [two for two in pairs if not objections(*two)] or pairs
        kept, given_up = free[pair % len(free)]
        with self._act("merge"):
            merge_workers(
                kept=kept, given_up=given_up, take=take, reason="KTP", on=self.today, by=nur()
            )

    @precondition(lambda _office: Merge.objects.standing().exists())
    @rule(merge=places)
    def part(self, merge: int) -> None:
        with self._act("part"):
            undo_merge(merge=chosen(Merge.objects.standing(), merge), reason="Dua", by=nur())

    @precondition(lambda _office: Worker.objects.exclude(deceased_on=None).count() < 2)
    @rule(worker=places, ago=st.integers(0, 100))
    def die(self, worker: int, ago: int) -> None:
        died_on = self.today - timedelta(days=ago)
        with self._act("die"):
            record_death(worker=self._worker(worker), died_on=died_on, on=self.today, by=budi())

    @rule(worker=places, away=st.booleans())
    def move(self, worker: int, away: bool) -> None:
        taken, village = self._worker(worker), make_region("2105032001")
        if taken.moved_away_on:
            with self._act("return"):
                record_return(
                    worker=taken, returned_on=self.today, village=village, on=self.today, by=budi()
                )
            return
        with self._act("move"):
            record_move(
                worker=taken,
                moved_on=self.today,
                village=None if away else village,
                moved_to="Batam" if away else "",
                on=self.today,
                by=budi(),
            )

    @precondition(lambda _office: WorkerEvent.objects.standing().exists())
    @rule(event=places)
    def take_the_event_back(self, event: int) -> None:
        taken = chosen(WorkerEvent.objects.standing().order_by("-pk"), event)
        with self._act("take the event back"):
            undo_event(event=taken, reason="Salah orang", on=self.today, by=nur())

    @invariant()
    def every_rupiah_and_month_has_its_place(self) -> None:
        assert_books_balance()
        assert_nobody_is_a_member_or_billed_twice()
        assert_a_record_given_up_holds_nothing()
        assert_no_month_of_cover_is_without_a_life()

    @invariant()
    def closed_books_stay_as_they_were(self) -> None:
        last = ClosedPeriod.objects.order_by("until").last()
        assert self.closed == (entries_before(last.until) if last else set())

    def _assert_no_gap_before(self, worker: Worker, first: date, *, since: date = date.min) -> None:
        """Who begins later than now, and than his decree, begins where something else ends."""
        begins = max(first_of_month(self.today), since)
        memberships = Enrollment.objects.standing().filter(worker=worker)
        held = {*paid_months(worker), *(month for each in memberships for month in months_of(each))}
        assert first <= begins or add_months(first, -1) in held

    def _worker(self, place: int) -> Worker:
        return chosen(Worker.objects.filter(withdrawn_on=None), place)

    def _act(self, name: str) -> Act:
        return Act(name, self.done)


@pytest.mark.django_db
def test_whatever_happens_to_people_no_month_overlaps_and_no_rupiah_is_lost():
    LifecycleMachine.done.clear()

    run_state_machine_as_test(
        LifecycleMachine, settings=settings(max_examples=25, stateful_step_count=25, deadline=None)
    )

    assert not ACTS - {*+LifecycleMachine.done}
