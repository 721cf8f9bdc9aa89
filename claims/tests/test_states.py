"""The states of a claim: one table in the code, in the database, and in the drawing of the docs."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from claims.actions.steps import NotInThisState, locked, take_step
from claims.models import Claim, ClaimStep
from claims.rules.states import MOVERS, OPEN, PAIRS, START, Status
from claims.tests.factories import at, report_death, rina
from enrollment.tests.factories import make_worker

AT = at(date(2020, 8, 14))
ALL_PAIRS = [(source.value, target.value) for source in Status for target in Status]


def test_the_drawing_in_the_docs_is_the_table_of_the_code():
    page = (settings.BASE_DIR / "docs" / "claims.md").read_text()
    drawing = re.search(r"```mermaid\nstateDiagram-v2\n(.*?)```", page, re.DOTALL)
    assert drawing is not None
    arrows = re.findall(r"^ *(\S+) --> (\S+)$", drawing.group(1), re.MULTILINE)

    starts = {target for source, target in arrows if source == "[*]"}
    ways = {way for way in arrows if "[*]" not in way}

    assert starts == {status.value for status in START}
    assert ways == set(PAIRS)
    assert len(arrows) == len(starts) + len(PAIRS)


def test_every_state_can_be_reached_and_says_whose_move_it_is():
    reached = set(START)
    for _ in Status:
        reached |= {Status(target) for source, target in PAIRS if source in reached}

    assert reached == set(Status) == set(MOVERS)
    assert set(OPEN) < set(Status)


@pytest.mark.django_db
@pytest.mark.parametrize(("source", "target"), ALL_PAIRS, ids=["-".join(p) for p in ALL_PAIRS])
def test_the_database_lets_no_step_go_a_way_that_the_table_lacks(source, target):
    claim = report_death(make_worker(1))
    step = ClaimStep(claim=claim, number=1, source=source, target=target, at=AT, by=rina())

    if (source, target) in PAIRS:
        step.save()
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            step.save()

    assert ClaimStep.objects.exists() == ((source, target) in PAIRS)


@pytest.mark.django_db
def test_the_database_changes_no_status_without_the_step_that_explains_it():
    claim = report_death(make_worker(1))

    with pytest.raises(IntegrityError, match="claim_status_needs_a_step"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(status=Status.INCOMPLETE)
    with pytest.raises(IntegrityError, match="claim_status_needs_a_step"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(status=Status.INCOMPLETE, steps_taken=1)

    claim.refresh_from_db()
    assert (claim.status, claim.steps_taken) == (Status.REPORTED, 0)


@pytest.mark.django_db
def test_a_claim_begins_at_a_start():
    claim = report_death(make_worker(1))
    claim.pk, claim.number, claim.event_on = None, "KLM-2105-2020-99999", date(2020, 8, 11)
    claim.status = Status.APPROVED

    with pytest.raises(IntegrityError, match="claim_begins_at_a_start"), transaction.atomic():
        claim.save()


@pytest.mark.django_db
@pytest.mark.parametrize("status", [Status.REPORTED, Status.APPROVED, Status.PAID])
def test_a_claim_begins_without_a_step(status):
    claim = report_death(make_worker(1))
    claim.pk, claim.number, claim.event_on = None, "KLM-2105-2020-99999", date(2020, 8, 11)
    claim.status, claim.steps_taken = status, 1

    with pytest.raises(IntegrityError, match="claim_begins_without_a_step"), transaction.atomic():
        claim.save()

    assert Claim.objects.count() == 1


@pytest.mark.django_db
def test_a_step_once_taken_stays_as_it_was_written():
    claim = report_death(make_worker(1))
    with transaction.atomic():
        take_step(locked(claim), Status.INCOMPLETE, at=AT, why="Berkas kurang", by=rina())

    with pytest.raises(IntegrityError, match="claim_step_stays"), transaction.atomic():
        ClaimStep.objects.update(why="Lain")

    assert ClaimStep.objects.get().why == "Berkas kurang"


@pytest.mark.django_db
def test_a_way_that_the_table_lacks_is_refused_in_words():
    claim = report_death(make_worker(1))

    with pytest.raises(NotInThisState), transaction.atomic():
        take_step(locked(claim), Status.PAID, at=AT, by=rina())
