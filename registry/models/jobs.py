"""Long work, with its progress and what it leaves behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.models.regions import Region
from registry.scope import Scoped

SILENCE: Final = timedelta(seconds=60)


class JobQuerySet(Scoped["Job"]):
    def stale(self) -> JobQuerySet:
        """Jobs that should be at work and have not been heard of: killed, or never begun."""
        return self.filter(
            status__in=[Job.Status.WAITING, Job.Status.RUNNING],
            heartbeat_at__lt=timezone.now() - SILENCE,
        )

    def expired(self) -> JobQuerySet:
        """Jobs whose file has been kept long enough."""
        return self.filter(expires_at__lt=timezone.now()).exclude(file="")


class Job(models.Model):
    """Long work that somebody asked for: how far it is, and the file that it made.

    It always ends: done, refused with a reason, or cancelled. A killed one is taken up again.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("At work")
        DONE = "done", _("Done")
        FAILED = "failed", _("Not done")
        CANCELLED = "cancelled", _("Cancelled")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.WAITING: {Status.RUNNING, Status.CANCELLED, Status.FAILED},
        Status.RUNNING: {Status.DONE, Status.FAILED, Status.CANCELLED},
        Status.DONE: set(),
        Status.FAILED: set(),
        Status.CANCELLED: set(),
    }

    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    params = models.JSONField(_("what was asked"), default=dict)
    language = models.CharField(_("language"), max_length=2, default="id")
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("region")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.WAITING
    )
    attempt = models.PositiveIntegerField(_("attempt"), default=0)
    total = models.PositiveIntegerField(_("rows to go through"), default=0)
    done = models.PositiveIntegerField(_("rows gone through"), default=0)
    cancel_asked = models.BooleanField(_("is to be cancelled"), default=False)
    heartbeat_at = models.DateTimeField(_("last heard of"), default=timezone.now)
    started_at = models.DateTimeField(_("begun at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    outcome = models.JSONField(_("what it did"), default=dict)
    problem = models.TextField(_("why it was not done"), blank=True)
    file = models.FileField(_("file"), upload_to="jobs/%Y/%m", blank=True)
    filename = models.CharField(_("file name"), max_length=200, blank=True)
    expires_at = models.DateTimeField(_("file kept until"), null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)

    objects = JobQuerySet.as_manager()
    scope_field: ClassVar[str] = "region"

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["asked_by", "-id"], name="job_of_user"),
            models.Index(fields=["status", "heartbeat_at"], name="job_at_work"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(done__lte=F("total")), name="job_is_not_more_than_done"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("job_detail", args=[self.pk])

    @property
    def region_code(self) -> str:
        return self.region_id or ""

    @property
    def is_at_work(self) -> bool:
        """Whether it waits or runs."""
        return self.status in (self.Status.WAITING, self.Status.RUNNING)

    @property
    def has_file(self) -> bool:
        """Whether its file can still be fetched."""
        return bool(self.file) and (self.expires_at is None or self.expires_at > timezone.now())
