"""Eva examines claims in Natuna and supervises lists in Anambas: no claim of Anambas is hers."""

from datetime import date

import pytest
from django.urls import reverse

from claims.models import Claim
from claims.queries.cover import cover_at_event
from claims.queries.inbox import inbox_counts, my_move
from claims.queries.payouts import files_with_answers, waiting_files
from claims.rules.states import Status
from claims.tests.factories import approved_death, at
from claims.tests.payout_steps import file_of, make_approved, order
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import budi, make_worker
from registry.models import Holiday, Membership, User
from registry.roles import Role
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2020, 9, 1)


def eva(role: str = Role.EXAMINER, *, here: str = Role.SUPERVISOR) -> User:
    """Return Eva, who holds one role in Natuna and another here in Anambas."""
    user = make_user("eva", role=role, region=make_region("2103"))
    Membership.objects.create(user=user, role=here, region=make_region(), since=date(2020, 1, 1))
    return user


def next_door(status: Status = Status.REPORTED) -> Claim:
    """Return a claim of Natuna, where Eva examines."""
    return Claim.objects.create(
        number="KLM-2103-2020-00001",
        worker=make_worker(77, village=make_region("2103011001")),
        program="JKM",
        cause="illness",
        outcome="death",
        event_on=date(2020, 8, 12),
        reported_at=at(date(2020, 8, 13)),
        status=status,
        reported_by=budi(),
    )


@pytest.mark.parametrize("query", ["", "?show=mine", "?show=late", "?q=KLM", "?q=Sabri"])
def test_a_list_or_search_of_claims_shows_the_regions_of_the_right_alone(query):
    here, there = approved_death(), next_door()

    page = words(signed_in(eva()).get(reverse("claim_list") + query))

    assert here.number not in page
    assert here.worker.name not in page
    assert (there.number in page) == (query != "?show=late")


def test_the_counts_are_those_of_the_regions_of_the_right():
    approved_death()
    next_door()

    counts = inbox_counts(eva(), on=TODAY)

    assert (counts.open, counts.mine, counts.overdue, counts.stake_idr) == (1, 1, 0, 0)


def test_a_move_is_mine_only_where_the_right_to_it_is_held():
    here, there = approved_death(), next_door()
    user = eva(here=Role.AUDITOR)

    mine = Claim.objects.visible_to(user).filter(my_move(user))

    assert here in Claim.objects.visible_to(user)
    assert list(mine) == [there]


def test_the_page_of_a_claim_stays_closed():
    claim = approved_death()

    assert signed_in(eva()).get(claim.get_absolute_url()).status_code == 403


def test_the_counter_names_no_claim_of_a_region_without_the_right():
    claim = approved_death()
    asked = {"event_on": claim.event_on, "today": TODAY, "outcome": "death"}
    days_off = Holiday.objects.days_off()

    seen = cover_at_event(claim.worker, reader=budi(), days_off=days_off, **asked)
    unseen = cover_at_event(claim.worker, reader=eva(), days_off=days_off, **asked)

    assert seen.earlier == claim
    assert unseen.earlier is None


def test_transfers_and_payment_files_are_those_of_the_regions_where_one_pays():
    sent = order(make_approved(1))[0]
    file = file_of(sent)
    waiting = order(make_approved(2))[0]
    user = eva(Role.TREASURER, here=Role.SUPERVISOR)

    page = words(signed_in(user).get(reverse("payment_file_list")))

    assert file.number not in page
    assert waiting.reference not in page
    assert waiting_files(user) == []
    assert not files_with_answers(user).exists()


def test_who_pays_next_door_and_sees_claims_here_finds_files_here_and_no_act():
    file = file_of(order(make_approved(1))[0])
    order(make_approved(2))
    user = eva(Role.TREASURER, here=Role.AUDITOR)

    page = signed_in(user).get(reverse("payment_file_list"))

    assert file.number in words(page)
    assert reverse("payment_file_create") not in page.text
    assert waiting_files(user) == []


def test_who_reports_next_door_finds_no_worker_to_report_here():
    here, there = make_worker(5), next_door().worker
    user = eva(Role.OFFICER)

    page = words(signed_in(user).get(reverse("claim_create"), {"q": "Sabri"}))

    assert there.name in page
    assert here.name not in page
