"""Open invoices by how long they are overdue: on a day, by payer, in scope alone."""

from datetime import date

import pytest
from django.urls import reverse

from enrollment.actions.invoices import issue_invoice
from enrollment.models import Invoice, Sponsor
from enrollment.queries.ageing import Ages, ages_of, payers_owing, total_ages
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import (
    ani,
    citra,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
)
from enrollment.tests.steps import PRICE, billed, pay

pytestmark = pytest.mark.django_db

DUE = date(2020, 7, 20)


def owed_by(code: str, serial: int, **sponsor: object) -> Invoice:
    """Return the invoice of two months that another payer owes for one worker."""
    payer = make_sponsor(code, **{"name": f"Yayasan {serial}", "kind": "foundation"} | sponsor)
    decree = make_decree(f"SK {serial}", sponsor=payer, fund="CSR", months=2)
    make_enrollment(make_worker(serial), decree=decree)
    return issue_invoice(decree=decree, issued_on=date(2020, 7, 20), by=ani())


@pytest.mark.parametrize(
    ("on", "age"),
    [
        (DUE, "not_due_idr"),
        (date(2020, 7, 21), "to_30_idr"),
        (date(2020, 8, 19), "to_30_idr"),
        (date(2020, 8, 20), "to_60_idr"),
        (date(2020, 9, 18), "to_60_idr"),
        (date(2020, 9, 19), "to_90_idr"),
        (date(2020, 10, 18), "to_90_idr"),
        (date(2020, 10, 19), "over_90_idr"),
    ],
    ids=[
        "on its day",
        "a day later",
        "30 days",
        "31 days",
        "60 days",
        "61 days",
        "90 days",
        "91 days",
    ],
)
def test_an_invoice_grows_old_by_the_day(on, age):
    invoice = billed(workers=1)
    pay(invoice, 2 * PRICE)

    others, own = total_ages(ani(), on)

    assert invoice.due_on == DUE
    assert others == Ages(**{"invoices": 1, age: 10 * PRICE})
    assert own == Ages()


def test_each_payer_stands_with_what_he_owes_and_the_sum_is_everything():
    billed(workers=1)
    owed_by("yayasan-7", 7)
    on = date(2020, 8, 1)

    rows = ages_of(ani(), on, list(payers_owing(ani(), on).order_by("name")))
    others, _own = total_ages(ani(), on)

    assert [ages.total_idr for _payer, ages in rows] == [12 * PRICE, 2 * PRICE]
    assert others.total_idr == 14 * PRICE


def test_what_is_paid_or_issued_later_is_not_open():
    paid = billed(workers=1)
    pay(paid, paid.total_idr)

    assert total_ages(ani(), date(2021, 1, 1))[0] == Ages()
    owed_by("yayasan-7", 7)
    assert total_ages(ani(), date(2020, 7, 19))[0] == Ages()


def test_workers_who_pay_for_themselves_stand_in_one_line():
    for serial in (7, 8):
        owed_by(f"mandiri-{serial}", serial)
    Sponsor.objects.filter(code__startswith="mandiri").update(kind="self")

    page = words(signed_in(ani()).get(reverse("invoice_ageing"), {"on": "1 Agustus 2020"}))
    one_by_one = signed_in(ani()).get(reverse("invoice_ageing"), {"sponsor": "own"})

    assert page.count("Workers who pay for themselves 2 invoices") == 1
    assert "Yayasan" not in page
    assert len(one_by_one.context["invoices"]) == 2


def test_the_page_leads_from_a_payer_to_his_invoices():
    invoice = billed(workers=1)
    client = signed_in(ani())

    page = client.get(reverse("invoice_ageing"), {"on": "2020-08-01"})
    payer = invoice.decree.sponsor
    asked = {"sponsor": payer.pk, "on": "2020-08-01"}
    answer = client.get(reverse("invoice_ageing"), asked)

    assert f"?sponsor={payer.pk}&amp;on=2020-08-01" in page.text
    assert invoice.get_absolute_url() in answer.text
    assert "is overdue on 1 August 2020" in words(answer)


def test_a_day_that_cannot_be_read_is_said():
    answer = signed_in(ani()).get(reverse("invoice_ageing"), {"on": "31/02/2020"})

    assert "is no date in the calendar" in words(answer)


def test_another_regency_sees_none_of_it():
    billed(workers=1)

    page = words(signed_in(citra()).get(reverse("invoice_ageing")))

    assert "Nothing is open" in page


@pytest.mark.parametrize("payers", [1, 6], ids=["one payer", "six payers"])
def test_the_page_asks_the_database_as_often_for_one_as_for_many(payers, django_assert_num_queries):
    for serial in range(payers):
        owed_by(f"yayasan-{serial}", serial)
    client = signed_in(ani())

    with django_assert_num_queries(8):
        client.get(reverse("invoice_ageing"))
