"""What the treasurer's year adds to payments: money paid back, and periods that are closed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.billing.payments import Payment
from registry.models import Region
from registry.scope import Scoped


class RefundQuerySet(Scoped["Refund"]):
    def standing(self) -> RefundQuerySet:
        """Refunds that were not taken back."""
        return self.filter(reversed_on=None)


class Refund(models.Model):
    """Credit of one payment that was paid back to the treasury instead of being used.

    Written wrongly, it is taken back with a reason and the money is credit again.
    """

    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="refunds", verbose_name=_("payment")
    )
    amount_idr = models.BigIntegerField(_("paid back, in rupiah"))
    reference = models.CharField(
        _("reference"), max_length=60, help_text=_("Number of the deposit slip (STS) or transfer.")
    )
    refunded_on = models.DateField(_("paid back on"))
    reason = models.CharField(_("reason"), max_length=200)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    reversed_on = models.DateField(_("taken back on"), null=True, blank=True)
    reversal_reason = models.CharField(_("why taken back"), max_length=200, blank=True)

    objects = RefundQuerySet.as_manager()
    scope_field: ClassVar[str] = "payment__sponsor__region"

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(amount_idr__gt=0), name="refund_is_positive"),
            models.UniqueConstraint(
                fields=["payment", "reference"],
                condition=Q(reversed_on=None),
                name="refund_reference_once",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def region_code(self) -> str:
        return self.payment.region_code


class ClosedPeriod(models.Model):
    """The books of a region up to a day (not counted), closed for good.

    What was booked before stays as it is; it is corrected by new entries alone. The database
    refuses an entry dated in a closed period (migration 0005).
    """

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("region")
    )
    until = models.DateField(_("first open day"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed at"), auto_now_add=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = Scoped.as_manager()
    scope_field: ClassVar[str] = "region"

    class Meta:
        verbose_name = _("closed period")
        verbose_name_plural = _("closed periods")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["region", "until"], name="period_closed_once"),
            models.CheckConstraint(condition=Q(until__day=1), name="period_is_whole_months"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} < {self.until}"

    @property
    def region_code(self) -> str:
        return self.region_id
