"""The pages of refunds: from the payment, with what is left of it, and back again."""

import pytest
from django.urls import reverse

from enrollment.models import Payment, Refund
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import ani, budi
from enrollment.tests.test_refunds import paid_too_much, refund

pytestmark = pytest.mark.django_db

TYPED = {
    "amount_idr": "Rp400",
    "reference": "STS 77",
    "refunded_on": "30 November 2020",
    "reason": "Akhir tahun anggaran",
}


def test_a_refund_typed_as_people_write_it_stands_on_the_payment():
    payment = paid_too_much(1_000)
    url = reverse("refund_create", args=[payment.pk])

    answer = signed_in(ani()).post(url, TYPED, follow=True)

    page = words(answer)
    assert answer.redirect_chain == [(payment.get_absolute_url(), 302)]
    assert "STS 77 30 November 2020" in page
    assert "Credit left of it Rp600 Rp400 went back to the treasury" in page
    assert Payment.objects.get().refunded_idr == 400


def test_more_than_the_credit_is_refused_at_the_amount():
    payment = paid_too_much(100)

    answer = signed_in(ani()).post(reverse("refund_create", args=[payment.pk]), TYPED)

    assert answer.status_code == 422
    assert words(answer).count("Rp100 of this payment is credit, and no more") == 2
    assert not Refund.objects.exists()


def test_the_form_begins_with_all_that_is_left():
    payment = paid_too_much(1_000)

    answer = signed_in(ani()).get(reverse("refund_create", args=[payment.pk]))

    assert 'value="1.000"' in answer.text


def test_a_refund_is_taken_back_with_a_reason_and_stays_to_be_seen():
    payment = paid_too_much(1_000)
    url = reverse("refund_reverse", args=[refund(payment).pk])
    client = signed_in(ani())

    refused = client.post(url, {"reason": ""})
    answer = client.post(url, {"reason": "Salah ketik"}, follow=True)

    page = words(answer)
    assert refused.status_code == 422
    assert "Taken back" in page
    assert "Salah ketik" in page
    assert Payment.objects.get().refunded_idr == 0
    assert client.get(url).url == payment.get_absolute_url()


def test_who_may_not_pay_back_sees_no_way_to():
    payment = paid_too_much(1_000)

    page = signed_in(budi()).get(payment.get_absolute_url()).text

    assert reverse("refund_create", args=[payment.pk]) not in page


def test_where_no_credit_is_left_nothing_is_asked():
    payment = paid_too_much(0)

    answer = signed_in(ani()).get(reverse("refund_create", args=[payment.pk]))

    assert "Nothing of this payment is credit" in words(answer)
    assert 'name="amount_idr"' not in answer.text
