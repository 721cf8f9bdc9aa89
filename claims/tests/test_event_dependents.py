"""What claims hold of the events of a worker: a death with a claim, and cover that one rests on."""

from datetime import date

import pytest

from claims.actions.steps import take_step
from claims.models import Claim
from claims.rules.states import Status
from claims.tests.factories import at, covered_worker, report_accident, report_death
from enrollment.actions.events import EventStays, record_move, undo_event
from enrollment.actions.events.noting import CoverClaimed
from enrollment.actions.replacing import replace_worker
from enrollment.models import Enrollment, Worker, WorkerEvent
from enrollment.tests.factories import budi, make_worker, nur

pytestmark = pytest.mark.django_db

DIED, TOLD = date(2020, 8, 12), date(2020, 8, 20)
HURT = date(2020, 10, 4)


def take_back() -> None:
    """Take the death on record back, by Nur."""
    undo_event(event=WorkerEvent.objects.get(), reason="Keliru", on=TOLD, by=nur())


def test_a_death_that_a_claim_rests_on_is_not_taken_back():
    report_death(covered_worker(), event_on=DIED, at=at(TOLD))

    with pytest.raises(EventStays, match="laim"):
        take_back()

    assert Worker.objects.get().deceased_on == DIED


def test_a_death_is_taken_back_once_its_claim_is_closed():
    claim = report_death(covered_worker(), event_on=DIED, at=at(TOLD))
    take_step(claim, Status.CLOSED, at=at(TOLD), why="Orang lain", by=budi())

    take_back()

    assert Worker.objects.get().deceased_on is None
    assert Claim.objects.get().status == Status.CLOSED


def test_cover_that_a_claim_is_about_does_not_end_with_a_move():
    worker = covered_worker()
    report_accident(worker, event_on=HURT, at=at(HURT))

    with pytest.raises(CoverClaimed):
        record_move(
            worker=worker,
            moved_on=date(2020, 9, 9),
            village=None,
            moved_to="",
            on=date(2020, 10, 20),
            by=budi(),
        )

    assert Worker.objects.get().moved_away_on is None


def test_a_claim_before_the_move_does_not_stand_against_it():
    worker = covered_worker()
    report_accident(worker, event_on=HURT, at=at(HURT))

    event = record_move(
        worker=worker, moved_on=HURT, village=None, moved_to="", on=date(2020, 10, 20), by=budi()
    )

    assert event.months_ended == 8


def test_cover_that_a_claim_is_about_is_not_given_to_somebody_else():
    worker = covered_worker()
    report_accident(worker, event_on=HURT, at=at(HURT))

    with pytest.raises(CoverClaimed):
        replace_worker(
            enrollment=Enrollment.objects.get(),
            replacement=make_worker(7),
            from_month=date(2020, 10, 1),
            reason="ineligible",
            annex_number="1",
            annex_on=HURT,
            statements={"works": True, "not_ill": True},
            on=HURT,
            by=nur(),
        )
