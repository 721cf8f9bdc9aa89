"""One person registered by several people at one moment: recorded once, and nobody sees a fault.

On SQLite in a database file, and on PostgreSQL where TEST_DATABASE_URL names one.
"""

from __future__ import annotations

import pytest

from enrollment.actions.registering import AlreadyRegistered, Registered, register_worker
from enrollment.models import Attestation, Enrollment, Worker
from enrollment.tests.at_once import all_at_once, failures
from enrollment.tests.books import assert_books_balance
from enrollment.tests.factories import budi, make_decree, make_sponsor, nur
from enrollment.tests.registration import facts

pytestmark = pytest.mark.django_db(transaction=True)


def registering(by, decree=None):
    """Return the registration of the same person, to be done later."""
    given = facts(decree)
    return lambda: register_worker(**given, by=by)


def test_the_same_click_of_one_officer_registers_once_and_returns_the_same():
    decree, by = make_decree(), budi()

    outcomes = all_at_once(*(registering(by, decree) for _click in range(4)))

    assert failures(outcomes) == []
    assert len({outcome.enrollment.pk for outcome in outcomes}) == 1
    assert (Worker.objects.count(), Attestation.objects.count()) == (1, 1)


def test_one_person_under_two_payers_at_once_is_registered_under_one_of_them():
    ours = make_decree()
    theirs = make_decree("CSR 1", sponsor=make_sponsor("pt-timah", name="PT Timah"))
    works = [
        *(registering(budi(), decree) for decree in (ours, theirs, None)),
        *(registering(nur(), decree) for decree in (ours, theirs, None)),
    ]

    outcomes = all_at_once(*works)

    assert failures(outcomes) == []
    assert {type(outcome) for outcome in outcomes} == {Registered, AlreadyRegistered}
    assert (Worker.objects.count(), Enrollment.objects.count()) == (1, 1)
    assert_books_balance()
