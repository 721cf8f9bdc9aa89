"""Long work that a member of staff asked for: how far it is, and the file that it made."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from registry.audit import record
from registry.formats import time_left_text
from registry.jobs import KEPT, cancel_job, what_it_did
from registry.models import Job
from registry.models.jobs import SILENCE
from registry.pace import seconds_left
from registry.pages import page
from registry.paging import keyset_page
from registry.requests import StaffRequest
from registry.scope import in_scope

_NEWEST_FIRST = ("-id",)


@require_safe
def job_list(request: StaffRequest) -> HttpResponse:
    """The work that the reader asked for, newest first."""
    jobs = Job.objects.filter(asked_by=request.user)
    found = keyset_page(jobs, order=_NEWEST_FIRST, query=request.GET)
    at_work = jobs.filter(status__in=[Job.Status.WAITING, Job.Status.RUNNING])
    context = {"page": found, "at_work": at_work.count()}
    return page(request, "registry/job_list.html", context, "registry/_job_list.html")


@require_safe
def job_detail(request: StaffRequest, job_id: int) -> HttpResponse:
    """One job: how far it is while it is at work, then what it did, with its file.

    Colleagues of the region see how it goes; its file is for who asked. The part that HTMX asks
    for every two seconds opens the whole page when the work has ended.
    """
    seen = Q(asked_by=request.user) | in_scope(request.user, Job.scope_field)
    job = get_object_or_404(Job.objects.filter(seen).select_related("asked_by"), pk=job_id)
    wants_part = request.htmx and not request.htmx.boosted
    if wants_part and not job.is_at_work:
        return HttpResponseClientRefresh()
    return page(request, "registry/job_detail.html", _context(request, job), "registry/_job.html")


@require_POST
def job_cancel(request: StaffRequest, job_id: int) -> HttpResponse:
    """End work that the reader asked for."""
    job = get_object_or_404(Job.objects.filter(asked_by=request.user), pk=job_id)
    return redirect(cancel_job(job=job, by=request.user))


@require_safe
def job_file(request: StaffRequest, job_id: int) -> HttpResponse | FileResponse:
    """The file that a job made, for who asked; the page of the job tells where it is gone.

    Whoever no longer works in the region does not get its data either.
    """
    mine = Q(asked_by=request.user) & (Q(region=None) | in_scope(request.user, Job.scope_field))
    job = get_object_or_404(Job.objects.filter(mine), pk=job_id)
    if not job.has_file:
        return redirect(job)
    record("job.file_fetched", subject=job, by=request.user, filename=job.filename)
    return FileResponse(job.file.open("rb"), as_attachment=True, filename=job.filename)


def _context(request: StaffRequest, job: Job) -> dict[str, Any]:
    now = timezone.now()
    begun_at = job.started_at or job.asked_at
    left = (
        seconds_left(done=job.done, total=job.total, elapsed_s=(now - begun_at).total_seconds())
        if job.status == Job.Status.RUNNING
        else None
    )
    return {
        "job": job,
        "is_mine": job.asked_by_id == request.user.pk,
        "left": "" if left is None else time_left_text(left),
        # one that waits behind long work is silent, too, and nothing is wrong with it
        "is_quiet": job.status == Job.Status.RUNNING and job.heartbeat_at < now - SILENCE,
        "did": what_it_did(job),
        "expired": bool(job.filename) and not job.has_file,
        "again_url": job.params.get("page", ""),
        "kept_hours": KEPT // timedelta(hours=1),
        "took": time_left_text(int((job.ended_at - begun_at).total_seconds()))
        if job.ended_at
        else "",
    }
