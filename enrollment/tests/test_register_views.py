"""The page that registers one worker: what is typed, what is told beside it, what is refused."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from enrollment.models import Enrollment, Worker
from enrollment.tests.browsing import words
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_decree,
    make_enrollment,
    make_worker,
    nur,
)
from enrollment.tests.registration import NIK, make_occupation, typed
from registry.months import add_months, first_of_month
from registry.tests.factories import enter, make_region, make_user

pytestmark = pytest.mark.django_db
REGISTER = reverse("worker_register")
HTMX = {"HX-Request": "true"}
JPEG, WEBP = b"\xff\xd8\xff\xe0 photo", b"RIFF\x10\x00\x00\x00WEBPVP8 photo"


def this_month():
    return first_of_month(timezone.localdate())


def live_decree(number="SK 700", **changes):
    """Return a decree of twelve months that began two months ago."""
    return make_decree(number, **{"since": add_months(this_month(), -2)} | changes)


def look(client, **changes):
    """Return what the page tells beside what was typed so far."""
    nothing = dict.fromkeys(typed(), "")
    return client.post(REGISTER, nothing | changes, headers=HTMX)


def refused(client, **changes):
    """Return the fields that a refused form names."""
    page = client.post(REGISTER, typed(**changes))
    assert page.status_code == 422
    return set(page.context["form"].errors)


def test_the_page_begins_with_the_nik_and_names_decrees_with_free_places(client):
    decree = live_decree(quota=5)
    make_enrollment(make_worker(1), decree=decree)

    page = enter(client, budi()).get(REGISTER)

    assert "autofocus" in str(page.context["form"]["nik"])
    assert "SK 700 (4 places free), Pemerintah Kabupaten Kepulauan Anambas" in page.text


def test_the_only_decree_is_chosen_from_the_start(client):
    decree = live_decree()

    page = enter(client, budi()).get(REGISTER)

    assert page.context["form"]["payer"].value() == str(decree.pk)


@pytest.mark.parametrize(
    "changes",
    [
        {"since": date(2020, 7, 1)},
        {"quota": 1},
        {"ended_on": date(2020, 1, 1)},
    ],
    ids=["over", "full", "ended"],
)
def test_a_decree_without_a_month_or_a_place_left_is_not_offered(client, changes):
    make_enrollment(make_worker(1), decree=live_decree(**changes))

    page = enter(client, budi()).get(REGISTER)

    assert "SK 700" not in page.text


def test_an_order_of_another_worker_is_no_decree_to_choose(client):
    enter(client, budi()).post(REGISTER, typed())

    page = client.get(REGISTER)

    assert [value for value, _label in page.context["form"].fields["payer"].choices] == ["", "own"]


def test_who_was_typed_is_registered_under_the_decree_and_told_what_comes_next(client):
    decree = live_decree()

    answer = enter(client, budi()).post(REGISTER, typed(decree.pk), follow=True)

    worker = Worker.objects.get(nik=NIK)
    assert worker.phone == "081234567890"
    assert Enrollment.objects.get().decree == decree
    assert "Nuraini Mahmud is registered and enrolled" in answer.text
    assert "Next: the treasurer bills the decree" in answer.text
    assert REGISTER in answer.text
    assert NIK not in answer.text


def test_who_pays_himself_is_told_how_much_and_by_when(client):
    answer = enter(client, budi()).post(REGISTER, typed(), follow=True)

    assert "Next: the worker pays Rp" in answer.text
    assert "Invoice" in answer.text


def test_the_nik_tells_district_birth_date_and_sex_and_fills_them_in(client):
    make_region("2105011001")

    part = look(enter(client, budi()), nik=NIK)

    assert "Siantan, Kabupaten Kepulauan Anambas" in words(part)
    assert 'data-fill-born_on="5 August 1988"' in part.text
    assert 'data-fill-sex="P"' in part.text
    assert "Not on record yet" in part.text
    assert "<html" not in part.text


@pytest.mark.parametrize(
    ("nik", "told"),
    [
        ("7777774508880000", "which is no regency on record"),
        ("2105994508880000", "Kabupaten Kepulauan Anambas"),
        ("9901014508880000", "A mission abroad"),
    ],
    ids=["no such regency", "a district that was split", "from abroad"],
)
def test_a_region_that_is_not_on_record_is_told_as_it_is(client, nik, told):
    make_region("2105011001")

    assert told in words(look(enter(client, budi()), nik=nik))


def test_nothing_is_told_before_the_nik_has_sixteen_digits(client):
    part = look(enter(client, budi()), nik=NIK[:15])

    assert "Read from the NIK" not in part.text


def test_a_look_saves_nothing(client):
    enter(client, budi()).post(REGISTER, typed(), headers=HTMX)

    assert not Worker.objects.exists()


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"sex": "L"}, "The NIK is that of a woman."),
        ({"born_on": "6 Agustus 1988"}, "The NIK says 05/08/88."),
    ],
    ids=["sex", "birth date"],
)
def test_a_contradiction_is_told_beside_the_field_and_keeps_nobody_out(client, changes, wrong):
    enter(client, budi())

    part = look(client, **typed(**changes))
    answer = client.post(REGISTER, typed(**changes))

    assert wrong in words(part)
    assert answer.status_code == 302


def test_a_nik_on_record_leads_to_the_record_and_to_its_enrollment(client):
    worker = make_worker(nik=NIK, name="Nuraini")
    enter(client, budi())

    part = look(client, nik=NIK)

    assert "Nuraini of Terempa is on record with this NIK" in words(part)
    assert reverse("worker_enroll", args=[worker.pk]) in part.text
    assert refused(client) == {"nik"}


def test_a_nik_on_record_elsewhere_tells_only_that(client):
    make_worker(nik=NIK, name="Rahasia", village=make_region("2103012001", "Desa Jauh"))
    enter(client, budi())

    part, page = look(client, nik=NIK), client.post(REGISTER, typed())

    for answer in (part, page):
        assert "on record in another region" in words(answer)
        assert "Rahasia" not in answer.text
        assert "Desa Jauh" not in answer.text


def test_somebody_alike_stands_side_by_side_and_must_be_told_apart(client):
    make_worker(nik="2105014508880001", name="Nur'aini Mahmud")
    enter(client, budi())

    part = look(client, **typed())
    page = client.post(REGISTER, typed())
    answer = client.post(REGISTER, typed(another_person="on"))

    assert "1 of 16 digits is different" in words(part)
    assert "different" in words(part)
    assert "2105014508880001" not in part.text
    assert set(page.context["form"].errors) == {"another_person"}
    assert answer.status_code == 302


def test_somebody_alike_of_another_regency_is_not_shown(client):
    make_worker(nik="2103014508880001", name="Nuraini Mahmud", village=make_region("2103012001"))

    part = look(enter(client, budi()), **typed())

    assert "Is this the same person" not in part.text


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"nik": NIK[:15]}, {"nik"}),
        ({"name": ""}, {"name"}),
        ({"born_on": "31 Februari 1988"}, {"born_on"}),
        ({"born_on": "5 Agustus 2020", "nik": "2105014508200000"}, {"born_on"}),
        ({"village": "Atlantis"}, {"village"}),
        ({"occupation": "astronot"}, {"occupation"}),
        ({"second_occupation": "pengolah ikan"}, {"second_occupation"}),
        ({"phone": "rumah"}, {"phone"}),
        ({"payer": ""}, {"payer"}),
        ({"months": "", "income_idr": ""}, {"months", "income_idr"}),
        ({"months": "5"}, {"months"}),
        ({"works": "", "not_ill": ""}, {"works", "not_ill"}),
    ],
    ids=[
        "15 digits",
        "no name",
        "no such day",
        "too young",
        "no such village",
        "no such occupation",
        "the same work twice",
        "no telephone number",
        "nobody pays",
        "own money without months and income",
        "a period that is not offered",
        "nothing affirmed",
    ],
)
def test_each_fault_is_told_beside_its_field_with_a_summary(client, changes, fields):
    enter(client, budi())

    page = client.post(REGISTER, typed(**changes))

    assert page.status_code == 422
    assert fields <= set(page.context["form"].errors)
    assert "error-summary" in page.text
    assert not Worker.objects.exists()


def test_without_scripts_the_returned_form_is_filled_from_the_nik_to_be_compared(client):
    enter(client, budi())

    page = client.post(REGISTER, typed(born_on="", sex=""))
    form = page.context["form"]

    assert set(form.errors) == {"born_on", "sex"}
    assert (form["born_on"].value(), form["sex"].value()) == ("5 August 1988", "P")
    assert "was read from the NIK. Compare it with the KTP." in page.text


def test_what_was_typed_is_never_overwritten_by_the_nik(client):
    page = enter(client, budi()).post(REGISTER, typed(born_on="6/8/1988", name=""))

    assert page.context["form"]["born_on"].value() == "6/8/1988"


def test_a_village_is_found_as_lists_write_it_and_shown_as_understood(client):
    make_region("2105032001")

    part = look(enter(client, budi()), village="Desa Nyamuk, Kec Siantan Timur")

    assert "Nyamuk, district of Siantan Timur" in words(part)


def test_villages_of_one_name_are_asked_apart(client):
    make_region("2105012009", "Air Putih")
    make_region("2105032009", "Air Putih")
    enter(client, budi())

    page = client.post(REGISTER, typed(village="Air Putih"))

    assert "Air Putih, Kec. Siantan; Air Putih, Kec. Siantan Timur" in page.text


def test_only_villages_in_scope_are_offered_and_read(client):
    make_region("2103012001", "Ranai")
    enter(client, budi())

    page = client.get(REGISTER)

    assert "Ranai" not in page.text
    assert refused(client, village="Ranai") == {"village"}


def test_of_many_villages_those_are_sent_that_fit_what_is_typed(client):
    for number in range(1, 125):
        make_region(f"2105042{number:03}", f"Pulau {number:03}")
    enter(client, budi())

    page = client.get(REGISTER)
    part = look(client, village="pulau 12")

    assert "Pulau 001" not in page.text
    assert 'id="villages"' in part.text
    assert "Pulau 120, Kec." in part.text
    assert "Pulau 001" not in part.text


def test_who_serves_the_whole_country_finds_a_village_by_its_name(client):
    make_region("2103012001", "Ranai")
    officer = make_user("pusat")
    officer.memberships.update(region=None)

    part = look(enter(client, officer), village="ranai")

    assert "Ranai, district of" in words(part)


@pytest.mark.parametrize(
    ("sent", "ending"), [(JPEG, ".jpg"), (WEBP, ".webp")], ids=["JPEG", "WebP"]
)
def test_a_photo_is_kept_and_shown_to_those_in_scope_alone(client, sent, ending):
    photo = SimpleUploadedFile("IMG_0001.heic", sent)
    enter(client, budi()).post(REGISTER, typed(photo=photo))
    worker = Worker.objects.get()
    url = reverse("worker_photo", args=[worker.pk])

    shown = client.get(url)
    hidden = enter(client, citra()).get(url)

    assert worker.photo.name.endswith(ending)
    assert b"".join(shown.streaming_content) == sent
    assert hidden.status_code == 404


def test_a_file_that_is_no_photo_is_refused_by_its_content(client):
    photo = SimpleUploadedFile("foto.jpg", b"%PDF-1.7")

    assert refused(enter(client, budi()), photo=photo) == {"photo"}


def test_a_worker_without_a_photo_has_none_to_show(client):
    url = reverse("worker_photo", args=[make_worker().pk])

    assert enter(client, budi()).get(url).status_code == 404


def test_a_look_asks_the_database_a_constant_number_of_times(client, django_assert_max_num_queries):
    for number in range(30):
        live_decree(f"SK {number}", quota=10)
    for serial in range(1, 30):
        make_worker(serial)
    enter(client, budi())
    given = typed("")

    with django_assert_max_num_queries(16):
        client.post(REGISTER, given, headers=HTMX)


def test_registering_asks_the_database_a_bounded_number_of_times(
    client, django_assert_max_num_queries
):
    decree = live_decree()
    given = typed(decree.pk)
    enter(client, budi())

    with django_assert_max_num_queries(60):
        answer = client.post(REGISTER, given)

    assert answer.status_code == 302


@pytest.mark.parametrize("person", [ani, citra], ids=["treasurer", "another regency"])
def test_only_who_registers_here_is_asked(client, person):
    worker = make_worker()
    enter(client, person())

    answers = [
        client.post(REGISTER, typed()).status_code,
        client.post(reverse("worker_enroll", args=[worker.pk]), typed()).status_code,
    ]

    assert answers in ([403, 403], [422, 404])
    assert Worker.objects.count() == 1


def test_a_supervisor_registers_as_well(client):
    assert enter(client, nur()).post(REGISTER, typed()).status_code == 302


def test_a_known_worker_is_enrolled_with_his_name_and_without_his_nik(client):
    worker = make_worker(3, occupation=make_occupation(), income_idr=1_500_000)
    decree = live_decree()
    url = reverse("worker_enroll", args=[worker.pk])
    enter(client, budi())

    page = client.get(url)
    part = client.post(url, {"payer": decree.pk}, headers=HTMX)
    answer = client.post(url, {"payer": decree.pk, "works": "on", "not_ill": "on"}, follow=True)

    assert "Enroll Sabri 3" in page.text
    assert worker.nik not in page.text
    assert "The worker pays nothing" in words(part)
    assert Enrollment.objects.get().decree == decree
    assert "Sabri 3 is registered and enrolled" in answer.text


def test_a_known_worker_who_pays_himself_sees_what_the_next_order_costs(client):
    worker = make_worker(3)
    enter(client, budi())
    url = reverse("worker_enroll", args=[worker.pk])

    part = client.post(
        url, {"payer": "own", "income_idr": "1.000.000", "months": "12"}, headers=HTMX
    )

    assert "the worker pays Rp" in words(part)
    assert part.context["contribution"].months == 12


def test_a_refused_enrollment_says_why_beside_its_field(client):
    worker = make_worker(3)
    decree = live_decree(quota=1)
    url = reverse("worker_enroll", args=[worker.pk])
    enter(client, budi())
    client.get(url)
    make_enrollment(make_worker(4), decree=live_decree("SK 701"))

    page = client.post(url, {"payer": decree.pk, "works": "on"})

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"not_ill"}


def test_the_result_of_somebody_not_enrolled_leads_to_enrolling(client):
    worker = make_worker(3)

    page = enter(client, budi()).get(reverse("worker_registered", args=[worker.pk]))

    assert reverse("worker_enroll", args=[worker.pk]) in page.text
