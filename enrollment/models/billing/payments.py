"""Payments, what they pay for, and what need not be paid."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enrollment.models.billing.invoices import Invoice, InvoiceLine
from enrollment.models.sponsors import FUND_LABELS, Sponsor
from registry.scope import Scoped

_USED_IDR = F("allocated_idr") + F("refunded_idr")


class PaymentQuerySet(Scoped["Payment"]):
    def standing(self) -> PaymentQuerySet:
        """Payments that were not reversed."""
        return self.filter(reversed_on=None)

    def of_payer(self, sponsor: Sponsor, fund: str) -> PaymentQuerySet:
        """The standing payments of one payer and fund."""
        return self.standing().filter(sponsor=sponsor, fund=fund)

    def with_credit(self) -> PaymentQuerySet:
        """Payments with money that paid for no month yet, first posted first: it is used so."""
        return self.standing().filter(amount_idr__gt=_USED_IDR).order_by("pk")

    def credit_idr(self) -> int:
        """The rupiah of these payments that paid for no month yet."""
        return self.aggregate(credit=Sum(F("amount_idr") - _USED_IDR))["credit"] or 0


class Payment(models.Model):
    """Money received from a payer out of one fund. What pays for no month is credit.

    `paid_on` is the day the money came, `booked_on` the day under which the books have it: the
    same, unless the period of `paid_on` was closed before anybody knew of the money.
    """

    sponsor = models.ForeignKey(
        Sponsor, on_delete=models.PROTECT, related_name="payments", verbose_name=_("sponsor")
    )
    fund = models.CharField(_("fund source"), max_length=6, choices=list(FUND_LABELS.items()))
    invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, related_name="payments", verbose_name=_("for invoice")
    )
    reference = models.CharField(_("bank reference"), max_length=60)
    sp2d_number = models.CharField(_("SP2D number"), max_length=60, blank=True)
    sp2d_on = models.DateField(_("date of the SP2D"), null=True, blank=True)
    budget_year = models.PositiveSmallIntegerField(_("budget year"))
    amount_idr = models.BigIntegerField(_("received, in rupiah"))
    allocated_idr = models.BigIntegerField(_("used for months, in rupiah"), default=0)
    refunded_idr = models.BigIntegerField(_("paid back, in rupiah"), default=0)
    paid_on = models.DateField(_("received on"))
    booked_on = models.DateField(_("booked on"))
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
                condition=Q(allocated_idr__gte=0, refunded_idr__gte=0, amount_idr__gte=_USED_IDR),
                name="payment_is_never_overspent",
            ),
            models.CheckConstraint(
                condition=Q(reversed_on=None) | Q(allocated_idr=0, refunded_idr=0),
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
        if self.reversed_on:
            return 0
        return self.amount_idr - self.allocated_idr - self.refunded_idr


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
        MOVED = "moved", _("The worker moved away")
        INELIGIBLE = "ineligible", _("The worker may not be insured here")
        LAPSED = "lapsed", _("Not paid for more than three months")
        CHANGED_PAYER = "changed_payer", _("Another payer took over")
        CANCELLED = "cancelled", _("The order was taken back")

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
