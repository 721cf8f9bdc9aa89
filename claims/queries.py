"""Figures of the second floor."""

from collections.abc import Collection

from claims.models import Claim


def claims_of_workers(worker_ids: Collection[int]) -> int:
    """Return how many claims these workers have."""
    return Claim.objects.filter(worker_id__in=worker_ids).count()
