"""The pages of invoices and reliefs: what is billed, what is open, where the money went."""

from datetime import date

import pytest
from django.urls import reverse

from enrollment.actions.events import record_death
from enrollment.models import Invoice, InvoiceLine
from enrollment.queries.invoices import price_steps
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_worker,
)
from enrollment.tests.steps import PRICE, billed, pay
from registry.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_the_list_says_how_much_is_open():
    billed(workers=2)

    page = words(signed_in(ani()).get(reverse("invoice_list")))

    assert "1 invoice is to be paid" in page
    assert "Rp403,200 is open" in page


def test_the_list_without_invoices_says_where_they_come_from():
    page = words(signed_in(ani()).get(reverse("invoice_list")))

    assert "No invoice yet" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [("", True), ("?state=open", True), ("?state=settled", False), ("?state=odd", True)],
    ids=["all", "open", "settled", "a state that is none"],
)
def test_the_list_can_be_narrowed_to_a_state(query, shown):
    invoice = billed(workers=1)

    page = signed_in(ani()).get(reverse("invoice_list") + query).text

    assert (invoice.get_absolute_url() in page) is shown


@pytest.mark.parametrize("invoices", [1, 4], ids=["one invoice", "four invoices"])
def test_the_list_asks_the_database_as_often_for_one_as_for_many(
    invoices, django_assert_num_queries
):
    for number in range(invoices):
        decree = make_decree(f"SK {number}")
        make_enrollment(make_worker(number), decree=decree)
        signed_in(ani()).post(reverse("invoice_issue", args=[decree.pk]))
    client = signed_in(ani())

    with django_assert_num_queries(7):
        client.get(reverse("invoice_list"))


def test_issuing_shows_the_invoice_and_a_second_time_the_same_one():
    decree = make_decree()
    make_enrollment(make_worker(), decree=decree)
    client = signed_in(ani())

    first = client.post(reverse("invoice_issue", args=[decree.pk]))
    second = client.post(reverse("invoice_issue", args=[decree.pk]))

    assert first.url == second.url == Invoice.objects.get().get_absolute_url()


def test_issuing_above_the_ceiling_is_refused_on_the_page_of_the_decree():
    decree = make_decree(ceiling_idr=1000)
    make_enrollment(make_worker(), decree=decree)

    answer = signed_in(ani()).post(reverse("invoice_issue", args=[decree.pk]), follow=True)

    assert answer.redirect_chain == [(decree.get_absolute_url(), 302)]
    assert "the ceiling of decree" in words(answer)


def test_issuing_needs_the_right_and_a_post():
    decree = make_decree()
    url = reverse("invoice_issue", args=[decree.pk])

    assert signed_in(budi()).post(url).status_code == 403
    assert signed_in(ani()).get(url).status_code == 405


@pytest.mark.parametrize(
    "name",
    ["invoice_detail", "invoice_pdf", "invoice_sheet", "invoice_payment_code", "payment_create"],
)
def test_an_invoice_of_another_regency_is_not_there(name):
    invoice = billed(workers=1)

    assert signed_in(citra()).get(reverse(name, args=[invoice.pk])).status_code == 404


def test_the_list_of_another_regency_does_not_know_it():
    invoice = billed(workers=1)

    assert invoice.number not in signed_in(citra()).get(reverse("invoice_list")).text


def test_an_invoice_shows_each_line_and_where_its_money_went():
    invoice = billed(workers=2)
    pay(invoice, 13 * PRICE + 5)

    page = words(signed_in(ani()).get(invoice.get_absolute_url()))

    assert "Rp184,800 is still to pay." in page
    assert "13 months of cover for 2 workers Rp218,400" in page
    assert "Credit of Pemerintah Kabupaten Kepulauan Anambas, APBD (regional budget) Rp5" in page
    assert "Received Rp218,405" in page
    assert "July 2020 – June 2021 12 × 16,800" in page


def test_an_invoice_shows_how_it_is_computed_with_its_clauses():
    invoice = billed(workers=3)

    page = words(signed_in(ani()).get(invoice.get_absolute_url()))

    assert "3 × 12 × Rp16,800 Rp604,800" in page
    assert "PP 44/2015" in page
    assert "unchecked clause" in page


def test_the_steps_of_the_price_sum_to_the_total():
    invoice = billed(workers=3, since=date(2020, 7, 1), issued_on=date(2020, 10, 1))

    steps = price_steps(invoice)

    assert len(steps) > 1
    assert sum(step.amount_idr for step in steps) == invoice.total_idr


def test_a_month_from_two_payments_is_named_at_both():
    invoice = billed(workers=1)
    pay(invoice, PRICE + 5)
    pay(invoice, 11 * PRICE, "BRK 2")

    page = words(signed_in(ani()).get(invoice.get_absolute_url()))

    assert page.count("1 of them together with another payment") == 2


def test_a_death_stands_below_the_lines_as_credit_note():
    invoice = billed(workers=1)
    pay(invoice, invoice.total_idr)
    line = InvoiceLine.objects.get()
    record_death(worker=line.worker, died_on=date(2020, 8, 12), on=date(2020, 9, 1), by=budi())

    page = words(signed_in(ani()).get(invoice.get_absolute_url() + "?show=credited"))

    assert "Rp168,000 for 10 worker-months of 1 workers" in page
    assert "Credit notes took off Rp168,000." in page


def test_lines_come_fifty_at_a_time_and_htmx_gets_them_alone():
    invoice = billed(workers=51)
    client = signed_in(ani())

    first = client.get(invoice.get_absolute_url(), headers={"HX-Request": "true"})
    following = client.get(invoice.get_absolute_url() + "?" + first.context["page"].next_query)

    assert "<html" not in first.text
    assert len(first.context["rows"]) == 50
    assert [line.worker.name for line, _ in following.context["rows"]] == ["Sabri 50"]


@pytest.mark.parametrize("workers", [1, 9], ids=["one line", "nine lines"])
def test_an_invoice_asks_the_database_as_often_for_one_line_as_for_many(
    workers, django_assert_num_queries
):
    invoice = billed(workers=workers)
    pay(invoice, invoice.total_idr)
    client = signed_in(ani())

    with django_assert_num_queries(15):
        client.get(invoice.get_absolute_url())


def test_no_whole_nik_stands_on_the_page():
    invoice = billed(workers=1)

    page = signed_in(ani()).get(invoice.get_absolute_url()).text

    assert InvoiceLine.objects.get().worker.nik not in page


def test_the_payment_code_is_entered_and_shown():
    invoice = billed(workers=1)
    client = signed_in(ani())
    url = reverse("invoice_payment_code", args=[invoice.pk])

    refused = client.post(url, {"payment_code": " "})
    entered = client.post(url, {"payment_code": "9920 0721 0001"})

    assert refused.status_code == 422
    assert entered.url == invoice.get_absolute_url()
    assert "9920 0721 0001" in client.get(invoice.get_absolute_url()).text


def test_only_who_bills_enters_the_payment_code():
    url = reverse("invoice_payment_code", args=[billed(workers=1).pk])

    assert signed_in(budi()).get(url).status_code == 403


def test_printing_leaves_its_line_in_the_trail():
    invoice = billed(workers=1)
    client = signed_in(ani())

    client.get(reverse("invoice_pdf", args=[invoice.pk]))
    client.get(reverse("invoice_sheet", args=[invoice.pk]))

    printed = AuditEvent.objects.filter(action="invoice.printed").order_by("pk")
    assert [line.facts["form"] for line in printed] == ["PDF", "XLSX"]


def test_a_relief_waits_with_its_rupiah_and_its_clause():
    invoice = billed(workers=2)
    pay(invoice, invoice.total_idr)

    page = words(signed_in(ani()).get(reverse("relief_list")))

    # six months at Rp168 instead of Rp16,800, for two workers
    assert "Accept Rp199,584 as credit" in page
    assert "PP 49/2020, Pasal 9, Pasal 13" in page


@pytest.mark.parametrize("workers", [2, 7], ids=["two workers", "seven workers"])
def test_the_reliefs_ask_the_database_as_often_for_few_workers_as_for_many(
    workers, django_assert_num_queries
):
    invoice = billed(workers=workers)
    pay(invoice, workers * 2 * PRICE)
    client = signed_in(ani())
    client.get(reverse("relief_list"))

    with django_assert_num_queries(8):
        client.get(reverse("relief_list"))


def test_accepting_a_relief_makes_it_credit_once():
    invoice = billed(workers=2)
    pay(invoice, invoice.total_idr)
    client = signed_in(ani())
    url = reverse("relief_accept", args=[invoice.pk])

    answer = client.post(url, {"relief": "reliefs.pp49_2020"}, follow=True)
    client.post(url, {"relief": "reliefs.pp49_2020"})

    assert "Rp199,584 is now credit of the payer" in words(answer)
    invoice.refresh_from_db()
    assert invoice.credited_idr == 199_584
    assert "No relief waits" in words(client.get(reverse("relief_list")))


def test_a_relief_that_does_not_exist_is_refused_with_words():
    invoice = billed(workers=1)

    answer = signed_in(ani()).post(
        reverse("relief_accept", args=[invoice.pk]), {"relief": "reliefs.none"}, follow=True
    )

    assert "No relief reliefs.none" in words(answer)


def test_only_the_treasurer_of_the_region_accepts_a_relief():
    invoice = billed(workers=1)
    pay(invoice, invoice.total_idr)
    url = reverse("relief_accept", args=[invoice.pk])

    assert signed_in(budi()).post(url, {"relief": "reliefs.pp49_2020"}).status_code == 403
    assert signed_in(citra()).post(url, {"relief": "reliefs.pp49_2020"}).status_code == 404
    assert "The treasurer of the region accepts it" in words(
        signed_in(budi()).get(reverse("relief_list"))
    )


def test_a_relief_of_unpaid_months_is_less_to_pay():
    # July is paid, so the worker is paid up through the month that the act names
    pay(billed(workers=1), PRICE)

    page = words(signed_in(ani()).get(reverse("relief_list")))

    assert "need not be paid any more" in page
    assert "Accept Rp99,792 less to pay" in page
