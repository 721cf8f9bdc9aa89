"""The pages of payments: recording a fact, what it paid for, and taking it back."""

from datetime import date

import pytest
from django.urls import reverse

from enrollment.actions.invoices import issue_invoice
from enrollment.actions.payments import reverse_payment
from enrollment.models import CoveragePeriod, Payment
from enrollment.queries.destinations import paid_by_payment, spent_on_invoice
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
)
from enrollment.tests.paper import paper_text
from enrollment.tests.steps import PRICE, billed, pay
from registry.models import AuditEvent
from registry.roles import Role
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db

TYPED = {
    "reference": "BRK 77120",
    "sp2d_number": "01187/2020",
    "amount_idr": "Rp403.200",
    "paid_on": "21 Juli 2020",
}


def test_a_payment_typed_as_people_write_it_is_posted_and_shown():
    invoice = billed(workers=2)

    answer = signed_in(ani()).post(reverse("payment_create", args=[invoice.pk]), TYPED, follow=True)

    payment = Payment.objects.get()
    assert (payment.amount_idr, payment.paid_on) == (403_200, date(2020, 7, 21))
    assert answer.redirect_chain == [(payment.get_absolute_url(), 302)]
    assert "It pays for 24 months of cover." in words(answer)


def test_the_sp2d_and_the_budget_year_stand_on_the_page_and_on_the_receipt():
    invoice = billed(workers=2)
    typed = TYPED | {"sp2d_on": "20/07/2020", "budget_year": "2019"}

    answer = signed_in(ani()).post(reverse("payment_create", args=[invoice.pk]), typed, follow=True)
    receipt = signed_in(ani()).get(reverse("payment_receipt", args=[Payment.objects.get().pk]))

    page = words(answer)
    assert "Date of the SP2D 20 July 2020" in page
    assert "Budget year 2019" in page
    assert "20 Juli 2020" in paper_text(receipt.content)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"sp2d_on": "1/1/2999"}, "Copy the date of the SP2D."),
        ({"budget_year": "20"}, "“20” is no year."),
        ({"budget_year": "2022"}, "The money came in 2020."),
        ({"reference": ""}, "Fill in “Bank reference”."),
        ({"amount_idr": "403.20"}, "is no amount in whole rupiah"),
        ({"amount_idr": "0"}, "The amount must be at least Rp1"),
        ({"paid_on": "31/02/2020"}, "is no date in the calendar"),
        ({"paid_on": "1/1/2999"}, "This day has not come yet."),
    ],
    ids=[
        "an order to come",
        "no year",
        "a year too far",
        "no reference",
        "cents",
        "nothing",
        "no such day",
        "a day to come",
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field_and_above(changed, sentence):
    invoice = billed(workers=1)

    answer = signed_in(ani()).post(reverse("payment_create", args=[invoice.pk]), TYPED | changed)

    assert answer.status_code == 422
    assert words(answer).count(sentence) == 2
    assert not Payment.objects.exists()


def test_a_reference_that_is_posted_already_is_refused_at_its_field():
    invoice = billed(workers=1)
    pay(invoice, 5, TYPED["reference"])

    answer = signed_in(ani()).post(reverse("payment_create", args=[invoice.pk]), TYPED)

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"reference"}


def test_money_beyond_what_is_open_is_recorded_too():
    invoice = billed(workers=1)
    pay(invoice, invoice.total_idr)

    signed_in(ani()).post(reverse("payment_create", args=[invoice.pk]), TYPED)

    assert Payment.objects.get(reference=TYPED["reference"]).credit_idr == 403_200


def test_only_the_treasurer_records_payments():
    url = reverse("payment_create", args=[billed(workers=1).pk])

    assert signed_in(budi()).get(url).status_code == 403
    assert signed_in(budi()).post(url, TYPED).status_code == 403


@pytest.mark.parametrize("name", ["payment_detail", "payment_receipt", "payment_reverse"])
def test_a_payment_of_another_regency_is_not_there(name):
    payment = pay(billed(workers=1), 5)

    assert signed_in(citra()).get(reverse(name, args=[payment.pk])).status_code == 404


def test_a_payment_shows_its_months_and_what_is_left():
    payment = pay(billed(workers=2), 3 * PRICE + 7)

    page = words(signed_in(ani()).get(payment.get_absolute_url()))

    assert "July 2020 2 33,600 August 2020 1 16,800 Together 3 worker-months 50,400" in page
    assert "Credit left of it Rp7" in page


def test_the_months_of_a_payment_sum_to_what_it_spent():
    payment = pay(billed(workers=3), 17 * PRICE + 7)

    (part,) = paid_by_payment(payment)

    assert (part.worker_months, part.amount_idr) == (17, 17 * PRICE)


def test_a_month_that_two_payments_paid_names_both():
    invoice = billed(workers=1)
    first = pay(invoice, PRICE + 6_800)
    second = pay(invoice, 10_000, "BRK 2")

    page = words(signed_in(ani()).get(first.get_absolute_url()))

    assert "Sabri August 2020" in page
    assert "this payment: Rp6,800" in page
    assert "21 July 2020: Rp10,000" in page
    assert second.get_absolute_url() in signed_in(ani()).get(first.get_absolute_url()).text


def test_reversing_shows_first_what_it_takes_back():
    payment = pay(billed(workers=2), 24 * PRICE)

    answer = signed_in(ani()).get(reverse("payment_reverse", args=[payment.pk]))

    assert "24 months of cover end" in words(answer)
    assert Payment.objects.get().reversed_on is None


def test_reversing_asks_for_a_reason_and_voids_the_cover():
    payment = pay(billed(workers=1), 12 * PRICE)
    client = signed_in(ani())
    url = reverse("payment_reverse", args=[payment.pk])

    refused = client.post(url, {"reason": ""})
    reversed_ = client.post(url, {"reason": "Salah rekening"}, follow=True)

    assert refused.status_code == 422
    assert "Salah rekening" in words(reversed_)
    assert not CoveragePeriod.objects.standing().exists()


def test_a_reversed_payment_cannot_be_reversed_again():
    payment = pay(billed(workers=1), 12 * PRICE)
    reverse_payment(payment=payment, reason="Ganda", on=date(2020, 8, 1), by=ani())

    answer = signed_in(ani()).get(reverse("payment_reverse", args=[payment.pk]))

    assert answer.url == payment.get_absolute_url()


def test_only_the_treasurer_reverses():
    payment = pay(billed(workers=1), PRICE)

    answer = signed_in(budi()).post(
        reverse("payment_reverse", args=[payment.pk]), {"reason": "Coba"}
    )

    assert answer.status_code == 403
    assert Payment.objects.get().reversed_on is None


def test_the_list_shows_credit_by_payer_and_fund():
    pay(billed(workers=1), 12 * PRICE + 42)

    page = words(signed_in(ani()).get(reverse("payment_list")))

    assert "Unused credit Pemerintah Kabupaten Kepulauan Anambas APBD" in page
    assert "Rp42" in page


@pytest.mark.parametrize(
    ("state", "references"),
    [("", ["BRK 2", "BRK 1"]), ("credit", ["BRK 2"]), ("reversed", ["BRK 1"])],
    ids=["all", "with credit", "reversed"],
)
def test_the_list_can_be_narrowed_to_a_state(state, references):
    invoice = billed(workers=1)
    first = pay(invoice, PRICE)
    reverse_payment(payment=first, reason="Ganda", on=date(2020, 8, 1), by=ani())
    pay(invoice, 5, "BRK 2")

    answer = signed_in(ani()).get(reverse("payment_list"), {"state": state})

    assert [payment.reference for payment in answer.context["page"].rows] == references


@pytest.mark.parametrize("payments", [1, 5], ids=["one payment", "five payments"])
def test_the_list_asks_the_database_as_often_for_one_as_for_many(
    payments, django_assert_num_queries
):
    invoice = billed(workers=1)
    for number in range(payments):
        pay(invoice, PRICE, f"BRK {number}")
    client = signed_in(ani())

    with django_assert_num_queries(9):
        client.get(reverse("payment_list"))


def test_the_list_pages_by_the_last_payment_seen():
    invoice = billed(workers=5)
    for number in range(51):
        pay(invoice, PRICE, f"BRK {number}")
    client = signed_in(ani())

    first = client.get(reverse("payment_list")).context["page"]
    second = client.get(reverse("payment_list") + "?" + first.next_query).context["page"]

    seen = [payment.reference for payment in [*first.rows, *second.rows]]
    assert seen == [f"BRK {number}" for number in range(50, -1, -1)]
    assert not second.next_query


def test_money_of_an_earlier_payment_stands_at_the_invoice_that_it_pays():
    first = billed(workers=1)
    earlier = pay(first, first.total_idr + PRICE)
    decree = make_decree("SK 2")
    make_enrollment(make_worker(9), decree=decree)
    second = issue_invoice(decree=decree, issued_on=date(2020, 8, 1), by=ani())

    (spending,) = spent_on_invoice(second)

    assert spending.payment == earlier
    assert (spending.worker_months, spending.here_idr) == (1, PRICE)
    assert spending.elsewhere_idr == first.total_idr


def test_who_may_not_see_the_payers_payments_stays_at_the_invoice():
    payer = make_sponsor("pemprov", region=make_region("21"), name="Pemerintah Provinsi")
    invoice = billed(workers=1, sponsor=payer, region=make_region("2105"))
    transfer = {"reference": "BRK 1", "amount_idr": "16.800", "paid_on": "21/07/2020"}

    answer = signed_in(ani()).post(reverse("payment_create", args=[invoice.pk]), transfer)

    assert answer.url == invoice.get_absolute_url()
    assert payer.payments.get().allocated_idr == PRICE


def test_the_receipt_leaves_its_line_in_the_trail():
    payment = pay(billed(workers=1), PRICE)

    signed_in(ani()).get(reverse("payment_receipt", args=[payment.pk]))

    assert AuditEvent.objects.filter(action="payment.receipt_printed").count() == 1


def test_a_decree_inside_the_payers_region_is_open_to_the_payers_treasurer():
    payer = make_sponsor("pemprov", region=make_region("21"), name="Pemerintah Provinsi")
    treasurer = make_user("tuti", role=Role.TREASURER, region=make_region("21"))
    invoice = billed(workers=1, sponsor=payer, region=make_region("2105"))
    payment = pay(invoice, PRICE, by=treasurer)

    in_province = signed_in(treasurer).get(payment.get_absolute_url())
    in_regency = signed_in(ani()).get(payment.get_absolute_url())
    page_of_invoice = signed_in(ani()).get(invoice.get_absolute_url())

    assert in_province.status_code == 200
    assert in_regency.status_code == 404
    assert payment.get_absolute_url() not in page_of_invoice.text
