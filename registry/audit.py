"""record(): one line of the audit trail, written in the transaction of the act itself."""

from __future__ import annotations

from typing import Any

from django.db import models

from registry.models import AuditEvent, User


def record(
    action: str, *, subject: models.Model, by: User | None, region_code: str = "", **facts: Any
) -> AuditEvent:
    """Write who did what to the subject, with its facts, and return the line.

    The region that decides who may read the line is the subject's own unless given.
    """
    code = region_code or getattr(subject, "region_code", "") or None
    return AuditEvent.objects.create(
        action=action,
        by=by,
        region_id=code,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        facts=facts,
    )
