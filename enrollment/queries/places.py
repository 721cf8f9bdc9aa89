"""The places of a decree: who stands in one after whom, and how many of the quota are taken."""

from __future__ import annotations

from django.db.models import Q

from enrollment.models import Decree, Enrollment, ImportBatch


def places_taken(decree: Decree) -> int:
    """Return how many places of the quota are taken.

    Whoever replaces a worker takes his place, so the memberships that follow each other in it
    are one place. A membership that ended early keeps its place for who replaces.
    """
    rows = decree.enrollments.all()
    alone = rows.standing().filter(replaces=None, replaced_by=None).count()
    linked = rows.filter(Q(replaces__isnull=False) | Q(replaced_by__isnull=False)).order_by("pk")
    place_of: dict[int, int] = {}
    taken = set()
    for pk, replaced_id, voided_on in linked.values_list("pk", "replaces_id", "voided_on"):
        # who replaces is always written after the one who is replaced
        place_of[pk] = place_of.get(replaced_id, pk) if replaced_id else pk
        if voided_on is None:
            taken.add(place_of[pk])
    return alone + len(taken)


def followers(enrollment: Enrollment) -> list[Enrollment]:
    """Return the memberships that took this place one after the other, the last of them last."""
    found: list[Enrollment] = []
    while later := Enrollment.objects.filter(replaces=found[-1] if found else enrollment).first():
        found.append(later)
    return found


def list_of(enrollment: Enrollment) -> ImportBatch | None:
    """Return the list that brought a worker into a place, also where he began anew in it."""
    place: Enrollment | None = enrollment
    while place is not None:
        if place.row and place.worker_id == enrollment.worker_id:
            return place.row.batch
        place = place.replaces
    return None


def is_given_away(enrollment: Enrollment) -> bool:
    """Return whether somebody else stands in the place that a membership left."""
    return any(
        later.voided_on is None and later.worker_id != enrollment.worker_id
        for later in followers(enrollment)
    )


def is_taken(enrollment: Enrollment) -> bool:
    """Return whether any membership of this place stands."""
    place: Enrollment | None = enrollment
    while place is not None:
        if place.voided_on is None:
            return True
        place = place.replaces
    return any(later.voided_on is None for later in followers(enrollment))
