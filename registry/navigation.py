"""The places of the navigation: each app registers the pages that it really has.

An app calls `register_place()` in its AppConfig.ready(); the frame of every page shows the
six that are nearest to the user's work, and the page "All pages" shows all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from registry.roles import Permission, may

if TYPE_CHECKING:
    from registry.models import Region, User

_SHOWN: Final = 6
_places: dict[str, Place] = {}


@dataclass(frozen=True, slots=True)
class Place:
    """A page that the navigation leads to.

    Without a permission everybody who is signed in may open it. In the frame stand first the
    pages whose `work` the user may do, then by `order`; `hint` says on "All pages" what is found
    there.
    """

    label: str | Promise
    url_name: str
    permission: Permission | None = None
    order: int = 100
    hint: str | Promise = ""
    work: Permission | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A place as one page shows it: with its address, and whether the reader stands in it."""

    label: str | Promise
    url: str
    hint: str | Promise
    current: bool
    near: bool


def register_place(place: Place) -> None:
    """Add a place; registered again under the same URL name, it is replaced."""
    _places[place.url_name] = place


def places_for(user: User) -> list[Place]:
    """Return the places that the user may open, in their order."""
    open_to_user = (
        place
        for place in _places.values()
        if place.permission is None or may(user, place.permission)
    )
    return sorted(open_to_user, key=lambda place: place.order)


def nearest_places(user: User) -> list[Place]:
    """Return the few places that stand in the frame of the user's pages."""

    def distance(place: Place) -> tuple[bool, int]:
        return place.work is None or not may(user, place.work), place.order

    return sorted(places_for(user), key=distance)[:_SHOWN]


class Frame:
    """What stands around a page; computed only where a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        # a page refused before anybody was recognized has no user at all
        user = getattr(request, "user", None)
        self.user: User | None = user if user is not None and user.is_authenticated else None

    @cached_property
    def links(self) -> list[Link]:
        """Every place of this user; the one whose address begins this page's is current."""
        if self.user is None:
            return []
        places = [(place, reverse(place.url_name)) for place in places_for(self.user)]
        path = self._request.path
        # the start page begins every address, and is current only as itself
        around = [url for _, url in places if path == url or (url != "/" and path.startswith(url))]
        current = max(around, key=len, default=None)
        nearest = nearest_places(self.user)
        return [
            Link(place.label, url, place.hint, url == current, place in nearest)
            for place, url in places
        ]

    @property
    def shown_links(self) -> list[Link]:
        """The places in the row below the masthead."""
        return [link for link in self.links if link.near]

    @cached_property
    def region(self) -> Region | None:
        """The region that the user serves; None for the whole country."""
        code = self.user.home_region_code if self.user else ""
        # by name: every apps.py imports this module, before there are models
        regions: type[Region] = apps.get_model("registry", "Region")
        return regions.objects.select_related("parent").filter(pk=code).first() if code else None


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give every template the frame of its page, and whether the data are a demonstration."""
    return {"frame": Frame(request), "DEMO_MODE": settings.DEMO_MODE}
