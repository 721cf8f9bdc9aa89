"""Lists of workers on their way in: the batch, its files, and every row."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enrollment.models.sponsors import Decree
from registry.scope import Scoped

HEARTBEAT_LIMIT = timedelta(seconds=60)


class ImportBatchQuerySet(Scoped["ImportBatch"]):
    def standing(self) -> ImportBatchQuerySet:
        """Batches that were not undone."""
        return self.exclude(status=ImportBatch.Status.UNDONE)

    def stale(self) -> ImportBatchQuerySet:
        """Batches at work whose worker has not been heard of: killed, or never started."""
        return self.filter(
            heartbeat_at__lt=timezone.now() - HEARTBEAT_LIMIT,
            status__in=[ImportBatch.Status.STAGING, ImportBatch.Status.APPLYING],
        )


class ImportBatch(models.Model):
    """One list of workers under one decree, from the first upload to its enrollment.

    Nothing is live before a second person has applied it.
    """

    class Status(models.TextChoices):
        STAGING = "staging", _("Being checked")
        STAGED = "staged", _("Checked")
        APPLYING = "applying", _("Being applied")
        APPLIED = "applied", _("Applied")
        UNDONE = "undone", _("Undone")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.STAGING: {Status.STAGED, Status.APPLIED, Status.UNDONE},
        Status.STAGED: {Status.STAGING, Status.APPLYING, Status.UNDONE},
        Status.APPLYING: {Status.STAGED, Status.APPLIED},
        Status.APPLIED: {Status.STAGING, Status.APPLYING, Status.UNDONE},
        Status.UNDONE: set(),
    }

    decree = models.ForeignKey(
        Decree, on_delete=models.PROTECT, related_name="batches", verbose_name=_("decree")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.STAGING
    )
    total = models.PositiveIntegerField(_("rows to go through"), default=0)
    done = models.PositiveIntegerField(_("rows gone through"), default=0)
    heartbeat_at = models.DateTimeField(_("last heard of"), default=timezone.now)
    summary = models.JSONField(
        _("counts"), default=dict, help_text=_("Rows by state and by problem, after each step.")
    )
    statement = models.FileField(
        _("signed statement (SPTJM)"), upload_to="statements/%Y/%m", blank=True
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()
    scope_field: ClassVar[str] = "decree__region"

    class Meta:
        verbose_name = _("list of workers")
        verbose_name_plural = _("lists of workers")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(applied_by=None) | ~Q(applied_by=F("uploaded_by")),
                name="batch_is_applied_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(done__lte=F("total")), name="batch_is_not_more_than_done"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decree} #{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("batch_detail", args=[self.pk])

    @property
    def region_code(self) -> str:
        return self.decree.region_id

    @property
    def is_at_work(self) -> bool:
        """Whether a job is going through its rows."""
        return self.status in (self.Status.STAGING, self.Status.APPLYING)

    @property
    def applied_rows(self) -> int:
        """How many of its rows were applied, as of its last step."""
        applied = self.summary.get("applied", {})
        return int(applied.get("workers_created", 0) + applied.get("workers_matched", 0))

    @property
    def ready_rows(self) -> int:
        """How many of its rows wait to be applied, as of its last step."""
        return int(self.summary.get("ok", 0)) - self.applied_rows


class ImportFile(models.Model):
    """A file sent into a batch: the list itself, or rows of it that were repaired."""

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, related_name="files", verbose_name=_("list")
    )
    decree = models.ForeignKey(Decree, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveSmallIntegerField(_("place among the files of the list"))
    file = models.FileField(_("file"), upload_to="lists/%Y/%m")
    filename = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    withdrawn = models.BooleanField(_("withdrawn"), default=False)

    objects = Scoped.as_manager()
    scope_field: ClassVar[str] = "decree__region"

    class Meta:
        verbose_name = _("file of a list")
        verbose_name_plural = _("files of lists")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["batch", "sequence"], name="import_file_in_sequence"),
            models.UniqueConstraint(
                fields=["decree", "sha256"],
                condition=Q(withdrawn=False),
                name="import_file_once_per_decree",
            ),
        ]

    def __str__(self) -> str:
        return self.filename


class ImportRowQuerySet(Scoped["ImportRow"]):
    def with_code(self, code: str) -> ImportRowQuerySet:
        """Rows that have this problem."""
        return self.filter(codes__contains=f"|{code}|")

    def warned(self) -> ImportRowQuerySet:
        """Rows that can go in and have a note."""
        return self.exclude(status=ImportRow.Status.REFUSED).exclude(codes="")


class ImportRow(models.Model):
    """One row of a list, as read and as understood, with every problem it has."""

    class Status(models.TextChoices):
        READY = "ready", _("Ready")
        REFUSED = "refused", _("To be repaired")
        APPLIED = "applied", _("Applied")

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="rows")
    file = models.ForeignKey(
        ImportFile, on_delete=models.PROTECT, related_name="rows", verbose_name=_("first read from")
    )
    sheet = models.CharField(_("sheet"), max_length=100)
    row = models.PositiveIntegerField(_("row"))
    nik = models.CharField(_("NIK"), max_length=16, blank=True)
    raw = models.JSONField(_("as read"), default=dict)
    data = models.JSONField(_("as understood"), default=dict)
    codes = models.CharField(_("problem codes"), max_length=400, blank=True)
    problems = models.JSONField(_("problems"), default=list)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices)

    objects = ImportRowQuerySet.as_manager()
    scope_field: ClassVar[str] = "batch__decree__region"

    class Meta:
        verbose_name = _("row of a list")
        verbose_name_plural = _("rows of lists")
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["batch", "status", "id"], name="row_by_status"),
            models.Index(fields=["batch", "nik"], name="row_by_nik"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["file", "sheet", "row"], name="row_once_per_file"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}:{self.row}"
