"""Filters of the inbox of claims."""

from __future__ import annotations

from typing import Any, ClassVar, Final

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.models import Claim
from claims.models.claims import ClaimQuerySet
from claims.queries.inbox import my_move
from claims.rules.states import Status
from registry.models import User

MINE: Final = "mine"
LATE: Final = "late"
FAMILY: Final = "family"
REFUSED: Final = "refused"
PAID: Final = "paid"
CLOSED: Final = "closed"

_IN_STATE: Final = {
    FAMILY: Status.INCOMPLETE,
    REFUSED: Status.REFUSED,
    PAID: Status.PAID,
    CLOSED: Status.CLOSED,
}
# the filter that shows a claim in each state; the others stand among all that are open
SHOWN_BY: Final = {status: f"show={name}" for name, status in _IN_STATE.items()}


class ClaimFilter(django_filters.FilterSet):
    """Claims that wait for the reader, are late, or stand in one state; else all open ones.

    Words typed look among all claims, also those that ended.
    """

    show = django_filters.ChoiceFilter(
        label=_("Show"),
        choices=[
            (MINE, _("My move")),
            (LATE, _("Late")),
            (FAMILY, _("Waiting for the family")),
            (REFUSED, _("Refused")),
            (PAID, _("Paid")),
            (CLOSED, _("Closed")),
        ],
        method="in_state",
    )
    q = django_filters.CharFilter(label=_("Name or number"), method="matching")

    class Meta:
        model = Claim
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def filter_queryset(self, queryset: ClaimQuerySet) -> ClaimQuerySet:
        """Return the claims chosen; without any choice those that are open."""
        chosen: ClaimQuerySet = super().filter_queryset(queryset)
        given = self.form.cleaned_data
        return chosen if given.get("show") or given.get("q") else chosen.open()

    def in_state(self, claims: ClaimQuerySet, _name: str, show: str) -> ClaimQuerySet:
        """Return the claims that the choice means."""
        if show == MINE:
            return claims.filter(my_move(self.user))
        if show == LATE:
            return claims.open().overdue(timezone.localdate())
        return claims.filter(Q(status=_IN_STATE[show]))

    def matching(self, claims: ClaimQuerySet, _name: str, text: str) -> ClaimQuerySet:
        """Return the claims that the text may mean."""
        return claims.matching(text)
