"""What the counter says of cover is what the rules say, once somebody files the claim."""

from datetime import date

import pytest

from claims.queries.cover import Stood, cover_at_event
from claims.queries.outlook import outlook
from claims.rules.assessment import Result
from claims.tests.factories import at, covered_worker, name_widow, report_death
from claims.tests.payout_steps import settle_arrears, worker_in_arrears
from claims.tests.test_claim_views import page_of
from enrollment.models import Worker
from enrollment.tests.factories import budi, make_worker
from registry.models import Holiday

pytestmark = pytest.mark.django_db
NO_RIGHT = {Stood.NEVER, Stood.LATER, Stood.OVER_LIMIT}


def settled() -> Worker:
    """Return a worker whose arrears at the event were paid after it."""
    worker, invoice = worker_in_arrears()
    settle_arrears(invoice)
    return worker


CASES = [
    (covered_worker, date(2020, 8, 12), Stood.YES, "Paid, August 2020"),
    (settled, date(2020, 8, 12), Stood.SETTLED, "Arrears settled since"),
    (lambda: worker_in_arrears()[0], date(2020, 8, 12), Stood.ARREARS, "In arrears"),
    (lambda: worker_in_arrears()[0], date(2020, 10, 12), Stood.OVER_LIMIT, "Lapsed"),
    (covered_worker, date(2020, 7, 20), Stood.LATER, "Not a participant yet"),
    # paid in June for months from July on: nobody is a participant before them, and the death
    # takes them back
    (
        lambda: covered_worker(paid_on=date(2020, 6, 10)),
        date(2020, 6, 20),
        Stood.LATER,
        "Never paid for",
    ),
    (lambda: make_worker(9), date(2020, 8, 12), Stood.NEVER, "Never paid for"),
]


@pytest.mark.parametrize(
    ("make", "event_on", "stood", "words"),
    CASES,
    ids=["paid", "settled", "arrears", "too many", "later", "paid ahead", "never"],
)
def test_the_counter_the_page_and_the_rules_say_the_same(make, event_on, stood, words):
    worker, days_off = make(), Holiday.objects.days_off()
    told = cover_at_event(
        worker, event_on=event_on, today=event_on, reader=budi(), days_off=days_off
    )

    claim = report_death(worker, event_on=event_on, at=at(event_on))
    name_widow(claim)
    result = outlook(claim, days_off=days_off).assessment.result

    assert told.cover.stood is stood
    assert (result is Result.NOT_ELIGIBLE) == (stood in NO_RIGHT)
    assert words in page_of(claim, budi())
