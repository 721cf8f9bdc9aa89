"""Two records of one person among others, through everything that an office does over two years.

Hypothesis plays the office: orders, decrees, payments whole and in part, refunds, deaths, moves,
merges, partings, reversals and the closing of books, as time goes by. After every step each rupiah
and each month has exactly one place, and nobody is billed twice for a month.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
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
    Enrollment,
    Invoice,
    InvoiceLine,
    Merge,
    Payment,
    Refund,
    Worker,
    WorkerEvent,
)
from enrollment.tests.books import assert_books_balance, months_of
from enrollment.tests.factories import ani, budi, make_decree, make_worker, nur, regency
from registry.months import add_months, first_of_month
from registry.refusals import Refused
from registry.tests.factories import make_region

places = st.integers(0, 30)
WORKERS = 3


class LifecycleMachine(RuleBasedStateMachine):
    """Three records, of which any two may turn out to be one person; every run is rolled back."""

    def __init__(self) -> None:
        super().__init__()
        self.trial = transaction.atomic()
        self.trial.__enter__()
        self.today = date(2021, 3, 10)
        self.references = 0
        for serial in range(WORKERS):
            make_worker(serial, village=make_region(f"210501{1001 + serial}"))
        self.decrees = [
            make_decree("APBD 2021", since=date(2021, 3, 1), months=6),
            make_decree("APBD 2022", since=date(2021, 10, 1), months=8),
        ]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.trial.__exit__(None, None, None)

    @rule(days=st.sampled_from([1, 20, 40, 130]))
    def time_goes_by(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(worker=places, months=st.sampled_from([1, 3, 12]))
    def order(self, worker: int, months: int) -> None:
        with self._refusals():
            place_order(
                worker=self._worker(worker),
                months=months,
                wage_base_idr=1_000_000,
                on=self.today,
                by=budi(),
            )

    @rule(worker=places, decree=st.integers(0, 1), hands_over=st.booleans())
    def enroll(self, worker: int, decree: int, hands_over: bool) -> None:
        """Put a worker under a decree; what he ordered himself makes way, or stands against it."""
        chosen = self._worker(worker)
        with self._refusals():
            if hands_over:
                first = max(first_of_month(self.today), self.decrees[decree].since)
                hand_over(worker=chosen, from_month=first, on=self.today, by=budi())
            enroll_under_decree(
                decree=self.decrees[decree], worker=chosen, on=self.today, by=budi()
            )

    @rule(decree=st.integers(0, 1))
    def issue(self, decree: int) -> None:
        with self._refusals():
            issue_invoice(decree=self.decrees[decree], issued_on=self.today, by=ani())

    @precondition(lambda _office: Invoice.objects.exists())
    @rule(invoice=places, months=st.one_of(st.just(None), st.integers(1, 20)))
    def pay(self, invoice: int, months: int | None) -> None:
        """Pay the rest, or any number of months with something over: money is never refused."""
        chosen = _chosen(Invoice.objects, invoice)
        amount_idr = months * 16_800 + 5 if months else chosen.open_idr
        if amount_idr:
            self.references += 1
            post_payment(
                invoice=chosen,
                reference=f"BRK {self.references}",
                amount_idr=amount_idr,
                paid_on=self.today,
                by=ani(),
            )

    @precondition(lambda _office: Payment.objects.standing().exists())
    @rule(payment=places)
    def reverse(self, payment: int) -> None:
        with self._refusals():
            reverse_payment(
                payment=_chosen(Payment.objects, payment), reason="Salah", on=self.today, by=ani()
            )

    @precondition(lambda _office: Payment.objects.standing().with_credit().exists())
    @rule(payment=places, all_of_it=st.booleans())
    def pay_back(self, payment: int, all_of_it: bool) -> None:
        chosen = _chosen(Payment.objects.standing().with_credit(), payment)
        self.references += 1
        with self._refusals():
            refund_credit(
                payment=chosen,
                amount_idr=chosen.credit_idr if all_of_it else 1,
                reference=f"STS {self.references}",
                refunded_on=self.today,
                reason="Sisa",
                on=self.today,
                by=ani(),
            )

    @precondition(lambda _office: Refund.objects.standing().exists())
    @rule(refund=places)
    def take_the_refund_back(self, refund: int) -> None:
        with self._refusals():
            reverse_refund(
                refund=_chosen(Refund.objects, refund), reason="Salah", on=self.today, by=ani()
            )

    @precondition(lambda _office: Invoice.objects.filter(decree__fund="SELF").exists())
    @rule(invoice=places)
    def cancel(self, invoice: int) -> None:
        own = Invoice.objects.filter(decree__fund="SELF")
        with self._refusals():
            cancel_order(invoice=_chosen(own, invoice), on=self.today, by=budi())

    @rule()
    def drop_what_lapsed(self) -> None:
        lapse_unpaid(on=self.today, by=budi())

    @rule(kept=places, other=places)
    def merge(self, kept: int, other: int) -> None:
        with self._refusals():
            merge_workers(
                kept=self._worker(kept),
                given_up=self._worker(other),
                take=["village", "nik"] if other % 2 else [],
                reason="KTP",
                on=self.today,
                by=nur(),
            )

    @precondition(lambda _office: Merge.objects.standing().exists())
    @rule(merge=places)
    def part(self, merge: int) -> None:
        with self._refusals():
            undo_merge(merge=_chosen(Merge.objects.standing(), merge), reason="Dua", by=nur())

    @rule(worker=places, ago=st.integers(0, 100))
    def die(self, worker: int, ago: int) -> None:
        with self._refusals():
            record_death(
                worker=self._worker(worker),
                died_on=self.today - timedelta(days=ago),
                on=self.today,
                by=budi(),
            )

    @rule(worker=places, away=st.booleans())
    def move(self, worker: int, away: bool) -> None:
        chosen = self._worker(worker)
        with self._refusals():
            if chosen.moved_away_on:
                record_return(
                    worker=chosen,
                    returned_on=self.today,
                    village=chosen.village,
                    on=self.today,
                    by=budi(),
                )
            else:
                record_move(
                    worker=chosen,
                    moved_on=self.today,
                    village=None if away else make_region("2105032001"),
                    moved_to="Batam" if away else "",
                    on=self.today,
                    by=budi(),
                )

    @precondition(lambda _office: WorkerEvent.objects.standing().exists())
    @rule(event=places)
    def take_the_event_back(self, event: int) -> None:
        with self._refusals():
            undo_event(
                event=_chosen(WorkerEvent.objects.standing(), event),
                reason="Salah orang",
                on=self.today,
                by=nur(),
            )

    @rule()
    def close_the_books(self) -> None:
        with self._refusals():
            close_period(
                region=regency(),
                until=add_months(first_of_month(self.today), -1),
                on=self.today,
                by=ani(),
            )

    @invariant()
    def books_balance(self) -> None:
        assert_books_balance()

    @invariant()
    def nobody_is_a_member_or_billed_twice_for_a_month(self) -> None:
        members = Counter[tuple[int, date]]()
        for membership in Enrollment.objects.standing():
            members.update((membership.worker_id, month) for month in months_of(membership))
        billed = Counter[tuple[int, date]]()
        for line in InvoiceLine.objects.filter(enrollment__voided_on=None):
            billed.update((line.enrollment_id, month) for month in months_of(line))
        assert not [key for counter in (members, billed) for key, n in counter.items() if n > 1]

    @invariant()
    def a_record_given_up_holds_nothing(self) -> None:
        given_up = Worker.objects.exclude(merged_into=None)
        assert not Enrollment.objects.standing().filter(worker__in=given_up).exists()

    @invariant()
    def whoever_is_covered_is_on_record(self) -> None:
        kept = Worker.objects.filter(withdrawn_on=None)
        assert not Worker.objects.exclude(pk__in=kept).filter(
            coverage_periods__voided_on=None, coverage_periods__isnull=False
        )

    def _worker(self, place: int) -> Worker:
        return Worker.objects.order_by("pk")[place % WORKERS]

    @staticmethod
    def _refusals() -> _Refusals:
        return _Refusals()


class _Refusals:
    """An act in a trial of its own: a refusal with words changes nothing, all else is a fault."""

    def __enter__(self) -> None:
        self.trial = transaction.atomic()
        self.trial.__enter__()

    def __exit__(self, kind, refusal, trace) -> bool:
        if kind is not None and issubclass(kind, Refused):
            assert str(refusal).strip()
        self.trial.__exit__(kind, refusal, trace)
        return kind is not None and issubclass(kind, Refused)


def _chosen(source, place: int):
    records = list(source.order_by("pk"))
    return records[place % len(records)]


@pytest.mark.django_db
def test_whatever_happens_to_people_no_month_overlaps_and_no_rupiah_is_lost():
    run_state_machine_as_test(
        LifecycleMachine, settings=settings(max_examples=25, stateful_step_count=25, deadline=None)
    )
