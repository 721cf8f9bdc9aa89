"""The inbox of claims: by the clock, with whose move it is and what delay costs."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.actions.appeals import close_claim
from claims.actions.steps import take_step
from claims.models import Claim
from claims.rules.states import Status
from claims.tests.factories import (
    approved_death,
    at,
    complete_death,
    covered_worker,
    iskandar,
    report_accident,
    report_death,
    rina,
)
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import ani, budi, citra, make_worker, nur

pytestmark = pytest.mark.django_db
INBOX = "claim_list"


def many_claims(count: int, *, act_by: date = date(9999, 12, 31)) -> list[Claim]:
    """Return reported claims of as many workers, with one last day for the next move."""
    return [
        Claim.objects.create(
            number=f"KLM-2105-2020-{serial:05d}",
            worker=make_worker(serial),
            program="JKM",
            cause="illness",
            outcome="death",
            event_on=date(2020, 8, 12),
            reported_at=at(date(2020, 8, 13)),
            status=Status.REPORTED,
            act_by=act_by,
            reported_by=budi(),
        )
        for serial in range(1, count + 1)
    ]


def inbox(user, query=""):
    """Return what the user reads in the inbox."""
    return words(signed_in(user).get(reverse(INBOX) + query))


def test_an_empty_inbox_says_what_will_be_here_and_how_to_begin():
    page = inbox(budi())

    assert "No claim yet" in page
    assert "Report an event" in page


def test_late_claims_are_told_first_with_what_the_delay_costs_so_far():
    claim = complete_death()

    page = inbox(rina())

    days = (timezone.localdate() - claim.pay_by).days
    assert "1 claim is late" in page
    assert f"Rp{days * 420_000:,} is owed to families for the delay so far" in page
    assert "working days late" in page
    assert "Rp420,000 a day when late" in page


def test_an_inbox_in_time_says_so_and_how_many_wait_for_the_reader():
    many_claims(2, act_by=timezone.localdate() + timedelta(days=3))

    page = inbox(rina())

    assert "2 open claims, none late" in page
    assert "2 wait for you." in page


def test_what_should_have_been_done_first_stands_first():
    later, sooner = many_claims(2)
    Claim.objects.filter(pk=sooner.pk).update(act_by=date(2020, 8, 20))
    Claim.objects.filter(pk=later.pk).update(act_by=date(2020, 8, 21))

    page = inbox(rina())

    assert page.index(sooner.number) < page.index(later.number)


@pytest.mark.parametrize(
    ("show", "shown"),
    [
        ("", {"reported", "approved"}),
        ("late", {"reported", "approved"}),
        ("mine", {"approved"}),
        ("family", set()),
        ("paid", set()),
        ("closed", {"closed"}),
        ("odd", {"reported", "approved"}),
    ],
    ids=["open", "late", "my move", "family", "paid", "closed", "a filter that is none"],
)
def test_the_filters_show_what_they_say(show, shown):
    claims = {"reported": report_accident(), "approved": approved_death(covered_worker(7))}
    claims["closed"] = close_claim(
        claim=report_death(make_worker(8)), why="Twice", at=at(date(2020, 8, 14)), by=rina()
    )

    page = inbox(ani(), f"?show={show}")

    assert {name for name, claim in claims.items() if claim.number in page} == shown


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        (budi, {"draft"}),
        (rina, {"draft", "complete"}),
        (iskandar, {"assessed"}),
        (ani, {"approved"}),
    ],
    ids=["officer", "examiner, who may report too", "approver", "treasurer"],
)
def test_each_role_has_its_own_moves(who, shown):
    claims = {claim.status: claim for claim in _one_in_each_state()}

    page = inbox(who(), "?show=mine")

    assert {status for status, claim in claims.items() if claim.number in page} == shown


def _one_in_each_state():
    draft, *moved = many_claims(4)
    Claim.objects.filter(pk=draft.pk).delete()
    draft.pk, draft.status = None, Status.DRAFT
    draft.save()
    ways = (Status.COMPLETE, Status.ASSESSED, Status.APPROVED)
    for count, claim in enumerate(moved, start=1):
        for target in ways[:count]:
            take_step(claim, target, at=at(date(2020, 8, 18)), by=rina())
    return [draft, *moved]


@pytest.mark.parametrize(
    "typed", ["Sabri 2", "00002", "KLM-2105-2020-00002"], ids=["name", "digits", "number"]
)
def test_a_claim_is_found_by_name_or_number(typed):
    first, second = many_claims(2)

    page = inbox(rina(), f"?q={typed}")

    assert second.number in page
    assert first.number not in page


def test_a_claim_that_ended_is_found_too():
    claim = report_death()
    close_claim(claim=claim, why="Reported twice", at=at(date(2020, 8, 14)), by=rina())

    assert claim.number in inbox(rina(), f"?q={claim.number}")
    assert "No claim is in this state" in inbox(rina())


def test_what_is_not_found_says_what_to_do():
    many_claims(1)

    assert "Check the spelling" in inbox(rina(), "?q=Nobody")


def test_a_long_inbox_goes_on_where_the_page_ended():
    claims = many_claims(51)
    client = signed_in(rina())

    first = client.get(reverse(INBOX))
    query = first.context["page"].next_query
    second = client.get(f"{reverse(INBOX)}?{query}")

    assert claims[49].number in words(first)
    assert claims[50].number not in words(first)
    assert claims[50].number in words(second)
    assert claims[49].number not in words(second)


def test_htmx_gets_the_rows_alone():
    many_claims(1)

    answer = signed_in(rina()).get(reverse(INBOX), headers={"HX-Request": "true"})

    assert "<table" in answer.text
    assert "<h1" not in answer.text


@pytest.mark.parametrize("claims", [5, 50], ids=["five claims", "fifty claims"])
def test_the_inbox_asks_the_database_as_often_for_five_as_for_fifty(
    claims, django_assert_num_queries
):
    many_claims(claims, act_by=date(2020, 8, 20))
    client = signed_in(rina())

    with django_assert_num_queries(8):
        client.get(reverse(INBOX))


def test_another_regency_sees_nothing_of_it():
    claim = report_death()

    page = inbox(citra())

    assert claim.number not in page
    assert "No claim yet" in page


def test_who_may_not_see_claims_is_told_so():
    assert signed_in(nur()).get(reverse(INBOX)).status_code == 403
