"""What claims hold the cover of workers for: a list that brought them is not undone."""

from datetime import date

import pytest

from claims.tests.factories import at, report_accident
from enrollment.actions.imports import undo_batch
from enrollment.actions.imports.undoing import BatchHasDependents
from enrollment.models import ImportBatch, Worker
from enrollment.queries.undoing import undo_effects
from enrollment.tests.factories import make_decree, nur
from enrollment.tests.steps import enroll, enrolled, line_of

pytestmark = pytest.mark.django_db


def claim(batch: ImportBatch, event_on: date) -> None:
    """Report an accident of the worker whom the list brought."""
    worker = Worker.objects.get(recorded_in=batch)
    report_accident(worker, event_on=event_on, at=at(event_on))


@pytest.mark.parametrize(
    "event_on", [date(2020, 7, 1), date(2021, 6, 30)], ids=["first day", "last day"]
)
def test_a_claim_for_the_months_of_the_decree_stands_against_the_undo(event_on):
    batch = enroll(make_decree(), line_of(1))
    claim(batch, event_on)

    with pytest.raises(BatchHasDependents) as refusal:
        undo_batch(batch=batch, on=date(2021, 7, 1), by=nur())

    assert "1" in refusal.value.message
    assert undo_effects(batch).claims == 1
    assert enrolled(batch.decree) == ["Sabri 1"]


@pytest.mark.parametrize(
    "event_on", [date(2020, 6, 30), date(2021, 7, 1)], ids=["the day before", "the day after"]
)
def test_a_claim_outside_of_the_months_of_the_decree_does_not(event_on):
    batch = enroll(make_decree(), line_of(1))
    claim(batch, event_on)

    batch = undo_batch(batch=batch, on=date(2021, 7, 1), by=nur())

    assert batch.status == ImportBatch.Status.UNDONE
