"""What waits for the treasurer: the decrees that gained members since they were last billed."""

from datetime import date

import pytest

from enrollment.actions.invoices import sweep_and_bill
from enrollment.actions.renewing import renew_decree
from enrollment.models import Decree, Worker
from enrollment.queries.waiting import decrees_to_bill
from enrollment.tests.factories import ani, citra, make_decree, nur
from enrollment.tests.steps import ISSUED, billed, enroll, line_of

pytestmark = pytest.mark.django_db


def bill_what_waits(decree: Decree) -> None:
    sweep_and_bill(decree=decree, issued_on=ISSUED, by=ani())


def renewed() -> Decree:
    """Return the decree that follows one of three members."""
    old = billed(workers=3).decree
    return renew_decree(
        decree=old,
        number="560/90/2021",
        decided_on=date(2021, 6, 8),
        since=old.until,
        months=12,
        ceiling_idr=100_000_000,
        on=date(2021, 6, 10),
        by=nur(),
    ).decree


def test_a_decree_waits_from_its_list_to_its_invoice():
    decree = make_decree()
    before = list(decrees_to_bill(ani()))
    enroll(decree, line_of(1), line_of(2))
    listed = list(decrees_to_bill(ani()))

    bill_what_waits(decree)

    assert (before, listed) == ([], [decree])
    assert not decrees_to_bill(ani())


def test_a_decree_whose_sweep_left_nobody_waits_no_longer():
    decree = make_decree()
    enroll(decree, line_of(1))
    Worker.objects.update(population_status="dead", population_checked_on=ISSUED)

    bill_what_waits(decree)

    assert not decree.invoices.exists()
    assert not decrees_to_bill(ani())


def test_a_list_that_is_applied_after_a_sweep_waits_again():
    decree = make_decree()
    enroll(decree, line_of(1))
    bill_what_waits(decree)

    enroll(decree, line_of(2))

    assert list(decrees_to_bill(ani())) == [decree]


def test_a_renewed_decree_waits_to_be_billed_though_no_list_was_applied():
    decree = renewed()
    waiting = list(decrees_to_bill(ani()))

    bill_what_waits(decree)

    assert waiting == [decree]
    assert not decrees_to_bill(ani())


def test_nothing_of_another_regency_waits():
    enroll(make_decree(), line_of(1))

    assert not decrees_to_bill(citra())
