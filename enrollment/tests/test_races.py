"""Eight people at once: no month twice, no rupiah lost, nothing done double.

On SQLite in a database file, and on PostgreSQL where TEST_DATABASE_URL names one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from enrollment.actions.events import record_death
from enrollment.actions.invoices import issue_invoice
from enrollment.actions.payments import AlreadyPosted, post_payment, reverse_payment
from enrollment.actions.reliefs import accept_relief
from enrollment.models import (
    Allocation,
    CoveragePeriod,
    CreditNote,
    Decree,
    Enrollment,
    Invoice,
    Payment,
)
from enrollment.tests.at_once import WRITERS, all_at_once, failures
from enrollment.tests.books import assert_books_balance, months_of
from enrollment.tests.factories import (
    ani,
    budi,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
)
from enrollment.tests.steps import (
    ISSUED,
    PAID,
    PRICE,
    billed,
    pay,
)

pytestmark = pytest.mark.django_db(transaction=True)


def posting(invoice: Invoice, reference: str, amount_idr: int) -> Callable[[], Payment]:
    """Return Ani's posting of a payment, to be done later."""
    by = ani()
    return lambda: post_payment(
        invoice=Invoice.objects.select_related("decree__sponsor").get(pk=invoice.pk),
        reference=reference,
        amount_idr=amount_idr,
        paid_on=PAID,
        by=by,
    )


def crowd(payers: int = WRITERS, workers: int = 5) -> list[Invoice]:
    """Return invoices of several payers for the same months of the same workers.

    An old register may hold this; a list no longer can. The memberships are void again, and
    the invoices stand.
    """
    people = [make_worker(serial) for serial in range(workers)]
    invoices = []
    for number in range(payers):
        sponsor = make_sponsor(f"payer-{number}", name=f"Payer {number}")
        decree = make_decree(number=f"SK {number}", sponsor=sponsor, months=6)
        for position, worker in enumerate(people):
            make_enrollment(worker, decree=decree, position=(position * 3 + number) % workers)
        invoices.append(issue_invoice(decree=decree, issued_on=ISSUED, by=ani()))
        Enrollment.objects.update(voided_on=PAID)
    return invoices


def test_one_reference_posted_eight_times_is_one_payment():
    invoice = billed(workers=2)

    outcomes = all_at_once(*[posting(invoice, "BRK 1", 5 * PRICE)] * WRITERS)

    assert failures(outcomes) == []
    assert len({payment.pk for payment in outcomes}) == 1
    assert Payment.objects.count() == 1
    assert_books_balance()


def test_one_reference_from_eight_payers_is_one_payment_and_seven_refusals():
    invoices = crowd(workers=1)

    outcomes = all_at_once(*[posting(invoice, "BRK 1", PRICE) for invoice in invoices])

    assert failures(outcomes) == []
    assert sum(isinstance(one, AlreadyPosted) for one in outcomes) == WRITERS - 1
    assert Payment.objects.count() == 1
    assert_books_balance()


def test_eight_payers_of_the_same_months_cover_each_month_once_and_lose_no_rupiah():
    invoices = crowd()

    outcomes = all_at_once(
        *[posting(invoice, f"BRK {invoice.pk}", invoice.total_idr) for invoice in invoices]
    )

    covered = [
        (period.worker_id, month)
        for period in CoveragePeriod.objects.standing()
        for month in months_of(period)
    ]
    assert failures(outcomes) == []
    assert len(covered) == len(set(covered)) == 5 * 6
    received_idr = sum(invoice.total_idr for invoice in invoices)
    credit_idr = Payment.objects.credit_idr()
    allocated_idr = sum(Allocation.objects.standing().values_list("amount_idr", flat=True))
    assert allocated_idr == 5 * 6 * PRICE
    assert received_idr == allocated_idr + credit_idr
    assert_books_balance()


def test_eight_payers_in_small_parts_cover_each_month_once_and_lose_no_rupiah():
    invoices = crowd(payers=4, workers=3)
    works = [
        posting(invoice, f"BRK {invoice.pk}-{part}", 5 * PRICE + part)
        for part in (1, 2)
        for invoice in invoices
    ]

    outcomes = all_at_once(*works)

    assert failures(outcomes) == []
    assert Payment.objects.count() == WRITERS
    assert_books_balance()


def test_eight_payments_on_one_invoice_are_all_kept_and_pay_each_month_once():
    invoice = billed(workers=4)

    outcomes = all_at_once(*[posting(invoice, f"BRK {n}", 7 * PRICE + n) for n in range(WRITERS)])

    invoice.refresh_from_db()
    assert failures(outcomes) == []
    assert invoice.open_idr == 0
    assert Payment.objects.credit_idr() == WRITERS * 7 * PRICE + 28 - invoice.total_idr
    assert_books_balance()


def test_an_invoice_issued_eight_times_is_one_invoice():
    decree = make_decree()
    for serial in range(5):
        make_enrollment(make_worker(serial), decree=decree)
    by = ani()

    outcomes = all_at_once(
        *[lambda: issue_invoice(decree=decree, issued_on=ISSUED, by=by)] * WRITERS
    )

    assert failures(outcomes) == []
    assert {invoice.pk for invoice in outcomes} == {Invoice.objects.get().pk}
    assert_books_balance()


def test_eight_decrees_of_one_region_get_eight_invoice_numbers():
    by = ani()
    decrees = []
    for serial in range(WRITERS):
        sponsor = make_sponsor(f"payer-{serial}", name=f"Payer {serial}")
        decrees.append(make_decree(number=f"SK {serial}", sponsor=sponsor))
        make_enrollment(make_worker(serial), decree=decrees[-1])

    def issuing(decree: Decree) -> Callable[[], Invoice]:
        return lambda: issue_invoice(decree=decree, issued_on=ISSUED, by=by)

    outcomes = all_at_once(*map(issuing, decrees))

    assert failures(outcomes) == []
    numbers = Invoice.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [f"{n:04d}/2105/VII/2020" for n in range(1, WRITERS + 1)]


def test_a_relief_accepted_eight_times_is_credited_once():
    invoice = billed(workers=3)
    pay(invoice, invoice.total_idr)
    by, on = ani(), date(2020, 10, 1)

    outcomes = all_at_once(
        *[lambda: accept_relief(invoice=invoice, relief_key="reliefs.pp49_2020", on=on, by=by)]
        * WRITERS
    )

    assert failures(outcomes) == []
    assert sorted(outcomes)[-2:] == [0, 3 * 6 * 16_632]
    assert CreditNote.objects.count() == 3
    assert_books_balance()


def test_death_relief_reversal_and_payments_at_once_leave_the_books_in_balance():
    invoice = billed(workers=3)
    first = pay(invoice, 20 * PRICE)
    worker = invoice.lines.in_order().first().worker
    treasurer, officer, today = ani(), budi(), date(2020, 10, 1)

    outcomes = all_at_once(
        lambda: record_death(worker=worker, died_on=date(2020, 9, 9), on=today, by=officer),
        lambda: record_death(worker=worker, died_on=date(2020, 9, 9), on=today, by=officer),
        lambda: accept_relief(
            invoice=invoice, relief_key="reliefs.pp49_2020", on=today, by=treasurer
        ),
        lambda: reverse_payment(payment=first, reason="Salah", on=today, by=treasurer),
        lambda: reverse_payment(payment=first, reason="Salah", on=today, by=treasurer),
        posting(invoice, "BRK 2", 9 * PRICE),
        posting(invoice, "BRK 3", 9 * PRICE + 5),
        posting(invoice, "BRK 3", 9 * PRICE + 5),
    )

    assert failures(outcomes) == []
    assert not CoveragePeriod.objects.standing().filter(worker=worker, until__gt=date(2020, 10, 1))
    assert_books_balance()


def test_a_death_while_the_invoice_is_issued_is_never_billed_beyond_its_month():
    decrees, people = [], [make_worker(serial) for serial in range(4)]
    for serial, worker in enumerate(people):
        sponsor = make_sponsor(f"payer-{serial}", name=f"Payer {serial}")
        decrees.append(make_decree(number=f"SK {serial}", sponsor=sponsor))
        make_enrollment(worker, decree=decrees[-1])
    treasurer, officer, died_on = ani(), budi(), date(2020, 7, 3)

    outcomes = all_at_once(
        *[
            lambda decree=decree: issue_invoice(decree=decree, issued_on=ISSUED, by=treasurer)
            for decree in decrees
        ],
        *[
            lambda worker=worker: record_death(
                worker=worker, died_on=died_on, on=ISSUED, by=officer
            )
            for worker in people
        ],
    )

    assert failures(outcomes) == []
    assert [invoice.open_idr for invoice in Invoice.objects.all()] == [PRICE] * 4
    assert_books_balance()


def test_invoices_are_issued_while_other_payers_pay_for_the_same_workers():
    people = [make_worker(serial) for serial in range(5)]
    paid, unbilled = [], []
    for number in range(WRITERS // 2):
        sponsor = make_sponsor(f"payer-{number}", name=f"Payer {number}")
        for kind, year in ((paid, 2020), (unbilled, 2021)):
            since = date(year, 1 + 3 * number, 1)
            decree = make_decree(number=f"SK {year}", sponsor=sponsor, since=since, months=3)
            for worker in people:
                make_enrollment(worker, decree=decree)
            kind.append(decree)
    invoices = [issue_invoice(decree=decree, issued_on=ISSUED, by=ani()) for decree in paid]
    for invoice in invoices:
        pay(invoice, invoice.total_idr + 4 * PRICE, f"BRK {invoice.pk}")
    by = ani()

    outcomes = all_at_once(
        *[posting(invoice, f"BRK {invoice.pk}+", 7 * PRICE) for invoice in invoices],
        *[
            lambda decree=decree: issue_invoice(decree=decree, issued_on=ISSUED, by=by)
            for decree in unbilled
        ],
    )

    assert failures(outcomes) == []
    assert Payment.objects.credit_idr() == 0 or Invoice.objects.open().exists()
    assert_books_balance()
