"""Figures by budget year: which year's money paid for the months of which year."""

from datetime import date

import pytest
from django.urls import reverse

from enrollment.actions.events import record_death
from enrollment.actions.invoices import issue_invoice
from enrollment.models import Sponsor
from enrollment.queries.budget_year import PaidMonths, years_of_decree
from enrollment.queries.treasury import payers_in_year, payers_of_year, year_totals
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
from enrollment.tests.steps import PRICE, billed, pay
from enrollment.tests.test_refunds import refund
from registry.tests.factories import make_region

pytestmark = pytest.mark.django_db


def test_the_budget_year_is_that_of_the_sp2d_else_of_the_receipt_unless_it_is_given():
    invoice = billed(workers=1)

    received = pay(invoice, 1, "BRK 1")
    ordered = pay(invoice, 1, "BRK 2", sp2d_on=date(2019, 12, 30))
    given = pay(invoice, 1, "BRK 3", sp2d_on=date(2019, 12, 30), budget_year=2021)

    assert [p.budget_year for p in (received, ordered, given)] == [2020, 2019, 2021]


def test_a_decree_of_two_years_says_which_budget_paid_for_which_months():
    invoice = billed(workers=2)
    pay(invoice, 9 * PRICE, "BRK 1")
    pay(invoice, 15 * PRICE + 5, "BRK 2", budget_year=2021)

    years = years_of_decree(invoice.decree)

    assert years.calendar_years == (2020, 2021)
    first, second = years.rows
    assert (first.year, first.billed_idr, first.received_idr) == (2020, 24 * PRICE, 9 * PRICE)
    assert first.months == {2020: PaidMonths(9, 9 * PRICE)}
    assert second.months == {2020: PaidMonths(3, 3 * PRICE), 2021: PaidMonths(12, 12 * PRICE)}
    assert (second.credit_idr, years.total.paid_idr) == (5, 24 * PRICE)


def test_credit_notes_and_refunds_stand_in_their_years():
    invoice = billed(workers=1)
    payment = pay(invoice, invoice.total_idr)
    worker = invoice.lines.get().worker
    record_death(worker=worker, died_on=date(2020, 8, 5), on=date(2020, 8, 9), by=budi())
    payment.refresh_from_db()
    refund(payment, 3 * PRICE)

    (row,) = years_of_decree(invoice.decree).rows

    assert row.credited_idr == 10 * PRICE
    assert (row.refunded_idr, row.credit_idr) == (3 * PRICE, 7 * PRICE)
    assert row.received_idr == row.used_idr + row.refunded_idr + row.credit_idr


def test_money_of_another_decree_that_pays_here_is_paid_here_and_received_there():
    first = billed(workers=1)
    pay(first, first.total_idr + PRICE)
    later = make_decree("SK 2", since=date(2021, 7, 1), months=2)
    make_enrollment(make_worker(7), decree=later)
    issue_invoice(decree=later, issued_on=date(2021, 7, 2), by=ani())

    billed_in, paid_in = (row for row in reversed(years_of_decree(later).rows))

    assert (paid_in.year, paid_in.received_idr, paid_in.paid_idr) == (2020, 0, PRICE)
    assert (billed_in.year, billed_in.billed_idr, billed_in.paid_idr) == (2021, 2 * PRICE, 0)


@pytest.mark.parametrize("payments", [1, 5], ids=["one payment", "five payments"])
def test_a_decree_asks_the_database_four_times(payments, django_assert_num_queries):
    invoice = billed(workers=2)
    for number in range(payments):
        pay(invoice, PRICE, f"BRK {number}", budget_year=2020 + number)

    with django_assert_num_queries(4):
        years_of_decree(invoice.decree)


def test_the_page_of_a_decree_shows_the_matrix():
    invoice = billed(workers=1)
    pay(invoice, 7 * PRICE, budget_year=2021)

    page = words(signed_in(ani()).get(reverse("decree_years", args=[invoice.decree_id])))

    assert "2021 100,800 6 worker-months 16,800 1 worker-months 117,600" in page


def test_a_year_at_a_glance_sums_to_the_payers():
    invoice = billed(workers=1)
    payment = pay(invoice, invoice.total_idr + 1_000)
    refund(payment, 400)
    donor = make_sponsor("yayasan", kind="foundation", name="Yayasan")
    other = make_decree("CSR 1", sponsor=donor, fund="CSR", months=2, ceiling_idr=50_000)
    make_enrollment(make_worker(7), decree=other)
    issue_invoice(decree=other, issued_on=date(2020, 7, 20), by=ani())

    payers = list(payers_of_year(ani(), 2020).order_by("name"))
    rows = [row.figures for row in payers_in_year(ani(), 2020, payers)]
    every = year_totals(ani(), 2020).every

    assert rows[0] + rows[1] == every
    assert (every.ceiling_idr, every.invoices) == (1_000_050_000, 2)
    assert (every.billed_idr, every.open_idr) == (14 * PRICE, 2 * PRICE)
    assert (every.received_idr, every.used_idr) == (12 * PRICE + 1_000, 12 * PRICE)
    assert (every.refunded_idr, every.credit_idr) == (400, 600)
    assert year_totals(ani(), 2021).every.is_empty


def test_who_pays_for_himself_is_among_one_line_of_all():
    pay(billed(workers=1), PRICE)
    Sponsor.objects.update(kind="self")

    totals = year_totals(ani(), 2020)
    page = words(signed_in(ani()).get(reverse("treasury"), {"year": "2020"}))

    assert not payers_of_year(ani(), 2020).exists()
    assert (totals.own.received_idr, totals.others.received_idr) == (PRICE, 0)
    assert "Workers who pay for themselves" in page


def test_the_treasury_opens_on_the_latest_year_and_leads_to_the_others():
    pay(billed(workers=1), PRICE, budget_year=2019)
    client = signed_in(ani())

    latest, earlier = (client.get(reverse("treasury"), asked) for asked in ({}, {"year": "2019"}))

    assert "Budget year 2020" in words(latest)
    assert "Rp16,800 came out of its budget" in words(earlier)
    assert latest.context["years"] == [2020, 2019]


def test_money_of_a_payer_above_the_region_is_told_in_its_own_books():
    payer = make_sponsor("pemprov", region=make_region("21"), name="Pemerintah Provinsi")
    pay(billed(workers=1, sponsor=payer, region=make_region("2105")), PRICE)

    page = words(signed_in(ani()).get(reverse("treasury"), {"year": "2020"}))

    assert "Pemerintah Provinsi" in page
    assert "in the books of its own region" in page


def test_another_regency_sees_none_of_it():
    pay(billed(workers=1), PRICE)

    page = words(signed_in(citra()).get(reverse("treasury")))

    assert "Pemerintah Kabupaten" not in page


@pytest.mark.parametrize("payers", [1, 6], ids=["one payer", "six payers"])
def test_the_treasury_asks_the_database_as_often_for_one_as_for_many(
    payers, django_assert_num_queries
):
    for serial in range(payers):
        payer = make_sponsor(f"yayasan-{serial}", kind="foundation", name=f"Yayasan {serial}")
        make_decree(f"CSR {serial}", sponsor=payer)
    client = signed_in(ani())

    with django_assert_num_queries(15):
        client.get(reverse("treasury"))


@pytest.mark.parametrize(
    ("name", "asked", "found"),
    [
        ("payment_list", {"year": "2021"}, ["BRK 2"]),
        ("payment_list", {"year": "2021", "state": "reversed"}, []),
        ("payment_list", {"year": "x"}, ["BRK 2", "BRK 1"]),
        ("invoice_list", {"year": "2020"}, ["0001/2105/VII/2020"]),
        ("invoice_list", {"year": "2021", "state": "open"}, []),
    ],
    ids=["payments", "payments and state", "no year", "invoices", "invoices and state"],
)
def test_lists_can_be_narrowed_to_a_budget_year(name, asked, found):
    invoice = billed(workers=1)
    pay(invoice, PRICE, "BRK 1")
    pay(invoice, PRICE, "BRK 2", budget_year=2021)

    answer = signed_in(ani()).get(reverse(name), asked)

    assert [str(row) for row in answer.context["page"].rows] == found


def test_links_to_years_count_what_they_lead_to_and_keep_the_state():
    invoice = billed(workers=1)
    pay(invoice, 12 * PRICE, "BRK 1")
    pay(invoice, 5, "BRK 2", budget_year=2021)

    answer = signed_in(ani()).get(reverse("payment_list"), {"state": "credit"})

    links = [(choice.label, choice.query, choice.count) for choice in answer.context["years"]]
    assert links == [
        ("All budget years", "state=credit", 1),
        ("2021", "year=2021&state=credit", 1),
    ]
