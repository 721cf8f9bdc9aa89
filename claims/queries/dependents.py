"""What claims hold of lower floors."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from claims.models import Claim
from claims.rules.facts import Outcome
from claims.rules.states import Status
from enrollment.models import Worker


def claims_on_cover(worker_ids: QuerySet, *, since: date, until: date) -> int:
    """Return how many claims these workers have for events in the period."""
    return Claim.objects.filter(
        worker_id__in=worker_ids, event_on__gte=since, event_on__lt=until
    ).count()


def objections_to_merging(*, kept: Worker, given_up: Worker) -> list[str]:
    """Return why claims stand against giving a record up: what was decided names its worker."""
    numbers = list(
        Claim.objects.filter(worker=given_up).order_by("number").values_list("number", flat=True)
    )
    if not numbers:
        return []
    if Claim.objects.filter(worker=kept).exists():
        return [
            _(
                "Both records have claims. Close those of one record first, or ask the "
                "administrator: a decision names the person whom it is about."
            )
        ]
    return [
        _(
            "The record to be given up has a claim, and its decision names that record. Keep that "
            "record instead."
        )
    ]


def claims_on_death(worker_ids: QuerySet, *, since: date, until: date) -> int:
    """Return how many claims about the death of these workers in the period still stand.

    A draft and a closed claim ask for nothing.
    """
    return (
        Claim.objects.filter(worker_id__in=worker_ids, outcome=Outcome.DEATH)
        .filter(worker__deceased_on__gte=since, worker__deceased_on__lt=until)
        .exclude(status__in=(Status.DRAFT, Status.CLOSED))
        .count()
    )
