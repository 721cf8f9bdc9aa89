"""Is the file complete? What starts the clock, what stops it, and what needs no papers."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from claims.actions.checking import check_claim
from claims.actions.facts import FactsContradict, state_facts
from claims.actions.papers import send_back_document
from claims.actions.steps import NotInThisState
from claims.models import LAST_DAY, Claim
from claims.queries.outlook import outlook
from claims.rules.states import Status
from claims.tests.factories import (
    approved_death,
    at,
    bring_papers,
    complete_accident,
    complete_death,
    everything,
    name_widow,
    now,
    report_accident,
    report_death,
    rina,
    uninsured_death,
    way_of,
)
from enrollment.tests.factories import budi, citra, make_worker
from registry.models import Holiday

pytestmark = pytest.mark.django_db

LOOKED = at(date(2020, 8, 19))


def check(claim, *, on=date(2020, 8, 19), by=None):
    """Return the claim after Rina looked whether it is complete."""
    return check_claim(claim=claim, at=at(on), by=by or rina())


def test_the_clock_starts_on_the_day_the_last_paper_came_in_not_on_the_day_somebody_looked():
    claim = report_death()
    name_widow(claim)
    state_facts(claim=claim, heirs_known=True, at=LOOKED, by=budi())
    bring_papers(claim, on=date(2020, 8, 18))

    claim = check(claim, on=date(2020, 9, 30))

    assert claim.status == Status.COMPLETE
    assert (claim.complete_on, claim.pay_by) == (date(2020, 8, 18), date(2020, 8, 25))
    assert claim.act_by == claim.pay_by


@pytest.mark.parametrize(
    ("complete", "last"),
    [(complete_death, date(2020, 8, 25)), (complete_accident, date(2020, 11, 3))],
    ids=["three for JKM, over a holiday and joint leave", "seven for JKK, over as much"],
)
def test_the_last_day_to_pay_counts_working_days(complete, last):
    assert complete().pay_by == last


def test_a_complete_file_says_what_a_day_of_delay_costs():
    assert complete_death().daily_stake_idr == 420_000


def test_a_file_with_something_missing_waits_for_the_family():
    claim = report_death()
    name_widow(claim)
    state_facts(claim=claim, heirs_known=True, at=LOOKED, by=budi())
    bring_papers(claim)
    paper = claim.documents.get(kind="death_certificate")
    send_back_document(document=paper, reason="Kabur", on=date(2020, 8, 19), by=rina())

    claim = check(claim)

    assert (claim.status, claim.complete_on, claim.pay_by) == (Status.INCOMPLETE, None, None)
    assert claim.act_by == LAST_DAY


def test_heirs_that_nobody_confirmed_keep_a_death_incomplete():
    claim = report_death()
    name_widow(claim)
    bring_papers(claim)

    claim = check(claim)

    look = outlook(claim, days_off=Holiday.objects.days_off())
    assert claim.status == Status.INCOMPLETE
    assert not look.missing_papers
    assert [finding.code for finding in look.missing_facts] == ["missing_heirs"]


def test_an_outcome_that_nobody_declared_keeps_an_accident_incomplete():
    claim = report_accident()
    bring_papers(claim, on=date(2020, 10, 9))

    claim = check(claim, on=date(2020, 10, 9))

    look = outlook(claim, days_off=Holiday.objects.days_off())
    assert claim.status == Status.INCOMPLETE
    assert [finding.code for finding in look.missing_facts] == ["missing_outcome"]


def test_a_paper_sent_back_stops_the_clock_and_its_successor_starts_it_anew():
    claim = complete_death()
    paper = claim.documents.get(kind="death_certificate")
    send_back_document(document=paper, reason="Kabur", on=date(2020, 8, 24), by=rina())

    stopped = check(claim, on=date(2020, 8, 24))
    bring_papers(claim, on=date(2020, 8, 26))
    begun = check(claim, on=date(2020, 8, 27))

    assert (stopped.status, stopped.complete_on, stopped.pay_by) == (
        Status.INCOMPLETE,
        None,
        None,
    )
    assert (begun.complete_on, begun.pay_by) == (date(2020, 8, 26), date(2020, 8, 31))
    assert way_of(claim) == ["reported", "complete", "incomplete", "complete"]


def test_a_file_complete_before_its_report_is_complete_since_the_report():
    claim = report_death()
    name_widow(claim)
    state_facts(claim=claim, heirs_known=True, at=LOOKED, by=budi())
    bring_papers(claim, on=date(2020, 8, 1))

    assert check(claim).complete_on == date(2020, 8, 13)


def test_an_outcome_told_after_the_papers_came_starts_the_clock():
    claim = report_accident()
    bring_papers(claim, on=date(2020, 10, 9))
    state_facts(
        claim=claim,
        outcome="recovered",
        stage2_at=at(date(2020, 10, 14)),
        at=at(date(2020, 10, 14)),
        by=budi(),
    )

    claim = check(claim, on=date(2020, 10, 20))

    assert claim.status == Status.COMPLETE
    assert claim.complete_on == date(2020, 10, 14)


@pytest.mark.parametrize("make", [complete_death, report_death], ids=["complete", "incomplete"])
def test_looking_twice_changes_nothing_the_second_time(make):
    claim = check(make())
    before = everything()

    again = check(claim, on=date(2020, 8, 25))

    assert again.status == claim.status
    assert everything() == before


@pytest.mark.parametrize(
    "make",
    [
        uninsured_death,
        lambda: uninsured_death(event_on=date(2020, 8, 13)),
        lambda: report_accident(make_worker(9)),
        lambda: report_accident(make_worker(9), outcome="recovered"),
        lambda: report_accident(event_on=date(2020, 7, 20), at=at(date(2020, 8, 1))),
        lambda: report_accident(at=at(date(2025, 10, 6))),
    ],
    ids=[
        "a death without insurance",
        "one that was reported on its day",
        "an accident without insurance, its outcome open",
        "one whose outcome is known",
        "a day before the first contribution",
        "told a day after it expired",
    ],
)
def test_a_right_that_no_paper_can_give_asks_the_family_for_nothing(make):
    claim = make()

    check(claim, on=date(2025, 10, 7))

    assert way_of(claim) == []
    assert now(claim).status == Status.REPORTED


def test_facts_that_contradict_each_other_are_named_before_anything_else():
    claim = report_accident()
    Claim.objects.filter(pk=claim.pk).update(stated={"treatment_idr": -1})

    with pytest.raises(FactsContradict) as refusal:
        check(claim)

    assert set(refusal.value.problems) == {"treatment_idr"}


@pytest.mark.parametrize(
    "make",
    [lambda: report_accident(suspected=True), lambda: report_death(draft=True), approved_death],
    ids=["a suspicion", "a draft", "a decided claim"],
)
def test_what_is_not_to_be_checked_is_not(make):
    claim = make()

    with pytest.raises(NotInThisState):
        check(claim)


@pytest.mark.parametrize("who", [budi, citra], ids=["officer", "officer next door"])
def test_only_an_examiner_checks(who):
    claim = report_death(make_worker(1))

    with pytest.raises(PermissionDenied):
        check(claim, by=who())
