"""Figures from outside the registry: the denominators of every share."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from registry.models.regions import Region
from registry.scope import Scoped


class LabourForceQuerySet(Scoped["LabourForce"]):
    def newest_first(self) -> LabourForceQuerySet:
        """By year and month; a figure for a whole year stands after the months of that year."""
        return self.order_by("-year", F("month").desc(nulls_last=True), "publisher", "pk")


class LabourForce(models.Model):
    """One published count of the labour force (angkatan kerja) of one region.

    Figures with different weighting are different series and are never joined.
    """

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="labour_forces", verbose_name=_("region")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(
        _("month of the survey"), null=True, blank=True, help_text=_("1 to 12; empty: not stated.")
    )
    people = models.PositiveIntegerField(_("people in the labour force"))
    publisher = models.CharField(_("publisher"), max_length=60)
    weighting = models.CharField(
        _("weighting basis"), max_length=40, blank=True, help_text=_("Empty: not stated.")
    )
    derivation = models.CharField(
        _("how it was computed"), max_length=200, blank=True, help_text=_("Empty: as published.")
    )
    confidence = models.CharField(_("confidence"), max_length=1, choices=[(c, c) for c in "ABC"])
    source_title = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    history = HistoricalRecords()

    objects = LabourForceQuerySet.as_manager()
    scope_field: ClassVar[str] = "region"

    class Meta:
        verbose_name = _("labour-force figure")
        verbose_name_plural = _("labour-force figures")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["region", "publisher", "year", "month", "weighting"],
                name="labour_force_once_per_survey",
            ),
            models.UniqueConstraint(
                fields=["region", "publisher", "year", "weighting"],
                condition=Q(month=None),
                name="labour_force_once_per_year",
            ),
            models.CheckConstraint(condition=Q(people__gt=0), name="labour_force_is_positive"),
            models.CheckConstraint(
                condition=Q(month=None) | Q(month__range=(1, 12)), name="labour_force_month_exists"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.as_of}: {self.people} ({self.basis})"

    @property
    def as_of(self) -> str:
        """The date of the figure as far as it is stated: 2020-08, or 2019."""
        return f"{self.year}-{self.month:02d}" if self.month else str(self.year)

    @property
    def basis(self) -> str:
        """Publisher and weighting, by which series are told apart."""
        return f"{self.publisher}, {self.weighting or _('weighting not stated')}"
