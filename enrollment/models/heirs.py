"""Heirs: the people whom a worker leaves, as the family or its papers named them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from enrollment.models.workers import Worker
from registry.scope import Scoped


class HeirQuerySet(Scoped["Heir"]):
    def standing(self) -> HeirQuerySet:
        """Heirs who were not struck out."""
        return self.filter(voided_on=None)

    def children(self) -> HeirQuerySet:
        """The children, oldest first."""
        return self.filter(relation=Heir.Relation.CHILD).order_by("born_on", "pk")


class Heir(models.Model):
    """A person who may inherit a worker's benefits (ahli waris), PP 44/2015 Pasal 40 ayat (2).

    School, marriage and work matter for the scholarship of a child alone.
    """

    class Relation(models.TextChoices):
        SPOUSE = "spouse", _("Husband or wife")
        CHILD = "child", _("Child")
        PARENT = "parent", _("Father or mother")
        GRANDPARENT = "grandparent", _("Grandparent")
        GRANDCHILD = "grandchild", _("Grandchild")
        SIBLING = "sibling", _("Brother or sister")
        PARENT_IN_LAW = "parent_in_law", _("Parent-in-law")
        WILL = "will", _("Named in the will")

    class Level(models.TextChoices):
        TK = "TK", _("Kindergarten (TK)")
        SD = "SD", _("Primary school (SD)")
        SMP = "SMP", _("Junior secondary school (SMP)")
        SMA = "SMA", _("Senior secondary school (SMA)")
        PT = "PT", _("Higher education")

    worker = models.ForeignKey(
        Worker, on_delete=models.PROTECT, related_name="heirs", verbose_name=_("worker")
    )
    relation = models.CharField(_("relation"), max_length=16, choices=Relation.choices)
    name = models.CharField(_("name"), max_length=120)
    nik = models.CharField(_("NIK"), max_length=16, blank=True)
    born_on = models.DateField(_("birth date"), null=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    level = models.CharField(_("school"), max_length=3, choices=Level.choices, blank=True)
    grade = models.PositiveSmallIntegerField(_("grade"), null=True, blank=True)
    is_married = models.BooleanField(_("is married"), default=False)
    is_working = models.BooleanField(_("works"), default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    voided_on = models.DateField(_("struck out on"), null=True, blank=True, editable=False)
    void_reason = models.CharField(_("why struck out"), max_length=200, blank=True, editable=False)
    history = HistoricalRecords()

    objects = HeirQuerySet.as_manager()
    scope_field: ClassVar[str] = "worker__village"

    class Meta:
        verbose_name = _("heir")
        verbose_name_plural = _("heirs")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(nik="") | Q(nik__regex=r"^[0-9]{16}$"), name="heir_nik_is_16_digits"
            ),
            models.CheckConstraint(
                condition=Q(
                    relation__in=[
                        "spouse",
                        "child",
                        "parent",
                        "grandparent",
                        "grandchild",
                        "sibling",
                        "parent_in_law",
                        "will",
                    ]
                ),
                name="heir_relation_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(relation="child") | Q(born_on__isnull=False),
                name="heir_child_has_a_birth_date",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def region_code(self) -> str:
        return self.worker.village_id
