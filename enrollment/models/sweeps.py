"""The sweep before an invoice: who stands on the list and must not be paid for."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.billing import Invoice
from enrollment.models.enrollments import Enrollment
from enrollment.models.sponsors import Decree
from registry.scope import Scoped


class Sweep(models.Model):
    """One look through what would be billed, and what was taken off before the invoice.

    Kept with the invoice that followed, as the statement "n removed, so much not spent".
    """

    decree = models.ForeignKey(
        Decree, on_delete=models.PROTECT, related_name="sweeps", verbose_name=_("decree")
    )
    invoice = models.OneToOneField(
        Invoice,
        on_delete=models.PROTECT,
        null=True,
        related_name="sweep",
        verbose_name=_("invoice"),
    )
    swept_on = models.DateField(_("swept on"))
    looked_at = models.PositiveIntegerField(_("workers looked at"))
    removed = models.PositiveIntegerField(_("workers removed"))
    not_spent_idr = models.BigIntegerField(_("not spent, in rupiah"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Scoped.as_manager()
    scope_field: ClassVar[str] = "decree__region"

    class Meta:
        verbose_name = _("sweep before billing")
        verbose_name_plural = _("sweeps before billing")

    def __str__(self) -> str:
        return f"{self.decree_id} {self.swept_on}"

    @property
    def region_code(self) -> str:
        return self.decree.region_id


class SweptRow(models.Model):
    """One enrollment that a sweep took off, why, and what was not spent on it."""

    sweep = models.ForeignKey(Sweep, on_delete=models.PROTECT, related_name="rows")
    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.PROTECT, related_name="+", verbose_name=_("enrollment")
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Enrollment.EndReason.choices)
    since = models.DateField(_("first month"))
    until = models.DateField(_("month after the last"))
    amount_idr = models.BigIntegerField(_("not spent, in rupiah"))
    facts = models.JSONField(_("facts"), default=dict, encoder=DjangoJSONEncoder)

    objects = Scoped.as_manager()
    scope_field: ClassVar[str] = "sweep__decree__region"

    class Meta:
        verbose_name = _("row of a sweep")
        verbose_name_plural = _("rows of sweeps")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(since__lt=F("until")), name="swept_row_is_whole_months"
            ),
            models.UniqueConstraint(fields=["sweep", "enrollment", "since"], name="swept_once"),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id}: {self.reason}"
