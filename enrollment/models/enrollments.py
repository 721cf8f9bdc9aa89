"""Enrollments: a worker under a decree for a run of months."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.sponsors import Annex, Decree
from enrollment.models.workers import Worker
from registry.scope import Scoped


class EnrollmentQuerySet(Scoped["Enrollment"]):
    def standing(self) -> EnrollmentQuerySet:
        """Enrollments that were not voided."""
        return self.filter(voided_on=None)

    def overlapping(self, since: date, until: date) -> EnrollmentQuerySet:
        """Enrollments that share at least one month with the period."""
        return self.filter(since__lt=until, until__gt=since)


class Enrollment(models.Model):
    """A worker's membership under one decree (kepesertaan), not yet a paid cover.

    A worker stands under one decree at most in any month; the database holds that. Voided, it
    counts for nothing; ended early, `until` is brought forward. `end_reason` says why either
    happened.
    """

    class EndReason(models.TextChoices):
        BATCH_UNDONE = "batch_undone", _("The list was undone")
        DEATH = "death", _("The worker died")
        MOVED = "moved", _("The worker moved away")
        INELIGIBLE = "ineligible", _("The worker may not be insured here")
        DUPLICATE = "duplicate", _("The same person stands on the list twice")
        OVER_AGE = "over_age", _("The worker is too old to begin")
        COVERED_ELSEWHERE = "covered_elsewhere", _("Somebody else pays for the months")
        LAPSED = "lapsed", _("Not paid for more than three months")
        CHANGED_PAYER = "changed_payer", _("Another payer took over")
        CANCELLED = "cancelled", _("The order was taken back")

    decree = models.ForeignKey(
        Decree, on_delete=models.PROTECT, related_name="enrollments", verbose_name=_("decree")
    )
    worker = models.ForeignKey(
        Worker, on_delete=models.PROTECT, related_name="enrollments", verbose_name=_("worker")
    )
    since = models.DateField(_("first month"))
    until = models.DateField(_("month after the last"))
    row = models.OneToOneField(
        "enrollment.ImportRow",
        on_delete=models.PROTECT,
        null=True,
        related_name="enrollment",
        verbose_name=_("row of the list"),
    )
    position = models.PositiveIntegerField(
        _("place in the list"), default=0, help_text=_("Sheet row: money pays in this order.")
    )
    voided_on = models.DateField(_("voided on"), null=True, blank=True)
    end_reason = models.CharField(
        _("why voided or ended early"), max_length=20, choices=EndReason.choices, blank=True
    )
    annex = models.ForeignKey(
        Annex,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="enrollments",
        verbose_name=_("annex"),
    )
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )

    objects = EnrollmentQuerySet.as_manager()
    scope_field: ClassVar[str] = "decree__region"

    class Meta:
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["decree", "position", "id"], name="enrollment_in_order"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(since__day=1, until__day=1, since__lt=F("until")),
                name="enrollment_is_whole_months",
            ),
            # enrollment_never_overlaps: EXCLUDE on PostgreSQL, trigger on SQLite, migration 0002
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} @ {self.decree_id}"
