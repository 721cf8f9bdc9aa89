"""The audit trail: one line for every change of state."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registry.models.regions import Region
from registry.scope import Scoped


class FactEncoder(DjangoJSONEncoder):
    """Facts may hold dates, lazy texts and records, which are written as their names."""

    def default(self, o: Any) -> Any:
        return str(o) if isinstance(o, Promise | models.Model) else super().default(o)


class AuditEventQuerySet(Scoped["AuditEvent"]):
    pass


class AuditEvent(models.Model):
    """Who did what to which record, when, and with which facts. Never changed afterwards."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    action = models.CharField(_("act"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("region")
    )
    subject_type = models.CharField(_("kind of record"), max_length=60)
    subject_id = models.CharField(_("record"), max_length=40)
    facts = models.JSONField(_("facts"), default=dict, encoder=FactEncoder)

    objects = AuditEventQuerySet.as_manager()
    scope_field: ClassVar[str] = "region"

    class Meta:
        verbose_name = _("line of the trail")
        verbose_name_plural = _("audit trail")
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_of_subject"),
            models.Index(fields=["region", "-id"], name="audit_of_region"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject_type} {self.subject_id}"
