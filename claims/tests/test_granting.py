"""The lines of a later decision beside what an earlier one on the same claim granted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from claims.actions.facts import state_facts
from claims.actions.payouts import release_after_arrears
from claims.models import BenefitLine, Claim
from claims.rules.states import Status
from claims.tests.factories import (
    CHILD,
    SMALL_LOSS,
    approved_death,
    at,
    bring_papers,
    complete_accident,
    covered_worker,
    fatal_accident,
    now,
    rina,
    wan,
)
from claims.tests.payout_steps import order, pay, settle_arrears, worker_in_arrears
from claims.tests.test_appeals import appeal, assessed_again, sari
from claims.tests.test_assessing import assess
from claims.tests.test_deciding import approve
from enrollment.actions.heirs import name_heir
from enrollment.models import Heir, Worker
from enrollment.tests.factories import budi
from registry.models import AuditEvent
from registry.money import format_rupiah

pytestmark = pytest.mark.django_db

DECIDED = at(date(2020, 10, 22))
APPEALED = at(date(2020, 11, 9))
AGAIN = at(date(2020, 11, 10))
LARGE_LOSS = {"losses": [{"code": "left_index_finger"}]}
BOTH_LOSSES = {"losses": [*SMALL_LOSS["losses"], *LARGE_LOSS["losses"]]}


def granted(worker: Worker | None = None, stated: Any = SMALL_LOSS, **changes: Any) -> Claim:
    """Return an accident that was granted and not paid yet."""
    claim = complete_accident(worker, **changes)
    state_facts(claim=claim, stated=stated, at=at(date(2020, 10, 20)), by=budi())
    assess(claim, moment=at(date(2020, 10, 21)))
    approve(claim, moment=DECIDED)
    return now(claim)


def paid(claim: Claim) -> Claim:
    """Return the claim after what it pays today was transferred in time."""
    for payout in order(claim, on=date(2020, 10, 23)):
        pay(payout, on=date(2020, 10, 26))
    return now(claim)


def granted_anew(claim: Claim, **facts: Any) -> Claim:
    """Return the claim after an appeal with other facts was granted."""
    appeal(claim, moment=APPEALED)
    state_facts(claim=claim, **facts, at=APPEALED, by=budi())
    bring_papers(now(claim), on=date(2020, 11, 9))
    approve(assessed_again(claim, AGAIN), by=sari(), moment=AGAIN)
    return now(claim)


def name_child(worker: Worker, name: str = "Mega", **changes: Any) -> Heir:
    """Return a child in the second grade, named as an heir."""
    values: dict[str, Any] = CHILD | {"name": name, "level": "SD", "grade": 2} | changes
    return name_heir(worker=worker, on=date(2020, 10, 6), by=budi(), **values)


def school_years(claim: Claim) -> dict[str, list[date]]:
    """Return the school years that stand, by the name of the child."""
    years: dict[str, list[date]] = {}
    for line in claim.lines.standing().filter(when="yearly").order_by("due_on"):
        assert line.child is not None
        assert line.due_on is not None
        years.setdefault(line.child.name, []).append(line.due_on)
    return years


# more, less, the same


@pytest.mark.parametrize("settle", [now, paid], ids=["not paid yet", "paid"])
def test_a_later_decision_adds_only_what_goes_beyond_and_its_formula_tells_what_was_taken_off(
    settle,
):
    claim = settle(granted())
    before = claim.lines.get()

    claim = granted_anew(claim, stated=LARGE_LOSS)

    first, added = claim.lines.standing().order_by("pk")
    wanted = claim.assessments.latest("number").answer["lines"][0]
    assert (first, first.decision.level) == (before, "")
    assert added.decision.level == "office"
    assert added.amount_idr == wanted["amount_idr"] - before.amount_idr > 0
    assert added.formula == f"{wanted['formula']} − {format_rupiah(before.amount_idr)}"
    assert claim.status == Status.APPROVED
    trail = AuditEvent.objects.filter(action="benefit.granted").latest("pk")
    assert trail.facts["amount_idr"] == added.amount_idr


def test_two_lines_of_one_benefit_together_grant_what_goes_beyond_the_first():
    claim = paid(granted())
    before = claim.lines.get()

    claim = granted_anew(claim, stated=BOTH_LOSSES)

    wanted_idr = claim.assessments.latest("number").total_now_idr
    assert sum(line.amount_idr for line in claim.lines.standing()) == wanted_idr
    assert BenefitLine.objects.get(pk=before.pk).voided_on is None
    (payout,) = order(claim, on=date(2020, 11, 11))
    assert payout.amount_idr == wanted_idr - before.amount_idr


def test_what_is_granted_the_same_leaves_the_lines_of_the_first_decision():
    claim = approved_death()
    lines = list(claim.lines.values())
    appeal(claim)

    second = approve(assessed_again(claim), by=sari(), moment=at(date(2020, 9, 1)))

    assert list(claim.lines.values()) == lines
    assert not second.lines.exists()
    assert second.amount_idr == 42_000_000


def test_a_third_decision_takes_off_what_both_before_it_granted():
    claim = granted()
    claim = granted_anew(claim, stated=LARGE_LOSS)
    lines = list(claim.lines.standing().order_by("pk"))
    appeal(claim, "inspector", moment=AGAIN)

    approve(assessed_again(claim, AGAIN), by=wan(), moment=AGAIN)

    assert list(claim.lines.standing().order_by("pk")) == lines


def test_a_lowered_benefit_that_nobody_paid_is_replaced_by_the_lower_one():
    claim = granted(stated=LARGE_LOSS)
    before = claim.lines.get()

    claim = granted_anew(claim, stated=SMALL_LOSS)

    replaced, stands = claim.lines.order_by("pk")
    assert (replaced.pk, replaced.voided_on) == (before.pk, date(2020, 11, 10))
    assert stands.voided_on is None
    assert stands.amount_idr == claim.assessments.latest("number").total_now_idr
    assert stands.amount_idr < before.amount_idr
    assert "−" not in stands.formula
    assert sum(payout.amount_idr for payout in order(claim)) == stands.amount_idr


def test_a_lowered_benefit_that_was_paid_stays_and_nothing_is_granted_beside_it():
    claim = paid(granted(stated=LARGE_LOSS))
    before = list(claim.lines.values())

    claim = granted_anew(claim, stated=SMALL_LOSS)

    assert list(claim.lines.values()) == before
    assert claim.status == Status.PAID


def test_a_lowered_benefit_that_stands_in_a_transfer_stays():
    claim = granted(stated=LARGE_LOSS)
    (payout,) = order(claim, on=date(2020, 10, 23))

    claim = granted_anew(claim, stated=SMALL_LOSS)

    assert claim.lines.get().voided_on is None
    assert order(claim, on=date(2020, 11, 11)) == [payout]


def test_a_benefit_that_falls_away_is_taken_back_unless_it_was_paid():
    claim = granted(stated=SMALL_LOSS | {"treatment_idr": 0})
    appeal(claim, moment=APPEALED)

    state_facts(claim=claim, outcome="recovered", stated={}, at=APPEALED, by=budi())
    approve(assessed_again(claim, AGAIN), by=sari(), moment=AGAIN)

    assert not claim.lines.standing().exists()
    assert BenefitLine.objects.count() == 1
    assert now(claim).status == Status.PAID


# another time


def in_arrears():
    """Return an accident whose loss waits for the arrears, and the invoice that settles them."""
    worker, invoice = worker_in_arrears()
    claim = granted(worker, event_on=date(2020, 8, 12), at=at(date(2020, 8, 13)))
    return claim, invoice


def test_what_waited_for_the_arrears_and_waits_no_more_is_granted_now():
    claim, invoice = in_arrears()
    waited = claim.lines.get()
    settle_arrears(invoice)

    claim = granted_anew(claim)

    stands = claim.lines.standing().get()
    assert waited.when == "after_arrears"
    assert (stands.when, stands.amount_idr) == ("now", waited.amount_idr)
    assert stands.released_on == date(2020, 11, 10)
    assert BenefitLine.objects.get(pk=waited.pk).voided_on == date(2020, 11, 10)
    assert claim.status == Status.APPROVED


def test_what_waited_for_the_arrears_and_was_paid_is_not_granted_anew():
    claim, invoice = in_arrears()
    settle_arrears(invoice)
    release_after_arrears(claim=claim, at=DECIDED, by=rina())
    claim = paid(claim)
    before = list(claim.lines.exclude(code="late_compensation").values())

    claim = granted_anew(claim)

    assert list(claim.lines.exclude(code="late_compensation").values()) == before


# children


def granted_death(worker: Worker) -> Claim:
    """Return a death at work that was granted, with the school years of the children named."""
    claim = fatal_accident(worker)
    approve(claim, moment=DECIDED)
    return now(claim)


def test_each_of_two_twins_has_school_years_of_his_own():
    worker = covered_worker()
    for name in ("Mega", "Rahmat"):
        name_child(worker, name)

    years = school_years(granted_death(worker))

    assert set(years) == {"Mega", "Rahmat"}
    assert years["Mega"] == years["Rahmat"]
    assert len(set(years["Mega"])) == len(years["Mega"]) > 5


@pytest.mark.parametrize("trait", ["is_married", "is_working"])
def test_of_twins_of_whom_one_goes_to_school_no_more_the_other_has_the_school_years(trait):
    worker = covered_worker()
    name_child(worker, "Mega", **{trait: True})
    name_child(worker, "Rahmat")

    assert set(school_years(granted_death(worker))) == {"Rahmat"}


def test_an_appeal_that_names_another_child_adds_its_years_and_leaves_those_of_the_first():
    worker = covered_worker()
    name_child(worker, "Mega")
    claim = granted_death(worker)
    before = list(claim.lines.order_by("pk"))
    name_child(worker, "Rahmat")

    claim = granted_anew(claim)

    added = claim.lines.filter(decision__level="office")
    assert list(claim.lines.filter(decision__level="").order_by("pk")) == before
    assert {line.voided_on for line in before} == {None}
    assert {line.child.name for line in added} == {"Rahmat"}
    assert school_years(claim)["Mega"] == school_years(claim)["Rahmat"]


def test_a_child_struck_by_an_appeal_loses_the_years_that_were_not_paid():
    worker = covered_worker()
    child = name_child(worker, "Mega")
    name_child(worker, "Rahmat", born_on=date(2010, 4, 5), grade=4)
    claim = granted_death(worker)
    before = school_years(claim)
    name_child(worker, "Mega", heir=child, is_married=True)

    claim = granted_anew(claim)

    assert set(before) == {"Mega", "Rahmat"}
    assert school_years(claim) == {"Rahmat": before["Rahmat"]}
