"""Scope by region: every queryset that holds rows of a region answers visible_to(user).

Whoever holds several roles sees a record by the role that opens it, not by any other: rows that
not every role may see are asked for with the permission that they need.

Kemendagri codes nest by prefix (21 → 2105 → 210501 → 2105011001), so a region with all
below it is one range of codes, which an ordinary index serves on both databases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q

from registry.roles import ROLE_PERMISSIONS, Permission

if TYPE_CHECKING:
    from registry.models import User


Row = TypeVar("Row", bound=models.Model)


def below(region_code: str, field: str) -> Q:
    """Return the condition that `field` (a key to Region) lies in the region or below it."""
    if not region_code:
        return Q()
    after = str(int(region_code) + 1).zfill(len(region_code))
    return Q(**{f"{field}__gte": region_code, f"{field}__lt": after})


def in_scope(user: User, field: str, permission: Permission | None = None) -> Q:
    """Return the condition that `field` lies in what the user may see; nothing by default.

    With a permission, only regions count in which a role that holds it is held. A row without a
    region is seen by national staff only.
    """
    codes = {
        held.region_code
        for held in user.held_roles
        if permission is None or permission in ROLE_PERMISSIONS[held.role]
    }
    if "" in codes:
        return Q()
    condition = Q(pk__in=[])
    for code in sorted(codes):
        condition |= below(code, field)
    return condition


class Scoped(models.QuerySet[Row]):
    """A queryset whose model names in `scope_field` the way to its region's code."""

    def visible_to(self, user: User, permission: Permission | None = None) -> Self:
        """Only the rows of the regions in which the user holds a role, or that right, today."""
        return self.filter(
            in_scope(user, self.model.scope_field, permission)  # type: ignore[attr-defined]
        )

    def within(self, region_code: str) -> Self:
        """Only the rows of this region and all below it."""
        return self.filter(below(region_code, self.model.scope_field))  # type: ignore[attr-defined]
