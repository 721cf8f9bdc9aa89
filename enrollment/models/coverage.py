"""Cover: the months that were paid, their counts, and what other segments report."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from enrollment.models.billing import InvoiceLine
from enrollment.models.workers import Worker
from registry.models import Region
from registry.scope import Scoped


class CoveragePeriodQuerySet(Scoped["CoveragePeriod"]):
    def standing(self) -> CoveragePeriodQuerySet:
        """Periods that were not voided."""
        return self.filter(voided_on=None)

    def overlapping(self, since: date, until: date) -> CoveragePeriodQuerySet:
        """Periods that share at least one month with the given one."""
        return self.filter(since__lt=until, until__gt=since)


class CoveragePeriod(models.Model):
    """Whole months in which one worker is covered (masa perlindungan), paid at one price.

    A row is written only when the contribution is paid (the allocations of each month sum
    to its price) and voided, never deleted. A month of a worker belongs to at most one row
    that is not voided; the database holds that.
    """

    class VoidReason(models.TextChoices):
        REVERSAL = "reversal", _("The payment was reversed")
        DEATH = "death", _("The worker died")
        REPRICED = "repriced", _("A relief changed the price; the cover goes on")
        MOVED = "moved", _("The worker moved away")
        INELIGIBLE = "ineligible", _("The worker may not be insured here")
        CHANGED_PAYER = "changed_payer", _("Another payer took over")

    worker = models.ForeignKey(
        Worker,
        on_delete=models.PROTECT,
        related_name="coverage_periods",
        verbose_name=_("worker"),
    )
    line = models.ForeignKey(
        InvoiceLine, on_delete=models.PROTECT, related_name="periods", verbose_name=_("line")
    )
    since = models.DateField(_("first month"))
    until = models.DateField(_("month after the last"))
    monthly_idr = models.PositiveIntegerField(_("price of a month, in rupiah"))
    voided_on = models.DateField(_("voided on"), null=True, blank=True)
    void_reason = models.CharField(
        _("why voided"), max_length=20, choices=VoidReason.choices, blank=True
    )

    objects = CoveragePeriodQuerySet.as_manager()
    scope_field: ClassVar[str] = "worker__village"

    class Meta:
        verbose_name = _("coverage period")
        verbose_name_plural = _("coverage periods")
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["until", "id"], condition=Q(voided_on=None), name="cover_by_its_end"
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(since__day=1, until__day=1, since__lt=F("until")),
                name="coverage_is_whole_months",
            ),
            # coverage_never_overlaps: EXCLUDE on PostgreSQL, trigger on SQLite, migration 0002
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.since:%Y-%m} – {self.until:%Y-%m}"


class CoverageCountQuerySet(Scoped["CoverageCount"]):
    pass


class CoverageCount(models.Model):
    """How many workers living in a village are covered in a month; kept with the rows."""

    village = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("village")
    )
    month = models.DateField(_("month"))
    participants = models.IntegerField(_("participants"))

    objects = CoverageCountQuerySet.as_manager()
    scope_field: ClassVar[str] = "village"

    class Meta:
        verbose_name = _("count of cover")
        verbose_name_plural = _("counts of cover")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["month", "village"], name="coverage_count_once"),
            models.CheckConstraint(
                condition=Q(participants__gte=0), name="coverage_count_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.month:%Y-%m}: {self.participants}"


class Segment(models.TextChoices):
    """The segments of participants that are reported as counts, not as individuals."""

    WAGE = "PU", _("Wage earners (PU)")
    CONSTRUCTION = "JAKON", _("Construction (Jakon)")
    MIGRANT = "PMI", _("Migrant workers (PMI)")


class ReportedParticipantsQuerySet(Scoped["ReportedParticipants"]):
    def latest_by_segment(self, on: date) -> ReportedParticipantsQuerySet:
        """For each region and segment, first the latest month at or before the date."""
        return self.filter(month__lte=on).order_by("region", "segment", "-month")


class ReportedParticipants(models.Model):
    """Participants of another segment, as its office reported them for a month."""

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("region")
    )
    segment = models.CharField(_("segment"), max_length=6, choices=Segment.choices)
    month = models.DateField(_("month"), help_text=_("First day of the month."))
    participants = models.PositiveIntegerField(_("participants"))
    source = models.CharField(_("source"), max_length=300)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    history = HistoricalRecords()

    objects = ReportedParticipantsQuerySet.as_manager()
    scope_field: ClassVar[str] = "region"

    class Meta:
        verbose_name = _("reported participants")
        verbose_name_plural = _("reported participants")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["region", "segment", "month"], name="reported_once_per_month"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="reported_for_a_month"),
            models.CheckConstraint(
                condition=Q(segment__in=Segment.values), name="reported_segment_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.segment} {self.month:%Y-%m}: {self.participants}"

    @property
    def region_code(self) -> str:
        return self.region_id
