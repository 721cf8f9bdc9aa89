"""Assessing: what the rules said is kept as they said it, and a change is named."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import translation

from claims.actions.assessing import MoreNeeded, ReasonNeeded, assess_claim, return_claim
from claims.actions.checking import check_claim
from claims.actions.deciding import FactsChanged, approve_claim
from claims.actions.steps import NotInThisState
from claims.models import Assessment
from claims.queries.outlook import outlook
from claims.rules.record import answer_of, differences
from claims.rules.states import Status
from claims.tests.factories import (
    CHILD,
    Killed,
    assessed_death,
    at,
    bring_papers,
    complete_accident,
    complete_death,
    covered_worker,
    everything,
    fatal_accident,
    in_indonesian,
    iskandar,
    killed_at,
    name_widow,
    now,
    report_accident,
    report_death,
    rina,
    uninsured_death,
    wan,
    way_of,
)
from enrollment.actions.heirs import strike_heir
from enrollment.tests.factories import ani, budi, citra, make_worker
from registry.models import Holiday

pytestmark = pytest.mark.django_db

ASSESSED = at(date(2020, 8, 20))


def assess(claim, *, by=None, moment=ASSESSED):
    """Return what Rina kept of a claim."""
    return assess_claim(claim=claim, at=moment, by=by or rina())


def today(claim):
    """Return what the rules say of the claim now."""
    return outlook(now(claim), days_off=Holiday.objects.days_off()).assessment


def test_an_assessment_keeps_the_facts_the_answer_and_the_versions_of_the_law():
    claim = complete_death()

    kept = Assessment.objects.get(pk=assess(claim).pk)

    assert (kept.number, kept.result, kept.assessed_by) == (1, "ELIGIBLE", rina())
    assert (kept.total_now_idr, kept.total_after_arrears_idr) == (42_000_000, 0)
    assert kept.facts["event_on"] == "2020-08-12"
    assert kept.facts["heirs"] == [{"relation": "spouse", "born_on": "1968-03-04"}]
    assert [(line["code"], line["amount_idr"]) for line in kept.answer["lines"]] == [
        ("lump_sum", 20_000_000),
        ("periodic", 12_000_000),
        ("burial", 10_000_000),
    ]
    assert all(line["formula"] and line["act"] for line in kept.answer["lines"])
    versions = {version["key"]: version for version in kept.law}
    assert (versions["jkm.lump_sum_idr"]["since"], versions["jkm.lump_sum_idr"]["source"]) == (
        "2019-12-02",
        "PP 82/2019",
    )


def test_the_claim_goes_to_the_approver_and_its_clock_runs_on():
    claim = complete_death()

    assess(claim)

    claim = now(claim)
    assert (claim.status, claim.act_by) == (Status.ASSESSED, date(2020, 8, 25))


def test_assessing_twice_gives_the_standing_assessment():
    claim = complete_death()

    assert assess(claim) == assess(claim)
    assert Assessment.objects.count() == 1


def test_an_assessment_is_never_changed():
    kept = assess(complete_death())

    with pytest.raises(IntegrityError, match="assessment_stays"), transaction.atomic():
        Assessment.objects.filter(pk=kept.pk).update(total_now_idr=1)
    kept.answer = {}
    with pytest.raises(IntegrityError, match="assessment_stays"), transaction.atomic():
        kept.save()

    assert Assessment.objects.get().total_now_idr == 42_000_000


@pytest.mark.parametrize(
    "make",
    [
        report_death,
        lambda: check_claim(claim=report_death(), at=ASSESSED, by=rina()),
        report_accident,
    ],
    ids=["never looked at", "incomplete", "an accident with its outcome open"],
)
def test_a_file_that_is_not_complete_is_not_assessed(make):
    claim = make()

    with pytest.raises(MoreNeeded):
        assess(claim)

    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    ("make", "finding"),
    [
        (uninsured_death, "not_registered_yet"),
        (lambda: uninsured_death(event_on=date(2020, 8, 13)), "not_registered_yet"),
        (lambda: report_accident(make_worker(9)), "not_registered_yet"),
        (lambda: report_accident(make_worker(9), outcome="recovered"), "not_registered_yet"),
        (
            lambda: report_death(covered_worker(since=date(2020, 10, 1))),
            "not_registered_yet",
        ),
        (lambda: report_accident(at=at(date(2025, 10, 6))), "claim_expired"),
    ],
    ids=[
        "a death of somebody never insured",
        "one that was reported on its day",
        "an accident of somebody never insured",
        "one whose outcome is known",
        "a death before the first month that was paid for",
        "an accident told a day too late",
    ],
)
def test_a_right_that_no_paper_can_give_is_assessed_without_papers(make, finding):
    claim = make()

    kept = assess(claim)

    assert kept.result == "NOT_ELIGIBLE"
    assert finding in {found["code"] for found in kept.answer["findings"]}
    assert kept.answer["lines"] == []
    assert way_of(claim) == ["reported", "assessed"]


def test_another_reading_of_the_facts_is_named_benefit_by_benefit():
    claim = fatal_accident()
    stored = claim.assessments.get().answer

    before = differences(stored, today(claim))
    name_widow(claim, **CHILD, level="SD", grade=2)
    after = differences(stored, today(claim))

    assert before == ()
    assert {(found.code, found.when, found.then_idr) for found in after} == {
        ("scholarship", "yearly", 0)
    }
    years = [line for line in today(claim).lines if line.code == "scholarship"]
    assert [found.now_idr for found in after] == [year.amount_idr for year in years]


@pytest.mark.parametrize(
    "changed",
    [
        {"amount_idr": 1},
        {"when": "after_arrears"},
        {"payee": "social_security_fund"},
        {"due_on": "2031-07-01"},
        {"child_born_on": "2011-01-01"},
    ],
    ids=["the sum", "the time", "the recipient", "the school year", "the child"],
)
def test_a_benefit_differs_in_its_sum_time_recipient_year_or_child(changed):
    worker = covered_worker()
    claim = fatal_accident(worker)
    name_a_child(claim)
    stored = answer_of(today(claim))
    assert differences(stored, today(claim)) == ()

    stored["lines"][-1] |= changed

    assert {found.code for found in differences(stored, today(claim))} == {"scholarship"}


def test_a_difference_of_words_alone_is_none():
    claim = fatal_accident()
    stored = claim.assessments.get().answer
    stored["lines"][0] |= {"formula": "48 × upah", "checked": False, "clause": "Pasal lain"}

    assert differences(stored, today(claim)) == ()


def name_a_child(claim):
    name_widow(claim, **CHILD, level="SD", grade=2)


def strike_the_widow(claim):
    heir = claim.worker.heirs.get()
    strike_heir(heir=heir, reason="Sudah cerai", on=date(2020, 10, 21), by=budi())


@pytest.mark.parametrize(
    "change", [name_a_child, strike_the_widow], ids=["another benefit", "another recipient"]
)
def test_what_changed_since_is_approved_only_after_it_was_assessed_anew(change):
    claim = fatal_accident()
    change(claim)

    with pytest.raises(FactsChanged):
        approve_claim(claim=claim, at=at(date(2020, 10, 22)), by=iskandar())

    assert way_of(claim)[-1] == "assessed"
    assert not claim.decisions.exists()


def test_what_was_assessed_anew_is_approved():
    claim = fatal_accident()
    name_a_child(claim)
    moment = at(date(2020, 10, 22))

    return_claim(claim=claim, why="Anak", at=moment, by=iskandar())
    bring_papers(claim, on=date(2020, 10, 22))
    check_claim(claim=claim, at=moment, by=rina())
    assess(claim, moment=moment)
    approve_claim(claim=claim, at=moment, by=iskandar())

    assert "scholarship" in set(claim.lines.values_list("code", flat=True))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (complete_death, ("By the rules %(idr)s.", {"idr": "Rp42.000.000"})),
        (uninsured_death, ("By the rules there is no right.", {})),
    ],
    ids=["a right", "no right"],
)
def test_the_step_says_in_indonesian_what_the_rules_say(make, said):
    claim = make()

    with translation.override("en"):
        assess(claim)

    words, facts = said
    assert claim.steps.latest("number").why == in_indonesian(words, **facts)


def test_a_claim_sent_back_with_a_note_is_assessed_anew_beside_the_first():
    claim = assessed_death()

    return_claim(claim=claim, why="Akta nikah?", at=at(date(2020, 8, 21)), by=iskandar())
    second = assess(claim, moment=at(date(2020, 8, 21), 11))

    assert second.number == 2
    assert claim.assessments.count() == 2
    assert way_of(claim) == ["reported", "complete", "assessed", "complete", "assessed"]
    assert claim.steps.get(number=3).why == "Akta nikah?"


def test_sending_back_lets_the_clock_run_on():
    claim = assessed_death()

    return_claim(claim=claim, why="Akta nikah?", at=at(date(2020, 8, 21)), by=iskandar())

    claim = now(claim)
    assert (claim.complete_on, claim.pay_by, claim.act_by) == (
        date(2020, 8, 18),
        date(2020, 8, 25),
        date(2020, 8, 25),
    )


def test_what_was_assessed_without_papers_goes_back_to_the_examiner_as_incomplete():
    claim = uninsured_death()
    assess(claim)

    return_claim(claim=claim, why="Cek iuran", at=at(date(2020, 8, 21)), by=iskandar())

    assert now(claim).status == Status.INCOMPLETE


@pytest.mark.parametrize("why", ["", "  \n"], ids=["nothing", "blanks"])
def test_sending_back_needs_a_note(why):
    claim = assessed_death()

    with pytest.raises(ReasonNeeded):
        return_claim(claim=claim, why=why, at=at(date(2020, 8, 21)), by=iskandar())


def test_only_what_is_assessed_is_sent_back():
    with pytest.raises(NotInThisState):
        return_claim(claim=complete_death(), why="Cek", at=ASSESSED, by=iskandar())


@pytest.mark.parametrize(
    "who",
    [budi, ani, iskandar, wan, citra],
    ids=["officer", "treasurer", "approver", "manager", "officer next door"],
)
def test_only_an_examiner_assesses(who):
    claim = complete_accident()

    with pytest.raises(PermissionDenied):
        assess(claim, by=who())


@pytest.mark.parametrize("who", [budi, ani, rina], ids=["officer", "treasurer", "examiner"])
def test_only_who_decides_sends_back(who):
    with pytest.raises(PermissionDenied):
        return_claim(claim=assessed_death(), why="Cek", at=ASSESSED, by=who())


def test_an_assessment_cut_off_at_any_write_leaves_the_claim_as_it_was():
    claim = complete_death()
    before = everything()
    cut = 0

    while True:
        try:
            with killed_at(cut + 1), transaction.atomic():
                assess(claim)
        except Killed:
            cut += 1
            assert everything() == before
        else:
            break

    assert cut >= 4
    assert now(claim).status == Status.ASSESSED
