"""The pages on which a place under a decree changes hands, and the annex that says so."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from enrollment.actions.events import record_death
from enrollment.actions.invoices import issue_invoice
from enrollment.models import Annex, Decree, Enrollment, Invoice
from enrollment.tests.books import assert_books_balance
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_worker,
    nur,
)
from enrollment.tests.paper import paper_text
from enrollment.tests.steps import pay
from registry.formats import day_text, month_text
from registry.models import AuditEvent
from registry.months import add_months, first_of_month

pytestmark = pytest.mark.django_db


def this_month() -> date:
    """Return the month of the clock, as the pages read it."""
    return first_of_month(timezone.localdate())


def paid_places(workers: int = 2, **changes) -> list[Enrollment]:
    """Return the memberships of a decree that began with last month and is paid."""
    since = add_months(this_month(), -1)
    decree = make_decree(since=since, decided_on=since, **changes)
    places = [
        make_enrollment(make_worker(serial), decree=decree, position=serial + 2)
        for serial in range(workers)
    ]
    invoice = issue_invoice(decree=decree, issued_on=since, by=ani())
    pay(invoice, invoice.total_idr, paid_on=since)
    return places


def url_of(place: Enrollment) -> str:
    return reverse("enrollment_replace", args=[place.pk])


def typed(place: Enrollment, **changes: str) -> dict[str, str]:
    """Return what Nur types when the worker of a place may not be insured any more."""
    facts = {
        "replacement": str(make_worker(7, name="Rahmat").pk),
        "reason": "ineligible",
        "from_month": month_text(add_months(this_month(), 1)),
        "annex_number": "560/112.1",
        "annex_on": day_text(timezone.localdate()),
        "works": "on",
        "not_ill": "on",
    }
    return facts | changes


def test_who_could_take_the_place_is_found_by_name():
    place, _other = paid_places()
    make_worker(7, name="Rahmat")

    answer = signed_in(nur()).get(url_of(place), {"q": "rahm"})

    assert [worker.name for worker in answer.context["found"]] == ["Rahmat"]
    assert "1 worker may be meant" in words(answer)


def test_the_search_of_who_takes_the_place_sends_its_part_to_htmx():
    place, _other = paid_places()

    answer = signed_in(nur()).get(url_of(place), {"q": "zz"}, headers={"HX-Request": "true"})

    assert "<html" not in answer.text
    assert "Nobody found for “zz”" in words(answer)


def test_the_figures_are_seen_before_anything_happens():
    place, _other = paid_places()
    price_idr = Invoice.objects.get().lines.first().monthly_idr

    answer = signed_in(nur()).get(url_of(place), typed(place))

    effects = answer.context["effects"]
    assert (effects.unused_months, effects.months) == (10, 10)
    assert effects.credit_idr == effects.released_idr
    assert effects.credit_idr >= 10 * price_idr
    assert "Rahmat is covered for" in words(answer)
    assert Enrollment.objects.count() == 2


def test_a_replacement_is_done_in_one_step_and_says_what_came_of_it():
    place, _other = paid_places()

    answer = signed_in(nur()).post(url_of(place), typed(place), follow=True)

    taken = Enrollment.objects.get(replaces=place)
    assert (taken.worker.name, taken.annex.number) == ("Rahmat", "560/112.1")
    assert "Rahmat has the place of Sabri" in words(answer)
    assert "is paid from the credit of the payer. The cover stands." in words(answer)
    assert_books_balance()


def test_a_death_is_recorded_with_the_replacement():
    place, _other = paid_places()
    died_on = add_months(this_month(), -1)
    facts = typed(place, reason="death", happened_on=day_text(died_on))
    facts["from_month"] = month_text(this_month())

    answer = signed_in(nur()).post(url_of(place), facts)

    place.worker.refresh_from_db()
    assert answer.status_code == 302
    assert place.worker.deceased_on == died_on
    assert_books_balance()


def test_of_a_membership_that_has_ended_only_month_and_annex_are_asked():
    place, _other = paid_places()
    record_death(
        worker=place.worker, died_on=add_months(this_month(), -1), on=this_month(), by=budi()
    )
    rahmat = make_worker(7, name="Rahmat")

    answer = signed_in(nur()).get(url_of(place), {"replacement": rahmat.pk})

    assert list(answer.context["form"].fields) == ["from_month", "annex_number", "annex_on"]


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"annex_number": ""}, {"annex_number"}),
        ({"reason": "death"}, {"happened_on"}),
        ({"reason": "death", "happened_on": "9/9/2999"}, {"happened_on"}),
        ({"from_month": "Juli 2020"}, {"from_month"}),
        ({"from_month": "Juli 2999"}, {"from_month"}),
    ],
    ids=["no annex", "no day", "a day to come", "a month that passed", "behind the decree"],
)
def test_what_cannot_be_right_is_refused_at_the_field(change, fields):
    place, _other = paid_places()

    answer = signed_in(nur()).post(url_of(place), typed(place, **change))

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == fields
    assert Enrollment.objects.count() == 2


def test_what_is_not_attested_is_refused_beside_its_question():
    place, _other = paid_places()

    answer = signed_in(nur()).post(url_of(place), typed(place, not_ill=""))

    assert answer.status_code == 422
    assert answer.context["attestation"].errors.keys() == {"not_ill"}
    assert Enrollment.objects.count() == 2


def test_a_ceiling_that_is_too_low_is_said_before_and_keeps_the_act_away():
    place, _other = paid_places()
    Decree.objects.update(ceiling_idr=1)

    answer = signed_in(nur()).get(url_of(place), typed(place))

    assert "which is not enough" in words(answer)
    assert 'method="post" novalidate' not in answer.text


def test_the_list_of_a_decree_names_free_places_and_those_to_look_at():
    place, other = paid_places()
    record_death(worker=place.worker, died_on=this_month(), on=this_month(), by=budi())
    other.worker.population_status = "dead"
    other.worker.save()

    answer = signed_in(nur()).get(reverse("replacement_list", args=[place.decree_id]))

    text = words(answer)
    assert "1 place is free" in text
    assert "Look at these first" in text
    assert url_of(place) in answer.text


def test_the_list_shows_who_took_a_place_and_its_annex_as_paper():
    place, _other = paid_places()
    client = signed_in(nur())
    client.post(url_of(place), typed(place))
    annex = Annex.objects.get()

    shown = words(client.get(reverse("replacement_list", args=[place.decree_id]), {"show": "done"}))
    paper = paper_text(client.get(reverse("annex_pdf", args=[annex.pk])).content)

    assert "Rahmat" in shown
    assert "560/112.1" in shown
    for word in ("Sabri", "Rahmat", place.worker.nik, "560/112.1"):
        assert word in paper
    assert AuditEvent.objects.filter(action="annex.printed").count() == 1


def test_who_may_not_replace_sees_the_list_without_the_act():
    place, _other = paid_places()
    record_death(worker=place.worker, died_on=this_month(), on=this_month(), by=budi())

    answer = signed_in(budi()).get(reverse("replacement_list", args=[place.decree_id]))

    assert "A supervisor replaces." in words(answer)
    assert url_of(place) not in answer.text


@pytest.mark.parametrize(
    ("user", "status"), [(ani, 403), (budi, 403), (citra, 404)], ids=["treasurer", "officer", "far"]
)
def test_only_a_supervisor_of_the_region_opens_a_replacement(user, status):
    place, _other = paid_places()

    assert signed_in(user()).get(url_of(place)).status_code == status


def test_the_list_asks_no_more_of_the_database_for_more_places(django_assert_max_num_queries):
    places = paid_places(workers=8)
    for place in places:
        record_death(worker=place.worker, died_on=this_month(), on=this_month(), by=budi())
    client, url = signed_in(nur()), reverse("replacement_list", args=[places[0].decree_id])
    client.get(url)

    with django_assert_max_num_queries(14):
        client.get(url)
