"""Reporting what happened: once, under the right program, with what a death does to cover."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from claims.actions.appeals import close_claim
from claims.actions.assessing import assess_claim
from claims.actions.checking import check_claim
from claims.actions.deciding import refuse_claim
from claims.actions.facts import state_facts
from claims.actions.reports import (
    DeathBeforeEvent,
    ExclusionNotNamed,
    NotThisProgram,
    ReportImpossible,
    conclude_suspicion,
    file_draft,
)
from claims.actions.steps import NotInThisState
from claims.models import LAST_DAY, Claim
from claims.queries.letters import LetterKind, letter_kinds
from claims.rules.states import Status
from claims.tests.factories import (
    Killed,
    at,
    covered_worker,
    everything,
    iskandar,
    killed_at,
    now,
    report_accident,
    report_death,
    rina,
    way_of,
)
from enrollment.actions.events import DeathImpossible, record_death
from enrollment.models import CoveragePeriod, CreditNote, Enrollment, Payment, Worker
from enrollment.tests.factories import ani, budi, citra, make_worker, nur
from enrollment.tests.steps import PRICE
from registry.models import AuditEvent
from registry.roles import Role
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db

DIED = date(2020, 8, 12)
TOLD = at(date(2020, 8, 13))


def credit_idr() -> int:
    """Return what the payers have that paid for no month."""
    return Payment.objects.credit_idr()


def covered_until(worker: Worker) -> date:
    """Return the first day on which the worker is not covered any more."""
    return CoveragePeriod.objects.standing().filter(worker=worker).get().until


# what a death does


@pytest.mark.parametrize(
    ("died_on", "until", "unused_months"),
    [
        (date(2020, 7, 31), date(2020, 8, 1), 11),
        (date(2020, 8, 1), date(2020, 9, 1), 10),
        (date(2021, 6, 30), date(2021, 7, 1), 0),
    ],
    ids=["on the last day of a month", "on the first day of one", "in the last month paid"],
)
def test_a_reported_death_ends_cover_after_its_month_and_credits_the_whole_months_left(
    died_on, until, unused_months
):
    worker = covered_worker()

    report_death(worker, event_on=died_on, at=at(date(2021, 7, 1)))

    worker.refresh_from_db()
    assert worker.deceased_on == died_on
    assert covered_until(worker) == until
    assert Enrollment.objects.standing().get().until == until
    assert credit_idr() == unused_months * PRICE


def test_a_death_stands_in_the_trail_with_the_claim_and_what_it_released():
    worker = covered_worker()

    claim = report_death(worker)

    died = AuditEvent.objects.get(action="worker.died")
    told = AuditEvent.objects.get(action="claim.reported")
    assert (died.by, died.subject_id, died.facts["released_idr"]) == (
        budi(),
        str(worker.pk),
        10 * PRICE,
    )
    assert (told.by, told.subject_id, told.facts["number"]) == (
        budi(),
        str(claim.pk),
        claim.number,
    )


def test_a_death_told_twice_credits_its_months_once():
    worker = covered_worker()

    first, second = report_death(worker), report_death(worker, by=rina())

    assert first == second
    assert CreditNote.objects.count() == 1
    assert credit_idr() == 10 * PRICE
    assert AuditEvent.objects.filter(action__in=["worker.died", "claim.reported"]).count() == 2


def test_a_death_that_the_office_knew_already_credits_nothing_anew():
    worker = covered_worker()
    record_death(worker=worker, died_on=DIED, on=date(2020, 8, 13), by=budi())

    report_death(worker)

    assert credit_idr() == 10 * PRICE
    assert AuditEvent.objects.filter(action="worker.died").count() == 1


def test_a_death_at_work_ends_cover_after_the_month_of_the_death_not_of_the_accident():
    worker = covered_worker()

    report_accident(worker, outcome="death", died_on=date(2020, 11, 3), at=at(date(2020, 11, 4)))

    worker.refresh_from_db()
    assert worker.deceased_on == date(2020, 11, 3)
    assert covered_until(worker) == date(2020, 12, 1)
    assert credit_idr() == 7 * PRICE


def test_an_accident_that_nobody_died_of_leaves_cover_as_it_was():
    worker = covered_worker()

    report_accident(worker)

    worker.refresh_from_db()
    assert worker.deceased_on is None
    assert covered_until(worker) == date(2021, 7, 1)
    assert credit_idr() == 0


def test_a_draft_leaves_the_cover_until_it_is_filed_and_filing_twice_is_once():
    worker = covered_worker()
    draft = report_death(worker, draft=True)
    untouched = (covered_until(worker), Worker.objects.get().deceased_on, credit_idr())

    file_draft(claim=draft, at=at(date(2020, 8, 15)), by=budi())
    file_draft(claim=draft, at=at(date(2020, 8, 16)), by=budi())

    assert untouched == (date(2021, 7, 1), None, 0)
    assert (covered_until(worker), credit_idr()) == (date(2020, 9, 1), 10 * PRICE)
    assert way_of(draft) == ["draft", "reported"]
    assert now(draft).reported_at == at(date(2020, 8, 15))


def test_a_draft_keeps_the_day_of_a_death_that_came_after_the_accident():
    worker = covered_worker()
    died_on = date(2020, 11, 3)
    draft = report_accident(
        worker, outcome="death", died_on=died_on, draft=True, at=at(date(2020, 11, 4))
    )

    file_draft(claim=draft, at=at(date(2020, 11, 5)), by=budi())

    worker.refresh_from_db()
    assert worker.deceased_on == died_on
    assert covered_until(worker) == date(2020, 12, 1)


def test_a_report_over_a_draft_takes_over_what_is_told_and_files_it():
    worker = covered_worker()
    draft = report_accident(worker, draft=True, place="Dermaga")

    told = report_accident(
        worker,
        outcome="death",
        died_on=date(2020, 10, 6),
        place="Pelabuhan",
        reporter_name="Rohana",
        at=at(date(2020, 10, 7)),
    )

    assert told == draft
    kept = now(draft)
    assert way_of(kept) == ["draft", "reported"]
    assert (kept.place, kept.reporter_name, kept.died_on) == (
        "Pelabuhan",
        "Rohana",
        date(2020, 10, 6),
    )
    assert kept.reported_at == at(date(2020, 10, 7))
    assert (covered_until(worker), credit_idr()) == (date(2020, 11, 1), 8 * PRICE)


def test_a_draft_over_a_draft_takes_over_what_is_told_and_stays_one():
    worker = covered_worker()
    draft = report_accident(worker, draft=True, place="Dermaga")

    again = report_accident(worker, draft=True, suspected=True, place="Pelabuhan")

    assert (again, again.status) == (draft, Status.DRAFT)
    assert (now(draft).place, now(draft).suspected) == ("Pelabuhan", True)
    assert way_of(draft) == []
    assert covered_until(worker) == date(2021, 7, 1)


@pytest.mark.parametrize(
    ("suspected", "status"),
    [(True, "suspected"), (False, "reported")],
    ids=["a suspicion", "no suspicion any more"],
)
def test_a_report_over_a_draft_says_anew_whether_it_is_a_suspicion(suspected, status):
    worker = covered_worker()
    draft = report_accident(worker, draft=True, suspected=not suspected)

    report_accident(worker, suspected=suspected)

    assert way_of(draft) == ["draft", status]


def test_a_draft_over_a_report_changes_nothing_of_it():
    worker = covered_worker()
    report_accident(worker, place="Dermaga")
    before = everything()

    again = report_accident(worker, draft=True, place="Pelabuhan")

    assert again.status == Status.REPORTED
    assert everything() == before


def test_a_report_over_a_draft_that_is_refused_leaves_the_draft_as_it_was():
    worker = covered_worker()
    report_accident(worker, draft=True)
    before = everything()

    with pytest.raises(DeathImpossible):
        report_accident(worker, outcome="death", died_on=date(2020, 10, 7))

    assert everything() == before


def test_a_draft_can_be_filed_as_a_suspicion():
    draft = report_accident(draft=True, suspected=True)

    file_draft(claim=draft, at=at(date(2020, 10, 7)), by=budi())

    assert way_of(draft) == ["draft", "suspected"]


def test_a_death_whose_report_is_refused_leaves_no_trace():
    worker = covered_worker()
    before = everything()

    with pytest.raises(DeathImpossible):
        report_accident(worker, outcome="death", died_on=date(2020, 10, 7))

    assert everything() == before


def test_a_report_of_a_death_that_is_cut_off_at_any_write_leaves_no_trace():
    worker = covered_worker()
    budi()
    before = everything()
    cut = 0

    while True:
        try:
            with killed_at(cut + 1), transaction.atomic():
                report_death(worker)
        except Killed:
            cut += 1
            assert everything() == before
        else:
            break

    assert cut > 5
    assert credit_idr() == 10 * PRICE


# once


def test_the_same_event_told_again_is_the_first_claim():
    worker = covered_worker()

    first = report_accident(worker)
    second = report_accident(worker, place="Pelabuhan", by=rina())

    assert first == second
    assert now(first).place == ""
    assert Claim.objects.count() == 1


def test_another_day_is_another_claim():
    worker = covered_worker()

    first = report_accident(worker)
    second = report_accident(worker, event_on=date(2020, 10, 6))

    assert (first.number, second.number) == ("KLM-2105-2020-00001", "KLM-2105-2020-00002")


def test_an_event_whose_claim_was_closed_can_be_told_anew():
    worker = covered_worker()
    first = report_accident(worker)
    close_claim(claim=first, why="Keliru", at=at(date(2020, 10, 7)), by=rina())

    second = report_accident(worker)

    assert first != second
    assert second.status == Status.REPORTED


@pytest.mark.parametrize(
    ("village", "told_on", "number"),
    [
        ("2105032001", date(2020, 12, 31), "KLM-2105-2020-00002"),
        ("2105032001", date(2021, 1, 1), "KLM-2105-2021-00001"),
        ("2103011001", date(2020, 12, 31), "KLM-2103-2020-00001"),
    ],
    ids=["the same regency", "a new year", "another regency"],
)
def test_claims_are_numbered_by_regency_and_year_of_the_report(village, told_on, number):
    report_accident(make_worker(1))
    officer = make_user("dedi", region=make_region(village[:4]))
    other = make_worker(2, village=make_region(village))

    claim = report_accident(other, at=at(told_on), by=officer)

    assert claim.number == number


# what cannot be


@pytest.mark.parametrize("days", [1, 400], ids=["tomorrow", "in a year"])
def test_a_day_still_to_come_is_refused_and_nothing_is_kept(days):
    worker = covered_worker()
    before = everything()

    with pytest.raises(ReportImpossible):
        report_death(worker, event_on=date.fromordinal(date(2020, 8, 13).toordinal() + days))

    assert everything() == before


def test_the_day_is_that_of_the_office_and_not_of_greenwich():
    evening_before = datetime(2020, 8, 12, 18, tzinfo=UTC)

    claim = report_death(event_on=date(2020, 8, 13), at=evening_before)

    assert claim.event_on == date(2020, 8, 13)


@pytest.mark.parametrize(
    ("cause", "program"),
    [
        ("illness", "JKM"),
        ("other", "JKM"),
        ("work_accident", "JKK"),
        ("commuting_accident", "JKK"),
        ("occupational_disease", "JKK"),
    ],
)
def test_the_program_follows_from_the_cause(cause, program):
    worker = make_worker(1)
    wrong = "JKK" if program == "JKM" else "JKM"
    told = {"cause": cause, "event_on": DIED, "at": TOLD}

    with pytest.raises(NotThisProgram):
        report_death(worker, program=wrong, **told)
    claim = report_death(worker, program=program, **told)

    assert claim.program == program


@pytest.mark.parametrize(
    "told",
    [{"suspected": True}, {"outcome": "recovered"}, {"outcome": "permanent_total"}],
    ids=["suspected", "recovered", "never able to work again"],
)
def test_what_only_an_accident_can_be_is_refused_for_a_death_of_illness(told):
    with pytest.raises(NotThisProgram):
        report_death(make_worker(1), **told)


@pytest.mark.parametrize(
    "who",
    [ani, nur, citra, iskandar],
    ids=["treasurer", "supervisor", "officer next door", "approver"],
)
def test_who_may_not_report_changes_nothing(who):
    worker, stranger = covered_worker(), who()
    before = everything()

    with pytest.raises(PermissionDenied):
        report_death(worker, by=stranger)

    assert everything() == before


@pytest.mark.parametrize("role", [Role.OFFICER, Role.EXAMINER], ids=str)
def test_officers_and_examiners_report(role):
    claim = report_accident(make_worker(1), by=make_user("dewi", role=role))

    assert claim.reported_by.username == "dewi"


# clocks and suspicion


@pytest.mark.parametrize(
    ("told", "last"),
    [
        ({}, date(2020, 10, 15)),
        ({"suspected": True}, LAST_DAY),
        (
            {"suspected": True, "event_on": date(2024, 3, 1), "at": at(date(2024, 3, 4))},
            date(2024, 4, 3),
        ),
        ({"draft": True}, LAST_DAY),
    ],
    ids=["seven working days", "before the rule of 2023", "thirty days", "a draft"],
)
def test_a_report_starts_the_clock_of_its_first_move(told, last):
    assert report_accident(make_worker(1), **told).act_by == last


def test_a_suspicion_that_was_an_accident_goes_on_as_one():
    claim = report_accident(suspected=True)

    conclude_suspicion(
        claim=claim, is_accident=True, why="Saksi", at=at(date(2020, 10, 9)), by=rina()
    )

    claim = now(claim)
    assert (claim.status, claim.exclusion) == (Status.REPORTED, "")
    assert claim.act_by == date(2020, 10, 20)
    assert claim.steps.get().why == "Saksi"


def test_the_examiners_time_runs_from_the_conclusion_whatever_is_told_after_it():
    claim = report_accident(suspected=True)
    concluded = at(date(2020, 10, 26))
    conclude_suspicion(claim=claim, is_accident=True, why="Saksi", at=concluded, by=rina())

    claim = state_facts(claim=claim, place="Dermaga", at=at(date(2020, 10, 27)), by=budi())

    assert claim.act_by == date(2020, 11, 9)


def test_an_outcome_told_after_the_conclusion_gives_the_examiner_his_time_from_then():
    claim = report_accident(suspected=True)
    concluded = at(date(2020, 10, 9))
    conclude_suspicion(claim=claim, is_accident=True, why="Saksi", at=concluded, by=rina())

    told = at(date(2020, 10, 26))
    claim = state_facts(claim=claim, outcome="recovered", stage2_at=told, at=told, by=budi())

    assert claim.act_by == date(2020, 11, 9)


def test_a_suspicion_that_was_none_is_assessed_refused_and_told_in_a_letter():
    claim = report_accident(suspected=True)

    conclude_suspicion(
        claim=claim,
        is_accident=False,
        exclusion="private_interest",
        why="Pulang kampung",
        at=at(date(2020, 10, 9)),
        by=rina(),
    )
    check_claim(claim=claim, at=at(date(2020, 10, 9)), by=rina())
    assessment = assess_claim(claim=claim, at=at(date(2020, 10, 9)), by=rina())
    refuse_claim(
        claim=claim,
        clause="PP 44/2015 Pasal 34",
        reason="Bukan kerja",
        at=at(date(2020, 10, 12)),
        by=iskandar(),
    )

    assert assessment.result == "NOT_ELIGIBLE"
    assert assessment.facts["exclusion"] == "private_interest"
    assert way_of(claim) == ["suspected", "reported", "assessed", "refused"]
    assert LetterKind.REFUSAL in letter_kinds(now(claim))


def test_a_no_without_its_ground_is_refused():
    claim = report_accident(suspected=True)

    with pytest.raises(ExclusionNotNamed):
        conclude_suspicion(
            claim=claim, is_accident=False, why="Tidak", at=at(date(2020, 10, 9)), by=rina()
        )

    assert now(claim).status == Status.SUSPECTED


def test_what_is_not_suspected_cannot_be_concluded():
    claim = report_accident()

    with pytest.raises(NotInThisState):
        conclude_suspicion(
            claim=claim, is_accident=True, why="Ya", at=at(date(2020, 10, 9)), by=rina()
        )


def test_the_officer_does_not_conclude():
    claim = report_accident(suspected=True)

    with pytest.raises(PermissionDenied):
        conclude_suspicion(
            claim=claim, is_accident=True, why="Ya", at=at(date(2020, 10, 9)), by=budi()
        )


@pytest.mark.parametrize("draft", [False, True], ids=["reported", "a draft"])
def test_a_death_before_its_event_is_refused_and_nothing_is_kept(draft):
    worker = covered_worker()
    before = everything()

    with pytest.raises(DeathBeforeEvent):
        report_accident(worker, outcome="death", died_on=date(2020, 10, 4), draft=draft)

    assert everything() == before


def test_a_death_on_the_day_of_its_event_is_none_before_it():
    claim = report_accident(outcome="death", died_on=date(2020, 10, 5))

    assert claim.worker.deceased_on == date(2020, 10, 5)
