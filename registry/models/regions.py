"""Regions of Indonesia, keyed by their Kemendagri code without dots."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.scope import Scoped


class RegionQuerySet(Scoped["Region"]):
    def provinces(self) -> RegionQuerySet:
        return self.filter(level=Region.Level.PROVINCE)

    def regencies(self) -> RegionQuerySet:
        return self.filter(level=Region.Level.REGENCY)

    def villages(self) -> RegionQuerySet:
        return self.filter(level=Region.Level.VILLAGE)


class Region(models.Model):
    """A province, regency or city, district, or village (wilayah)."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("Province")
        REGENCY = "regency", _("Regency or city")
        DISTRICT = "district", _("District")
        VILLAGE = "village", _("Village")

    code = models.CharField(_("Kemendagri code"), max_length=10, primary_key=True)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    kind = models.CharField(_("kind"), max_length=30, blank=True)
    name = models.CharField(_("name"), max_length=100)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("lies in"),
    )
    bps_code = models.CharField(
        _("BPS code"),
        max_length=10,
        blank=True,
        help_text=_("Another list with other numbers: never a key here."),
    )
    postal_code = models.CharField(_("postal code"), max_length=5, blank=True)

    objects = RegionQuerySet.as_manager()
    scope_field: ClassVar[str] = "code"

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def region_code(self) -> str:
        """Its own code: a region lies in its own scope."""
        return self.code
