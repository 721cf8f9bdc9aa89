"""The claims of a worker on the worker's page, for who may look at claims."""

from datetime import date

import pytest

from claims.tests.factories import complete_death, covered_worker, report_accident, rina
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import ani, nur
from registry.slots import worker_panels

pytestmark = pytest.mark.django_db


def test_a_claim_stands_there_with_its_state_and_its_letters():
    claim = report_accident()

    page = signed_in(ani()).get(claim.worker.get_absolute_url())

    assert claim.get_absolute_url() in page.text
    assert "Had an accident at work on 5 October 2020." in words(page)
    assert f"{claim.get_absolute_url()}letters/receipt.pdf" in page.text


def test_who_may_not_look_at_claims_learns_of_none():
    claim = report_accident()

    page = signed_in(nur()).get(claim.worker.get_absolute_url())

    assert claim.number not in page.text
    assert not page.context["panels"]


def test_a_worker_without_claims_is_told_so():
    page = words(signed_in(ani()).get(covered_worker().get_absolute_url()))

    assert "None. What happens to the worker is reported here." in page


@pytest.mark.parametrize("claims", [1, 4], ids=["one claim", "four claims"])
def test_the_panel_asks_as_often_for_one_as_for_many(claims, django_assert_num_queries):
    worker = covered_worker()
    for number in range(claims):
        report_accident(worker, event_on=date(2020, 10, 1 + number))
    reader = ani()
    assert reader.held_roles

    with django_assert_num_queries(4):
        worker_panels.of(worker, reader)


def test_the_steps_of_a_claim_stand_in_the_history_of_the_worker():
    claim = complete_death()
    page = f"/workers/{claim.worker_id}/history/"

    told = words(signed_in(rina()).get(page))

    assert f"Claim {claim.number}: " in told


def test_who_may_not_see_claims_learns_nothing_of_them_from_the_history():
    claim = complete_death()

    told = words(signed_in(nur()).get(f"/workers/{claim.worker_id}/history/"))

    assert claim.number not in told
