"""Reference lists that administrators may edit: occupations, banks, days off."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Final

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registry.law.parameters import parameter
from registry.programs import Sector
from registry.workdays import DaysOff

# the office's settings hold from the first day of the law on
_ALWAYS: Final = date(2015, 7, 1)


class Occupation(models.Model):
    """A kind of work of people outside an employment relation (pekerjaan BPU)."""

    slug = models.SlugField(_("code"), max_length=60, primary_key=True)
    label_id = models.CharField(_("name in Indonesian"), max_length=120)
    label_en = models.CharField(_("name in English"), max_length=120)
    kbji_code = models.CharField(_("KBJI 2014"), max_length=4, blank=True)
    isco_code = models.CharField(_("ISCO-08"), max_length=4, blank=True)
    ktp_name = models.CharField(_("as printed on the KTP"), max_length=120, blank=True)
    sector = models.CharField(
        _("sector of contribution relief"),
        max_length=10,
        choices=[(Sector.TRANSPORT, _("Transport")), (Sector.OTHER, _("Other"))],
        default=Sector.OTHER,
        help_text=_("PP 50/2025 gives drivers and couriers their own months."),
    )

    class Meta:
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")
        ordering: ClassVar[list[str]] = ["label_id"]

    def __str__(self) -> str:
        return self.label_en if get_language() == "en" else self.label_id


class Bank(models.Model):
    """A bank that can receive a benefit."""

    code = models.CharField(_("clearing code"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("bank")
        verbose_name_plural = _("banks")
        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class HolidayQuerySet(models.QuerySet["Holiday"]):
    def days_off(self) -> DaysOff:
        """Every day that is not a working day beside weekends, in one query.

        Joint leave is no working day unless the office's own parameter says so.
        """
        works = parameter("office.joint_leave_is_working_day", on=_ALWAYS).value
        rows = list(self.values_list("day", "kind"))
        return DaysOff(
            (day for day, kind in rows if not (works and kind == Holiday.Kind.JOINT_LEAVE)),
            joint_leave=not works,
            years=(day.year for day, _ in rows),
        )


class Holiday(models.Model):
    """A national holiday or a day of joint leave (cuti bersama): not a working day."""

    class Kind(models.TextChoices):
        NATIONAL = "libur_nasional", _("National holiday")
        JOINT_LEAVE = "cuti_bersama", _("Joint leave")

    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    estimated = models.BooleanField(_("estimated"), default=False)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        ordering: ClassVar[list[str]] = ["-day"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["day", "name"], name="holiday_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
