"""Invoices: what is billed, at which price and by which clause, and what the ceiling allows."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from enrollment.actions.events import record_death
from enrollment.actions.invoices import AboveCeiling, NothingToBill, issue_invoice, set_payment_code
from enrollment.models import Decree, Invoice, Payment
from enrollment.queries.money import decree_budget
from enrollment.tests.books import assert_books_balance
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
)
from enrollment.tests.steps import ISSUED, JULY, PRICE, RELIEVED, billed, enroll, line_of, pay
from registry.models import Holiday, Occupation
from registry.tests.factories import make_region

pytestmark = pytest.mark.django_db

YEAR_2026 = {"since": date(2026, 1, 1), "months": 12}


def issue(decree: Decree, issued_on: date = ISSUED) -> Invoice:
    """Return the invoice that Ani issued."""
    return issue_invoice(decree=decree, issued_on=issued_on, by=ani())


def runs_of(invoice: Invoice) -> list[tuple[str, int, int]]:
    """Return first month, months and price of every line, as printed."""
    lines = invoice.lines.in_order()
    return [(f"{line.since:%Y-%m}", line.months, line.monthly_idr) for line in lines]


def driver(serial: int = 0, **changes: object):
    """Return a worker who rides an ojek."""
    ojek = Occupation.objects.get_or_create(
        slug="ojek", defaults={"label_id": "Ojek", "label_en": "Ojek", "sector": "transport"}
    )[0]
    return make_worker(serial, occupation=ojek, **changes)


def test_one_invoice_bills_all_months_of_everybody():
    invoice = billed(workers=3)

    assert (invoice.workers, invoice.worker_months, invoice.lines.count()) == (3, 36, 3)
    assert invoice.total_idr == 3 * 12 * PRICE
    assert_books_balance()


def test_a_second_call_returns_the_same_invoice():
    invoice = billed(workers=1)

    assert issue(invoice.decree, date(2020, 9, 1)) == invoice
    assert Invoice.objects.count() == 1


def test_a_decree_without_workers_has_nothing_to_bill():
    with pytest.raises(NothingToBill):
        issue(make_decree())


def test_whoever_comes_later_is_billed_alone_on_a_second_invoice():
    decree = make_decree()
    enroll(decree, line_of(1))
    first = issue(decree)
    enroll(decree, line_of(2), line_of(3))

    second = issue(decree, date(2020, 7, 28))

    assert second != first
    assert [line.worker.name for line in second.lines.in_order()] == ["Sabri 2", "Sabri 3"]
    assert issue(decree, date(2020, 7, 29)) == second


@pytest.mark.parametrize(
    ("ceiling_idr", "is_issued"),
    [(2 * 12 * PRICE, True), (2 * 12 * PRICE - 1, False)],
    ids=["exactly at the ceiling", "one rupiah above"],
)
def test_the_ceiling_is_the_last_rupiah_that_may_be_billed(ceiling_idr, is_issued):
    decree = make_decree(ceiling_idr=ceiling_idr)
    enroll(decree, line_of(1), line_of(2))

    if is_issued:
        assert issue(decree).total_idr == ceiling_idr
    else:
        with pytest.raises(AboveCeiling) as refusal:
            issue(decree)
        assert "Rp403.200" in refusal.value.message
        assert not Invoice.objects.exists()


def test_the_ceiling_holds_for_all_invoices_of_a_decree_together():
    decree = make_decree(ceiling_idr=12 * PRICE)
    enroll(decree, line_of(1))
    issue(decree)
    enroll(decree, line_of(2))

    with pytest.raises(AboveCeiling):
        issue(decree)


def test_what_was_credited_can_be_billed_again():
    decree = make_decree(ceiling_idr=12 * PRICE, since=date(2021, 7, 1))
    enroll(decree, line_of(1))
    invoice = issue(decree, date(2021, 6, 10))
    worker = invoice.lines.get().worker
    record_death(worker=worker, died_on=date(2021, 6, 20), on=date(2021, 6, 25), by=budi())
    enroll(decree, line_of(2))

    second = issue(decree, date(2021, 6, 28))

    assert second.total_idr == 12 * PRICE
    assert_books_balance()


@pytest.mark.parametrize(
    ("since", "issued_on", "due_on"),
    [
        (date(2020, 9, 1), date(2020, 8, 20), date(2020, 9, 15)),
        (date(2020, 8, 1), date(2020, 7, 20), date(2020, 8, 18)),
        (JULY, ISSUED, ISSUED),
    ],
    ids=["the 15th of the first month", "rolled over a holiday and a weekend", "already past"],
)
def test_an_invoice_is_due_on_the_15th_of_its_first_month(since, issued_on, due_on):
    Holiday.objects.create(day=date(2020, 8, 17), name="Hari Kemerdekaan", kind="libur_nasional")

    assert billed(workers=1, since=since, issued_on=issued_on).due_on == due_on


def test_numbers_run_by_region_and_year():
    natuna = make_region("2103")
    first = billed(workers=1)
    other = make_decree(number="560/2", since=date(2021, 7, 1))
    make_enrollment(first.lines.get().worker, decree=other)
    elsewhere = make_decree(number="560/3", sponsor=make_sponsor("pemkab-natuna", region=natuna))
    make_enrollment(make_worker(8), decree=elsewhere)
    clerk = ani()
    clerk.memberships.create(role="treasurer", region=natuna, since=date(2020, 1, 1))
    clerk = type(clerk).objects.get(pk=clerk.pk)

    numbers = [
        first.number,
        issue(other, date(2020, 12, 31)).number,
        issue_invoice(decree=elsewhere, issued_on=ISSUED, by=clerk).number,
    ]

    assert numbers == ["0001/2105/VII/2020", "0002/2105/XII/2020", "0001/2103/VII/2020"]


def test_numbers_begin_anew_with_the_year():
    first = billed(workers=1)
    next_year = make_decree(number="560/2", since=date(2021, 7, 1))
    make_enrollment(first.lines.get().worker, decree=next_year)

    assert issue(next_year, date(2021, 1, 4)).number == "0001/2105/I/2021"


@pytest.mark.parametrize("nobody", [budi, citra], ids=["officer", "another regency"])
def test_only_the_treasurer_of_the_region_issues(nobody):
    decree = make_decree()
    make_enrollment(decree=decree)

    with pytest.raises(PermissionDenied):
        issue_invoice(decree=decree, issued_on=ISSUED, by=nobody())


def test_every_amount_names_its_clauses():
    rate = billed(workers=1, with_jht=True).rates.get()

    assert (rate.jkk_idr, rate.jkm_idr, rate.jht_idr) == (10_000, 6_800, 20_000)
    named = [(citation["source"], citation["clause"]) for citation in rate.citations]
    assert named == [
        ("PP 44/2015", "Pasal 20 ayat (1) dan (2), Lampiran II"),
        ("PP 44/2015", "Pasal 20 ayat (3)"),
        ("PP 46/2015", "Pasal 18 ayat (1) dan (2), Lampiran"),
    ]


def test_the_founding_invoice_does_not_know_what_was_published_later():
    assert runs_of(billed(workers=1)) == [("2020-07", 12, PRICE)]


def test_the_same_months_billed_after_the_relief_was_published_cost_a_hundredth():
    invoice = billed(workers=2, issued_on=date(2020, 10, 1))

    assert runs_of(invoice)[:3] == [
        ("2020-07", 1, PRICE),
        ("2020-08", 6, RELIEVED),
        ("2021-02", 5, PRICE),
    ]
    assert invoice.total_idr == 2 * (6 * PRICE + 6 * RELIEVED)
    assert invoice.rates.count() == 2
    relieved = invoice.rates.get(jkk_idr=100)
    assert [citation["source"] for citation in relieved.citations][-1] == "PP 49/2020"


@pytest.mark.parametrize(
    ("issued_on", "first_price_idr"),
    [(date(2020, 8, 30), PRICE), (date(2020, 8, 31), RELIEVED)],
    ids=["the day before it was published", "the day it was published"],
)
def test_a_relief_is_known_from_the_day_it_was_published(issued_on, first_price_idr):
    invoice = billed(workers=1, since=JULY, months=2, issued_on=issued_on)

    assert invoice.lines.in_order().last().monthly_idr == first_price_idr


def test_whoever_joined_in_september_2020_pays_two_full_months_first():
    invoice = billed(workers=1, since=date(2020, 9, 1), months=6, issued_on=date(2020, 9, 3))

    assert runs_of(invoice) == [
        ("2020-09", 2, PRICE),
        ("2020-11", 3, RELIEVED),
        ("2021-02", 1, PRICE),
    ]


@pytest.mark.parametrize(
    ("paid_idr", "price_idr"),
    [(6 * PRICE + PRICE, RELIEVED), (6 * PRICE, PRICE)],
    ids=["July was paid", "July is owed"],
)
def test_a_member_of_old_has_the_relief_when_paid_up_through_july(paid_idr, price_idr):
    before = billed(workers=1, since=date(2020, 1, 1), months=7, issued_on=date(2020, 1, 6))
    pay(before, paid_idr, paid_on=date(2020, 1, 7))
    decree = make_decree(number="560/2", since=date(2020, 9, 1), months=2)
    make_enrollment(before.lines.get().worker, decree=decree)

    assert runs_of(issue(decree, date(2020, 9, 2))) == [("2020-09", 2, price_idr)]


HALF, FULL = 8_400, PRICE


@pytest.mark.parametrize(
    ("fund", "rides", "expected"),
    [
        ("SELF", True, [("2026-01", 12, HALF)]),
        ("SELF", False, [("2026-01", 3, FULL), ("2026-04", 9, HALF)]),
        ("CSR", False, [("2026-01", 3, FULL), ("2026-04", 9, HALF)]),
        ("CSR", True, [("2026-01", 12, HALF)]),
        ("APBD", True, [("2026-01", 12, FULL)]),
        ("APBN", True, [("2026-01", 12, FULL)]),
        ("APBDES", False, [("2026-01", 12, FULL)]),
        ("DBH", False, [("2026-01", 12, FULL)]),
    ],
    ids=[
        "a driver who pays for himself",
        "a fisher who pays for himself",
        "a fisher paid by a company",
        "a driver paid by a company",
        "a driver paid by the regency",
        "a driver paid by the state",
        "a fisher paid by the village",
        "a fisher paid from shared revenue",
    ],
)
def test_the_relief_of_2026_depends_on_the_fund_and_the_sector(fund, rides, expected):
    decree = make_decree(fund=fund, **YEAR_2026)
    make_enrollment(driver() if rides else make_worker(), decree=decree)

    assert runs_of(issue(decree, date(2026, 1, 5))) == expected


def test_a_driver_who_employs_others_has_no_relief_in_2026():
    decree = make_decree(fund="SELF", **YEAR_2026)
    make_enrollment(driver(is_employer=True), decree=decree)

    assert runs_of(issue(decree, date(2026, 1, 5))) == [("2026-01", 12, FULL)]


def test_old_age_savings_are_never_relieved():
    decree = make_decree(fund="SELF", with_jht=True, **YEAR_2026)
    make_enrollment(driver(), decree=decree)

    assert runs_of(issue(decree, date(2026, 1, 5))) == [("2026-01", 12, HALF + 20_000)]


def test_drivers_and_fishers_of_one_decree_stand_in_sheet_order_with_their_own_prices():
    decree = make_decree(fund="CSR", **YEAR_2026)
    make_enrollment(make_worker(1), decree=decree, position=2)
    make_enrollment(driver(2), decree=decree, position=3)

    invoice = issue(decree, date(2026, 1, 5))

    assert runs_of(invoice) == [("2026-01", 3, FULL), ("2026-04", 9, HALF), ("2026-01", 12, HALF)]
    assert_books_balance()


def test_credit_of_the_payer_pays_a_new_invoice_at_once():
    first = billed(workers=1, months=1)
    pay(first, PRICE + 5 * PRICE + 3)
    decree = make_decree(number="560/2", since=date(2020, 8, 1), months=12)
    make_enrollment(make_worker(7), decree=decree)

    second = issue(decree)

    assert (second.allocated_idr, second.open_idr) == (5 * PRICE, 7 * PRICE)
    assert Payment.objects.get().credit_idr == 3
    assert_books_balance()


def test_what_the_budget_says_is_what_the_invoice_then_bills():
    decree = make_decree(quota=5)
    enroll(decree, line_of(1), line_of(2))

    before = decree_budget(decree, known_on=ISSUED)
    invoice = issue(decree)
    after = decree_budget(decree, known_on=ISSUED)

    assert (before.unbilled_workers, before.unbilled_idr) == (2, invoice.total_idr)
    assert (before.price_idr, before.enrolled, before.quota_left) == (12 * PRICE, 2, 3)
    assert (after.unbilled_workers, after.billed_idr) == (0, invoice.total_idr)
    assert after.left_idr == decree.ceiling_idr - invoice.total_idr


def test_the_payment_code_is_noted_with_the_one_before():
    invoice = billed(workers=1)

    set_payment_code(invoice=invoice, payment_code="8100 1", by=ani())
    invoice = set_payment_code(invoice=invoice, payment_code="8100 2", by=ani())

    assert invoice.payment_code == "8100 2"
