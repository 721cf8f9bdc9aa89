"""Invoices, their rates and their lines."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enrollment.models.enrollments import Enrollment
from enrollment.models.sponsors import Decree, Sponsor
from enrollment.models.workers import Worker
from registry.programs import Sector
from registry.scope import Scoped


class InvoiceQuerySet(Scoped["Invoice"]):
    def payable_by(self, sponsor: Sponsor, fund: str) -> InvoiceQuerySet:
        """This payer's invoices of this fund, in the order in which money pays them."""
        return self.filter(decree__sponsor=sponsor, decree__fund=fund).order_by(
            "issued_on", "number"
        )

    def open(self) -> InvoiceQuerySet:
        """Invoices on which something is still to be paid."""
        return self.filter(total_idr__gt=F("allocated_idr") + F("credited_idr"))


class Invoice(models.Model):
    """The bill of a decree (tagihan iuran), computed with the law known on its day of issue."""

    number = models.CharField(_("number"), max_length=40, unique=True)
    decree = models.ForeignKey(
        Decree, on_delete=models.PROTECT, related_name="invoices", verbose_name=_("decree")
    )
    issued_on = models.DateField(_("issued on"))
    due_on = models.DateField(_("due on"))
    workers = models.PositiveIntegerField(_("workers"))
    worker_months = models.PositiveIntegerField(_("worker-months"))
    total_idr = models.BigIntegerField(_("total, in rupiah"))
    allocated_idr = models.BigIntegerField(_("paid, in rupiah"), default=0)
    credited_idr = models.BigIntegerField(_("credit notes, in rupiah"), default=0)
    payment_code = models.CharField(
        _("payment code"), max_length=40, blank=True, help_text=_("As issued by BPJS.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = InvoiceQuerySet.as_manager()
    scope_field: ClassVar[str] = "decree__region"

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(
                    allocated_idr__gte=0,
                    credited_idr__gte=0,
                    total_idr__gte=F("allocated_idr") + F("credited_idr"),
                ),
                name="invoice_is_never_overpaid",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("invoice_detail", args=[self.pk])

    @property
    def region_code(self) -> str:
        return self.decree.region_id

    @property
    def open_idr(self) -> int:
        """What is still to be paid, in rupiah."""
        return self.total_idr - self.allocated_idr - self.credited_idr


class InvoiceRate(models.Model):
    """The price of one worker-month on an invoice, by program, with its clauses."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="rates")
    jkk_idr = models.PositiveIntegerField(_("JKK, in rupiah"))
    jkm_idr = models.PositiveIntegerField(_("JKM, in rupiah"))
    jht_idr = models.PositiveIntegerField(_("JHT, in rupiah"), default=0)
    citations = models.JSONField(_("clauses"))

    objects = Scoped.as_manager()
    scope_field: ClassVar[str] = "invoice__decree__region"

    class Meta:
        verbose_name = _("rate on an invoice")
        verbose_name_plural = _("rates on invoices")

    def __str__(self) -> str:
        return str(self.total_idr)

    @property
    def total_idr(self) -> int:
        """Rupiah for one month with all programs."""
        return self.jkk_idr + self.jkm_idr + self.jht_idr


class InvoiceLineQuerySet(Scoped["InvoiceLine"]):
    def in_order(self) -> InvoiceLineQuerySet:
        """As printed: sheet row, then enrollment, then month."""
        return self.order_by("position", "enrollment_id", "since")

    def open(self) -> InvoiceLineQuerySet:
        """Lines on which something is still to be paid."""
        return self.filter(amount_idr__gt=F("allocated_idr") + F("credited_idr"))


class InvoiceLine(models.Model):
    """One worker and one run of months at one rate, with the facts that made the price."""

    invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, related_name="lines", verbose_name=_("invoice")
    )
    rate = models.ForeignKey(
        InvoiceRate, on_delete=models.PROTECT, related_name="lines", verbose_name=_("rate")
    )
    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.PROTECT, related_name="lines", verbose_name=_("enrollment")
    )
    worker = models.ForeignKey(
        Worker, on_delete=models.PROTECT, related_name="lines", verbose_name=_("worker")
    )
    position = models.PositiveIntegerField(_("place in the list"))
    since = models.DateField(_("first month"))
    until = models.DateField(_("month after the last"))
    months = models.PositiveSmallIntegerField(_("months"))
    monthly_idr = models.PositiveIntegerField(_("a month, in rupiah"))
    amount_idr = models.BigIntegerField(_("amount, in rupiah"))
    allocated_idr = models.BigIntegerField(_("paid, in rupiah"), default=0)
    credited_idr = models.BigIntegerField(_("credit notes, in rupiah"), default=0)
    sector = models.CharField(_("sector"), max_length=10, default=Sector.OTHER)
    member_since = models.DateField(_("member since"))
    is_employer = models.BooleanField(_("is an employer"), default=False)

    objects = InvoiceLineQuerySet.as_manager()
    scope_field: ClassVar[str] = "invoice__decree__region"

    class Meta:
        verbose_name = _("invoice line")
        verbose_name_plural = _("invoice lines")
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["invoice", "position", "enrollment", "since"], name="line_in_order"
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["enrollment", "since"], name="enrollment_month_billed_once"
            ),
            models.CheckConstraint(
                condition=Q(since__day=1, until__day=1, since__lt=F("until")),
                name="line_is_whole_months",
            ),
            models.CheckConstraint(
                condition=Q(amount_idr=F("monthly_idr") * F("months")),
                name="line_is_months_times_price",
            ),
            models.CheckConstraint(
                condition=Q(
                    allocated_idr__gte=0,
                    credited_idr__gte=0,
                    amount_idr__gte=F("allocated_idr") + F("credited_idr"),
                ),
                name="line_is_never_overpaid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.position}"

    @property
    def open_idr(self) -> int:
        """What is still to be paid, in rupiah."""
        return self.amount_idr - self.allocated_idr - self.credited_idr
