"""One page of the table of routes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from django.urls import reverse

from dashboards.tests.two_regencies import World
from registry.roles import ROLE_PERMISSIONS, Permission

Data = Callable[[World], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Route:
    """One page: the records in its address, and the right and the data that its act needs.

    `about` names them from the world, such as `claims.reported`; one that is no record stands
    there as it is. `or_right` is another right that does as well, `look` the right to see what
    one may not do. An act with `only_trail` leaves nothing behind but its line in the trail.
    """

    name: str
    about: tuple[str, ...] | str = ()
    right: Permission | None = None
    data: Data = field(default=lambda _world: {})
    only_post: bool = False
    or_right: Permission | None = None
    look: Permission | None = None
    parts: Callable[[World], Sequence[Any]] | None = None
    only_trail: bool = False

    def url(self, world: World) -> str:
        """Return its address about the records of Anambas."""
        if self.parts:
            return reverse(self.name, args=self.parts(world))
        names = [self.about] if isinstance(self.about, str) else self.about
        return reverse(self.name, args=[attrgetter(name)(world).pk for name in names])

    def is_done_by(self, role: str) -> bool:
        """Tell whether a role may do the act."""
        return bool({self.right, self.or_right} & ROLE_PERMISSIONS[role])

    def answer_to_a_look(self, role: str) -> int:
        """Return the status that a look gives to a role which may not do the act."""
        if self.only_post:
            return 405
        return 200 if self.look in ROLE_PERMISSIONS[role] else 403
