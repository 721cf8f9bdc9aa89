"""Who may stand under a decree twice: a question to the treasurer, never an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count

from enrollment.models import Decree, Enrollment
from enrollment.models.enrollments import EnrollmentQuerySet
from enrollment.queries.billing import priced

_PERSON: Final = ("worker__village_id", "worker__born_on", "worker__name_key")


@dataclass(frozen=True, slots=True)
class Twin:
    """A membership whose worker may be the same person as others under the decree."""

    enrollment_id: int
    worker_id: int
    position: int
    amount_idr: int
    others: tuple[int, ...]


def possible_twins(decree: Decree, gone: Collection[int], *, known_on: date) -> list[Twin]:
    """Return the memberships not yet billed whose worker looks like another one's.

    The same name as compared, birth date and village, under another NIK: a question, no answer.
    Those of `gone` are taken off anyway, and are nobody's twin.
    """
    members = Enrollment.objects.standing().filter(decree=decree)
    shared = (
        members.exclude(worker__name_key="")
        .order_by()
        .values(*_PERSON)
        .annotate(people=Count("worker_id", distinct=True))
        .filter(people__gt=1)
        .values_list(*_PERSON)
    )
    groups = set(shared)
    if not groups:
        return []
    asked = _others(members, groups, gone)
    twins = [
        Twin(
            item.enrollment_id,
            item.worker_id,
            item.position,
            sum(price.values()),
            asked[item.enrollment_id],
        )
        for item, price in priced(decree, asked, known_on=known_on)
    ]
    return sorted(twins, key=lambda twin: (twin.position, twin.enrollment_id))


def _others(
    members: EnrollmentQuerySet, groups: set[Any], gone: Collection[int]
) -> dict[int, tuple[int, ...]]:
    """Return, by membership, the other workers of its group; who is alone is left out."""
    of_group: defaultdict[Any, dict[int, int]] = defaultdict(dict)
    alike = members.filter(worker__name_key__in={group[2] for group in groups})
    for enrollment_id, worker_id, *person in alike.values_list("pk", "worker_id", *_PERSON):
        if tuple(person) in groups and enrollment_id not in gone:
            of_group[tuple(person)][enrollment_id] = worker_id
    return {
        enrollment_id: others
        for same in of_group.values()
        for enrollment_id, worker_id in same.items()
        if (others := tuple(sorted(set(same.values()) - {worker_id})))
    }
