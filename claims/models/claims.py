"""Claims: a reported event of one worker under one program."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enrollment.models import Worker
from registry.programs import Program
from registry.scope import Scoped


class Claim(models.Model):
    """A work accident (JKK) or a death (JKM) as it was reported (pengajuan klaim)."""

    PROGRAMS = ((Program.JKK, _("Work accident (JKK)")), (Program.JKM, _("Death (JKM)")))

    worker = models.ForeignKey(
        Worker, on_delete=models.PROTECT, related_name="claims", verbose_name=_("worker")
    )
    program = models.CharField(_("program"), max_length=3, choices=PROGRAMS)
    event_on = models.DateField(_("day of the event"))
    reported_on = models.DateField(_("reported on"))
    account = models.TextField(_("what happened"), blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("reported by"),
    )

    objects = Scoped.as_manager()
    scope_field: ClassVar[str] = "worker__village"

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["worker", "program", "event_on"], name="claim_once_per_event"
            ),
            models.CheckConstraint(
                condition=Q(program__in=["JKK", "JKM"]), name="claim_program_is_known"
            ),
            models.CheckConstraint(
                condition=Q(reported_on__gte=F("event_on")), name="claim_reported_after_event"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program} {self.event_on}"

    @property
    def region_code(self) -> str:
        return self.worker.village_id
