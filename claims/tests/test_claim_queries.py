"""Figures of claims: what the inbox counts, the clock, the outlook, and what was paid where."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from claims.actions.appeals import close_claim
from claims.actions.facts import state_facts
from claims.actions.papers import send_back_document
from claims.actions.payouts import return_payout
from claims.models import Claim
from claims.queries.inbox import inbox_counts, inbox_rows, my_move, stake_idr, with_payable
from claims.queries.outlook import clock_of, outlook
from claims.queries.sums import PaidSum, paid_by_region_and_period
from claims.rules.countdown import DayKind
from claims.rules.states import Mover, Status
from claims.tests.factories import (
    CHILD,
    approved_death,
    assessed_death,
    at,
    bring_papers,
    complete_accident,
    complete_death,
    covered_worker,
    name_account,
    name_widow,
    now,
    refused_death,
    report_accident,
    report_death,
    rina,
)
from claims.tests.payout_steps import Grant, make_approved, order, pay
from claims.wording.findings import finding_text
from enrollment.tests.factories import ani, budi, citra, make_worker
from registry.models import Holiday
from registry.roles import Role
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db

JANUARY, NEXT_JANUARY = date(2020, 1, 1), date(2021, 1, 1)


def row_of(claim, *, on):
    """Return the row of a claim in the inbox of a day."""
    (row,) = inbox_rows(with_payable(Claim.objects.filter(pk=claim.pk)), on=on)
    return row


def look(claim):
    """Return the outlook of the claim as it stands now."""
    return outlook(now(claim), days_off=Holiday.objects.days_off())


# the inbox


@pytest.mark.parametrize(
    ("on", "left", "late", "stake"),
    [
        (date(2020, 8, 18), 3, 0, 0),
        (date(2020, 8, 20), 2, 0, 0),
        (date(2020, 8, 23), 2, 0, 0),
        (date(2020, 8, 25), 0, 0, 0),
        (date(2020, 8, 26), -1, 1, 420_000),
        (date(2020, 8, 31), -4, 6, 6 * 420_000),
    ],
    ids=[
        "the day it was complete",
        "a day off",
        "the Sunday before",
        "the last day",
        "a day late",
        "over a weekend late",
    ],
)
def test_time_is_counted_in_working_days_and_lateness_in_calendar_days(on, left, late, stake):
    row = row_of(complete_death(), on=on)

    assert (row.working_days_left, row.days_late, row.stake_idr) == (left, late, stake)


def test_what_has_no_clock_has_no_days_left_and_owes_nothing():
    row = row_of(report_death(draft=True), on=date(2030, 1, 1))

    assert (row.working_days_left, row.days_late, row.stake_idr) == (None, 0, 0)


def test_a_refusal_stops_what_lateness_costs():
    assert row_of(refused_death(), on=date(2020, 9, 30)).stake_idr == 0


@pytest.mark.parametrize(
    ("make", "mover", "payable_idr"),
    [
        (lambda: report_death(draft=True), Mover.OFFICER, 0),
        (report_death, Mover.EXAMINER, 0),
        (complete_death, Mover.EXAMINER, 0),
        (assessed_death, Mover.APPROVER, 42_000_000),
        (approved_death, Mover.TREASURER, 42_000_000),
        (refused_death, Mover.NOBODY, 42_000_000),
    ],
    ids=["draft", "reported", "complete", "assessed", "approved", "refused"],
)
def test_a_row_says_whose_move_it_is_and_what_was_assessed(make, mover, payable_idr):
    row = row_of(make(), on=date(2020, 8, 24))

    assert (row.mover, row.payable_idr) == (mover, payable_idr)


def one_of_each():
    """Return a claim of several states, by state."""
    made = {
        Status.DRAFT: report_death(covered_worker(1), draft=True),
        Status.REPORTED: report_accident(covered_worker(2)),
        Status.COMPLETE: complete_death(covered_worker(3)),
        Status.ASSESSED: assessed_death(covered_worker(4)),
        Status.APPROVED: approved_death(covered_worker(5)),
        Status.REFUSED: refused_death(covered_worker(6)),
        Status.CLOSED: report_accident(covered_worker(7)),
    }
    close_claim(claim=made[Status.CLOSED], why="Keliru", at=at(date(2020, 10, 7)), by=rina())
    return {status: now(claim) for status, claim in made.items()}


def test_the_inbox_counts_by_state_by_mover_and_by_lateness():
    one_of_each()

    counts = inbox_counts(ani(), on=date(2020, 8, 27))

    assert (counts.open, counts.refused, counts.closed, counts.paid) == (5, 1, 1, 0)
    assert (counts.mine, counts.waiting_for_family) == (1, 0)
    assert (counts.overdue, counts.stake_idr) == (3, 3 * 2 * 420_000)


def test_what_late_claims_owe_together_is_the_sum_of_their_rows():
    one_of_each()
    on = date(2020, 9, 14)

    rows = inbox_rows(with_payable(Claim.objects.all()), on=on)

    assert stake_idr(Claim.objects.all(), on=on) == sum(row.stake_idr for row in rows) > 0


def test_another_regency_counts_nothing():
    one_of_each()

    counts = inbox_counts(citra(), on=date(2020, 8, 27))

    assert (counts.open, counts.overdue, counts.mine, counts.stake_idr) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("role", "states"),
    [
        (Role.OFFICER, {Status.DRAFT}),
        (Role.EXAMINER, {Status.DRAFT, Status.REPORTED, Status.COMPLETE}),
        (Role.APPROVER, {Status.ASSESSED}),
        (Role.MANAGER, {Status.ASSESSED}),
        (Role.TREASURER, {Status.APPROVED}),
        (Role.AUDITOR, set()),
    ],
    ids=["officer", "examiner", "approver", "manager", "treasurer", "auditor"],
)
def test_each_role_has_the_moves_of_its_rights(role, states):
    one_of_each()

    mine = Claim.objects.filter(my_move(make_user("dewi", role=role)))

    assert {Status(claim.status) for claim in mine} == states


def test_rows_ask_the_database_as_often_for_one_as_for_many(django_assert_num_queries):
    one_of_each()
    treasurer = ani()
    inbox_counts(treasurer, on=JANUARY)

    for last in (1, Claim.objects.latest("pk").pk):
        with django_assert_num_queries(2):
            inbox_rows(with_payable(Claim.objects.filter(pk__lte=last)), on=JANUARY)
        with django_assert_num_queries(2):
            inbox_counts(treasurer, on=JANUARY)


# the clock


def test_the_clock_draws_every_day_from_the_complete_file_to_the_last():
    claim = complete_death()

    clock = clock_of(claim, on=date(2020, 8, 19), days_off=Holiday.objects.days_off())

    assert [(day.since.day, day.until.day, day.kind, day.number) for day in clock.days] == [
        (18, 18, DayKind.START, 0),
        (19, 19, DayKind.WORK, 1),
        (20, 23, DayKind.OFF, 0),
        (24, 24, DayKind.WORK, 2),
        (25, 25, DayKind.LAST, 3),
    ]
    assert [day.since.day for day in clock.days if day.is_today] == [19]
    assert (clock.working_days_left, clock.days_late, clock.so_far_idr) == (2, 0, 0)


def test_a_clock_that_ran_out_says_what_is_owed_so_far():
    clock = clock_of(complete_death(), on=date(2020, 9, 4), days_off=Holiday.objects.days_off())

    assert (clock.days_late, clock.daily_idr, clock.so_far_idr) == (10, 420_000, 4_200_000)
    assert not any(day.is_today for day in clock.days)


@pytest.mark.parametrize("make", [report_death, refused_death], ids=["reported", "refused"])
def test_where_nothing_runs_there_is_no_clock(make):
    assert clock_of(make(), on=date(2020, 8, 24), days_off=()) is None


# the outlook


def test_the_outlook_of_a_death_names_papers_heirs_and_what_is_missing():
    claim = report_death()
    name_widow(claim)

    seen = look(claim)

    missing = {need.kind.value for need in seen.missing_papers}
    assert {"death_certificate", "heirs_letter", "marriage_book", "bank_book"} <= missing
    assert [heir.name for heir in seen.heirs] == ["Rohana"]
    assert [finding.code for finding in seen.missing_facts] == ["missing_heirs"]
    assert not seen.is_complete


def test_papers_follow_from_the_heirs():
    claim = report_death()

    name_widow(claim, relation="parent", name="Halimah")
    parents = {need.kind.value for need in look(claim).papers}
    name_widow(claim)
    widow = {need.kind.value for need in look(claim).papers}

    assert "marriage_book" not in parents
    assert "marriage_book" in widow


def test_a_paper_that_nobody_asked_for_is_shown_beside_the_list():
    claim = report_death()
    bring_papers(claim)
    paper = claim.documents.get(kind="bank_book")
    claim.documents.filter(pk=paper.pk).update(kind="medical_letter")

    seen = look(claim)

    assert [document.kind for document in seen.other_papers] == ["medical_letter"]
    assert "bank_book" in {need.kind.value for need in seen.missing_papers}


def test_an_outlook_sees_no_paper_that_was_sent_back():
    claim = complete_death()
    paper = claim.documents.get(kind="family_card")
    send_back_document(document=paper, reason="Kabur", on=date(2020, 8, 24), by=rina())

    assert [need.kind.value for need in look(claim).missing_papers] == ["family_card"]


def test_an_account_of_a_stranger_is_a_warning_and_no_refusal():
    claim = complete_death()
    name_account(claim, holder="Orang Lain")

    seen = look(claim)

    assert "holder_is_no_heir" in {finding.code for finding in seen.warnings}
    assert seen.is_complete


def another_holder():
    claim = complete_accident()
    name_account(claim, "worker", holder="Orang Lain")
    return claim


def own_account():
    claim = complete_accident()
    name_account(claim, "worker", holder=f"{claim.worker.name.upper()}, S.Pd")
    return claim


def unable(months, told_on):
    """Return an accident of 5 October 2020 with months unable to work, told on a day."""
    claim = report_accident(outcome="temporary_incapacity")
    stated = {"temporary_incapacity_months": months}
    return state_facts(claim=claim, stated=stated, at=at(told_on), by=budi())


def declared(told_on, hour=9):
    """Return an accident declared on 12 October 2020 at nine, with the day of its stage II."""
    return state_facts(
        claim=report_accident(),
        outcome="recovered",
        declared_at=at(date(2020, 10, 12)),
        stage2_at=at(told_on, hour),
        at=at(told_on, hour),
        by=budi(),
    )


@pytest.mark.parametrize(
    ("make", "code", "is_found"),
    [
        (another_holder, "holder_is_not_the_worker", True),
        (own_account, "holder_is_not_the_worker", False),
        (lambda: unable(3, date(2020, 11, 30)), "incapacity_longer_than_time", True),
        (lambda: unable(2, date(2020, 11, 1)), "incapacity_longer_than_time", False),
        (lambda: declared(date(2020, 10, 15), 8), "stage2_late", True),
        (lambda: declared(date(2020, 10, 13)), "stage2_late", False),
    ],
    ids=[
        "an account of another",
        "his own, spelled otherwise",
        "three months within two",
        "two months within two",
        "stage II after three days",
        "stage II the next day",
    ],
)
def test_what_an_examiner_should_look_at_twice_is_found_and_told(make, code, is_found):
    claim = make()

    with translation.override("en"):
        told = {finding.code: finding_text(finding) for finding in look(claim).warnings}

    assert (code in told) is is_found
    assert all(sentence.endswith(".") for sentence in told.values())


@pytest.mark.parametrize(
    ("make", "is_due"),
    [(report_death, False), (lambda: report_accident(outcome="death"), True)],
    ids=["JKM after a year of contributions", "JKK at once"],
)
def test_papers_of_school_are_asked_for_when_a_scholarship_is_due(make, is_due):
    claim = make()
    name_widow(claim)
    name_widow(claim, **CHILD, level="SD", grade=2)

    seen = look(claim)

    asked = {need.kind.value for need in seen.papers}
    assert bool(seen.assessment.scholarship_total_idr) is is_due
    assert ({"school_letter", "birth_certificate"} <= asked) is is_due
    assert bool({"school_letter", "birth_certificate"} & asked) is is_due


@pytest.mark.parametrize(
    ("since", "registered_on"),
    [
        (date(2020, 7, 1), date(2020, 7, 21)),
        (date(2020, 8, 1), date(2020, 8, 1)),
        (date(2020, 10, 1), date(2020, 10, 1)),
    ],
    ids=["paid within the first month", "paid before it", "paid months before it"],
)
def test_nobody_is_registered_before_he_paid_or_before_the_first_month_paid_for(
    since, registered_on
):
    claim = report_accident(covered_worker(since=since, paid_on=date(2020, 7, 21)))

    assert look(claim).standing.registered_on == registered_on


def test_two_claims_for_one_death_warn_each_other():
    worker = covered_worker()
    illness = report_death(worker)
    accident = report_accident(worker, event_on=date(2020, 8, 12), outcome="death")

    for claim in (illness, accident):
        codes = {finding.code for finding in look(claim).warnings}
        assert {"two_open_death_claims", "jkk_and_jkm_for_one_death"} <= codes


@pytest.mark.parametrize("children", [0, 4], ids=["no children", "four children"])
def test_an_outlook_asks_the_database_a_fixed_number_of_times(children, django_assert_num_queries):
    claim = complete_death()
    for place in range(children):
        name_widow(claim, **CHILD | {"name": f"Anak {place}"})
    claim, days_off = now(claim), Holiday.objects.days_off()

    with django_assert_num_queries(12):
        outlook(claim, days_off=days_off)


# sums


def test_what_was_paid_is_told_by_region_program_and_month():
    (death,) = order(make_approved(1))
    (late,) = order(make_approved(2))
    injury = make_approved(3, grants=(Grant("burial", 1_000_000),), program="JKK")
    pay(death, on=date(2020, 8, 25))
    pay(late, on=date(2020, 9, 1))
    for payout in order(injury):
        pay(payout, on=date(2020, 8, 24))
    regency, village = make_region(), make_region("2105011001")

    sums = paid_by_region_and_period([regency, village], since=JANUARY, until=NEXT_JANUARY)

    august, september = date(2020, 8, 1), date(2020, 9, 1)
    assert sums == [
        PaidSum(code, program, month, 1, amount)
        for code in ("2105", "2105011001")
        for month, program, amount in (
            (august, "JKK", 1_000_000),
            (august, "JKM", 42_000_000),
            (september, "JKM", 42_000_000),
        )
    ]


def test_what_is_ordered_only_or_came_back_is_not_paid():
    order(make_approved(1))
    (returned,) = order(make_approved(2))
    return_payout(payout=returned, reason="Ditutup", on=date(2020, 8, 26), by=ani())

    assert paid_by_region_and_period([make_region()], since=JANUARY, until=NEXT_JANUARY) == []


@pytest.mark.parametrize(
    ("since", "until", "claims"),
    [
        (date(2020, 8, 25), date(2020, 8, 26), 1),
        (date(2020, 8, 26), date(2020, 9, 1), 0),
        (date(2020, 8, 1), date(2020, 8, 25), 0),
    ],
    ids=["its day", "the day after", "up to its day"],
)
def test_a_period_counts_its_first_day_and_not_its_last(since, until, claims):
    (payout,) = order(make_approved())
    pay(payout, on=date(2020, 8, 25))

    sums = paid_by_region_and_period([make_region()], since=since, until=until)

    assert sum(row.claims for row in sums) == claims


def test_a_claim_paid_in_two_transfers_of_a_month_is_one_claim():
    grants = (Grant("burial", 1_000_000), Grant("treatment", 2_000_000, payee="facility"))
    for payout in order(make_approved(grants=grants)):
        pay(payout, on=date(2020, 8, 25))

    (row,) = paid_by_region_and_period([make_region()], since=JANUARY, until=NEXT_JANUARY)

    assert (row.claims, row.amount_idr) == (1, 3_000_000)


def test_nothing_was_paid_next_door():
    (payout,) = order(make_approved())
    pay(payout)
    make_worker(9, village=make_region("2103011001"))

    sums = paid_by_region_and_period([make_region("2103")], since=JANUARY, until=NEXT_JANUARY)

    assert sums == []


def test_an_accident_is_worth_its_loss_now():
    claim = complete_accident()

    seen = look(claim)

    assert seen.is_complete
    assert [(line.code, line.payee.value) for line in seen.assessment.lines] == [
        ("partial_anatomical", "worker")
    ]
