"""Is the file complete? What starts the clock, what stops it, and what needs no papers."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.utils import translation

from claims.actions.appeals import appeal_claim
from claims.actions.checking import check_claim
from claims.actions.facts import state_facts
from claims.actions.looking import FactsContradict
from claims.actions.papers import add_document, send_back_document
from claims.actions.steps import NotInThisState
from claims.models import DOCUMENT_LABELS, LAST_DAY, Claim
from claims.queries.outlook import outlook
from claims.rules.assessment import Finding
from claims.rules.states import Status
from claims.tests.factories import (
    PDF,
    SMALL_LOSS,
    approved_death,
    at,
    bring_papers,
    complete_accident,
    complete_death,
    everything,
    in_indonesian,
    name_widow,
    now,
    refused_death,
    report_accident,
    report_death,
    rina,
    uninsured_death,
    way_of,
)
from claims.wording.findings import finding_text
from enrollment.tests.factories import budi, citra, make_worker
from registry.models import Holiday

pytestmark = pytest.mark.django_db

TOLD = at(date(2020, 8, 13))


def check(claim, *, on=date(2020, 8, 19), by=None):
    """Return the claim after Rina looked whether it is complete."""
    return check_claim(claim=claim, at=at(on), by=by or rina())


def test_the_clock_starts_on_the_day_the_last_paper_came_in_not_on_the_day_somebody_looked():
    claim = report_death()
    name_widow(claim)
    state_facts(claim=claim, heirs_known=True, at=TOLD, by=budi())
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
    state_facts(claim=claim, heirs_known=True, at=TOLD, by=budi())
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
    assert way_of(claim) == ["reported", "complete", "incomplete", "reported", "complete"]


def test_a_file_complete_before_its_report_is_complete_since_the_report():
    claim = report_death()
    name_widow(claim)
    state_facts(claim=claim, heirs_known=True, at=TOLD, by=budi())
    bring_papers(claim, on=date(2020, 8, 1))

    assert check(claim).complete_on == date(2020, 8, 13)


def named_death():
    """Return a reported death whose heirs were all named on the day of the report."""
    claim = report_death()
    name_widow(claim)
    return state_facts(claim=claim, heirs_known=True, at=TOLD, by=budi())


def send(claim, kind, *, on):
    """Return a page of a paper that Budi sent in."""
    upload = ContentFile(PDF + f"{kind} of {on}".encode())
    return add_document(
        claim=claim, kind=kind, upload=upload, filename="halaman.pdf", on=on, by=budi()
    )


def test_a_second_page_of_a_paper_moves_nothing():
    claim = named_death()
    bring_papers(claim, on=date(2020, 8, 18))
    send(claim, "heirs_letter", on=date(2020, 8, 31))

    assert check(claim, on=date(2020, 9, 1)).complete_on == date(2020, 8, 18)


def test_a_page_counts_once_the_one_before_it_was_sent_back():
    claim = named_death()
    bring_papers(claim, on=date(2020, 8, 18))
    send(claim, "heirs_letter", on=date(2020, 8, 24))
    first = claim.documents.filter(kind="heirs_letter").earliest("received_on")
    send_back_document(document=first, reason="Kabur", on=date(2020, 8, 25), by=rina())

    assert check(claim, on=date(2020, 8, 25)).complete_on == date(2020, 8, 24)


def test_a_paper_that_nobody_asked_for_moves_nothing():
    claim = named_death()
    bring_papers(claim, on=date(2020, 8, 18))
    send(claim, "other", on=date(2020, 8, 31))

    assert check(claim, on=date(2020, 9, 1)).complete_on == date(2020, 8, 18)


def heirs_told_late():
    claim = report_death()
    name_widow(claim)
    bring_papers(claim, on=date(2020, 8, 18))
    return claim, {"heirs_known": True}


def dispute_settled_late():
    claim = named_death()
    bring_papers(claim, on=date(2020, 8, 18))
    state_facts(claim=claim, heirs_disputed=True, at=at(date(2020, 8, 19)), by=budi())
    return claim, {"heirs_disputed": False}


def outcome_told_late():
    claim = report_accident(event_on=date(2020, 8, 3), at=at(date(2020, 8, 4)))
    bring_papers(claim, on=date(2020, 8, 10))
    return claim, {"outcome": "recovered"}


def losses_told_late():
    claim, _ = outcome_told_late()
    outcome = "partial_anatomical"
    state_facts(claim=claim, outcome=outcome, at=at(date(2020, 8, 11)), by=budi())
    return claim, {"stated": SMALL_LOSS}


@pytest.mark.parametrize(
    "make",
    [heirs_told_late, dispute_settled_late, outcome_told_late, losses_told_late],
    ids=["all heirs", "their dispute", "the outcome", "the losses"],
)
def test_a_fact_that_counts_told_after_the_papers_starts_the_clock_that_day(make):
    claim, late = make()
    state_facts(claim=claim, **late, at=at(date(2020, 8, 26)), by=budi())

    claim = check(claim, on=date(2020, 9, 30))

    assert claim.status == Status.COMPLETE
    assert (claim.stated_on, claim.complete_on) == (date(2020, 8, 26), date(2020, 8, 26))


@pytest.mark.parametrize(
    "story",
    [
        {"place": "Pelabuhan"},
        {"account": "Sakit lama", "witnesses": "Dua orang"},
        {"heirs_known": True},
        {},
    ],
    ids=["the place", "what happened", "what was told before", "nothing"],
)
def test_the_story_and_what_was_told_before_start_no_clock(story):
    claim = named_death()
    bring_papers(claim, on=date(2020, 8, 18))
    state_facts(claim=claim, **story, at=at(date(2020, 8, 31)), by=budi())

    claim = check(claim, on=date(2020, 9, 1))

    assert (claim.stated_on, claim.complete_on) == (date(2020, 8, 13), date(2020, 8, 18))


# the last thing that was missing


def waiting_for_papers():
    """Return a death that the examiner found incomplete: every paper is missing."""
    return check(named_death(), on=date(2020, 8, 14))


def test_the_last_missing_paper_hands_the_claim_to_the_examiner():
    claim = waiting_for_papers()

    bring_papers(claim, on=date(2020, 8, 24))

    claim = now(claim)
    assert way_of(claim) == ["reported", "incomplete", "reported"]
    assert claim.steps.latest("number").by == budi()
    assert claim.act_by == date(2020, 9, 2)


def test_the_last_missing_fact_hands_the_claim_to_the_examiner():
    claim, late = heirs_told_late()
    claim = check(claim, on=date(2020, 8, 19))

    claim = state_facts(claim=claim, **late, at=at(date(2020, 8, 24)), by=budi())

    assert way_of(claim) == ["reported", "incomplete", "reported"]
    assert (claim.status, claim.act_by) == (Status.REPORTED, date(2020, 9, 2))


def test_while_anything_is_missing_the_family_keeps_the_move():
    claim = waiting_for_papers()

    send(claim, "death_certificate", on=date(2020, 8, 24))
    state_facts(claim=claim, place="Rumah", at=at(date(2020, 8, 24)), by=budi())

    assert now(claim).status == Status.INCOMPLETE
    assert now(claim).act_by == LAST_DAY


def test_more_that_is_told_gives_the_examiner_no_more_time():
    claim = waiting_for_papers()
    bring_papers(claim, on=date(2020, 8, 24))

    state_facts(claim=claim, place="Rumah", at=at(date(2020, 8, 31)), by=budi())

    assert now(claim).act_by == date(2020, 9, 2)


# why


def test_a_complete_file_says_since_when_nothing_is_missing():
    with translation.override("en"):
        claim = complete_death()

    said = in_indonesian("Nothing is missing since %(day)s.", day="18 Agustus 2020")
    assert claim.steps.get().why == said


def test_an_incomplete_file_names_every_paper_and_fact_that_is_missing():
    claim = report_death()
    name_widow(claim)
    bring_papers(claim)
    paper = claim.documents.get(kind="death_certificate")
    send_back_document(document=paper, reason="Kabur", on=date(2020, 8, 19), by=rina())

    with translation.override("en"):
        check(claim)

    with translation.override("id"):
        heirs = finding_text(Finding("missing_heirs")).rstrip(".")
        missing = f"{DOCUMENT_LABELS['death_certificate']}; {heirs}"
    assert claim.steps.get().why == in_indonesian("Missing: %(what)s.", what=missing)


# an appeal


def appealed_death(moment):
    """Return a refused claim whose appeal was taken up at a moment."""
    claim = refused_death()
    return appeal_claim(claim=claim, level="office", why="Sudah sah", at=moment, by=budi())


def test_an_appeal_counts_from_its_day_and_not_from_its_examination():
    claim = appealed_death(at(date(2020, 9, 1)))

    claim = check(claim, on=date(2020, 9, 9))

    assert (claim.complete_on, claim.pay_by) == (date(2020, 9, 1), date(2020, 9, 4))


def test_an_appeal_never_counts_from_before_itself_not_even_when_a_paper_was_missing():
    claim = appealed_death(at(date(2020, 9, 1)))
    paper = claim.documents.get(kind="death_certificate")
    send_back_document(document=paper, reason="Kabur", on=date(2020, 9, 2), by=rina())
    claim = check(claim, on=date(2020, 9, 2))
    send(claim, "death_certificate", on=date(2020, 8, 31))

    claim = check(claim, on=date(2020, 9, 7))

    assert way_of(claim)[-4:] == ["appealed", "incomplete", "reported", "complete"]
    assert claim.complete_on == date(2020, 9, 1)


def test_more_that_is_told_of_an_appeal_gives_the_examiner_no_more_time():
    claim = appealed_death(at(date(2020, 9, 1)))

    state_facts(claim=claim, place="Rumah", at=at(date(2020, 9, 8)), by=budi())

    assert now(claim).act_by == date(2020, 9, 10)


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
