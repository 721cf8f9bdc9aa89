"""The order of paying: which worker-month comes first, where it stops, whose money it is."""

from datetime import date

import pytest

from enrollment.actions.invoices import issue_invoice
from enrollment.actions.payments import AmountNotPositive, reverse_payment
from enrollment.models import Allocation, Enrollment, Invoice, Payment
from enrollment.tests.books import assert_books_balance
from enrollment.tests.factories import ani, make_decree, make_enrollment, make_sponsor, make_worker
from enrollment.tests.steps import ISSUED, JULY, PAID, PRICE, billed, covered_months, credit_of, pay
from registry.models import Occupation

pytestmark = pytest.mark.django_db


def another_invoice(number: str, *serials: int, issued_on: date = ISSUED, **decree) -> Invoice:
    """Return the invoice of another decree of the regency, with its own workers."""
    made = make_decree(number=number, **decree)
    for serial in serials:
        make_enrollment(make_worker(serial), decree=made, position=serial)
    return issue_invoice(decree=made, issued_on=issued_on, by=ani())


def test_the_invoice_issued_first_is_paid_first_whichever_the_payment_names():
    later = billed(workers=1, months=2, issued_on=date(2020, 7, 21))
    earlier = another_invoice("560/2", 5, months=2)

    pay(later, 3 * PRICE)

    assert covered_months(earlier.decree) == {"Sabri 5": ["2020-07", "2020-08"]}
    assert covered_months(later.decree) == {"Sabri": ["2020-07"]}
    assert_books_balance()


def test_of_one_day_the_lower_number_is_paid_first():
    first = billed(workers=1, months=2)
    second = another_invoice("560/2", 5, months=2)

    pay(second, 2 * PRICE)

    assert covered_months(first.decree) == {"Sabri": ["2020-07", "2020-08"]}
    assert covered_months(second.decree) == {}


def test_all_workers_have_a_month_before_anybody_has_the_next():
    invoice = billed(workers=3, months=3)

    pay(invoice, 5 * PRICE)

    assert covered_months(invoice.decree) == {
        "Sabri": ["2020-07", "2020-08"],
        "Sabri 1": ["2020-07", "2020-08"],
        "Sabri 2": ["2020-07"],
    }


def test_in_a_month_the_sheet_row_decides_and_then_the_enrollment():
    decree = make_decree(months=1)
    for serial, position in ((1, 9), (2, 4), (3, 4)):
        make_enrollment(make_worker(serial), decree=decree, position=position)
    invoice = issue_invoice(decree=decree, issued_on=ISSUED, by=ani())

    for number in range(3):
        pay(invoice, PRICE, f"BRK {number}")

    order = Allocation.objects.order_by("pk").values_list("line__worker__name", flat=True)
    assert list(order) == ["Sabri 2", "Sabri 3", "Sabri 1"]


def test_it_stops_at_the_first_month_it_cannot_pay_and_never_skips_to_a_cheaper_one():
    ojek = Occupation.objects.create(
        slug="ojek", label_id="Ojek", label_en="Ojek", sector="transport"
    )
    decree = make_decree(fund="CSR", since=date(2026, 1, 1), months=2)
    make_enrollment(make_worker(1), decree=decree, position=2)
    make_enrollment(make_worker(2, occupation=ojek), decree=decree, position=3)
    invoice = issue_invoice(decree=decree, issued_on=date(2026, 1, 5), by=ani())

    payment = pay(invoice, PRICE - 1)

    assert payment.outcome == {
        "allocated_idr": 0,
        "credit_idr": PRICE - 1,
        "workers_covered": 0,
        "months_opened": 0,
    }
    assert covered_months(decree) == {}


def test_a_later_invoice_that_costs_less_waits_behind_one_that_cannot_be_paid():
    first = billed(workers=1, months=1, wage_base_idr=2_000_000)
    second = another_invoice("560/2", 5, months=1)

    pay(first, PRICE)

    assert covered_months(second.decree) == {}
    assert credit_of(first) == PRICE


def test_a_month_is_paid_with_all_its_programs_or_not_at_all():
    invoice = billed(workers=1, months=1, with_jht=True)

    pay(invoice, PRICE, "BRK 1")
    nothing_yet = covered_months(invoice.decree)
    payment = pay(invoice, 20_000, "BRK 2")

    assert nothing_yet == {}
    assert payment.outcome["months_opened"] == 1
    assert payment.outcome["allocated_idr"] == 36_800
    assert_books_balance()


def test_money_posted_first_is_used_first():
    invoice = billed(workers=1, months=3)
    first = pay(invoice, 10_000, "BRK 1")
    second = pay(invoice, 10_000, "BRK 2")

    first.refresh_from_db()
    assert (first.credit_idr, second.credit_idr) == (0, 2 * 10_000 - PRICE)


def test_what_was_opened_before_is_not_counted_again():
    invoice = billed(workers=2)
    pay(invoice, 6 * PRICE, "BRK 1")

    payment = pay(invoice, invoice.total_idr, "BRK 2")

    assert payment.outcome == {
        "allocated_idr": 18 * PRICE,
        "credit_idr": 6 * PRICE,
        "workers_covered": 2,
        "months_opened": 18,
    }


def test_money_that_came_for_nothing_open_stays_credit():
    invoice = billed(workers=1, months=1)
    pay(invoice, PRICE, "BRK 1")

    payment = pay(invoice, 5, "BRK 2")

    assert payment.outcome["credit_idr"] == credit_of(invoice) == 5


@pytest.mark.parametrize("amount_idr", [0, -PRICE], ids=["nothing", "less than nothing"])
def test_what_is_no_money_is_refused(amount_idr):
    invoice = billed(workers=1)

    with pytest.raises(AmountNotPositive):
        pay(invoice, amount_idr)


def test_two_payers_never_share_their_credit():
    ours = billed(workers=1, months=1)
    pay(ours, 10 * PRICE)
    sponsor = make_sponsor("pemdes-terempa", name="Pemerintah Desa Terempa", kind="village")

    theirs = another_invoice("DES 1", 5, months=2, sponsor=sponsor)

    assert theirs.allocated_idr == 0
    assert credit_of(ours) == 9 * PRICE


def test_a_person_billed_twice_by_one_payer_is_paid_once_and_credited():
    first = billed(workers=1, months=3)
    worker = first.lines.get().worker
    Enrollment.objects.update(voided_on=PAID)
    make_enrollment(worker, decree=first.decree, position=9)
    second = issue_invoice(decree=first.decree, issued_on=PAID, by=ani())

    payment = pay(first, 6 * PRICE)

    second.refresh_from_db()
    assert payment.outcome["months_opened"] == 3
    assert (second.credited_idr, second.open_idr) == (3 * PRICE, 0)
    assert credit_of(first) == 3 * PRICE
    assert_books_balance()


def test_only_the_months_that_another_payer_covered_are_credited():
    ours = billed(workers=2, months=4)
    worker = ours.lines.in_order().first().worker
    Enrollment.objects.filter(worker=worker).update(voided_on=PAID)
    csr = make_decree(number="CSR 1", fund="CSR", since=date(2020, 8, 1), months=2)
    make_enrollment(worker, decree=csr)
    theirs = issue_invoice(decree=csr, issued_on=PAID, by=ani())
    pay(theirs, PRICE, "CSR 1")

    pay(ours, ours.total_idr, "BRK 1")

    ours.refresh_from_db()
    assert ours.credited_idr == credit_of(ours) == PRICE
    assert covered_months(ours.decree)["Sabri"] == ["2020-07", "2020-09", "2020-10"]
    assert covered_months(csr) == {"Sabri": ["2020-08"]}
    assert_books_balance()


def test_what_was_released_pays_the_same_months_again_with_the_next_money():
    invoice = billed(workers=1, months=2)
    first = pay(invoice, PRICE + 10_000, "BRK 1")
    second = pay(invoice, 6_800, "BRK 2")
    reverse_payment(payment=first, reason="Salah rekening", on=PAID, by=ani())

    third = pay(invoice, 2 * PRICE - 6_800, "BRK 3")

    second.refresh_from_db()
    assert covered_months(invoice.decree) == {"Sabri": ["2020-07", "2020-08"]}
    assert (second.credit_idr, third.credit_idr) == (0, 0)
    assert_books_balance()


def test_reversing_twice_takes_back_once():
    invoice = billed(workers=1)
    payment = pay(invoice, 12 * PRICE)

    for _time in range(2):
        payment = reverse_payment(payment=payment, reason="Salah", on=PAID, by=ani())

    assert (payment.allocated_idr, payment.credit_idr, payment.reversed_on) == (0, 0, PAID)
    assert Allocation.objects.standing().count() == 0
    assert not Payment.objects.standing().exists()
    assert_books_balance()


def test_cover_voided_by_a_reversal_starts_again_in_the_same_months():
    invoice = billed(workers=1, since=JULY, months=12)
    payment = pay(invoice, 12 * PRICE, "BRK 1")
    reverse_payment(payment=payment, reason="Salah jumlah", on=PAID, by=ani())

    pay(invoice, 12 * PRICE, "BRK 2")

    assert len(covered_months(invoice.decree)["Sabri"]) == 12
    assert_books_balance()
