"""Long work: it always ends, is taken up again after a kill, and is done by one at a time."""

from __future__ import annotations

import io
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone, translation

from registry.formats import time_left_text
from registry.job_kinds import register_job
from registry.jobs import (
    KEPT,
    MOST_ATTEMPTS,
    Made,
    Progress,
    cancel_job,
    forget_expired_files,
    perform,
    revive_stale_jobs,
    start_job,
    what_it_did,
)
from registry.models import AuditEvent, Job, User
from registry.models.jobs import SILENCE
from registry.pace import seconds_left
from registry.refusals import Refused
from registry.tests.factories import enter, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.urls("registry.tests.page_urls")]

HERE = "registry.tests.test_jobs"


class Killed(BaseException):
    """The worker process is gone: nothing catches it."""


def count(job: Job, progress: Progress) -> Made:
    """Go through the rows, and leave a file that counts them."""
    total = job.params.get("rows", 3)
    progress.begin(total)
    for done in range(1, total + 1):
        progress.step(done)
        if job.attempt <= job.params.get("kills", 0):
            raise Killed
    text = f"{total} {translation.get_language()}"
    return Made({"rows": total}, io.BytesIO(text.encode()), "hitung.txt")


def refuse(job: Job, progress: Progress) -> Made:
    """Say an expected no."""
    raise Refused("The decree has no members.")


def break_down(job: Job, progress: Progress) -> Made:
    """Fail as nobody expected."""
    raise ZeroDivisionError


def cancelled_by_its_asker(job: Job, progress: Progress) -> Made:
    """Be cancelled while at work."""
    cancel_job(job=job, by=job.asked_by)
    progress.begin(10)
    return Made()


def taken_over(job: Job, progress: Progress) -> Made:
    """Fall silent until another worker has done the job."""
    fall_silent(job)
    register_job("taken_over", f"{HERE}.count")
    perform(job.pk)
    progress.begin(99)
    return Made({"rows": 99})


def tell(facts: Any) -> list[str]:
    """Tell the facts in a sentence."""
    return [f"{facts['rows']} rows were counted."]


@pytest.fixture(autouse=True)
def ground_floor(monkeypatch) -> None:
    """Leave out the places and the works of the floors above."""
    monkeypatch.setattr("registry.navigation._places", {})
    monkeypatch.setattr("registry.job_kinds._works", {})
    monkeypatch.setattr("registry.job_kinds._tellers", {})
    for work in (count, refuse, break_down, cancelled_by_its_asker, taken_over):
        register_job(work.__name__, f"{HERE}.{work.__name__}")


def asked(by: User, kind: str = "count", **params: Any) -> Job:
    return start_job(kind=kind, title="Count", params=params, region_code="2105", by=by)


def fall_silent(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - SILENCE * 2)


def killed_once(by: User, **params: Any) -> Job:
    job = asked(by, kills=1, **params)
    with pytest.raises(Killed):
        perform(job.pk)
    return job


def test_a_job_that_is_done_leaves_facts_and_a_file_for_a_day():
    job = perform(asked(make_user()).pk)

    assert (job.status, job.done, job.total, job.outcome) == ("done", 3, 3, {"rows": 3})
    assert job.file.read() == b"3 id"
    assert job.expires_at - job.ended_at == KEPT


def test_a_job_speaks_the_language_of_who_asked():
    with translation.override("en"):
        job = asked(make_user())

    assert perform(job.pk).file.read() == b"3 en"


def test_a_job_that_was_killed_is_taken_up_again_after_a_silence():
    job = killed_once(make_user())
    at_once = perform(job.pk)
    fall_silent(job)

    revived = revive_stale_jobs()
    again = perform(job.pk)

    assert (at_once.status, at_once.attempt) == ("running", 1)
    assert revived == 1
    assert (again.status, again.attempt, again.file.read()) == ("done", 2, b"3 id")


def test_a_job_that_kills_its_worker_ends_as_not_done():
    job = asked(make_user(), kills=99)
    for _attempt in range(MOST_ATTEMPTS):
        fall_silent(job)
        with pytest.raises(Killed):
            perform(job.pk)
    fall_silent(job)

    ended = perform(job.pk)

    assert (ended.status, ended.is_at_work) == ("failed", False)
    assert ended.problem
    assert not revive_stale_jobs()


def test_a_job_that_nobody_ever_began_is_handed_over_again():
    job = asked(make_user())
    fall_silent(job)

    assert revive_stale_jobs() == 1


@pytest.mark.parametrize(
    ("kind", "words"),
    [("refuse", "The decree has no members."), ("break_down", "nothing was lost")],
    ids=["an expected no", "a fault of ours"],
)
def test_a_job_that_cannot_be_done_says_why(kind, words):
    with translation.override("en"):
        ended = perform(asked(make_user(), kind).pk)

    assert ended.status == "failed"
    assert words in ended.problem


def test_a_job_of_a_kind_that_is_no_more_ends_as_not_done():
    assert perform(asked(make_user(), "forgotten").pk).status == "failed"


def test_a_job_that_waits_is_cancelled_at_once():
    budi = make_user()
    job = asked(budi)

    cancelled = cancel_job(job=job, by=budi)

    assert cancelled.status == "cancelled"
    assert perform(job.pk).attempt == 0


def test_a_job_at_work_is_cancelled_at_its_next_step():
    ended = perform(asked(make_user(), "cancelled_by_its_asker").pk)

    assert (ended.status, ended.has_file) == ("cancelled", False)


def test_a_job_that_was_killed_after_it_was_cancelled_ends():
    budi = make_user()
    job = killed_once(budi)
    cancel_job(job=job, by=budi)
    fall_silent(job)

    assert perform(job.pk).status == "cancelled"


def test_cancelling_what_has_ended_changes_nothing():
    budi = make_user()
    job = perform(asked(budi).pk)

    again = cancel_job(job=job, by=budi)

    assert again.status == "done"
    assert not AuditEvent.objects.filter(action="job.cancelled").exists()


def test_a_worker_that_was_taken_for_dead_leaves_the_job_alone():
    ended = perform(asked(make_user(), "taken_over").pk)

    assert (ended.status, ended.attempt, ended.outcome) == ("done", 2, {"rows": 3})


def test_asking_twice_while_it_goes_on_is_one_job():
    budi, ani = make_user(), make_user("ani")
    first = asked(budi)

    assert asked(budi) == first
    assert asked(ani) != first
    perform(first.pk)
    assert asked(budi) != first


def test_what_is_being_cancelled_is_asked_for_anew():
    budi = make_user()
    first = killed_once(budi)
    cancel_job(job=first, by=budi)

    again = asked(budi, kills=1)

    assert (first.pk != again.pk, again.cancel_asked) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_job():
    budi = make_user()
    begun = Barrier(2)

    def click() -> None:
        begun.wait()
        try:
            asked(budi)
        finally:
            connection.close()

    clicks = [Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()

    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_a_job_once():
    job = asked(make_user(), rows=50)
    begun, outcomes = Barrier(2), []

    def work() -> None:
        begun.wait()
        outcomes.append(perform(job.pk).attempt)
        connection.close()

    threads = [Thread(target=work) for _worker in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    job.refresh_from_db()
    assert outcomes == [1, 1]
    assert (job.status, job.attempt, job.outcome) == ("done", 1, {"rows": 50})
    assert AuditEvent.objects.filter(action="job.ended").count() == 1


def test_files_that_were_kept_long_enough_are_deleted_and_the_job_stays():
    kept, old = (perform(asked(make_user(), rows=rows).pk) for rows in (1, 2))
    Job.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    storage, name = old.file.storage, old.file.name

    forgotten = forget_expired_files()

    old.refresh_from_db()
    kept.refresh_from_db()
    assert (forgotten, old.has_file, kept.has_file) == (1, False, True)
    assert not storage.exists(name)
    assert old.filename == "hitung.txt"


def test_what_a_job_did_is_told_by_its_kind():
    register_job("count", f"{HERE}.count", teller=f"{HERE}.tell")
    job = asked(make_user())

    before = what_it_did(job)

    assert (before, what_it_did(perform(job.pk))) == ([], ["3 rows were counted."])


@pytest.mark.parametrize(
    ("done", "total", "elapsed_s", "left"),
    [
        (0, 100, 60, None),
        (10, 0, 60, None),
        (50, 100, 1.0, None),
        (50, 100, 30, 30),
        (100, 100, 30, 0),
        (120, 100, 30, 0),
    ],
    ids=["nothing done", "no total", "just begun", "half", "all", "more than thought"],
)
def test_the_time_left_follows_from_the_rate_so_far(done, total, elapsed_s, left):
    assert seconds_left(done=done, total=total, elapsed_s=elapsed_s) == left


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a minute"),
        (59, "less than a minute"),
        (61, "about 1 minute"),
        (89 * 60, "about 89 minutes"),
        (90 * 60, "about 2 hours"),
        (3 * 3600, "about 3 hours"),
    ],
    ids=["none", "a minute less", "a minute", "minutes", "hours", "three hours"],
)
def test_a_time_left_is_told_in_words(seconds, words):
    with translation.override("en"):
        assert time_left_text(seconds) == words


def test_the_page_of_a_job_at_work_asks_again_by_itself(client):
    budi = make_user()
    enter(client, budi)
    job = killed_once(budi, rows=10)

    whole = client.get(job.get_absolute_url()).text
    part = client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).text

    assert "At work: Count" in whole
    assert 'hx-trigger="every 2s"' in part
    assert "<html" not in part
    assert "Cancel this job" in part


def test_the_page_opens_anew_when_the_job_has_ended(client):
    budi = make_user()
    enter(client, budi)
    job = perform(asked(budi).pk)

    part = client.get(job.get_absolute_url(), headers={"HX-Request": "true"})
    whole = client.get(job.get_absolute_url()).text

    assert part.headers["HX-Refresh"] == "true"
    assert "Done: Count" in whole
    assert "Download hitung.txt" in whole


def test_a_silent_job_is_told_to_be_taken_up_again(client):
    budi = make_user()
    enter(client, budi)
    job = killed_once(budi)
    fall_silent(job)

    assert "taken up again by itself" in client.get(job.get_absolute_url()).text


def test_a_job_that_waits_long_for_its_turn_is_not_taken_for_broken(client):
    budi = make_user()
    enter(client, budi)
    job = asked(budi)
    fall_silent(job)

    page = client.get(job.get_absolute_url()).text

    assert "taken up again" not in page
    assert "begins when the work before it is done" in page


def test_a_file_is_for_who_asked_alone(client):
    job = perform(asked(make_user()).pk)
    enter(client, make_user("nur"))

    page = client.get(job.get_absolute_url())
    file = client.get(f"{job.get_absolute_url()}file")
    cancelled = client.post(f"{job.get_absolute_url()}cancel")

    assert (page.status_code, file.status_code, cancelled.status_code) == (200, 404, 404)
    assert "Download" not in page.text


def test_a_file_that_is_fetched_stands_in_the_trail(client):
    budi = make_user()
    enter(client, budi)
    job = perform(asked(budi).pk)

    answer = client.get(f"{job.get_absolute_url()}file")

    assert b"".join(answer.streaming_content) == b"3 id"
    assert AuditEvent.objects.get(action="job.file_fetched").by == budi


def test_whoever_left_the_region_gets_no_file_of_it(client):
    budi = make_user()
    enter(client, budi)
    job = perform(asked(budi).pk)
    budi.memberships.update(until=timezone.localdate() - timedelta(days=1))

    assert client.get(f"{job.get_absolute_url()}file").status_code == 404


def test_a_file_that_is_kept_no_longer_leads_to_asking_again(client):
    budi = make_user()
    enter(client, budi)
    job = perform(asked(budi, page="/pages/").pk)
    Job.objects.filter(pk=job.pk).update(expires_at=timezone.now())

    answer = client.get(f"{job.get_absolute_url()}file", follow=True)

    assert answer.redirect_chain == [(job.get_absolute_url(), 302)]
    assert "no longer kept" in answer.text
    assert 'href="/pages/"' in answer.text


def test_cancelling_leads_back_to_the_page(client):
    budi = make_user()
    enter(client, budi)
    job = asked(budi)

    answer = client.post(f"{job.get_absolute_url()}cancel", follow=True)

    assert "Cancelled: Count" in answer.text


def test_everybody_lists_their_own_jobs_in_a_constant_number_of_queries(
    client, django_assert_num_queries
):
    budi = make_user()
    enter(client, budi)
    asked(make_user("nur"), rows=99)
    for rows in range(60):
        asked(budi, rows=rows)

    with django_assert_num_queries(6):  # session, user, roles, region, count, page
        page = client.get("/jobs/").text

    assert page.count("Count</a>") == 50
    assert "Next" in page
