"""Workers: the people for whom contributions are paid."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from enrollment.rules.matching.searching import read_search
from registry.card_numbers import card_number
from registry.models import Occupation, Region
from registry.scope import Scoped


def begins_with(field: str, digits: str) -> Q:
    """Return the condition that a column of digits begins with these, as a range of its index.

    SQLite serves no LIKE from an index. Behind nines alone there is no next number to end at.
    """
    if not digits.isdigit() or not digits.strip("9"):
        return Q(**{f"{field}__startswith": digits})
    after = str(int(digits) + 1).zfill(len(digits))
    return Q(**{f"{field}__gte": digits, f"{field}__lt": after})


class WorkerQuerySet(Scoped["Worker"]):
    def standing(self) -> WorkerQuerySet:
        """Workers whose record was not withdrawn with the list that brought it."""
        return self.filter(withdrawn_on=None)

    def insurable(self) -> WorkerQuerySet:
        """Workers on record who live, and live where their payer may pay for them."""
        return self.standing().filter(deceased_on=None, moved_away_on=None)

    def matching(self, text: str) -> WorkerQuerySet:
        """Workers whom a typed text may mean: NIK, telephone, card number, or words of the name.

        Each word is the beginning of a word of the name as compared (name_key), in any order.
        """
        asked = read_search(text)
        by_digits = Q()
        if asked.nik:
            by_digits |= begins_with("nik", asked.nik)
        if asked.phone:
            by_digits |= begins_with("phone", asked.phone)
        if asked.record is not None:
            by_digits |= Q(pk=asked.record)
        by_name = Q()
        for beginnings in asked.words:
            word = Q()
            for beginning in beginnings:
                word |= Q(name_key__startswith=beginning) | Q(name_key__contains=f" {beginning}")
            by_name &= word
        return self.filter(by_digits & by_name) if by_digits or by_name else self.none()


def photo_path(worker: Worker, filename: str) -> str:
    return f"photos/{worker.village_id}/{filename}"


class Worker(models.Model):
    """A worker outside an employment relation (pekerja BPU), one row for each NIK.

    Scope and figures follow the village where the worker lives.
    """

    class Sex(models.TextChoices):
        MALE = "L", _("Male")
        FEMALE = "P", _("Female")

    class PopulationStatus(models.TextChoices):
        UNCHECKED = "unchecked", _("Not checked")
        MATCHED = "matched", _("Matches")
        MISMATCHED = "mismatched", _("Does not match")
        DEAD = "dead", _("Recorded as dead")
        MOVED = "moved", _("Recorded as moved")

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
    second_occupation = models.ForeignKey(
        Occupation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("second occupation"),
        help_text=_("At most two kinds of work are insured (PP 44/2015 Pasal 11 ayat (2))."),
    )
    phone = models.CharField(_("telephone"), max_length=20, blank=True, db_index=True)
    photo = models.FileField(_("photo"), upload_to=photo_path, blank=True, editable=False)
    income_idr = models.BigIntegerField(
        _("stated monthly income, in rupiah"),
        null=True,
        blank=True,
        help_text=_("Recorded only: under a decree the decree's band holds."),
    )
    is_employer = models.BooleanField(_("is an employer"), default=False)
    deceased_on = models.DateField(_("died on"), null=True, blank=True)
    moved_away_on = models.DateField(_("moved away on"), null=True, blank=True, editable=False)
    moved_to = models.CharField(_("moved to"), max_length=200, blank=True, editable=False)
    population_status = models.CharField(
        _("in the population register"),
        max_length=10,
        choices=PopulationStatus.choices,
        default=PopulationStatus.UNCHECKED,
        editable=False,
    )
    population_checked_on = models.DateField(_("checked on"), null=True, blank=True, editable=False)
    population_source = models.CharField(
        _("source of the check"), max_length=120, blank=True, editable=False
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_records",
        verbose_name=_("is the same person as"),
    )
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
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(withdrawn_on__isnull=False),
                name="worker_merged_is_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(
                    population_status__in=["unchecked", "matched", "mismatched", "dead", "moved"]
                ),
                name="worker_population_status_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("worker_detail", args=[self.pk])

    @property
    def region_code(self) -> str:
        return self.village_id

    @property
    def card_number(self) -> str:
        """The number on the card: ten digits and a check digit, the worker's for life."""
        return card_number(self.pk)
