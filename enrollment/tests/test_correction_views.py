"""The pages of corrections and of the whole NIK."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from enrollment.actions.corrections import correct_worker
from enrollment.models import Correction, Worker
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import ani, budi, citra, make_worker, nik_of, nur
from registry.models import AuditEvent
from registry.nik import mask_nik

pytestmark = pytest.mark.django_db

ON = date(2020, 9, 20)


def as_it_stands(worker: Worker, **changes: Any) -> dict[str, Any]:
    """Return what the form holds when it opens, with some fields changed."""
    kept = {
        "nik": "",
        "name": worker.name,
        "born_on": worker.born_on.isoformat(),
        "sex": worker.sex,
        "village": worker.village_id,
        "address": worker.address,
        "phone": worker.phone,
        "reason": "KTP",
    }
    return kept | changes


def proposed(worker: Worker, **changes: Any) -> Correction:
    return correct_worker(worker=worker, changes=changes, reason="KTP", on=ON, by=budi())


def test_the_form_holds_the_record_but_for_the_nik():
    worker = make_worker(address="RT 1", phone="081234567890")

    answer = signed_in(budi()).get(reverse("worker_correct", args=[worker.pk]))

    assert 'value="RT 1"' in answer.text
    assert 'value="081234567890"' in answer.text
    assert worker.nik not in answer.text
    assert f"Leave it empty to keep {mask_nik(worker.nik)}." in words(answer)


def test_an_address_is_corrected_and_the_page_of_the_worker_follows():
    worker = make_worker()

    answer = signed_in(budi()).post(
        reverse("worker_correct", args=[worker.pk]), as_it_stands(worker, address="RT 9")
    )

    assert answer.url == worker.get_absolute_url()
    assert Worker.objects.get().address == "RT 9"


def test_a_name_goes_to_a_second_person_who_sees_both_and_accepts():
    worker = make_worker()
    sent = as_it_stands(worker, name="Sabri  bin Ali")

    proposal = signed_in(budi()).post(reverse("worker_correct", args=[worker.pk]), sent)
    looked = signed_in(nur()).get(proposal.url)
    accepted = signed_in(nur()).post(proposal.url, {"decision": "accept"})

    assert "Name Sabri Sabri bin Ali" in words(looked)
    assert accepted.url == worker.get_absolute_url()
    assert Worker.objects.get().name == "Sabri bin Ali"


def test_who_proposed_is_told_that_somebody_else_decides():
    correction = proposed(make_worker(), name="Sabri bin Ali")
    url = reverse("correction_detail", args=[correction.pk])

    page = words(signed_in(budi()).get(url))

    assert "You proposed this, so another person decides" in page
    assert "Withdraw the proposal" in page
    assert signed_in(budi()).post(url, {"decision": "accept"}).status_code == 403


def test_both_niks_stand_whole_before_who_decides_and_the_trail_says_so():
    worker = make_worker()
    correction = proposed(worker, nik=nik_of(7))
    url = reverse("correction_detail", args=[correction.pk])

    mine, hers = signed_in(budi()).get(url), signed_in(nur()).get(url)

    whole = [f"{nik[:6]} {nik[6:12]} {nik[12:]}" for nik in (worker.nik, nik_of(7))]
    assert [nik in mine.text for nik in whole] == [False, False]
    assert [nik in hers.text for nik in whole] == [True, True]
    assert "no-store" in hers.headers["Cache-Control"]
    line = AuditEvent.objects.get(action="nik.revealed")
    assert (line.by, line.facts["why"]) == (nur(), "correction")


def test_a_nik_that_contradicts_the_birth_date_is_pointed_out_to_who_decides():
    correction = proposed(make_worker(), born_on=date(1971, 2, 3))

    page = words(signed_in(nur()).get(reverse("correction_detail", args=[correction.pk])))

    assert "After this, the NIK and the record would differ" in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"born_on": "1 Januari 2999"}, "born_on"),
        ({"nik": "123"}, "nik"),
        ({"phone": "lima"}, "phone"),
        ({"village": "2103042005"}, "village"),
        ({}, "__all__"),
    ],
    ids=["no reason", "to come", "short NIK", "no telephone", "elsewhere", "nothing changed"],
)
def test_what_cannot_be_right_is_refused_beside_its_field(changes, field):
    worker = make_worker()

    answer = signed_in(budi()).post(
        reverse("worker_correct", args=[worker.pk]), as_it_stands(worker, **changes)
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert not Correction.objects.exists()


def test_a_nik_of_another_record_leads_to_that_record():
    worker, other = make_worker(0), make_worker(1)

    answer = signed_in(budi()).post(
        reverse("worker_correct", args=[worker.pk]), as_it_stands(worker, nik=other.nik)
    )

    assert answer.status_code == 422
    assert other.get_absolute_url() in answer.text


def test_the_list_says_for_how_long_each_has_waited_the_oldest_first():
    old, new = proposed(make_worker(0), name="Lama"), proposed(make_worker(1), name="Baru")
    Correction.objects.filter(pk=old.pk).update(proposed_at=timezone.now() - timedelta(days=4))

    answer = signed_in(nur()).get(reverse("correction_list"))

    assert [row.correction for row in answer.context["rows"]] == [old, new]
    assert [row.is_late for row in answer.context["rows"]] == [True, False]
    assert "Waits for 4 days" in words(answer)


def test_what_was_decided_stands_behind_its_filter():
    worker = make_worker()
    correction = proposed(worker, name="Sabri bin Ali")
    client = signed_in(nur())
    client.post(
        reverse("correction_detail", args=[correction.pk]), {"decision": "refuse", "note": "Lain"}
    )

    waiting = client.get(reverse("correction_list"))
    refused = client.get(reverse("correction_list"), {"status": "refused"})

    assert "Nothing waits" in words(waiting)
    assert [row.correction for row in refused.context["rows"]] == [correction]


@pytest.mark.parametrize("corrections", [1, 6], ids=["one", "six"])
def test_the_list_asks_as_often_for_one_as_for_many(corrections, django_assert_num_queries):
    for serial in range(corrections):
        proposed(make_worker(serial), name=f"Lain {serial}")
    client = signed_in(nur())

    with django_assert_num_queries(6):
        client.get(reverse("correction_list"))


def test_the_whole_nik_is_shown_once_for_a_reason_that_stays_on_record():
    worker = make_worker()
    client = signed_in(budi())
    url = reverse("nik_reveal", args=[worker.pk])

    asked = client.get(url)
    sent = client.post(url, {"why": "compare"})
    shown, again = client.get(url), client.get(url)

    digits = " ".join((worker.nik[:6], worker.nik[6:12], worker.nik[12:]))
    assert sent.url == url
    assert digits in shown.text
    assert digits not in asked.text + again.text
    assert "no-store" in shown.headers["Cache-Control"]
    line = AuditEvent.objects.get(action="nik.revealed")
    assert (line.by, line.facts) == (budi(), {"why": "compare", "details": ""})


def test_the_nik_of_one_worker_opens_no_other():
    one, other = make_worker(0), make_worker(1)
    client = signed_in(budi())
    client.post(reverse("nik_reveal", args=[one.pk]), {"why": "compare"})

    answer = client.get(reverse("nik_reveal", args=[other.pk]))

    assert "What do you need it for?" in answer.text


def test_something_else_is_said_in_words():
    worker = make_worker()

    answer = signed_in(budi()).post(reverse("nik_reveal", args=[worker.pk]), {"why": "other"})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"details"}
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [(ani, 403), (citra, 404)], ids=["treasurer", "another regency"]
)
def test_who_may_not_see_a_whole_nik_is_not_asked(who, status):
    worker = make_worker()

    assert signed_in(who()).get(reverse("nik_reveal", args=[worker.pk])).status_code == status


def test_the_page_of_the_worker_says_that_a_correction_waits():
    worker = make_worker()
    correction = proposed(worker, name="Sabri bin Ali")
    Correction.objects.update(proposed_at=datetime(2020, 9, 20, 3, tzinfo=UTC))

    answer = signed_in(nur()).get(worker.get_absolute_url())

    assert "proposed it on 20 September 2020, 10:00: name." in words(answer)
    assert reverse("correction_detail", args=[correction.pk]) in answer.text
