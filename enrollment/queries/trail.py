"""The trail of one record, for its own page."""

from __future__ import annotations

from django.db import models
from django.db.models import QuerySet

from registry.models import AuditEvent, User


def trail_of(subject: models.Model, *, seen_by: User) -> QuerySet[AuditEvent]:
    """Return what was done to a record, newest first."""
    return (
        AuditEvent.objects.visible_to(seen_by)
        .filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
        .select_related("by")
        .order_by("-pk")
    )
