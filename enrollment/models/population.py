"""The population register's answer to a list of NIKs, read in row by row."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enrollment.models.workers import Worker
from registry.models import Job, Region
from registry.scope import Scoped


class PopulationCheck(models.Model):
    """A file that the population register (Dukcapil) returned: NIKs, and what it says of each."""

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("region")
    )
    file = models.FileField(_("file"), upload_to="population/%Y/%m")
    filename = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    source = models.CharField(_("source"), max_length=120)
    checked_on = models.DateField(_("checked on"))
    job = models.OneToOneField(
        Job, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("job")
    )
    summary = models.JSONField(_("counts"), default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = Scoped.as_manager()
    scope_field: ClassVar[str] = "region"

    class Meta:
        verbose_name = _("check against the population register")
        verbose_name_plural = _("checks against the population register")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["region", "sha256"], name="population_check_once_per_region"
            ),
        ]

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse("population_check_detail", args=[self.pk])

    @property
    def region_code(self) -> str:
        return self.region_id


class PopulationCheckRow(models.Model):
    """One row of such a file, what it said, and what was done."""

    class Outcome(models.TextChoices):
        APPLIED = "applied", _("Taken over")
        SAME = "same", _("Known before")
        TO_DO = "to_do", _("Somebody has to look")
        UNKNOWN = "unknown", _("Nobody here has this NIK")
        UNREADABLE = "unreadable", _("Could not be read")

    check_file = models.ForeignKey(PopulationCheck, on_delete=models.PROTECT, related_name="rows")
    sheet = models.CharField(_("sheet"), max_length=100)
    row = models.PositiveIntegerField(_("row"))
    nik = models.CharField(_("NIK"), max_length=16, blank=True)
    result_text = models.CharField(_("result as written"), max_length=120, blank=True)
    result = models.CharField(
        _("result"), max_length=10, choices=Worker.PopulationStatus.choices, blank=True
    )
    happened_on = models.DateField(_("day of death or move"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    worker = models.ForeignKey(
        Worker,
        on_delete=models.PROTECT,
        null=True,
        related_name="population_rows",
        verbose_name=_("worker"),
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    problem = models.CharField(_("problem"), max_length=40, blank=True)

    objects = Scoped.as_manager()
    scope_field: ClassVar[str] = "check_file__region"

    class Meta:
        verbose_name = _("row of a check")
        verbose_name_plural = _("rows of checks")
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["check_file", "outcome", "id"], name="check_row_by_outcome"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["check_file", "sheet", "row"], name="check_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}:{self.row}"
