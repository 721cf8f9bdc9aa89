"""One box for everything: results by kind, in scope, in few queries, with and without scripts."""

from __future__ import annotations

import pytest

from claims.tests.factories import report_accident
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import ani, budi, citra, make_decree, make_worker, nur

pytestmark = pytest.mark.django_db

LIVE = {"HX-Request": "true"}


def test_results_stand_by_kind_with_what_matched():
    make_worker(1, name="Moh. Sabri")
    make_decree("SK Sabri 1")

    page = signed_in(budi()).get("/search/", {"q": "sabri"})

    assert "<mark>Sabri</mark>" in page.text
    assert [kind.key for kind in page.context["kinds"]] == ["workers", "decrees"]


def test_while_one_types_only_the_options_are_sent():
    worker = make_worker(1, name="Sabri")

    part = signed_in(budi()).get("/search/", {"q": "sab", "box": "desk"}, headers=LIVE)

    assert "<html" not in part.text
    assert 'role="option" id="found-desk-workers-1"' in part.text
    assert f'href="{worker.get_absolute_url()}"' in part.text


def test_nothing_found_says_what_to_do():
    page = signed_in(budi()).get("/search/", {"q": "Tidak Ada"})

    assert page.status_code == 200
    assert "Nothing matches “Tidak Ada”" in words(page)
    assert "Somebody of another regency is not shown here" in words(page)


def test_a_neighbour_finds_nothing_of_here():
    worker = make_worker(1, name="Zulkarnain")

    for typed in (worker.nik, "Zulkarnain", worker.card_number):
        assert "kinds" in (page := signed_in(citra()).get("/search/", {"q": typed})).context
        assert page.context["kinds"] == []


def test_claims_are_found_by_who_may_see_them():
    claim = report_accident()

    for_budi = signed_in(budi()).get("/search/", {"q": claim.number})
    for_nur = signed_in(nur()).get("/search/", {"q": claim.number})

    assert [kind.key for kind in for_budi.context["kinds"]] == ["claims"]
    assert for_nur.context["kinds"] == []


def test_many_hits_lead_to_the_whole_list():
    for serial in range(25):
        make_worker(serial, name=f"Sabri {serial}")

    page = signed_in(ani()).get("/search/", {"q": "sabri"})

    assert len(page.context["kinds"][0].results) == 20
    assert page.context["kinds"][0].more_url == "/workers/?q=sabri"


@pytest.mark.parametrize("typed", ["sabri", "210501"], ids=["a name", "digits"])
def test_the_number_of_queries_does_not_grow_with_what_is_found(
    typed, django_assert_max_num_queries
):
    browser = signed_in(budi())
    for serial in range(12):
        make_worker(serial, name=f"Sabri {serial}")

    with django_assert_max_num_queries(12):
        browser.get("/search/", {"q": typed})


def test_tags_in_a_name_are_shown_as_text():
    make_worker(1, name="Sabri <b>x</b>")

    page = signed_in(budi()).get("/search/", {"q": "sabri <b>"})

    assert "<b>x</b>" not in page.text
