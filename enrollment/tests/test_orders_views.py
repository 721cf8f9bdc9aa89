"""Pages of workers who pay for themselves, and the pages on which they do not stand."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from enrollment.exports.invoice import invoice_letter
from enrollment.exports.receipt import receipt_letter
from enrollment.models import Decree, Invoice, Sponsor, Worker
from enrollment.queries.coverage import participants_by_payer
from enrollment.queries.waiting import unused_credit
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_worker,
    regency,
)
from enrollment.tests.ordering import order, ordered_and_paid
from enrollment.tests.paper import paper_text
from enrollment.tests.steps import billed, pay
from registry.months import add_months, first_of_month

pytestmark = pytest.mark.django_db
TERMS = {"months": "3", "wage_base_idr": "1000000"}
HTMX = {"HX-Request": "true"}


def month(n: int = 0) -> date:
    """Return this month, or the one so many months after or before it."""
    return add_months(first_of_month(timezone.localdate()), n)


def owing() -> Worker:
    """Return a worker who owes two months, or three after the due day of this month."""
    worker = make_worker()
    ordered_and_paid(worker, 1, on=month(-3))
    return worker


def page_of(worker: Worker) -> str:
    return reverse("worker_order", args=[worker.pk])


def test_the_page_shows_each_number_of_months_with_its_price():
    worker = make_worker(is_employer=True)

    page = signed_in(budi()).get(page_of(worker))

    said = words(page)
    for price in ("Rp16,800", "Rp33,600", "Rp50,400", "Rp100,800", "Rp201,600"):
        assert price in said
    assert "Cover stands when the money has arrived." in said
    assert page.context["chosen"] == 3


def test_an_order_leads_to_its_invoice_which_says_what_to_do():
    worker = make_worker()
    client = signed_in(budi())

    answer = client.post(page_of(worker), TERMS | {"since": f"{month():%Y-%m}"}, follow=True)

    invoice = Invoice.objects.get()
    assert answer.redirect_chain == [(invoice.get_absolute_url(), 302)]
    assert "Sabri pays Rp" in words(answer)
    assert "The treasurer records the money when it arrives" in words(answer)
    assert "Take the order back" in words(answer)
    assert invoice.decree.number not in words(answer)


def test_the_form_sends_back_what_it_showed():
    worker = make_worker()
    client = signed_in(budi(), language="id")
    page = client.get(page_of(worker), {"wage_base_idr": "2950000", "with_jht": "on"})
    sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))

    client.post(page_of(worker), sent | {"months": "2"})

    decree = Decree.objects.get()
    assert (decree.wage_base_idr, decree.with_jht, decree.since) == (2_950_000, True, month())


def test_the_income_decides_the_band_and_jht_is_added():
    worker = make_worker(is_employer=True)

    part = signed_in(budi()).get(
        page_of(worker),
        {"income_idr": "3.300.000", "wage_base_idr": "", "with_jht": "on"},
        headers=HTMX,
    )

    assert "<html" not in part.text
    assert "Rp110,300" in words(part)
    assert 'name="wage_base_idr" value="3450000"' in part.text
    assert 'name="with_jht" value="on"' in part.text


@pytest.mark.parametrize(
    "asked",
    [{"income_idr": "", "wage_base_idr": ""}, {"income_idr": "0"}, {"income_idr": "banyak"}],
    ids=["nothing", "no income", "no number"],
)
def test_a_price_that_cannot_be_worked_out_says_what_to_write(asked):
    page = signed_in(budi()).get(page_of(make_worker()), asked)

    assert page.status_code == 422
    assert page.context["price_form"].errors.keys() == {"income_idr"}


def test_the_page_begins_with_the_stated_income_or_the_last_order():
    stated = make_worker(1, income_idr=1_500_000)
    again = make_worker(2)
    ordered_and_paid(again, 1, on=month(), wage_base_idr=2_000_000, with_jht=True)
    client = signed_in(budi())

    pages = [client.get(page_of(worker)) for worker in (stated, again)]

    assert [page.context["band"].wage_base_idr for page in pages] == [1_600_000, 2_000_000]
    assert [page.context["with_jht"] for page in pages] == [False, True]


def test_who_owes_months_is_told_and_they_come_first():
    worker = owing()

    said = words(signed_in(budi()).get(page_of(worker)))

    assert "Sabri owes" in said
    assert "the burial money; the rest waits" in said
    assert "leaves months that are owed" in said


def test_who_lapsed_comes_back_without_the_old_months():
    worker = make_worker()
    ordered_and_paid(worker, 1, on=month(-8))

    said = words(signed_in(budi()).get(page_of(worker)))

    assert "Sabri comes back" in said
    assert "The old months are not charged." in said


def test_an_order_that_waits_stands_before_the_next():
    worker = make_worker()
    order(worker, 3, on=month())
    client = signed_in(budi())

    page = client.get(page_of(worker))
    answer = client.post(page_of(worker), TERMS | {"months": "6"})

    assert "An order of Sabri waits to be paid" in words(page)
    assert answer.status_code == 422
    assert "waits to be paid" in answer.text
    assert Invoice.objects.count() == 1


def test_months_that_do_not_fit_say_why():
    worker = make_worker()
    make_enrollment(worker, decree=make_decree(since=month(2)))

    page = signed_in(budi()).get(page_of(worker))

    assert "does not fit: another payer's months begin before its end" in words(page)
    assert page.context["chosen"] == 2


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"deceased_on": date(2020, 1, 1)}, "No order is possible"),
        ({"born_on": date(1950, 1, 1)}, "No order is possible at this age"),
    ],
    ids=["died", "too old to begin"],
)
def test_who_cannot_order_is_told_why(facts, told):
    page = signed_in(budi()).get(page_of(make_worker(**facts)))

    assert told in words(page)
    assert 'name="months"' not in page.text


def test_a_number_of_months_must_be_chosen():
    answer = signed_in(budi()).post(page_of(make_worker()), {"wage_base_idr": "1000000"})

    assert answer.status_code == 422
    assert "Choose “Number of months”." in words(answer)


def test_an_order_is_taken_back_after_a_look():
    invoice = order(make_worker(), 3, on=month())
    client = signed_in(budi())
    url = reverse("order_cancel", args=[invoice.pk])

    look = words(client.get(url))
    answer = client.post(url, follow=True)

    assert "Take back what Sabri has not paid?" in look
    assert "Nothing is owed, and nothing was paid." in words(answer)
    assert "The order was taken back" in words(answer)


def test_a_paid_order_cannot_be_taken_back():
    invoice = ordered_and_paid(make_worker(), 3, on=month())
    client = signed_in(budi())
    url = reverse("order_cancel", args=[invoice.pk])

    assert client.get(url).url == invoice.get_absolute_url()
    assert client.post(url).status_code == 422


def test_the_list_shows_who_owes_and_filters_by_state():
    owing()
    ordered_and_paid(make_worker(1, name="Daud"), 3, on=month())
    order(make_worker(2, name="Rohana"), 1, on=month())
    ordered_and_paid(make_worker(3, name="Karim"), 1, on=month(-8))
    client = signed_in(budi())

    page = client.get(reverse("order_list"))
    states = {
        state: [row["worker"].name for row in client.get(page.wsgi_request.path, {"state": state})
                .context["rows"]]
        for state in ("active", "arrears", "lapsed", "new")
    }  # fmt: skip

    assert "1 worker owes months and can still pay them" in words(page)
    assert [choice.count for choice in page.context["choices"]] == [4, 1, 1, 1, 1]
    assert states == {
        "active": ["Daud"], "arrears": ["Sabri"], "lapsed": ["Karim"], "new": ["Rohana"],
    }  # fmt: skip


def test_the_list_shows_the_state_that_the_rule_finds():
    worker = owing()

    (row,) = signed_in(budi()).get(reverse("order_list")).context["rows"]
    stands = signed_in(budi()).get(page_of(worker)).context["stands"]

    assert (row["state"], row["overdue"]) == (stands.now.state, len(stands.now.arrears))


def test_an_empty_list_says_what_to_do():
    assert "Nobody pays for himself yet" in words(signed_in(budi()).get(reverse("order_list")))


def test_the_list_takes_the_same_queries_for_any_number_of_workers(django_assert_num_queries):
    client = signed_in(budi())
    order(make_worker(50), 1, on=month())
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("order_list"))
    for serial in range(5):
        order(make_worker(serial), 1, on=month())

    with django_assert_num_queries(len(few)):
        client.get(reverse("order_list"))


def test_citra_sees_nobody_of_anambas():
    worker = owing()
    client = signed_in(citra())

    assert "Sabri" not in client.get(reverse("order_list")).text
    assert client.get(page_of(worker)).status_code == 404


def test_pages_of_sponsors_and_decrees_leave_own_orders_out():
    billed(1)
    invoice = ordered_and_paid(make_worker(5, name="Rohana"), 1, on=month())
    client = signed_in(budi())

    for name in ("sponsor_list", "decree_list", "decree_create", "batch_create"):
        assert "Rohana" not in client.get(reverse(name)).text, name
        assert "Mandiri" not in client.get(reverse(name)).text, name
    assert client.get(invoice.decree.get_absolute_url()).url == invoice.get_absolute_url()
    worker = Worker.objects.get(name="Rohana")
    sponsor = Sponsor.objects.get(worker=worker)
    assert client.get(sponsor.get_absolute_url()).url == worker.get_absolute_url()
    annex = reverse("decree_annex_pdf", args=[invoice.decree_id])
    assert client.get(annex).status_code == 404


def test_nobody_records_a_self_payer_among_the_sponsors():
    form = signed_in(budi()).get(reverse("sponsor_create")).context["form"]

    assert "self" not in dict(form.fields["kind"].choices)


def test_credit_and_cover_of_self_payers_stand_together():
    for serial in range(2):
        invoice = order(make_worker(serial), 1, on=month())
        pay(invoice, invoice.open_idr + 1_000, f"QRIS L{serial}", paid_on=month())

    (credit,) = unused_credit(ani())
    payers = participants_by_payer(regency(), on=month())

    assert (credit.sponsor_id, credit.amount_idr) == (0, 2_000)
    assert [(payer.sponsor, payer.participants) for payer in payers] == [(None, 2)]


def test_papers_of_an_own_order_name_the_person_and_the_months():
    invoice = ordered_and_paid(make_worker(), 3, on=date(2025, 5, 5))
    payment = invoice.payments.get()

    letter = paper_text(invoice_letter(invoice).content)
    receipt = paper_text(receipt_letter(payment).content)

    assert Decree.objects.get().number not in letter + receipt
    for paper in (letter, receipt):
        assert "Sabri" in paper
        assert "Mei – Juli 2025" in paper
        assert "Terempa," not in paper
