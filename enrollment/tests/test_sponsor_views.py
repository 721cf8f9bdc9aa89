"""Pages of sponsors: who pays, seen by those in scope alone."""

import pytest
from django.urls import reverse

from enrollment.models import Sponsor
from enrollment.tests.factories import ani, budi, citra, make_decree, make_enrollment, make_sponsor
from registry.tests.factories import enter, make_region

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("sponsor_list"), reverse("sponsor_create")


def typed(**changes):
    return {
        "name": "Pemerintah Desa Nyamuk",
        "kind": "village",
        "region": make_region("2105032001").pk,
        "code": "",
    } | changes


def test_the_list_names_sponsors_with_their_decrees(client):
    make_decree()

    page = enter(client, budi()).get(LIST)

    assert "Pemerintah Kabupaten Kepulauan Anambas" in page.text
    assert "1 sponsor pays contributions" in page.text


def test_an_empty_list_says_what_the_first_step_is(client):
    page = enter(client, budi()).get(LIST)

    assert "No sponsor yet" in page.text
    assert NEW in page.text


def test_the_treasurer_of_an_empty_list_is_told_who_records(client):
    page = enter(client, ani()).get(LIST)

    assert "An enrollment officer records" in page.text
    assert NEW not in page.text


def test_citra_finds_no_sponsor_of_another_regency(client):
    sponsor = make_sponsor()

    enter(client, citra())

    assert sponsor.name not in client.get(LIST).text
    assert client.get(sponsor.get_absolute_url()).status_code == 404


def test_a_part_of_the_name_finds_a_sponsor(client):
    make_sponsor()
    make_sponsor("pt-samudra", name="PT Samudra Matak", kind="company")

    part = enter(client, budi()).get(LIST, {"q": "matak"}, headers={"HX-Request": "true"})

    assert "PT Samudra Matak" in part.text
    assert "Pemerintah Kabupaten" not in part.text
    assert "<html" not in part.text


def test_the_list_asks_the_database_as_often_for_forty_as_for_one(
    client, django_assert_max_num_queries
):
    for number in range(40):
        make_decree(sponsor=make_sponsor(f"desa-{number}", name=f"Desa {number}"))
    enter(client, budi())

    with django_assert_max_num_queries(8):
        page = client.get(LIST)

    assert page.text.count("<tr") == 41


def test_fifty_stand_on_a_page_and_the_rest_on_the_next(client):
    for number in range(51):
        make_sponsor(f"desa-{number}", name=f"Desa {number:02}")
    enter(client, budi())

    first = client.get(LIST)
    second = client.get(f"{LIST}?{first.context['page'].next_query}")

    assert "Desa 50" not in first.text
    assert [row.name for row in second.context["page"].rows] == ["Desa 50"]


def test_an_officer_records_a_sponsor_and_its_code_is_made_of_the_name(client):
    answer = enter(client, budi()).post(NEW, typed())

    sponsor = Sponsor.objects.get()
    assert (sponsor.code, sponsor.kind) == ("pemerintah-desa-nyamuk", "village")
    assert answer.url == sponsor.get_absolute_url()


def test_a_taken_code_is_refused_beside_its_field(client):
    make_sponsor("pemdes-nyamuk")

    page = enter(client, budi()).post(NEW, typed(code="pemdes-nyamuk"))

    assert page.status_code == 422
    assert "is taken by another sponsor" in page.text
    assert page.context["form"].errors.keys() == {"code"}


def test_an_empty_form_says_what_to_fill_in(client):
    page = enter(client, budi()).post(NEW, {"name": ""})

    assert page.status_code == 422
    assert "error-summary" in page.text
    assert page.context["form"].errors.keys() >= {"name", "kind", "region"}


def test_a_region_of_another_regency_cannot_be_chosen(client):
    page = enter(client, budi()).post(NEW, typed(region=make_region("2103").pk))

    assert page.context["form"].errors.keys() == {"region"}


def test_the_treasurer_may_not_record_a_sponsor(client):
    assert enter(client, ani()).get(NEW).status_code == 403
    assert client.post(NEW, typed()).status_code == 403


def test_a_sponsor_shows_its_decrees_and_how_many_stand_under_each(client):
    enrollment = make_enrollment()

    page = enter(client, budi()).get(enrollment.decree.sponsor.get_absolute_url())

    (decree,) = page.context["page"].rows
    assert (decree.number, decree.enrolled) == ("560/112/2020", 1)


def test_a_sponsor_without_a_decree_leads_to_the_first(client):
    sponsor = make_sponsor()

    page = enter(client, budi()).get(sponsor.get_absolute_url())

    assert f"{reverse('decree_create')}?sponsor={sponsor.pk}" in page.text
