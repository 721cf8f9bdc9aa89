"""Who attested that a worker could be insured, for the worker's own page."""

from __future__ import annotations

from django.db.models import Q

from enrollment.models import Attestation, ImportRow, Worker
from registry.models import User


def attestation_of(worker: Worker, *, reader: User) -> Attestation | None:
    """Return the newest attestation about a worker, of one membership or of a whole list."""
    lists = ImportRow.objects.filter(enrollment__worker=worker).values("batch")
    return (
        Attestation.objects.visible_to(reader)
        .filter(Q(enrollment__worker=worker) | Q(batch__in=lists))
        .select_related("recorded_by")
        .order_by("-attested_at", "-pk")
        .first()
    )
