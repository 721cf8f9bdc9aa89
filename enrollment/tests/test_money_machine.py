"""Any order of events: after every step, each rupiah and each month has exactly one place.

Hypothesis plays the office: it enrolls, bills, pays whole and in part, reverses, accepts reliefs,
records deaths, undoes lists, and moves people between payers, and shortens what it breaks.
"""

from __future__ import annotations

from datetime import date

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

from enrollment.actions.imports import undo_batch
from enrollment.actions.imports.undoing import BatchHasDependents
from enrollment.actions.invoices import NothingToBill, issue_invoice
from enrollment.actions.payments import post_payment, reverse_payment
from enrollment.actions.reliefs import accept_relief
from enrollment.actions.workers import record_death
from enrollment.models import Decree, Enrollment, ImportBatch, Invoice, Payment, Worker
from enrollment.queries.reliefs import reliefs_waiting
from enrollment.queries.undoing import undo_effects
from enrollment.tests.books import assert_books_balance
from enrollment.tests.factories import (
    ani,
    budi,
    make_batch,
    make_decree,
    make_enrollment,
    make_row,
    make_sponsor,
    make_worker,
    nur,
)
from registry.months import add_months

WORKERS = 4
TODAY = date(2020, 10, 1)
BEFORE_THE_RELIEF, AFTER_IT = date(2020, 7, 20), date(2020, 9, 15)

places = st.integers(0, 30)
amounts = st.one_of(
    st.integers(1, 30).map(lambda months: months * 16_800),
    st.integers(1, 30).map(lambda months: months * 168),
    st.integers(1, 400_000),
)


class MoneyMachine(RuleBasedStateMachine):
    """Two sponsors, two funds, four decrees and four workers; every run is rolled back."""

    @initialize()
    def open_office(self) -> None:
        regency, company = make_sponsor(), make_sponsor("pt-timah", name="PT Timah")
        october = date(2020, 10, 1)
        self.decrees = [
            make_decree(number="APBD 1", sponsor=regency, months=8),
            make_decree(number="APBD 2", sponsor=regency, since=october, months=3),
            make_decree(number="CSR 1", sponsor=regency, fund="CSR", months=4),
            make_decree(number="CSR 2", sponsor=company, fund="CSR", months=9),
        ]
        self.workers = [make_worker(serial) for serial in range(WORKERS)]
        self.batches = {decree.pk: make_batch(decree=decree) for decree in self.decrees}
        self.references = 0
        self.rows = 1
        for worker in range(WORKERS):
            self.enroll(worker, decree=0 if worker < WORKERS - 1 else 3)
        self.issue(decree=0, on=BEFORE_THE_RELIEF)
        self.issue(decree=3, on=BEFORE_THE_RELIEF)

    def __init__(self) -> None:
        super().__init__()
        self.trial = transaction.atomic()
        self.trial.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.trial.__exit__(None, None, None)

    @rule(worker=places, decree=places)
    def enroll(self, worker: int, decree: int) -> None:
        """Put a worker on the decree's list, if nobody else pays for the months."""
        decree_, worker_ = self.decrees[decree % 4], self.workers[worker % WORKERS]
        worker_.refresh_from_db()
        standing = Enrollment.objects.standing().filter(worker=worker_)
        taken = standing.overlapping(decree_.since, decree_.until).exists()
        if taken or worker_.deceased_on:
            return
        batch = self._open_batch(decree_)
        self.rows += 1
        row = make_row(batch, self.rows, status="applied", nik=worker_.nik)
        make_enrollment(worker_, decree=decree_, row=row, position=self.rows)

    @rule(decree=places, on=st.sampled_from([BEFORE_THE_RELIEF, AFTER_IT]))
    def issue(self, decree: int, on: date) -> None:
        """Bill a decree; calling again changes nothing."""
        try:
            invoice = issue_invoice(decree=self.decrees[decree % 4], issued_on=on, by=ani())
        except NothingToBill:
            return
        again = issue_invoice(decree=self.decrees[decree % 4], issued_on=on, by=ani())
        assert again == invoice

    @precondition(lambda _office: Invoice.objects.exists())
    @rule(invoice=places, amount_idr=amounts)
    def pay_some(self, invoice: int, amount_idr: int) -> None:
        """Post any amount: it is never refused."""
        self._pay(_chosen(Invoice, invoice), amount_idr)

    @precondition(lambda _office: Invoice.objects.exists())
    @rule(invoice=places)
    def pay_the_rest(self, invoice: int) -> None:
        """Post exactly what an invoice still asks for."""
        chosen = _chosen(Invoice, invoice)
        if chosen.open_idr:
            self._pay(chosen, chosen.open_idr)

    @precondition(lambda _office: Payment.objects.standing().exists())
    @rule(payment=places)
    def load_the_statement_again(self, payment: int) -> None:
        """The same reference and amount once more: nothing happens."""
        chosen = _chosen(Payment.objects.standing(), payment)
        again = post_payment(
            invoice=chosen.invoice,
            reference=chosen.reference,
            amount_idr=chosen.amount_idr,
            paid_on=chosen.paid_on,
            by=ani(),
        )
        assert again == chosen

    @precondition(lambda _office: Payment.objects.exists())
    @rule(payment=places)
    def reverse(self, payment: int) -> None:
        """Take a payment back; a second time changes nothing."""
        reverse_payment(payment=_chosen(Payment, payment), reason="Salah", on=TODAY, by=ani())

    @rule()
    def accept_what_waits(self) -> None:
        """Accept the first relief that waits: it releases what the worklist said, once."""
        for waiting in reliefs_waiting(ani(), known_on=TODAY)[:1]:
            key = waiting.relief.key
            for expected_idr in (waiting.credit_idr, 0):
                released_idr = accept_relief(
                    invoice=waiting.invoice, relief_key=key, on=TODAY, by=ani()
                )
                assert released_idr == expected_idr

    @rule(worker=places, month=st.integers(-1, 9))
    def die(self, worker: int, month: int) -> None:
        """Record a death, before, during or after the cover."""
        chosen = Worker.objects.get(pk=self.workers[worker % WORKERS].pk)
        died_on = add_months(date(2020, 7, 1), month)
        if not chosen.deceased_on:
            record_death(worker=chosen, died_on=died_on, on=date(2021, 6, 1), by=budi())

    @rule(decree=places)
    def undo(self, decree: int) -> None:
        """Undo a list: whole, or not at all while a payment depends on it."""
        batch = self._open_batch(self.decrees[decree % 4])
        batch.status = ImportBatch.Status.APPLIED
        batch.save()
        effects = undo_effects(batch)
        try:
            undo_batch(batch=batch, on=TODAY, by=nur())
        except BatchHasDependents:
            assert effects.payments
        else:
            assert not Enrollment.objects.standing().filter(row__batch=batch).exists()

    @rule(worker=places, decree=places)
    def move_to_another_payer(self, worker: int, decree: int) -> None:
        """Void a membership that was billed, as an old register may hold it, and bill it anew."""
        standing = Enrollment.objects.standing().filter(worker=self.workers[worker % WORKERS])
        if standing.update(voided_on=TODAY):
            self.enroll(worker, decree)
            self.issue(decree, AFTER_IT)

    @invariant()
    def books_balance(self) -> None:
        assert_books_balance()

    def _open_batch(self, decree: Decree) -> ImportBatch:
        batch = self.batches[decree.pk]
        batch.refresh_from_db()
        if batch.status == ImportBatch.Status.UNDONE:
            batch = self.batches[decree.pk] = make_batch(decree=decree)
        return batch

    def _pay(self, invoice: Invoice, amount_idr: int) -> None:
        self.references += 1
        before_idr = Payment.objects.of_payer(
            invoice.decree.sponsor, invoice.decree.fund
        ).credit_idr()
        payment = post_payment(
            invoice=invoice,
            reference=f"BRK {self.references}",
            amount_idr=amount_idr,
            paid_on=TODAY,
            by=ani(),
        )
        outcome = payment.outcome
        assert before_idr + amount_idr == outcome["allocated_idr"] + outcome["credit_idr"]


def _chosen(source, place: int):
    records = list(getattr(source, "objects", source).order_by("pk"))
    return records[place % len(records)]


@pytest.mark.django_db
def test_every_rupiah_and_every_month_has_one_place_whatever_happens():
    run_state_machine_as_test(
        MoneyMachine, settings=settings(max_examples=50, stateful_step_count=20, deadline=None)
    )
