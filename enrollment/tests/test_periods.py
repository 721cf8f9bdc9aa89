"""Closing books: only what is over, once and for good, and what can still be done after it."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from enrollment.actions.events import record_death
from enrollment.actions.invoices import issue_invoice
from enrollment.actions.payments import reverse_payment
from enrollment.actions.periods import (
    AlreadyClosed,
    MonthNotOver,
    PeriodClosed,
    close_period,
    require_open,
)
from enrollment.actions.refunds import refund_credit
from enrollment.actions.reliefs import accept_relief
from enrollment.models import ClosedPeriod, CreditNote, Invoice, Payment, Refund
from enrollment.queries.periods import Sum, closing_preview, first_open_day
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
    regency,
)
from enrollment.tests.steps import PAID, PRICE, billed, pay
from registry.models import Region
from registry.tests.factories import make_region

pytestmark = pytest.mark.django_db

TODAY = date(2020, 11, 12)
AUGUST, OCTOBER = date(2020, 8, 1), date(2020, 10, 1)


def close(until: date = AUGUST, **changes: Any) -> ClosedPeriod:
    """Return the closing of Anambas up to a month, by Ani."""
    facts: dict[str, Any] = {"region": regency(), "on": TODAY, "by": ani()} | changes
    return close_period(until=until, **facts)


def test_a_closing_moves_the_first_open_day_of_the_region_and_of_all_below_it():
    close(note="Berita acara 7")

    assert first_open_day("2105") == first_open_day("2105011001") == AUGUST
    assert first_open_day("2103") is None
    assert ClosedPeriod.objects.get().note == "Berita acara 7"


def test_closing_the_same_months_again_returns_the_first_closing():
    first = close()

    assert close() == first
    assert ClosedPeriod.objects.count() == 1


@pytest.mark.parametrize(
    ("until", "refusal"),
    [(date(2020, 12, 1), MonthNotOver), (date(2020, 7, 1), AlreadyClosed)],
    ids=["a month that is not over", "a month that is closed"],
)
def test_only_later_months_that_are_over_can_be_closed(until, refusal):
    close()

    with pytest.raises(refusal) as refused:
        close(until)

    assert refused.value.field == "through"


def test_what_the_province_closed_need_not_be_closed_by_the_regency():
    ClosedPeriod.objects.create(region=make_region("21"), until=OCTOBER, closed_by=ani())

    with pytest.raises(AlreadyClosed):
        close(AUGUST)

    assert close(date(2020, 11, 1)).until == date(2020, 11, 1)


@pytest.mark.parametrize("nobody", [budi, citra], ids=["officer", "another regency"])
def test_only_the_treasurer_of_the_region_closes(nobody):
    with pytest.raises(PermissionDenied):
        close(by=nobody())


def test_money_found_later_keeps_its_day_and_is_booked_on_the_first_open_one():
    invoice = billed(workers=1)
    close()

    payment = pay(invoice, 12 * PRICE)

    assert (payment.paid_on, payment.booked_on) == (date(2020, 7, 21), AUGUST)
    assert payment.allocated_idr == 12 * PRICE


def test_money_found_later_also_credits_a_month_that_another_payer_covered():
    invoice = billed(workers=1)
    enrollment = invoice.decree.enrollments.get()
    enrollment.voided_on = date(2020, 7, 20)
    enrollment.save()
    other = make_decree("CSR 2", fund="CSR", months=1)
    make_enrollment(enrollment.worker, decree=other)
    pay(issue_invoice(decree=other, issued_on=date(2020, 7, 20), by=ani()), PRICE, "CSR 1")
    close()

    pay(invoice, invoice.total_idr)

    note = invoice.lines.get().credit_notes.get()
    assert note.posted_on == AUGUST


def test_a_payment_of_closed_books_is_reversed_by_a_new_entry():
    payment = pay(billed(workers=1), 12 * PRICE)
    close()

    with pytest.raises(PeriodClosed):
        reverse_payment(payment=payment, reason="Ganda", on=date(2020, 7, 31), by=ani())
    reverse_payment(payment=payment, reason="Ganda", on=TODAY, by=ani())

    payment.refresh_from_db()
    assert (payment.booked_on, payment.reversed_on) == (date(2020, 7, 21), TODAY)


def test_an_invoice_and_a_relief_dated_in_closed_books_are_refused_in_words():
    invoice = billed(workers=1)
    late = make_decree("SK 2")
    make_enrollment(make_worker(7), decree=late)
    close(OCTOBER)

    with pytest.raises(PeriodClosed, match="September 2020"):
        issue_invoice(decree=late, issued_on=date(2020, 9, 30), by=ani())
    with pytest.raises(PeriodClosed):
        accept_relief(
            invoice=invoice, relief_key="reliefs.pp49_2020", on=date(2020, 9, 30), by=ani()
        )

    assert issue_invoice(decree=late, issued_on=OCTOBER, by=ani()).issued_on == OCTOBER


def test_the_database_itself_refuses_to_change_what_is_closed():
    payment = pay(billed(workers=1), 12 * PRICE)
    close()

    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(amount_idr=13 * PRICE)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClosedPeriod.objects.update(until=OCTOBER)


def test_a_day_in_open_books_passes():
    close()

    require_open("2105", AUGUST)

    with pytest.raises(PeriodClosed) as refused:
        require_open("2105011001", date(2020, 7, 31), field="refunded_on")
    assert refused.value.facts == {"first_open_day": AUGUST}


def test_the_preview_counts_what_would_stay_and_what_is_open_in_it():
    invoice = billed(workers=2)
    pay(invoice, 3 * PRICE + 5)
    pay(invoice, 7, "BRK 2", paid_on=date(2020, 9, 3))
    close()

    july = closing_preview(regency(), AUGUST)
    later = closing_preview(regency(), OCTOBER)

    assert july.entries == 0
    assert (later.since, later.payments) == (AUGUST, Sum(1, 7))
    assert later.unpaid == Sum(1, 21 * PRICE)
    assert later.unused == Sum(2, 12)


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Invoice, {"total_idr": 1}),
        (Invoice, {"issued_on": date(2020, 7, 1)}),
        (CreditNote, {"amount_idr": 1}),
        (Refund, {"amount_idr": 1}),
    ],
    ids=["total of an invoice", "day of an invoice", "credit note", "refund"],
)
def test_entries_of_closed_books_cannot_be_rewritten_even_by_sql(model, change):
    invoice = billed(workers=2)
    payment = pay(invoice, invoice.total_idr + 5)
    refund_credit(
        payment=payment,
        amount_idr=1,
        reference="STS 1",
        refunded_on=PAID,
        reason="Sisa",
        on=PAID,
        by=ani(),
    )
    record_death(
        worker=invoice.lines.first().worker,
        died_on=date(2020, 8, 1),
        on=date(2020, 8, 2),
        by=budi(),
    )
    ClosedPeriod.objects.create(region=regency(), until=OCTOBER, closed_by=ani())

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**change)

    assert model.objects.exists()


def test_a_period_is_closed_from_its_page_and_stands_in_the_list():
    client = signed_in(ani())
    typed = {"region": "2105", "through": "Oktober 2020", "note": "Berita acara 7"}
    typed["seen"] = "2105 2020-10-01"

    looked = client.get(reverse("period_close"), typed)
    answer = client.post(reverse("period_close"), typed, follow=True)

    page = words(answer)
    assert "Through October 2020" in words(looked)
    assert answer.redirect_chain == [(reverse("period_list"), 302)]
    assert "The books are closed through October 2020" in page
    assert "Berita acara 7" in page


def test_a_month_that_is_not_over_is_refused_at_its_field():
    typed = {"region": "2105", "through": "Desember 2900", "seen": "2105 2900-12-01"}

    answer = signed_in(ani()).post(reverse("period_close"), typed)

    assert answer.status_code == 422
    assert words(answer).count("December 2900 is not over yet.") == 2
    assert not ClosedPeriod.objects.exists()


def test_a_month_that_nobody_looked_at_is_shown_before_it_is_closed():
    typed = {"region": "2105", "through": "Oktober 2020", "seen": "2105 2020-11-01"}

    answer = signed_in(ani()).post(reverse("period_close"), typed)

    page = words(answer)
    assert answer.status_code == 422
    assert "Through October 2020" in page
    assert 'value="2105 2020-10-01"' in answer.text
    assert page.count("October 2020 was not looked at yet.") == 2
    assert not ClosedPeriod.objects.exists()


def test_the_preview_can_be_asked_for_alone():
    answer = signed_in(ani()).get(
        reverse("period_close"), {"through": "2020-07"}, headers={"HX-Request": "true"}
    )

    assert "Through July 2020" in words(answer)
    assert "<form" not in answer.text


def test_who_serves_the_province_chooses_none_of_another():
    make_sponsor()

    answer = signed_in(ani()).post(
        reverse("period_close"), {"region": make_region("2103").pk, "through": "Juli 2020"}
    )

    assert answer.status_code == 422
    assert Region.objects.filter(pk="2103").exists()
    assert not ClosedPeriod.objects.exists()
