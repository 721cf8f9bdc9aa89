"""Money: invoices and their lines, payments, allocations, credit notes.

line = allocations + credit notes + open. A payment's money is allocated to worker-months
or is credit of its payer and fund. Nothing is deleted: an allocation is released, a
payment reversed, and both stay as rows.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enrollment.models.enrollments import Enrollment
from enrollment.models.sponsors import FUND_LABELS, Decree, Sponsor
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


class PaymentQuerySet(Scoped["Payment"]):
    def standing(self) -> PaymentQuerySet:
        """Payments that were not reversed."""
        return self.filter(reversed_on=None)

    def of_payer(self, sponsor: Sponsor, fund: str) -> PaymentQuerySet:
        """The standing payments of one payer and fund."""
        return self.standing().filter(sponsor=sponsor, fund=fund)

    def with_credit(self) -> PaymentQuerySet:
        """Payments with money that paid for no month yet, first posted first: it is used so."""
        return self.standing().filter(amount_idr__gt=F("allocated_idr")).order_by("pk")

    def credit_idr(self) -> int:
        """The rupiah of these payments that paid for no month yet."""
        return self.aggregate(credit=Sum(F("amount_idr") - F("allocated_idr")))["credit"] or 0


class Payment(models.Model):
    """Money received from a payer out of one fund. What pays for no month is credit."""

    sponsor = models.ForeignKey(
        Sponsor, on_delete=models.PROTECT, related_name="payments", verbose_name=_("sponsor")
    )
    fund = models.CharField(_("fund source"), max_length=6, choices=list(FUND_LABELS.items()))
    invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, related_name="payments", verbose_name=_("for invoice")
    )
    reference = models.CharField(_("bank reference"), max_length=60)
    sp2d_number = models.CharField(_("SP2D number"), max_length=60, blank=True)
    amount_idr = models.BigIntegerField(_("received, in rupiah"))
    allocated_idr = models.BigIntegerField(_("used for months, in rupiah"), default=0)
    paid_on = models.DateField(_("received on"))
    outcome = models.JSONField(
        _("what it did when posted"),
        default=dict,
        help_text=_("Allocated, credit after it, workers covered, months opened."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    reversed_on = models.DateField(_("reversed on"), null=True, blank=True)
    reversal_reason = models.CharField(_("why reversed"), max_length=200, blank=True)

    objects = PaymentQuerySet.as_manager()
    scope_field: ClassVar[str] = "sponsor__region"

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["reference"],
                condition=Q(reversed_on=None),
                name="payment_reference_once",
            ),
            models.CheckConstraint(condition=Q(amount_idr__gt=0), name="payment_is_positive"),
            models.CheckConstraint(
                condition=Q(allocated_idr__gte=0, amount_idr__gte=F("allocated_idr")),
                name="payment_is_never_overspent",
            ),
            models.CheckConstraint(
                condition=Q(reversed_on=None) | Q(allocated_idr=0),
                name="payment_reversed_pays_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("payment_detail", args=[self.pk])

    @property
    def region_code(self) -> str:
        return self.sponsor.region_id

    @property
    def credit_idr(self) -> int:
        """What of this payment paid for no month yet, in rupiah."""
        return 0 if self.reversed_on else self.amount_idr - self.allocated_idr


class AllocationQuerySet(Scoped["Allocation"]):
    def standing(self) -> AllocationQuerySet:
        """Allocations that were not released."""
        return self.filter(released_on=None)


class Allocation(models.Model):
    """Rupiah of one payment spent on consecutive months of one line.

    Several months are paid whole and alike; a part of a month's price stands in a row of
    that one month, beside the row of the payment that gave the rest.
    """

    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="allocations", verbose_name=_("payment")
    )
    line = models.ForeignKey(
        InvoiceLine, on_delete=models.PROTECT, related_name="allocations", verbose_name=_("line")
    )
    since = models.DateField(_("first month"))
    until = models.DateField(_("month after the last"))
    amount_idr = models.BigIntegerField(_("amount, in rupiah"))
    released_on = models.DateField(_("released on"), null=True, blank=True)

    objects = AllocationQuerySet.as_manager()
    scope_field: ClassVar[str] = "payment__sponsor__region"

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(since__day=1, until__day=1, since__lt=F("until")),
                name="allocation_is_whole_months",
            ),
            models.CheckConstraint(condition=Q(amount_idr__gt=0), name="allocation_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} → {self.line_id}: {self.amount_idr}"


class CreditNote(models.Model):
    """Months of a line that need not be paid, or cost less than billed (nota kredit)."""

    class Reason(models.TextChoices):
        RELIEF = "relief", _("Contribution relief published later")
        DEATH = "death", _("The worker died")
        COVERED_ELSEWHERE = "covered_elsewhere", _("Another sponsor had paid for the month")
        BATCH_UNDONE = "batch_undone", _("The list was undone")

    line = models.ForeignKey(
        InvoiceLine, on_delete=models.PROTECT, related_name="credit_notes", verbose_name=_("line")
    )
    since = models.DateField(_("first month"))
    until = models.DateField(_("month after the last"))
    months = models.PositiveSmallIntegerField(_("months"))
    monthly_idr = models.PositiveIntegerField(_("less a month, in rupiah"))
    amount_idr = models.BigIntegerField(_("amount, in rupiah"))
    released_idr = models.BigIntegerField(
        _("released, in rupiah"), help_text=_("What had been paid of it, now the payer's credit.")
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices)
    basis = models.JSONField(_("clause"), default=dict)
    posted_on = models.DateField(_("posted on"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = Scoped.as_manager()
    scope_field: ClassVar[str] = "line__invoice__decree__region"

    class Meta:
        verbose_name = _("credit note")
        verbose_name_plural = _("credit notes")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(since__day=1, until__day=1, since__lt=F("until")),
                name="credit_note_is_whole_months",
            ),
            models.CheckConstraint(
                condition=Q(amount_idr__gt=0, amount_idr=F("monthly_idr") * F("months")),
                name="credit_note_is_months_times_price",
            ),
            models.CheckConstraint(
                condition=Q(released_idr__gte=0, released_idr__lte=F("amount_idr")),
                name="credit_note_releases_at_most_itself",
            ),
            models.UniqueConstraint(
                fields=["line", "since", "reason"], name="credit_note_once_per_month_and_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.since:%Y-%m}: {self.amount_idr}"
