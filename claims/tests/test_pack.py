"""What the auditor's pack of a decree says of claims."""

from datetime import date

import pytest

from claims.queries.pack import claims_under_decree
from claims.tests.factories import approved_death, covered_worker
from claims.tests.payout_steps import order, pay
from enrollment.exports.pack import pack_of
from enrollment.models import Decree
from enrollment.tests.factories import ani, make_decree, nur

pytestmark = pytest.mark.django_db


def test_claims_tell_amounts_and_days_and_no_medical_fact():
    claim = approved_death(covered_worker(21))
    (payout,) = order(claim)
    pay(payout, on=date(2020, 9, 1))
    decree = claim.worker.enrollments.get().decree

    (row,) = claims_under_decree(decree, ani()).rows

    assert row[:4] == (claim.number, claim.worker.name, "JKM", claim.event_on)
    assert row[5:] == (row[5], payout.amount_idr, date(2020, 9, 1))
    assert row[5] >= payout.amount_idr


def test_the_pack_adds_them_up():
    decrees = {
        approved_death(covered_worker(serial)).worker.enrollments.get().decree
        for serial in (21, 22)
    }

    for decree in decrees:
        (table,) = pack_of(decree, ani(), lambda _done: None).upper

        assert table.total[5] == sum(row[5] for row in table.rows) > 0


def test_a_claim_about_a_month_of_another_decree_is_not_its():
    approved_death(covered_worker(21))

    assert not list(claims_under_decree(make_decree("SK LAIN"), ani()).rows)


def test_a_reader_without_the_right_to_claims_finds_none():
    claim = approved_death(covered_worker(21))
    decree: Decree = claim.worker.enrollments.get().decree

    assert not list(claims_under_decree(decree, nur()).rows)
