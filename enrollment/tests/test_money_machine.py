"""Any order of events: after every step, each rupiah and each month has exactly one place.

Hypothesis plays the office: it enrolls, bills, pays whole and in part, reverses, accepts reliefs,
records deaths and moves, takes them back, replaces people, undoes lists, and moves people between
payers, and shortens what it breaks.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.db import transaction
from django.db.models import F
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

from enrollment.actions.events import (
    EventStays,
    MoveImpossible,
    ReturnImpossible,
    record_death,
    record_move,
    record_return,
    undo_event,
)
from enrollment.actions.imports import undo_batch
from enrollment.actions.imports.undoing import BatchHasDependents
from enrollment.actions.invoices import NothingToBill, issue_invoice
from enrollment.actions.payments import post_payment, reverse_payment
from enrollment.actions.reliefs import accept_relief
from enrollment.actions.replacing import replace_worker
from enrollment.models import (
    CoveragePeriod,
    Decree,
    Enrollment,
    ImportBatch,
    Invoice,
    Payment,
    Worker,
    WorkerEvent,
)
from enrollment.queries.places import places_taken
from enrollment.queries.reliefs import reliefs_waiting
from enrollment.queries.undoing import enrollments_of, undo_effects
from enrollment.tests.books import assert_books_balance, months_of
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
from registry.months import add_months, month_range
from registry.refusals import Refused
from registry.roles import Role
from registry.tests.factories import make_region, make_user

WORKERS = 5
PLACES = 4
VILLAGES = ("2105011001", "2105032001")
TODAY = date(2020, 10, 1)
TOLD = date(2021, 6, 1)
BEFORE_THE_RELIEF, AFTER_IT = date(2020, 7, 20), date(2020, 9, 15)

places = st.integers(0, 30)
amounts = st.one_of(
    st.integers(1, 30).map(lambda months: months * 16_800),
    st.integers(1, 30).map(lambda months: months * 168),
    st.integers(1, 400_000),
)


class MoneyMachine(RuleBasedStateMachine):
    """Two sponsors, two funds, four decrees and five workers; every run is rolled back.

    The first decree has a quota; all reach no further than Anambas.
    """

    @initialize()
    def open_office(self) -> None:
        self.second_person = make_user("lia", role=Role.SUPERVISOR)
        regency, company = make_sponsor(), make_sponsor("pt-timah", name="PT Timah")
        october = date(2020, 10, 1)
        self.decrees = [
            make_decree(number="APBD 1", sponsor=regency, months=8, quota=PLACES),
            make_decree(number="APBD 2", sponsor=regency, since=october, months=3),
            make_decree(number="CSR 1", sponsor=regency, fund="CSR", months=4),
            make_decree(number="CSR 2", sponsor=company, fund="CSR", months=9),
        ]
        self.workers = [make_worker(serial) for serial in range(WORKERS)]
        self.batches = {decree.pk: make_batch(decree=decree) for decree in self.decrees}
        self.references = self.annexes = 0
        self.rows = 1
        self.held_before: dict[int, set[date]] = {}
        self.voided: dict[int, set[date]] = {}
        for worker in range(WORKERS - 1):
            self.enroll(worker, decree=0 if worker < WORKERS - 2 else 3)
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
        is_full = decree_.quota is not None and places_taken(decree_) >= decree_.quota
        if taken or is_full or not Worker.objects.insurable().filter(pk=worker_.pk).exists():
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
        chosen = self._worker(worker)
        died_on = add_months(date(2020, 7, 1), month)
        if not chosen.deceased_on:
            held = self._months_of(chosen)
            record_death(worker=chosen, died_on=died_on, on=TOLD, by=budi())
            self.held_before[chosen.events.latest("pk").pk] = held

    @rule(worker=places, month=st.integers(-1, 9), village=st.sampled_from([*VILLAGES, None]))
    def move(self, worker: int, month: int, village: str | None) -> None:
        """Record a move, within the regency or away from it."""
        chosen = self._worker(worker)
        held = self._months_of(chosen)
        try:
            event = record_move(
                worker=chosen,
                moved_on=add_months(date(2020, 7, 1), month),
                village=make_region(village) if village else None,
                moved_to="",
                on=TOLD,
                by=budi(),
            )
        except MoveImpossible:
            return
        self.held_before[event.pk] = held

    @rule(worker=places, village=st.sampled_from(VILLAGES))
    def come_back(self, worker: int, village: str) -> None:
        """Record that somebody who moved away lives here again: no cover comes of it."""
        chosen = self._worker(worker)
        covered = CoveragePeriod.objects.standing().count()
        try:
            record_return(
                worker=chosen, returned_on=TOLD, village=make_region(village), on=TOLD, by=budi()
            )
        except ReturnImpossible:
            return
        assert CoveragePeriod.objects.standing().count() == covered

    @precondition(lambda _office: WorkerEvent.objects.standing().exists())
    @rule(event=places)
    def take_back(self, event: int) -> None:
        """Take an event back: all its months come back, or each is named with why it does not."""
        chosen = _chosen(WorkerEvent.objects.standing(), event)
        try:
            undone = undo_event(event=chosen, reason="Keliru", on=TOLD, by=self.second_person)
        except EventStays:
            return
        worker = Worker.objects.get(pk=chosen.worker_id)
        lost = {month for part in undone.left_out for month in month_range(part.since, part.until)}
        was_held = self.held_before.get(chosen.pk, set()) - self.voided.get(worker.pk, set())
        assert was_held <= self._months_of(worker) | lost

    @precondition(lambda _office: Enrollment.objects.exists())
    @rule(
        enrollment=places,
        worker=places,
        month=st.integers(0, 6),
        reason=st.sampled_from(["death", "moved", "ineligible"]),
    )
    def replace(self, enrollment: int, worker: int, month: int, reason: str) -> None:
        """Put somebody else in a place: in one step, or nothing happens."""
        self.annexes += 1
        before = _everything()
        try:
            done = replace_worker(
                enrollment=_chosen(Enrollment, enrollment),
                replacement=self._worker(worker),
                from_month=add_months(TODAY, month),
                reason=reason,
                happened_on=TODAY,
                annex_number=f"Lampiran {self.annexes}",
                annex_on=TODAY,
                statements={"works": True, "not_ill": True},
                on=TODAY,
                by=nur(),
            )
        except Refused:
            assert _everything() == before
            return
        assert done.taken.replaces == done.left
        assert done.left.worker != done.taken.worker

    @rule(decree=places)
    def undo(self, decree: int) -> None:
        """Undo a list: whole, or not at all while a payment depends on it."""
        batch = self._open_batch(self.decrees[decree % 4])
        batch.status = ImportBatch.Status.APPLIED
        batch.save()
        effects = undo_effects(batch)
        held = {worker.pk: self._months_of(worker) for worker in self.workers}
        try:
            undo_batch(batch=batch, on=TODAY, by=nur())
        except BatchHasDependents:
            assert effects.payments
        else:
            for worker in self.workers:
                lost = held[worker.pk] - self._months_of(worker)
                self.voided.setdefault(worker.pk, set()).update(lost)
            assert not enrollments_of(batch).exists()

    @rule(worker=places, decree=places)
    def move_to_another_payer(self, worker: int, decree: int) -> None:
        """Void a membership that was billed, as an old register may hold it, and bill it anew."""
        chosen = self._worker(worker)
        self.voided.setdefault(chosen.pk, set()).update(self._months_of(chosen))
        if Enrollment.objects.standing().filter(worker=chosen).update(voided_on=TODAY):
            self.enroll(worker, decree)
            self.issue(decree, AFTER_IT)

    @invariant()
    def books_balance(self) -> None:
        assert_books_balance()

    @invariant()
    def the_quota_is_never_exceeded(self) -> None:
        people = Counter(
            month
            for row in Enrollment.objects.standing().filter(decree__number="APBD 1")
            for month in months_of(row)
        )
        assert max(people.values(), default=0) <= PLACES

    @invariant()
    def nobody_is_covered_after_his_death(self) -> None:
        after = CoveragePeriod.objects.standing().filter(since__gt=F("worker__deceased_on"))
        assert not after.exists()

    def _worker(self, place: int) -> Worker:
        return Worker.objects.get(pk=self.workers[place % WORKERS].pk)

    def _months_of(self, worker: Worker) -> set[date]:
        standing = Enrollment.objects.standing().filter(worker=worker)
        return {month for row in standing for month in months_of(row)}

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


def _everything() -> list[list[tuple[object, ...]]]:
    """Return all rows that a replacement may touch, so that a change of any shows."""
    kinds = (Enrollment, Worker, Invoice, Payment, CoveragePeriod, WorkerEvent)
    return [list(kind.objects.order_by("pk").values_list()) for kind in kinds]


def _chosen(source, place: int):
    records = list(getattr(source, "objects", source).order_by("pk"))
    return records[place % len(records)]


@pytest.mark.django_db
def test_every_rupiah_and_every_month_has_one_place_whatever_happens():
    run_state_machine_as_test(
        MoneyMachine, settings=settings(max_examples=20, stateful_step_count=20, deadline=None)
    )
