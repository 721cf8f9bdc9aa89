"""Long work: asked for on a page, done by the worker process, and always ended.

A floor registers each kind of its work with registry.job_kinds.register_job(). The work may be
killed at any point and is then begun again, so it either makes one file at its end, or commits its
rows in steps and finds out itself what is left.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import IO, Any, Final

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from registry.audit import record
from registry.formats import number_text
from registry.job_kinds import teller_of, work_of
from registry.models import Job, User
from registry.models.jobs import SILENCE
from registry.refusals import Refused

KEPT: Final = timedelta(hours=24)
MOST_ATTEMPTS: Final = 5
_EVERY_S: Final = 1.0
_log = logging.getLogger(__name__)


class Cancelled(Exception):
    """Somebody asked for the end of the job."""


class Superseded(Exception):
    """Another worker has taken the job up; this one is to leave it alone."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a job leaves behind: facts for its page, and a file where there is one to fetch."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    file: IO[bytes] | None = None
    filename: str = ""


class Progress:
    """How far the work has come, told to whoever watches, at most once a second."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._told_at = 0.0

    def begin(self, total: int) -> None:
        """Say how much there is to do."""
        self._job.total, self._job.done = total, 0
        self._tell()

    def step(self, done: int) -> None:
        """Say how much is done; raises Cancelled when the work is to end."""
        self._job.done = done
        if time.monotonic() - self._told_at >= _EVERY_S:
            self._tell()

    def _tell(self) -> None:
        job = self._job
        told = Job.objects.filter(pk=job.pk, attempt=job.attempt, status=Job.Status.RUNNING)
        total = max(job.total, job.done)
        if not told.update(total=total, done=job.done, heartbeat_at=timezone.now()):
            raise Superseded
        if Job.objects.filter(pk=job.pk, cancel_asked=True).exists():
            raise Cancelled
        self._told_at = time.monotonic()


Work = Callable[[Job, Progress], Made]
Teller = Callable[[Mapping[str, Any]], Sequence[str]]


def what_it_did(job: Job) -> list[str]:
    """Return what a job that is done did, in sentences."""
    if job.status != Job.Status.DONE:
        return []
    teller = teller_of(job.kind)
    if teller and job.outcome:
        tell: Teller = import_string(teller)
        return list(tell(job.outcome))
    if not job.total:
        return []
    return [
        ngettext("%(n)s row was gone through.", "%(n)s rows were gone through.", job.total)
        % {"n": number_text(job.total)}
    ]


@transaction.atomic
def start_job(
    *, kind: str, title: str, params: Mapping[str, Any], region_code: str, total: int = 0, by: User
) -> Job:
    """Ask for long work and return its job; the same asked again while it goes on is that job.

    One that is to end is not gone on with: it is asked for anew. The caller has asked for the
    permission. What the job makes is for `by` alone.
    """
    # two clicks at once are one: the second waits for the first
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    asked = Job.objects.filter(
        kind=kind,
        params=dict(params),
        asked_by=by,
        cancel_asked=False,
        status__in=[Job.Status.WAITING, Job.Status.RUNNING],
    )
    if job := asked.first():
        return job
    job = Job.objects.create(
        kind=kind,
        title=title,
        params=dict(params),
        region_id=region_code or None,
        total=total,
        language=translation.get_language() or "id",
        asked_by=by,
    )
    record("job.asked", subject=job, by=by, kind=kind, params=dict(params))
    transaction.on_commit(lambda: run.enqueue(job.pk))
    return job


@transaction.atomic
def cancel_job(*, job: Job, by: User) -> Job:
    """End a job that still waits, or ask the one at work to end; return it.

    What it has committed stays. A job that has ended is left as it is.
    """
    job = Job.objects.select_for_update().get(pk=job.pk)
    if not job.is_at_work or job.cancel_asked:
        return job
    job.cancel_asked = True
    if job.status == Job.Status.WAITING:
        job.status, job.ended_at = Job.Status.CANCELLED, timezone.now()
    job.save(update_fields=["cancel_asked", "status", "ended_at"])
    record("job.cancelled", subject=job, by=by)
    return job


@task()
def run(job_id: int) -> None:
    """Do a job; see perform."""
    perform(job_id)


def perform(job_id: int) -> Job:
    """Do a job to its end and return it; one that has ended, or is in other hands, is left alone.

    Whatever goes wrong ends it as not done, with a sentence for whoever asked.
    """
    job = _taken(job_id)
    if job is None:
        return Job.objects.get(pk=job_id)
    progress = Progress(job)
    with translation.override(job.language):
        try:
            progress.begin(job.total)
            work: Work = import_string(work_of(job.kind))
            made = work(job, progress)
        except Superseded:
            pass
        except Cancelled:
            _end(job, Job.Status.CANCELLED)
        except Refused as refusal:
            _end(job, Job.Status.FAILED, problem=str(refusal))
        except Exception:
            # the page says what to do; the log says what was wrong
            _log.exception("Job %s (%s) failed", job.pk, job.kind)
            _end(job, Job.Status.FAILED, problem=_failure())
        else:
            _end(job, Job.Status.DONE, made=made)
    return Job.objects.get(pk=job_id)


def revive_stale_jobs() -> int:
    """Hand over again the jobs whose worker was killed; return how many."""
    stale = list(Job.objects.stale().values_list("pk", flat=True))
    for pk in stale:
        run.enqueue(pk)
    return len(stale)


def forget_expired_files() -> int:
    """Delete the files of jobs that were kept long enough; return how many. The job stays."""
    expired = list(Job.objects.expired())
    for job in expired:
        job.file.delete(save=False)
        Job.objects.filter(pk=job.pk).update(file="")
    return len(expired)


@transaction.atomic
def _taken(job_id: int) -> Job | None:
    """Return the job, marked as at work here; None where there is nothing to do."""
    job = Job.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=job_id)
    now = timezone.now()
    in_other_hands = job.status == Job.Status.RUNNING and job.heartbeat_at > now - SILENCE
    if not job.is_at_work or in_other_hands:
        return None
    job.attempt += 1
    job.heartbeat_at = now
    # the rate of the work is that of this attempt: it begins anew
    job.started_at = now
    if job.cancel_asked:
        job.status, job.ended_at = Job.Status.CANCELLED, now
    elif job.attempt > MOST_ATTEMPTS:
        job.status, job.ended_at, job.problem = Job.Status.FAILED, now, _failure()
    else:
        job.status = Job.Status.RUNNING
    job.save()
    return job if job.status == Job.Status.RUNNING else None


@transaction.atomic
def _end(job: Job, status: Job.Status, *, made: Made | None = None, problem: str = "") -> None:
    locked = Job.objects.select_for_update().get(pk=job.pk)
    if locked.attempt != job.attempt or locked.status != Job.Status.RUNNING:
        return
    locked.status, locked.problem, locked.ended_at = status, problem, timezone.now()
    locked.total, locked.done = max(job.total, job.done), job.done
    if made is not None:
        locked.outcome = dict(made.facts)
        locked.done = locked.total
        if made.file is not None:
            locked.filename = made.filename
            locked.expires_at = locked.ended_at + KEPT
            locked.file.save(f"{job.pk}-{made.filename}", File(made.file), save=False)
            made.file.close()
    locked.save()
    record("job.ended", subject=locked, by=locked.asked_by, status=status, **locked.outcome)


def _failure() -> str:
    return _(
        "It could not be done, and nothing was lost. Ask for it again; if it fails again, tell the "
        "administrator the number of this page."
    )
