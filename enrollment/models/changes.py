"""What happens to a worker's record: corrections, two records made one, and dated events."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.workers import Worker
from registry.scope import Scoped


class CorrectionQuerySet(Scoped["Correction"]):
    def waiting(self) -> CorrectionQuerySet:
        """Corrections that a second person has still to decide."""
        return self.filter(status=Correction.Status.WAITING)


class Correction(models.Model):
    """A correction of a worker's data, with its reason (UU 27/2022 Pasal 30).

    What makes the identity (NIK, name, birth date, sex) waits for a second person; the rest is
    applied at once. `changes` holds for each field what stood `before` and what comes `after`.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for a second person")
        APPLIED = "applied", _("Applied")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.WAITING: {Status.APPLIED, Status.REFUSED, Status.WITHDRAWN},
        Status.APPLIED: set(),
        Status.REFUSED: set(),
        Status.WITHDRAWN: set(),
    }

    worker = models.ForeignKey(
        Worker, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("worker")
    )
    changes = models.JSONField(_("changes"), encoder=DjangoJSONEncoder)
    reason = models.CharField(_("reason"), max_length=300)
    is_identity = models.BooleanField(_("touches the identity"))
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.WAITING
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decision_note = models.CharField(_("note"), max_length=300, blank=True)

    objects = CorrectionQuerySet.as_manager()
    scope_field: ClassVar[str] = "worker__village"

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["status", "id"], name="correction_waiting"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~Q(is_identity=True, status__in=["applied", "refused"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="identity_is_corrected_by_two",
            ),
            models.UniqueConstraint(
                fields=["worker"],
                condition=Q(status="waiting"),
                name="correction_waits_alone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id}: {', '.join(self.changes)}"

    @property
    def region_code(self) -> str:
        return self.worker.village_id


class MergeQuerySet(Scoped["Merge"]):
    def standing(self) -> MergeQuerySet:
        """Merges that were not undone."""
        return self.filter(undone_at=None)


class Merge(models.Model):
    """Two records of one person made one, and everything that it takes to part them again.

    `taken` holds for each field of the kept record that was changed what stood `before` and what
    comes `after`; `moved` the keys of the rows that changed hands, by kind, and as `stayed` those
    of the memberships that the kept record had.
    """

    kept = models.ForeignKey(
        Worker, on_delete=models.PROTECT, related_name="merges", verbose_name=_("kept record")
    )
    merged = models.ForeignKey(
        Worker, on_delete=models.PROTECT, related_name="+", verbose_name=_("record given up")
    )
    taken = models.JSONField(_("fields taken over"), default=dict, encoder=DjangoJSONEncoder)
    moved = models.JSONField(_("rows that changed hands"), default=dict)
    reason = models.CharField(_("reason"), max_length=300)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undo_reason = models.CharField(_("why undone"), max_length=300, blank=True)

    objects = MergeQuerySet.as_manager()
    scope_field: ClassVar[str] = "kept__village"

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_joins_two"),
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at=None), name="merged_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"

    @property
    def region_code(self) -> str:
        return self.kept.village_id


class WorkerEventQuerySet(Scoped["WorkerEvent"]):
    def standing(self) -> WorkerEventQuerySet:
        """Events that were not taken back."""
        return self.filter(undone_on=None)


class WorkerEvent(models.Model):
    """Something that happened to a worker on a day, with its effect on cover and money.

    `facts` holds what was recorded with it: the fields changed, before and after, and the
    enrollments that it ended.
    """

    class Kind(models.TextChoices):
        DEATH = "death", _("Death")
        MOVED_AWAY = "moved_away", _("Moved away")
        MOVED_WITHIN = "moved_within", _("Moved to another village")
        RETURNED = "returned", _("Came back")
        WORK_CHANGED = "work_changed", _("Change of occupation")

    worker = models.ForeignKey(
        Worker, on_delete=models.PROTECT, related_name="events", verbose_name=_("worker")
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    happened_on = models.DateField(_("day"))
    facts = models.JSONField(_("facts"), default=dict, encoder=DjangoJSONEncoder)
    months_ended = models.PositiveIntegerField(_("months of cover that ended"), default=0)
    released_idr = models.BigIntegerField(_("returned to the payers, in rupiah"), default=0)
    recorded_on = models.DateField(_("recorded on"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    undone_on = models.DateField(_("taken back on"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undo_reason = models.CharField(_("why taken back"), max_length=300, blank=True)

    objects = WorkerEventQuerySet.as_manager()
    scope_field: ClassVar[str] = "worker__village"

    class Meta:
        verbose_name = _("event of a worker")
        verbose_name_plural = _("events of workers")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["worker"],
                condition=Q(kind="death", undone_on=None),
                name="worker_dies_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.kind} {self.happened_on}"

    @property
    def region_code(self) -> str:
        return self.worker.village_id
