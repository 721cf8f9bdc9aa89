"""What claims hold of lower floors."""

from datetime import date

from django.db.models import QuerySet

from claims.models import Claim


def claims_on_cover(worker_ids: QuerySet, *, since: date, until: date) -> int:
    """Return how many claims these workers have for events in the period."""
    return Claim.objects.filter(
        worker_id__in=worker_ids, event_on__gte=since, event_on__lt=until
    ).count()
