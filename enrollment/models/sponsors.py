"""Who pays, and by which decree."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from registry.models import Region
from registry.months import add_months
from registry.programs import Fund, Program
from registry.scope import Scoped

FUND_LABELS = {
    Fund.APBN: _("APBN (state budget)"),
    Fund.APBD: _("APBD (regional budget)"),
    Fund.APBDES: _("APBDes (village budget)"),
    Fund.DBH: _("DBH (shared revenue)"),
    Fund.CSR: _("CSR (company or donor)"),
    Fund.SELF: _("Own money"),
}


class SponsorQuerySet(Scoped["Sponsor"]):
    def paying_for_others(self) -> SponsorQuerySet:
        """Sponsors who are not a worker paying for himself."""
        return self.exclude(kind=Sponsor.Kind.SELF)


class Sponsor(models.Model):
    """Who pays contributions for workers (penanggung iuran); a self-payer is one too."""

    class Kind(models.TextChoices):
        REGENCY = "regency", _("Regency or city")
        VILLAGE = "village", _("Village")
        COMPANY = "company", _("Company")
        FOUNDATION = "foundation", _("Foundation")
        ASSOCIATION = "association", _("Association")
        SELF = "self", _("A worker who pays for himself")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="sponsors", verbose_name=_("region")
    )
    worker = models.OneToOneField(
        "enrollment.Worker",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="own_payer",
        verbose_name=_("pays for himself"),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    history = HistoricalRecords()

    objects = SponsorQuerySet.as_manager()
    scope_field: ClassVar[str] = "region"

    class Meta:
        verbose_name = _("sponsor")
        verbose_name_plural = _("sponsors")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["regency", "village", "company", "foundation", "association", "self"]
                ),
                name="sponsor_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="self") | Q(worker=None), name="sponsor_of_others_is_no_worker"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("sponsor_detail", args=[self.pk])

    @property
    def region_code(self) -> str:
        return self.region_id


class DecreeQuerySet(Scoped["Decree"]):
    def live(self) -> DecreeQuerySet:
        """Decrees that were not ended."""
        return self.filter(ended_on=None)

    def of_sponsors(self) -> DecreeQuerySet:
        """Decrees by which somebody pays for others; not the orders of workers for themselves."""
        return self.exclude(sponsor__kind=Sponsor.Kind.SELF)

    def own_orders(self) -> DecreeQuerySet:
        """The orders of workers who pay for themselves."""
        return self.filter(sponsor__kind=Sponsor.Kind.SELF)


def scan_path(decree: Decree, filename: str) -> str:
    return f"decrees/{decree.region_id}/{decree.sponsor_id}/{filename}"


class Decree(models.Model):
    """The legal basis (surat keputusan, SK) by which a sponsor pays for a group of workers.

    Its band holds for all its workers; a ceiling in rupiah and a quota of workers bound it. The
    order of a worker who pays for himself is one as well, for one worker and the months ordered,
    so that his money goes the same way as everybody's (decision 0015).
    """

    sponsor = models.ForeignKey(
        Sponsor, on_delete=models.PROTECT, related_name="decrees", verbose_name=_("sponsor")
    )
    number = models.CharField(_("number"), max_length=80)
    decided_on = models.DateField(_("date"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="decrees", verbose_name=_("region")
    )
    fund = models.CharField(_("fund source"), max_length=6, choices=list(FUND_LABELS.items()))
    since = models.DateField(_("first month"), help_text=_("First day of the first month."))
    months = models.PositiveSmallIntegerField(_("number of months"))
    with_jht = models.BooleanField(_("with old-age savings (JHT)"), default=False)
    wage_base_idr = models.PositiveIntegerField(_("wage base of the band, in rupiah"))
    ceiling_idr = models.BigIntegerField(_("budget ceiling, in rupiah"))
    quota = models.PositiveIntegerField(_("quota of workers"), null=True, blank=True)
    scan = models.FileField(_("scan"), upload_to=scan_path, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    renews = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="renewed_by",
        verbose_name=_("renews"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    history = HistoricalRecords()

    objects = DecreeQuerySet.as_manager()
    scope_field: ClassVar[str] = "region"

    class Meta:
        verbose_name = _("decree")
        verbose_name_plural = _("decrees")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["sponsor", "number"], name="decree_once_per_sponsor"),
            models.CheckConstraint(condition=Q(since__day=1), name="decree_starts_with_a_month"),
            models.CheckConstraint(
                condition=Q(months__range=(1, 60)), name="decree_months_1_to_60"
            ),
            models.CheckConstraint(condition=Q(ceiling_idr__gt=0), name="decree_has_a_ceiling"),
            models.CheckConstraint(
                condition=Q(fund__in=[fund.value for fund in Fund]), name="decree_fund_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("decree_detail", args=[self.pk])

    @property
    def region_code(self) -> str:
        return self.region_id

    @property
    def until(self) -> date:
        """First day of the month after the last one that the decree pays for."""
        return add_months(self.since, self.months)

    @property
    def programs(self) -> tuple[Program, ...]:
        """JKK and JKM always; JHT where the decree says so."""
        both = (Program.JKK, Program.JKM)
        return (*both, Program.JHT) if self.with_jht else both


class Annex(models.Model):
    """A dated annex to a decree (lampiran) that names workers who joined after its list."""

    decree = models.ForeignKey(
        Decree, on_delete=models.PROTECT, related_name="annexes", verbose_name=_("decree")
    )
    number = models.CharField(_("number"), max_length=80)
    dated_on = models.DateField(_("date"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = Scoped.as_manager()
    scope_field: ClassVar[str] = "decree__region"

    class Meta:
        verbose_name = _("annex")
        verbose_name_plural = _("annexes")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["decree", "number"], name="annex_once_per_decree"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def region_code(self) -> str:
        return self.decree.region_id
