"""Reliefs published after an invoice: who is owed what, accepted once, spent on later months."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from enrollment.actions.events import record_death
from enrollment.actions.invoices import issue_invoice
from enrollment.actions.payments import reverse_payment
from enrollment.actions.reliefs import NoSuchRelief, accept_relief
from enrollment.models import CoverageCount, CreditNote, Decree, Invoice, Sponsor
from enrollment.queries.reliefs import reliefs_waiting
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
from enrollment.tests.steps import PAID, PRICE, billed, covered_months, credit_of, pay
from registry.models import AuditEvent, Occupation
from registry.months import month_range

pytestmark = pytest.mark.django_db

PP49 = "reliefs.pp49_2020"
TRANSPORT = "reliefs.pp50_2025_transport"
LESS = 16_632
KNOWN = date(2020, 10, 1)


def accept(invoice: Invoice, key: str = PP49, on: date = KNOWN) -> int:
    """Return the rupiah that Ani's acceptance released."""
    return accept_relief(invoice=invoice, relief_key=key, on=on, by=ani())


def waiting(known_on: date = KNOWN) -> list[tuple[str, int, int]]:
    """Return key, credit and what is less to pay of each line of Ani's worklist."""
    return [
        (line.relief.key, line.credit_idr, line.less_to_pay_idr)
        for line in reliefs_waiting(ani(), known_on=known_on)
    ]


def names_of_months(since: date, until: date) -> list[str]:
    return [f"{month:%Y-%m}" for month in month_range(since, until)]


def test_the_founding_case_in_small_becomes_credit_and_the_cover_goes_on():
    invoice = billed(workers=3)
    pay(invoice, invoice.total_idr)
    before = covered_months(invoice.decree)

    released_idr = accept(invoice)

    invoice.refresh_from_db()
    assert released_idr == credit_of(invoice) == 3 * 6 * LESS
    assert (invoice.total_idr, invoice.credited_idr) == (3 * 12 * PRICE, 3 * 6 * LESS)
    assert covered_months(invoice.decree) == before
    assert set(CoverageCount.objects.values_list("participants", flat=True)) == {3}
    assert_books_balance()


def test_a_credit_note_names_the_act_and_what_it_released():
    invoice = billed(workers=1)
    pay(invoice, invoice.total_idr)

    accept(invoice)

    note = CreditNote.objects.get()
    assert (note.since, note.until, note.monthly_idr) == (
        date(2020, 8, 1),
        date(2021, 2, 1),
        LESS,
    )
    assert (note.reason, note.released_idr) == ("relief", 6 * LESS)
    assert note.basis == {"key": PP49, "source": "PP 49/2020", "clause": "Pasal 9, Pasal 13"}


def test_the_worklist_says_what_the_acceptance_then_releases():
    invoice = billed(workers=2)
    pay(invoice, invoice.total_idr)

    before = waiting()
    released_idr = accept(invoice)

    assert before == [(PP49, released_idr, 0)]
    assert waiting() == []


def test_a_relief_waits_from_the_day_it_was_published():
    invoice = billed(workers=1)
    pay(invoice, invoice.total_idr)

    assert waiting(date(2020, 8, 30)) == []
    assert waiting(date(2020, 8, 31)) == [(PP49, 6 * LESS, 0)]


def test_accepting_twice_releases_once():
    invoice = billed(workers=2)
    pay(invoice, invoice.total_idr)
    accept(invoice)

    again = accept(invoice)

    assert again == 0
    assert credit_of(invoice) == 2 * 6 * LESS
    assert CreditNote.objects.count() == 2
    assert AuditEvent.objects.filter(action="relief.accepted").count() == 1
    assert_books_balance()


def test_months_that_were_not_paid_yet_cost_less_and_release_nothing():
    invoice = billed(workers=1)
    pay(invoice, 3 * PRICE)

    before = waiting()
    released_idr = accept(invoice)

    invoice.refresh_from_db()
    assert before == [(PP49, 2 * LESS, 4 * LESS)]
    assert (released_idr, credit_of(invoice)) == (2 * LESS, 2 * LESS)
    assert invoice.open_idr == 4 * 168 + 5 * PRICE
    assert list(covered_months(invoice.decree).values()) == [["2020-07", "2020-08", "2020-09"]]
    assert_books_balance()


def test_what_a_partly_paid_invoice_released_is_used_with_the_next_payment():
    invoice = billed(workers=1)
    pay(invoice, 3 * PRICE)
    accept(invoice)
    invoice.refresh_from_db()

    payment = pay(invoice, invoice.open_idr - 2 * LESS, "BRK 2")

    assert payment.outcome["allocated_idr"] == 4 * 168 + 5 * PRICE
    assert payment.outcome["credit_idr"] == 0
    assert len(covered_months(invoice.decree)["Sabri"]) == 12
    assert_books_balance()


def test_a_worker_whose_july_is_not_paid_has_no_relief_yet():
    invoice = billed(workers=2)
    pay(invoice, PRICE)

    released_idr = accept(invoice)
    pay(invoice, 24 * PRICE, "BRK 2")
    later = waiting()

    assert released_idr == 0
    assert later == [(PP49, 6 * LESS, 0)]
    assert accept(invoice) == 6 * LESS
    assert_books_balance()


def test_months_after_a_death_are_not_relieved_as_well():
    invoice = billed(workers=1)
    pay(invoice, invoice.total_idr)
    worker = invoice.lines.get().worker
    record_death(worker=worker, died_on=date(2020, 9, 9), on=date(2020, 9, 20), by=budi())

    before = waiting()
    released_idr = accept(invoice)

    assert before == [(PP49, 2 * LESS, 0)]
    assert released_idr == 2 * LESS
    assert credit_of(invoice) == 9 * PRICE + 2 * LESS
    assert covered_months(invoice.decree)["Sabri"] == ["2020-07", "2020-08", "2020-09"]
    assert_books_balance()


def test_a_death_after_the_relief_releases_the_lower_price_of_the_months_left():
    invoice = billed(workers=1)
    pay(invoice, invoice.total_idr)
    accept(invoice)
    worker = invoice.lines.get().worker

    record_death(worker=worker, died_on=date(2020, 9, 9), on=date(2020, 10, 2), by=budi())

    assert credit_of(invoice) == 2 * LESS + 4 * PRICE + 5 * PRICE
    assert accept(invoice) == 0
    assert_books_balance()


def test_a_payment_reversed_after_the_relief_leaves_the_lower_price_owed():
    invoice = billed(workers=1)
    payment = pay(invoice, invoice.total_idr)
    accept(invoice)

    reverse_payment(payment=payment, reason="Salah rekening", on=KNOWN, by=ani())
    again = pay(invoice, 6 * PRICE + 6 * 168, "BRK 2")

    invoice.refresh_from_db()
    assert (invoice.open_idr, again.credit_idr) == (0, 0)
    assert len(covered_months(invoice.decree)["Sabri"]) == 12
    assert_books_balance()


def test_a_month_paid_by_two_payments_gives_back_the_later_money_first():
    invoice = billed(workers=1, months=2)
    first = pay(invoice, PRICE + 10_000, "BRK 1")
    second = pay(invoice, 6_800, "BRK 2")

    released_idr = accept(invoice)

    first.refresh_from_db()
    second.refresh_from_db()
    assert released_idr == LESS
    assert (first.credit_idr, second.credit_idr) == (LESS - 6_800, 6_800)
    assert_books_balance()


def test_whoever_joined_in_september_2020_is_relieved_from_november():
    invoice = billed(workers=1, since=date(2020, 9, 1), months=6, issued_on=date(2020, 8, 20))
    pay(invoice, invoice.total_idr)

    released_idr = accept(invoice)

    assert released_idr == 3 * LESS
    note = CreditNote.objects.get()
    assert (note.since, note.until) == (date(2020, 11, 1), date(2021, 2, 1))


def test_a_member_of_old_who_owes_july_has_no_relief():
    before = billed(workers=1, since=date(2020, 1, 1), months=7, issued_on=date(2020, 1, 6))
    pay(before, 6 * PRICE)
    worker = before.lines.get().worker
    sponsor = make_sponsor("pt-timah", name="PT Timah", kind=Sponsor.Kind.COMPANY)
    decree = make_decree(number="CSR 1", sponsor=sponsor, fund="CSR", since=date(2020, 8, 1))
    make_enrollment(worker, decree=decree)
    invoice = issue_invoice(decree=decree, issued_on=date(2020, 8, 3), by=ani())
    pay(invoice, invoice.total_idr, "BRK 2")

    assert waiting() == []
    assert accept(invoice) == 0


def self_payer() -> tuple[Decree, Invoice]:
    """Return an ojek driver's decree and invoice for 2026, paid in December 2025 in full."""
    ojek = Occupation.objects.create(
        slug="ojek", label_id="Ojek", label_en="Ojek", sector="transport"
    )
    sponsor = make_sponsor("sabri-ojek", name="Sabri", kind=Sponsor.Kind.SELF)
    decree = make_decree(
        number="MANDIRI 2026", sponsor=sponsor, fund="SELF", since=date(2026, 1, 1), months=12
    )
    make_enrollment(make_worker(occupation=ojek), decree=decree)
    invoice = issue_invoice(decree=decree, issued_on=date(2025, 12, 3), by=ani())
    pay(invoice, 201_600, paid_on=date(2025, 12, 4))
    return decree, invoice


def test_a_driver_who_paid_2026_before_the_relief_was_known_has_100_800_of_credit():
    _decree, invoice = self_payer()

    released_idr = accept(invoice, TRANSPORT, on=date(2026, 12, 31))

    assert invoice.total_idr == 201_600
    assert released_idr == credit_of(invoice) == 100_800
    assert_books_balance()


def test_the_drivers_credit_pays_january_to_july_2027_and_leaves_8_400():
    decree, invoice = self_payer()
    accept(invoice, TRANSPORT, on=date(2026, 12, 31))
    next_year = make_decree(
        number="MANDIRI 2027",
        sponsor=decree.sponsor,
        fund="SELF",
        since=date(2027, 1, 1),
        months=12,
    )
    make_enrollment(invoice.lines.get().worker, decree=next_year)

    issued = issue_invoice(decree=next_year, issued_on=date(2026, 12, 31), by=ani())

    assert issued.total_idr == 3 * 8_400 + 9 * 16_800
    assert issued.allocated_idr == 25_200 + 67_200
    assert credit_of(issued) == 8_400
    assert covered_months(next_year)["Sabri"] == names_of_months(date(2027, 1, 1), date(2027, 8, 1))
    assert_books_balance()


def test_a_relief_that_leaves_out_the_fund_does_not_wait():
    invoice = billed(workers=1, fund="APBD", since=date(2026, 1, 1), issued_on=date(2025, 12, 3))
    pay(invoice, invoice.total_idr)

    assert waiting(date(2026, 12, 31)) == []


@pytest.mark.parametrize(
    ("key", "on"),
    [(PP49, date(2020, 8, 1)), ("reliefs.pp99_2099", KNOWN)],
    ids=["not published yet", "no such relief"],
)
def test_a_relief_that_nobody_published_by_then_is_refused(key, on):
    invoice = billed(workers=1)

    with pytest.raises(NoSuchRelief):
        accept(invoice, key, on)


def test_a_relief_known_when_the_invoice_was_issued_is_in_its_price_already():
    invoice = billed(workers=1, issued_on=KNOWN)

    with pytest.raises(NoSuchRelief):
        accept(invoice, on=date(2020, 12, 1))
    assert waiting(date(2020, 12, 1)) == []


@pytest.mark.parametrize("nobody", [budi, citra], ids=["officer", "another regency"])
def test_only_the_treasurer_of_the_region_accepts(nobody):
    invoice = billed(workers=1)
    pay(invoice, invoice.total_idr, paid_on=PAID)

    with pytest.raises(PermissionDenied):
        accept_relief(invoice=invoice, relief_key=PP49, on=KNOWN, by=nobody())
    assert reliefs_waiting(citra(), known_on=KNOWN) == []
