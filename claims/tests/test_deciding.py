"""Deciding: by another person, within the tier, once; and what the database holds of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import translation

from claims.actions.assessing import ReasonNeeded, return_claim
from claims.actions.checking import check_claim
from claims.actions.deciding import (
    ClauseNeeded,
    DeathGrantedAlready,
    FactsChanged,
    NothingToGrant,
    SamePerson,
    approve_claim,
    permission_to_decide,
    refuse_claim,
)
from claims.actions.steps import NotInThisState
from claims.models import LAST_DAY, BenefitLine, Claim, ClaimStep, Decision
from claims.rules.states import Status
from claims.tests.factories import (
    CHILD,
    HIGHEST_WAGE_IDR,
    Killed,
    approved_death,
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
    now,
    refused_death,
    report_accident,
    rina,
    uninsured_death,
    wan,
    way_of,
)
from claims.tests.payout_steps import worker_in_arrears
from claims.tests.test_assessing import assess
from enrollment.actions.heirs import name_heir
from enrollment.tests.factories import ani, budi, citra, nur
from registry.models import AuditEvent, Membership, User
from registry.roles import Permission, Role
from registry.tests.factories import make_region

pytestmark = pytest.mark.django_db

DECIDED = at(date(2020, 8, 24))
LATER = at(date(2020, 10, 22))
CLAUSE = "PP 44/2015 Pasal 34"
# another child, who goes through school in the same years
TWIN = date(2012, 6, 7)


@pytest.fixture(autouse=True)
def in_english():
    """Refuse in the words of the source."""
    with translation.override("en"):
        yield


def approve(claim, *, by=None, moment=DECIDED):
    """Return Iskandar's approval."""
    return approve_claim(claim=claim, at=moment, by=by or iskandar())


def refuse(claim, *, by=None, reason="Bukan ahli waris.", clause=CLAUSE, moment=DECIDED):
    """Return Iskandar's refusal."""
    return refuse_claim(claim=claim, reason=reason, clause=clause, at=moment, by=by or iskandar())


def recovered(**changes):
    """Return an accident that healed without a loss, assessed: nothing of it is ever paid."""
    claim = report_accident(outcome="recovered", **changes)
    bring_papers(claim, on=date(2020, 10, 20))
    check_claim(claim=claim, at=LATER, by=rina())
    assess(claim, moment=LATER)
    return now(claim)


def also(user: User, role: str) -> User:
    """Return the user, who holds one more role."""
    Membership.objects.create(user=user, role=role, region=make_region(), since=date(2020, 1, 1))
    return User.objects.get(pk=user.pk)


def step(claim, source, target):
    """Write a step of the claim, as its actions do."""
    number = claim.steps.count() + 1
    ClaimStep.objects.create(
        claim=claim, number=number, source=source, target=target, at=DECIDED, by=wan()
    )
    return number


# approving


def test_an_approval_grants_every_line_of_the_assessment_as_it_was_written():
    claim = assessed_death()

    decision = approve(claim)

    written = claim.assessments.get().answer["lines"]
    assert (decision.kind, decision.amount_idr, decision.decided_by) == (
        "approved",
        42_000_000,
        iskandar(),
    )
    assert [
        (line.code, line.amount_idr, line.formula, line.act, line.clause, line.released_on)
        for line in decision.lines.order_by("pk")
    ] == [
        (
            line["code"],
            line["amount_idr"],
            line["formula"],
            line["act"],
            line["clause"],
            date(2020, 8, 24),
        )
        for line in written
    ]
    assert AuditEvent.objects.get(action="benefit.granted").facts["amount_idr"] == 42_000_000


def test_a_school_year_is_granted_to_its_child_and_not_payable_yet():
    worker = covered_worker()
    child = {"relation": "child", "name": "Mega", "born_on": date(2012, 5, 6)}
    heir = name_heir(worker=worker, on=date(2020, 10, 6), by=budi(), level="SD", grade=2, **child)
    claim = fatal_accident(worker)

    approve(claim, moment=at(date(2020, 10, 22)))

    years = claim.lines.filter(when="yearly")
    assert years
    assert {(line.child, line.released_on) for line in years} == {(heir, None)}
    assert not claim.lines.payable().filter(when="yearly").exists()


def test_approving_twice_grants_once():
    claim = assessed_death()

    first, second = approve(claim), approve(claim)

    assert first == second
    assert BenefitLine.objects.count() == 3
    assert Decision.objects.count() == 1


def test_an_approval_under_which_something_is_to_be_paid_waits_for_the_treasurer():
    claim = assessed_death()

    approve(claim)

    claim = now(claim)
    assert (claim.status, claim.act_by) == (Status.APPROVED, date(2020, 8, 25))
    assert claim.daily_stake_idr == 420_000


def test_a_claim_of_which_nothing_is_to_be_paid_today_is_paid_at_once():
    claim = recovered()

    decision = approve(claim, moment=LATER)

    claim = now(claim)
    assert way_of(claim)[-3:] == ["assessed", "approved", "paid"]
    assert (claim.act_by, claim.daily_stake_idr) == (LAST_DAY, 0)
    assert (decision.kind, decision.amount_idr) == ("approved", 0)
    assert not claim.lines.exists()


def test_what_waits_for_the_arrears_is_granted_and_nothing_of_it_is_payable_today():
    worker, _ = worker_in_arrears()
    claim = complete_accident(worker, event_on=date(2020, 8, 12), at=at(date(2020, 8, 13)))
    assess(claim, moment=LATER)

    approve(claim, moment=LATER)

    assert now(claim).status == Status.PAID
    assert set(claim.lines.values_list("when", "released_on")) == {("after_arrears", None)}


@pytest.mark.parametrize("make", [assessed_death, recovered], ids=["approved", "paid at once"])
def test_a_decision_asked_for_again_is_the_one_that_stands(make):
    claim = make()
    first = approve(claim, moment=LATER)
    before = everything()

    second = approve(claim, moment=at(date(2020, 10, 23)))

    assert first == second
    assert everything() == before


def test_an_approval_says_in_indonesian_what_it_grants():
    claim = assessed_death()

    approve(claim)

    said = in_indonesian("%(idr)s is granted.", idr="Rp42.000.000")
    assert claim.steps.latest("number").why == said


def test_an_approval_of_another_assessment_than_was_seen_is_refused():
    claim = assessed_death()
    seen = claim.assessments.get()
    return_claim(claim=claim, why="Akta nikah?", at=DECIDED, by=wan())
    fresh = assess(claim, moment=DECIDED)

    with pytest.raises(FactsChanged):
        approve_claim(claim=claim, assessment_id=seen.pk, at=DECIDED, by=iskandar())

    assert not Decision.objects.exists()
    decision = approve_claim(claim=claim, assessment_id=fresh.pk, at=DECIDED, by=iskandar())
    assert decision.assessment == fresh


def excluded(claim):
    """Take the right away behind the back of every action."""
    Claim.objects.filter(pk=claim.pk).update(exclusion="private_interest")


@pytest.mark.parametrize("act", [approve, refuse])
def test_a_result_that_the_rules_would_not_give_today_is_not_decided_on(act):
    claim = recovered()
    iskandar()
    excluded(claim)
    before = everything()

    with pytest.raises(FactsChanged):
        act(claim, moment=LATER)

    assert everything() == before


def test_the_same_sum_for_another_child_is_not_decided_on():
    worker = covered_worker(since=date(2017, 1, 1), months=48, paid_on=date(2017, 1, 2))
    child = name_heir(worker=worker, on=date(2020, 10, 6), by=budi(), **CHILD)
    claim = fatal_accident(worker)
    granted_idr = claim.assessments.get().scholarship_total_idr
    name_heir(
        worker=worker, on=date(2020, 10, 22), by=budi(), heir=child, **CHILD | {"born_on": TWIN}
    )

    with pytest.raises(FactsChanged):
        approve(claim, moment=LATER)

    assert granted_idr > 0
    assert not Decision.objects.exists()


def test_an_approval_cut_off_at_any_write_grants_nothing():
    claim = assessed_death()
    iskandar()
    before = everything()
    cut = 0

    while True:
        try:
            with killed_at(cut + 1), transaction.atomic():
                approve(claim)
        except Killed:
            cut += 1
            assert everything() == before
        else:
            break

    assert cut >= 5
    assert BenefitLine.objects.count() == 3


def test_what_gives_no_right_is_not_approved():
    claim = uninsured_death()
    assess(claim)

    with pytest.raises(NothingToGrant):
        approve(claim)

    assert now(claim).status == Status.ASSESSED


@pytest.mark.parametrize("act", [approve, refuse])
def test_only_what_is_assessed_is_decided(act):
    with pytest.raises(NotInThisState):
        act(complete_death())


# refusing


def test_a_refusal_keeps_its_reason_and_grants_nothing():
    claim = assessed_death()

    decision = refuse(claim)

    assert (decision.kind, decision.reason, decision.amount_idr) == (
        "refused",
        "Bukan ahli waris.",
        0,
    )
    assert way_of(claim)[-1] == "refused"
    assert claim.steps.latest("number").why == "Bukan ahli waris."
    assert not BenefitLine.objects.exists()


@pytest.mark.parametrize("reason", ["", " \t\n"], ids=["nothing", "blanks"])
def test_a_refusal_needs_a_reason(reason):
    claim = assessed_death()
    iskandar()
    before = everything()

    with pytest.raises(ReasonNeeded):
        refuse(claim, reason=reason)

    assert everything() == before


@pytest.mark.parametrize("clause", ["", " \t\n"], ids=["nothing", "blanks"])
def test_a_refusal_against_the_rules_names_the_clause_that_stands_against_the_right(clause):
    claim = assessed_death()
    iskandar()
    before = everything()

    with pytest.raises(ClauseNeeded):
        refuse(claim, clause=clause)

    assert everything() == before


def test_a_refusal_keeps_its_clause():
    assert refuse(assessed_death()).clause == CLAUSE


def test_a_refusal_that_the_rules_give_needs_no_clause_of_its_own():
    claim = uninsured_death()
    assess(claim)

    assert refuse(claim, clause="").kind == "refused"


def test_what_changed_since_the_assessment_is_not_refused_on_it():
    claim = fatal_accident()
    name_heir(worker=claim.worker, on=date(2020, 10, 21), by=budi(), **CHILD)
    iskandar()
    before = everything()

    with pytest.raises(FactsChanged):
        refuse(claim, moment=LATER)

    assert everything() == before


def test_refusing_twice_is_one_refusal():
    claim = assessed_death()

    assert refuse(claim) == refuse(claim, reason="Lain")
    assert Decision.objects.get().reason == "Bukan ahli waris."


# who


@pytest.mark.parametrize("act", [approve, refuse])
@pytest.mark.parametrize(
    "who",
    [budi, ani, nur, citra, rina],
    ids=["officer", "treasurer", "supervisor", "officer next door", "examiner"],
)
def test_who_may_not_decide_changes_nothing(act, who):
    claim, stranger = assessed_death(), who()
    before = everything()

    with pytest.raises(PermissionDenied):
        act(claim, by=stranger)

    assert everything() == before


@pytest.mark.parametrize("act", [approve, refuse])
def test_who_assessed_does_not_decide_and_is_told_so(act):
    claim = assessed_death()
    both = also(rina(), Role.APPROVER)
    before = everything()

    with pytest.raises(SamePerson, match="You assessed this claim"):
        act(claim, by=both)

    assert everything() == before


def test_who_assessed_an_earlier_time_does_not_decide_either():
    claim = assessed_death()
    second = also(wan(), Role.EXAMINER)
    claim_back(claim)
    assess(claim, by=second)

    with pytest.raises(SamePerson):
        approve(claim, by=also(rina(), Role.APPROVER))


def claim_back(claim):
    """Send an assessed claim back by a step of its own."""
    number = step(claim, "assessed", "complete")
    Claim.objects.filter(pk=claim.pk).update(status="complete", steps_taken=number)


@pytest.mark.parametrize("kind", ["approved", "refused"])
def test_the_database_refuses_a_decision_by_who_assessed(kind):
    claim = assessed_death()

    with (
        pytest.raises(IntegrityError, match="decision_by_another_person"),
        transaction.atomic(),
    ):
        Decision.objects.create(
            claim=claim,
            assessment=claim.assessments.get(),
            kind=kind,
            decided_by=rina(),
            decided_at=DECIDED,
        )


@pytest.mark.parametrize("act", [approve, refuse])
@pytest.mark.parametrize(
    ("wage_base_idr", "by_approver"),
    [(1_000_000, True), (HIGHEST_WAGE_IDR, False)],
    ids=["lowest band", "highest band"],
)
def test_a_high_amount_is_for_the_manager_alone(wage_base_idr, by_approver, act):
    decree = {"wage_base_idr": wage_base_idr, "ceiling_idr": 9_000_000_000}
    claim = fatal_accident(covered_worker(**decree))

    for person, may_decide in ((iskandar(), by_approver), (wan(), True)):
        if may_decide:
            assert act(claim, by=person, moment=LATER).claim == claim
            break
        with pytest.raises(PermissionDenied):
            act(claim, by=person, moment=LATER)
        assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("amount_idr", "right"),
    [
        (0, Permission.CLAIM_DECIDE),
        (249_999_999, Permission.CLAIM_DECIDE),
        (250_000_000, Permission.CLAIM_DECIDE_HIGH),
        (10_000_000_000, Permission.CLAIM_DECIDE_HIGH),
    ],
    ids=["nothing", "a rupiah below", "at the tier", "far above"],
)
def test_the_right_to_decide_follows_from_the_amount(amount_idr, right):
    assert permission_to_decide(amount_idr, on=DECIDED) == right


# one death, one program


def test_a_death_that_one_program_pays_is_not_paid_by_the_other():
    claim = approved_death()
    other = fatal_accident(claim.worker, event_on=date(2020, 8, 12), at=at(date(2020, 8, 14)))

    with pytest.raises(DeathGrantedAlready, match=claim.number):
        approve(other, moment=at(date(2020, 10, 22)))

    assert now(other).status == Status.ASSESSED


def test_the_database_grants_one_death_once():
    claim = approved_death()
    other = report_accident(claim.worker, event_on=date(2020, 8, 11), outcome="death")

    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=other.pk).update(grants_death=True)


def test_an_accident_before_a_death_of_illness_is_paid_beside_it():
    worker = covered_worker()
    accident = complete_accident(worker)
    assess(accident, moment=at(date(2020, 10, 22)))
    approve(accident, moment=at(date(2020, 10, 23)))
    death = complete_death(worker, event_on=date(2020, 12, 1), at=at(date(2020, 12, 2)))
    assess(death, moment=at(date(2020, 12, 3)))

    decision = approve(death, moment=at(date(2020, 12, 4)))

    assert decision.kind == "approved"
    assert now(accident).grants_death is False


# what the database holds of the states


def test_a_status_changes_only_with_a_step():
    claim = complete_death()

    with (
        pytest.raises(IntegrityError, match="claim_status_needs_a_step"),
        transaction.atomic(),
    ):
        Claim.objects.filter(pk=claim.pk).update(status="approved")


@pytest.mark.parametrize(
    ("source", "target"),
    [("complete", "approved"), ("reported", "paid"), ("closed", "paid")],
)
def test_a_step_goes_only_a_way_of_the_table(source, target):
    claim = complete_death()

    with pytest.raises(IntegrityError), transaction.atomic():
        step(claim, source, target)


def test_a_step_of_another_state_moves_no_claim():
    claim = complete_death()
    number = step(claim, "assessed", "approved")

    with (
        pytest.raises(IntegrityError, match="claim_status_needs_a_step"),
        transaction.atomic(),
    ):
        Claim.objects.filter(pk=claim.pk).update(status="approved", steps_taken=number)


@pytest.mark.parametrize(
    ("model", "changes", "rule"),
    [
        (Decision, {"reason": "Lain"}, "decision_stays"),
        (ClaimStep, {"why": "Lain"}, "claim_step_stays"),
    ],
    ids=["a decision", "a step"],
)
def test_what_was_decided_is_never_rewritten(model, changes, rule):
    refused_death()

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        model.objects.update(**changes)
