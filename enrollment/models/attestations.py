"""What was attested of a worker at enrollment: the facts that a claim is refused over later."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.enrollments import Enrollment
from enrollment.models.imports import ImportBatch
from registry.models import Region
from registry.scope import Scoped


class Attestation(models.Model):
    """Who attested, and when, that a worker could be insured when enrolled.

    Of one enrollment, or of all rows of a list, for which its signed statement (SPTJM) stands.
    `statements` holds for each (alive, age, works, not_ill, nik, covered_once) the answer
    `holds` and how it is known: `asked` or `checked` against the register.
    """

    enrollment = models.OneToOneField(
        Enrollment,
        on_delete=models.PROTECT,
        null=True,
        related_name="attestation",
        verbose_name=_("enrollment"),
    )
    batch = models.OneToOneField(
        ImportBatch,
        on_delete=models.PROTECT,
        null=True,
        related_name="attestation",
        verbose_name=_("list of workers"),
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("region")
    )
    statements = models.JSONField(_("statements"))
    attested_by_name = models.CharField(
        _("attested by"), max_length=160, help_text=_("The worker, or the head of the village.")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    attested_at = models.DateTimeField(_("attested at"))

    objects = Scoped.as_manager()
    scope_field: ClassVar[str] = "region"

    class Meta:
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(enrollment=None, batch__isnull=False)
                | Q(enrollment__isnull=False, batch=None),
                name="attestation_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.attested_by_name

    @property
    def region_code(self) -> str:
        return self.region_id
