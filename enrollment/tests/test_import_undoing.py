"""Undoing a list: what the preview says, what stands against it, what comes back later."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from enrollment.actions.imports import undo_batch
from enrollment.actions.imports.undoing import BatchHasDependents
from enrollment.actions.imports.uploads import BatchAtWork
from enrollment.actions.invoices import issue_invoice
from enrollment.actions.payments import reverse_payment
from enrollment.models import CreditNote, Enrollment, ImportBatch, Worker
from enrollment.queries.undoing import undo_effects
from enrollment.rules.matching import name_key
from enrollment.tests.books import assert_books_balance
from enrollment.tests.factories import ani, budi, citra, make_decree, make_worker, nik_of, nur
from enrollment.tests.steps import (
    ISSUED,
    JULY,
    PAID,
    PRICE,
    codes_by_row,
    enroll,
    enrolled,
    line_of,
    pay,
    stage,
    upload,
)
from registry.models import AuditEvent

pytestmark = pytest.mark.django_db


def undo(batch: ImportBatch) -> ImportBatch:
    """Return the batch after Nur undid it."""
    return undo_batch(batch=batch, on=date(2020, 8, 3), by=nur())


def test_an_undone_list_leaves_no_membership_no_debt_and_nobody_it_brought():
    make_worker(2)
    decree = make_decree()
    batch = enroll(decree, line_of(1), line_of(2))
    invoice = issue_invoice(decree=decree, issued_on=ISSUED, by=ani())

    batch = undo(batch)

    invoice.refresh_from_db()
    assert batch.status == ImportBatch.Status.UNDONE
    assert enrolled(decree) == []
    assert set(Enrollment.objects.values_list("end_reason", flat=True)) == {"batch_undone"}
    assert (invoice.credited_idr, invoice.open_idr) == (2 * 12 * PRICE, 0)
    assert list(Worker.objects.standing().values_list("nik", flat=True)) == [nik_of(2)]
    assert_books_balance()


def test_the_preview_says_what_the_undo_then_touches():
    make_worker(2)
    decree = make_decree()
    batch = enroll(decree, line_of(1), line_of(2), line_of(3))
    issue_invoice(decree=decree, issued_on=ISSUED, by=ani())

    preview = undo_effects(batch)
    undo(batch)

    facts = AuditEvent.objects.get(action="batch.undone").facts
    assert (preview.enrollments, preview.workers_withdrawn, preview.lines) == (3, 2, 3)
    assert preview.lines_idr == 3 * 12 * PRICE
    assert preview.is_possible
    assert facts == {
        "enrollments": 3,
        "workers_withdrawn": 2,
        "lines_idr": preview.lines_idr,
    }
    assert CreditNote.objects.filter(reason="batch_undone").count() == 3


def test_a_list_that_was_paid_for_stands_until_the_payment_is_reversed():
    decree = make_decree()
    batch = enroll(decree, line_of(1))
    payment = pay(issue_invoice(decree=decree, issued_on=ISSUED, by=ani()), PRICE)

    with pytest.raises(BatchHasDependents):
        undo(batch)
    reverse_payment(payment=payment, reason="Salah rekening", on=PAID, by=ani())

    assert undo(batch).status == ImportBatch.Status.UNDONE
    assert_books_balance()


def test_undoing_twice_changes_nothing():
    batch = enroll(make_decree(), line_of(1))
    undo(batch)

    undo(batch)

    assert AuditEvent.objects.filter(action="batch.undone").count() == 1


@pytest.mark.parametrize("nobody", [budi, citra], ids=["officer", "another regency"])
def test_only_a_supervisor_of_the_region_undoes(nobody):
    batch = enroll(make_decree(), line_of(1))

    with pytest.raises(PermissionDenied):
        undo_batch(batch=batch, on=PAID, by=nobody())


def test_a_list_at_work_is_not_undone():
    batch = upload(make_decree(), line_of(1))

    with pytest.raises(BatchAtWork):
        undo(batch)


def test_the_same_file_is_a_new_list_after_the_undo_and_revives_who_was_withdrawn():
    decree = make_decree()
    first = enroll(decree, line_of(1))
    worker = Worker.objects.get()
    undo(first)

    second = enroll(decree, line_of(1))

    revived = Worker.objects.get()
    assert second != first
    assert (revived.pk, revived.withdrawn_on) == (worker.pk, None)
    assert second.summary["applied"] == {
        "workers_created": 1,
        "workers_matched": 0,
        "enrolled": 1,
    }
    assert enrolled(decree) == ["Sabri 1"]


def test_who_was_withdrawn_comes_back_as_the_later_list_says():
    decree = make_decree()
    undo(enroll(decree, line_of(1, name="Sabrri")))

    enroll(decree, line_of(1, name="Sabri"))

    worker = Worker.objects.get()
    assert (worker.name, worker.name_key) == ("Sabri", name_key("Sabri"))
    assert worker.history.count() == 3


def test_somebody_whom_another_decree_enrolled_since_keeps_the_record():
    ours = make_decree(since=date(2020, 1, 1), months=6)
    first = enroll(ours, line_of(1))
    later = make_decree(number="560/2", since=JULY)
    enroll(later, line_of(1))

    undo(first)

    assert Worker.objects.standing().count() == 1
    assert enrolled(later) == ["Sabri 1"]


def test_one_list_undone_leaves_the_other_list_of_the_decree():
    decree = make_decree()
    first = enroll(decree, line_of(1))
    enroll(decree, line_of(2))
    invoice = issue_invoice(decree=decree, issued_on=ISSUED, by=ani())

    undo(first)

    invoice.refresh_from_db()
    assert enrolled(decree) == ["Sabri 2"]
    assert invoice.open_idr == 12 * PRICE
    assert_books_balance()


def test_whoever_stands_on_a_second_list_of_the_decree_stays_enrolled_by_it():
    decree = make_decree()
    first = enroll(decree, line_of(1), line_of(2))
    invoice = issue_invoice(decree=decree, issued_on=ISSUED, by=ani())
    pay(invoice, PRICE)
    second = enroll(decree, line_of(2), line_of(3))

    with pytest.raises(BatchHasDependents):
        undo(first)
    reverse_payment(payment=invoice.payments.get(), reason="Salah", on=PAID, by=ani())
    preview = undo_effects(first)
    undo(first)

    invoice.refresh_from_db()
    assert (preview.enrollments, preview.workers_withdrawn) == (1, 1)
    assert enrolled(decree) == ["Sabri 2", "Sabri 3"]
    assert invoice.open_idr == 12 * PRICE
    undo(second)
    assert enrolled(decree) == []
    assert_books_balance()


def test_whoever_is_withdrawn_is_no_possible_same_person():
    decree = make_decree()
    undo(enroll(decree, line_of(1)))

    batch = stage(decree, line_of(2, name="Sabri 1", birth_date=line_of(1)[2]))

    assert "possible_same_person" not in codes_by_row(batch)[2]
