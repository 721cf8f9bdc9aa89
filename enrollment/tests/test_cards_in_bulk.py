"""Cards and letters by thousands: whom they are for, the form, and the work."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from enrollment.models import Decree, Enrollment, Worker
from enrollment.queries.cards import cards_of, workers_with_a_card
from enrollment.tests.browsing import signed_in, words
from enrollment.tests.factories import (
    ani,
    budi,
    citra,
    make_batch,
    make_decree,
    make_enrollment,
    make_row,
    make_worker,
)
from enrollment.tests.paper import paper_text
from enrollment.tests.steps import billed, pay
from registry.jobs import perform, what_it_did
from registry.models import AuditEvent, Job
from registry.months import first_of_month
from registry.roles import Permission
from registry.tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db

RIGHT = Permission.WORKER_REGISTER


def covered_decree(workers: int = 3, months: int = 12) -> Decree:
    """Return a decree whose months from this one on are paid."""
    today = timezone.localdate()
    month = first_of_month(today)
    invoice = billed(workers=workers, issued_on=today, decided_on=today, since=month, months=months)
    pay(invoice, invoice.total_idr, paid_on=today)
    return invoice.decree


def names(chosen: dict[str, object], reader=None) -> list[str]:
    today = timezone.localdate()
    found = workers_with_a_card(reader or budi(), chosen=chosen, on=today, right=RIGHT)
    return [worker.name for worker in found]


def ask(data: dict[str, object], user=None):
    return signed_in(user or budi()).post(reverse("card_create"), {"layout": "ten"} | data)


def done(answer) -> Job:
    """Return the job that an answer leads to, done."""
    assert answer.status_code == 302
    return perform(Job.objects.get(pk=int(answer.url.rstrip("/").rsplit("/", 1)[-1])).pk)


def file_of(job: Job) -> bytes:
    with job.file.open("rb") as file:
        return file.read()


def test_the_dead_and_the_uncovered_get_no_card():
    decree = covered_decree()
    make_enrollment(make_worker(40, name="Belum Dibayar"), decree=decree)
    Worker.objects.filter(name="Sabri").update(deceased_on=timezone.localdate())

    assert names({"decree": decree.pk}) == ["Sabri 1", "Sabri 2"]


def test_a_decree_and_a_region_narrow_each_other():
    decree = covered_decree()
    moved = decree.enrollments.order_by("position")[0].worker
    Worker.objects.filter(pk=moved.pk).update(village=make_region("2105032001"))

    assert names({"decree": decree.pk, "region": "210503"}) == [moved.name]
    assert len(names({"region": "2105"})) == 3


def test_cards_lie_village_by_village_and_by_name():
    decree = covered_decree()
    first = decree.enrollments.order_by("position")[0].worker
    Worker.objects.filter(pk=first.pk).update(village=make_region("2105032001"))

    assert names({"decree": decree.pk})[-1] == first.name


def test_cards_are_for_where_the_reader_holds_the_right():
    decree = covered_decree()

    assert names({"decree": decree.pk}, citra()) == []
    assert names({"decree": decree.pk}, ani()) == []


def test_cards_ask_the_same_for_one_as_for_many(django_assert_num_queries):
    decree = covered_decree(6)
    today, reader = timezone.localdate(), budi()
    workers = list(workers_with_a_card(reader, chosen={"decree": decree.pk}, on=today, right=RIGHT))
    assert reader.held_roles

    with django_assert_num_queries(1):
        cards = cards_of(workers, on=today, reader=reader)

    assert len(cards) == 6


@pytest.mark.parametrize("layout", ["ten", "one"])
def test_a_job_prints_every_card_of_a_decree(layout):
    decree = covered_decree()

    job = done(ask({"decree": decree.pk, "layout": layout}))

    assert job.status == Job.Status.DONE, job.problem
    with translation.override("en"):
        assert what_it_did(job) == ["3 cards were printed."]
    text = paper_text(file_of(job))
    for enrollment in decree.enrollments.select_related("worker"):
        assert enrollment.worker.name in text
        assert enrollment.worker.nik not in text
    assert AuditEvent.objects.filter(action="cards.printed").count() == 1


def test_eleven_cards_are_two_pages():
    decree = covered_decree(11)

    job = done(ask({"decree": decree.pk}))

    assert file_of(job).count(b"/Type /Page\n") == 2


def test_a_job_prints_letters_to_whose_cover_ends():
    covered_decree(months=1)

    job = done(ask({"days": "90", "layout": "letter"}))

    assert job.status == Job.Status.DONE, job.problem
    assert job.outcome == {"letters": 3}
    assert job.filename.startswith("surat-")


def test_a_job_prints_only_what_its_asker_may_still_see():
    decree = covered_decree()
    answer = ask({"decree": decree.pk})
    budi().memberships.update(until=timezone.localdate() - timedelta(days=1))

    job = done(answer)

    assert job.status == Job.Status.FAILED
    assert not job.file


def test_the_same_asked_again_is_the_job_that_waits():
    decree = covered_decree()

    first, second = (ask({"decree": decree.pk}) for _ in range(2))

    assert first.url == second.url


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "Choose a decree or a region"),
        ({"decree": "999"}, "from the list"),
        ({"days": "30", "layout": "letter"}, "Nobody here has cover"),
    ],
    ids=["nothing chosen", "no such decree", "nobody"],
)
def test_what_cannot_be_printed_is_refused_with_a_sentence(data, told):
    answer = ask(data)

    assert answer.status_code == 422
    assert told in words(answer)
    assert not Job.objects.exists()


def test_a_decree_without_cover_has_nothing_to_print():
    decree = make_decree()
    make_enrollment(decree=decree)

    assert ask({"decree": decree.pk}).status_code == 422


def test_the_decree_of_the_link_is_chosen_already():
    decree = covered_decree()

    answer = signed_in(budi()).get(reverse("card_create"), {"decree": decree.pk})

    assert answer.status_code == 200
    assert str(answer.context["form"]["decree"].value()) == str(decree.pk)


def test_who_may_only_read_prints_no_cards():
    auditor = make_user("tuti", role="auditor")

    assert signed_in(auditor).get(reverse("card_create")).status_code == 403
    assert ask({}, auditor).status_code == 403


def test_the_cards_of_a_list_are_those_who_came_with_it():
    decree = covered_decree()
    batch = make_batch(decree=decree)
    row = make_row(batch, 2)
    Enrollment.objects.filter(worker__name="Sabri 1").update(row=row)

    job = done(ask({"batch": batch.pk}))

    assert names({"batch": batch.pk}) == ["Sabri 1"]
    assert job.outcome == {"cards": 1}


def test_the_page_of_a_list_s_cards_names_its_decree():
    batch = make_batch(decree=covered_decree())

    answer = signed_in(budi()).get(reverse("card_create"), {"batch": batch.pk})

    assert batch.decree.number in words(answer)
    assert "decree" not in answer.context["form"].fields
