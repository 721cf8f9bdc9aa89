"""Workers: the people for whom contributions are paid."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from registry.models import Occupation, Region
from registry.scope import Scoped


class WorkerQuerySet(Scoped["Worker"]):
    def standing(self) -> WorkerQuerySet:
        """Workers whose record was not withdrawn with the list that brought it."""
        return self.filter(withdrawn_on=None)

    def matching(self, text: str) -> WorkerQuerySet:
        """Workers whose NIK begins with the digits, or whose name holds the words, typed."""
        words = text.split()
        if text.replace(" ", "").isdigit():
            return self.filter(nik__startswith=text.replace(" ", ""))
        condition = Q()
        for word in words:
            condition &= Q(name__icontains=word)
        return self.filter(condition)


class Worker(models.Model):
    """A worker outside an employment relation (pekerja BPU), one row for each NIK.

    Scope and figures follow the village where the worker lives.
    """

    class Sex(models.TextChoices):
        MALE = "L", _("Male")
        FEMALE = "P", _("Female")

    nik = models.CharField(_("NIK"), max_length=16, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_key = models.CharField(_("name as compared"), max_length=120, editable=False)
    born_on = models.DateField(_("birth date"))
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices)
    village = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="workers", verbose_name=_("lives in")
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    occupation = models.ForeignKey(
        Occupation, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("occupation")
    )
    occupation_text = models.CharField(_("occupation as written"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    income_idr = models.BigIntegerField(
        _("stated monthly income, in rupiah"),
        null=True,
        blank=True,
        help_text=_("Recorded only: under a decree the decree's band holds."),
    )
    is_employer = models.BooleanField(_("is an employer"), default=False)
    deceased_on = models.DateField(_("died on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)
    recorded_in = models.ForeignKey(
        "enrollment.ImportBatch",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="recorded_workers",
        verbose_name=_("first recorded by list"),
    )
    history = HistoricalRecords(excluded_fields=["name_key"])

    objects = WorkerQuerySet.as_manager()
    scope_field: ClassVar[str] = "village"

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["village", "born_on", "name_key"], name="worker_same_person"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(nik__regex=r"^[0-9]{16}$"), name="worker_nik_is_16_digits"
            ),
            models.CheckConstraint(condition=Q(sex__in=["L", "P"]), name="worker_sex_is_known"),
            models.CheckConstraint(
                condition=Q(deceased_on=None) | Q(deceased_on__gte=F("born_on")),
                name="worker_dies_after_birth",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("worker_detail", args=[self.pk])

    @property
    def region_code(self) -> str:
        return self.village_id
