"""The scholarship of two children of one birth date: two plans, each under its own name."""

from datetime import date

import pytest

from claims.actions.assessing import assess_claim
from claims.actions.checking import check_claim
from claims.actions.deciding import approve_claim
from claims.actions.facts import state_facts
from claims.queries.letters import LetterKind
from claims.queries.school import school_plans
from claims.rules.facts import ChildFact, Level
from claims.rules.scholarship import plan
from claims.tests.factories import (
    at,
    bring_papers,
    name_account,
    name_widow,
    now,
    report_accident,
    rina,
    wan,
)
from claims.tests.letter_steps import text_of
from claims.tests.test_claim_views import page_of
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import budi

BORN = date(2012, 5, 6)


def lines_of(*children: ChildFact):
    """Return the school years of children after a death of August 2020."""
    return plan(children, event_on=date(2020, 8, 12))


def told(plans):
    """Return of each plan where school begins and ends, and what it is worth."""
    return [
        (found.years[0].level, found.years[0].grade, len(found.years), found.total_idr)
        for found in plans
    ]


@pytest.mark.parametrize(
    "children",
    [
        (ChildFact(BORN), ChildFact(BORN)),
        (ChildFact(BORN, Level.SD, 1), ChildFact(BORN, Level.SD, 3)),
        (ChildFact(BORN, Level.SD, 6), ChildFact(BORN, Level.SMP, 2)),
        (ChildFact(BORN, Level.SMA, 3), ChildFact(BORN, Level.SD, 2)),
        (ChildFact(BORN), ChildFact(date(2014, 1, 2))),
    ],
    ids=["one grade", "two grades", "two schools", "one far ahead", "two ages"],
)
def test_each_child_has_the_years_it_would_have_alone(children):
    both = school_plans(lines_of(*children))

    alone = [school_plans(lines_of(child))[0] for child in children]
    assert sorted(told(both)) == sorted(told(alone))


@pytest.mark.django_db
def test_the_calculator_shows_a_plan_for_each_of_two_twins():
    typed = {
        "program": "JKM",
        "cause": "illness",
        "outcome": "death",
        "event_on": "2020-08-12",
        "filed_on": "2020-08-14",
        "registered_on": "2017-01-01",
        "paid_months": "36",
        "child_0_born_on": "2012-05-06",
        "child_1_born_on": "2012-05-06",
    }
    one = school_plans(lines_of(ChildFact(BORN)))[0]

    page = words(signed_in(budi()).get("/benefits/", typed))

    total = f"Rp{one.total_idr:,}"
    for number in (1, 2):
        assert f"Child {number} born on 6 May 2012: {total} in {len(one.years)} years" in page


@pytest.mark.django_db
def test_page_and_letter_name_both_twins():
    claim = report_accident(outcome="death")
    name_widow(claim)
    for name in ("Alifa", "Beni"):
        name_widow(claim, relation="child", name=name, born_on=BORN)
    state_facts(claim=claim, heirs_known=True, at=at(date(2020, 10, 7)), by=budi())
    bring_papers(claim, on=date(2020, 10, 20))
    name_account(claim, on=date(2020, 10, 20))

    before = page_of(claim, budi())
    check_claim(claim=claim, at=at(date(2020, 10, 21)), by=rina())
    assess_claim(claim=claim, at=at(date(2020, 10, 21)), by=rina())
    approve_claim(claim=claim, at=at(date(2020, 10, 22)), by=wan())
    after, letter = page_of(now(claim), budi()), text_of(claim, LetterKind.DECISION)

    years = len(school_plans(lines_of(ChildFact(BORN)))[0].years)
    for name in ("Alifa", "Beni"):
        assert f"Scholarship of {name}: {years} school years" in before
        assert f"Scholarship of {name}: {years} school years" in after
        assert letter.count(f"{name}, ") == 1
