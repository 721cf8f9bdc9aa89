"""The pages about what happened to a worker: looked at first, recorded then, taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from enrollment.actions.events import record_death, record_move, undo_event
from enrollment.models import Enrollment, Worker, WorkerEvent
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
from enrollment.tests.steps import billed, pay
from registry.models import Occupation
from registry.tests.factories import make_region

pytestmark = pytest.mark.django_db

DAY = date(2020, 9, 9)
NYAMUK = "2105032001"


def paid_worker() -> Worker:
    """Return a worker of Terempa whose twelve months from July 2020 are paid."""
    invoice = billed(workers=1)
    pay(invoice, invoice.total_idr)
    return invoice.lines.get().worker


def death_of(worker: Worker) -> WorkerEvent:
    """Return the death of a worker, recorded by Budi."""
    record_death(worker=worker, died_on=DAY, on=DAY, by=budi())
    return worker.events.get(kind="death")


def look(name: str, worker: Worker, user=None, **typed: str):
    """Return a page about a worker as Budi, or somebody else, sees it."""
    return signed_in(user or budi()).get(reverse(name, args=[worker.pk]), typed)


def send(name: str, worker: Worker, user=None, **typed: str):
    """Return the answer to what Budi, or somebody else, sends."""
    return signed_in(user or budi()).post(reverse(name, args=[worker.pk]), typed)


def test_a_move_is_looked_at_before_it_is_recorded():
    worker = paid_worker()

    answer = look("worker_move", worker, moved_on="9/9/2020", moved_to="Batam")

    text = words(answer)
    assert "If 9 September 2020 is right, this happens" in text
    assert "does not reach there: the cover under it ends before October 2020." in text
    assert not WorkerEvent.objects.exists()


def test_a_move_is_recorded_as_it_was_looked_at():
    worker = paid_worker()

    answer = send("worker_move", worker, moved_on="9/9/2020", moved_to="Batam")

    worker.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, worker.get_absolute_url())
    assert (worker.moved_away_on, worker.moved_to) == (DAY, "Batam")
    assert_books_balance()


def test_a_village_is_found_by_its_name():
    worker = paid_worker()
    make_region(NYAMUK)

    seen = words(look("worker_move", worker, moved_on="9/9/2020", village="nyamuk"))
    send("worker_move", worker, moved_on="9/9/2020", village="nyamuk")

    worker.refresh_from_db()
    assert "lives in Nyamuk from then on" in seen
    assert "goes on: July 2020 – June 2021" in seen
    assert worker.village_id == NYAMUK


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"moved_on": "9/9/2999"}, {"moved_on"}),
        ({"moved_on": "9/9/1960"}, {"moved_on"}),
        ({"moved_on": "9/9/2020", "village": "Nusantara"}, {"village"}),
        ({"moved_on": "9/9/2020", "village": "Nyamuk", "moved_to": "Batam"}, {"moved_to"}),
        ({"moved_on": "9/9/2020", "village": "Terempa"}, {"moved_on"}),
    ],
    ids=["still to come", "before the birth", "no village", "two places", "no move"],
)
def test_a_move_that_cannot_be_right_is_refused_at_the_field(typed, fields):
    worker = make_worker()
    make_region(NYAMUK)

    answer = send("worker_move", worker, **typed)

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == fields
    assert not WorkerEvent.objects.exists()


def test_what_was_typed_can_be_changed_after_the_look():
    worker = make_worker()

    answer = look("worker_move", worker, moved_on="9/9/2020", moved_to="Batam", change="1")

    assert "effects" not in answer.context
    assert 'value="Batam"' in answer.text


def test_a_return_is_recorded():
    worker = make_worker(moved_away_on=DAY, moved_to="Batam")

    seen = words(look("worker_return", worker, returned_on="3/11/2020", village="Terempa"))
    send("worker_return", worker, returned_on="3/11/2020", village="Terempa")

    worker.refresh_from_db()
    assert "No cover and no money changes." in seen
    assert worker.moved_away_on is None


def test_other_work_says_what_a_month_will_cost():
    today = timezone.localdate()
    Occupation.objects.create(slug="petani", label_id="Petani", label_en="Farmer")
    worker = make_worker()
    make_enrollment(worker, decree=make_decree(since=today.replace(day=1)))

    seen = words(look("worker_work", worker, changed_on="9/9/2020", occupation="Petani"))
    send("worker_work", worker, changed_on="9/9/2020", occupation="Petani", is_employer="on")

    worker.refresh_from_db()
    assert "All other work, as before" in seen
    assert "stay as they are; nothing is credited" in seen
    assert (worker.occupation_id, worker.is_employer) == ("petani", True)


def test_the_page_of_events_leads_to_each_and_names_what_is_on_record():
    worker = paid_worker()
    record_move(worker=worker, moved_on=DAY, village=None, moved_to="Batam", on=DAY, by=budi())

    answer = look("worker_event", worker)

    text = words(answer)
    assert "9 months of cover ended" in text
    assert "Budi, recorded on 9 September 2020" in text
    for name in ("worker_death", "worker_return", "worker_work"):
        assert reverse(name, args=[worker.pk]) in answer.text
    assert reverse("worker_move", args=[worker.pk]) not in answer.text
    assert reverse("event_undo", args=[worker.events.get().pk]) in answer.text


def test_who_may_only_look_is_offered_no_event():
    worker = make_worker()

    text = words(look("worker_event", worker, user=ani()))

    assert "An enrollment officer or a supervisor records what happened." in text


def test_a_supervisor_is_led_to_the_place_that_a_death_left():
    month = timezone.localdate().replace(day=1)
    place = make_enrollment(decree=make_decree(since=month))
    record_death(worker=place.worker, died_on=month, on=month, by=budi())

    answers = [look("worker_event", place.worker, user=user) for user in (nur(), budi())]

    url = reverse("enrollment_replace", args=[place.pk])
    assert [url in answer.text for answer in answers] == [True, False]


def test_taking_a_death_back_shows_what_comes_back_and_then_what_came():
    worker = paid_worker()
    event = death_of(worker)
    client, url = signed_in(nur()), reverse("event_undo", args=[event.pk])

    before = words(client.get(url))
    answer = client.post(url, {"reason": "Orang lain yang bernama sama"}, follow=True)

    worker.refresh_from_db()
    assert "October 2020 – June 2021" in before
    assert worker.deceased_on is None
    assert "Taken back: Death, 9 September 2020" in words(answer)
    assert "paid from the credit" in words(answer)
    assert_books_balance()


def test_taking_an_event_back_needs_a_reason():
    event = death_of(make_worker())

    answer = signed_in(nur()).post(reverse("event_undo", args=[event.pk]), {"reason": " "})

    assert answer.status_code == 422
    assert WorkerEvent.objects.standing().exists()


def test_what_keeps_an_event_is_said_instead_of_a_form():
    worker = make_worker()
    record_death(worker=worker, died_on=DAY, on=DAY, by=nur())

    answer = signed_in(nur()).get(reverse("event_undo", args=[worker.events.get().pk]))

    assert "You recorded this death." in words(answer)
    assert "<textarea" not in answer.text


@pytest.mark.parametrize(
    ("user", "status"), [(ani, 403), (budi, 403), (citra, 404)], ids=["treasurer", "officer", "far"]
)
def test_only_who_decides_corrections_opens_the_way_back_of_a_death(user, status):
    event = death_of(make_worker())

    answer = signed_in(user()).get(reverse("event_undo", args=[event.pk]))

    assert answer.status_code == status


def test_an_event_taken_back_elsewhere_meanwhile_shows_what_came_of_it():
    worker = paid_worker()
    event = death_of(worker)
    undo_event(event=event, reason="Keliru", on=DAY + timedelta(days=9), by=nur())

    answer = signed_in(nur()).post(reverse("event_undo", args=[event.pk]), {"reason": "Lagi"})

    assert answer.status_code == 200
    assert Enrollment.objects.count() == 2


def test_the_page_of_events_asks_no_more_of_the_database_for_more_events(
    django_assert_max_num_queries,
):
    worker = make_worker()
    for day in range(1, 9):
        WorkerEvent.objects.create(
            worker=worker,
            kind="moved_within",
            happened_on=date(2020, 8, day),
            recorded_on=DAY,
            recorded_by=budi(),
        )
    client, url = signed_in(budi()), reverse("worker_event", args=[worker.pk])
    client.get(url)

    with django_assert_max_num_queries(12):
        client.get(url)
