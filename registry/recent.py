"""The records that a member of staff opened last, kept in the session and nowhere else.

The session holds kinds and keys, no names; what is shown is asked for anew, in scope.
"""

from __future__ import annotations

from typing import Final

from django.apps import apps
from django.db.models import Model
from django.http import HttpRequest

from registry.models import User

_KEY: Final = "recent"
_MOST: Final = 5


def remember(request: HttpRequest, record: Model) -> None:
    """Note that this record was opened; the session is written only where that is news."""
    opened = [record._meta.label_lower, record.pk]
    before = request.session.get(_KEY, [])
    if before[:1] != [opened]:
        others = [entry for entry in before if entry != opened]
        request.session[_KEY] = [opened, *others][:_MOST]


def recently_opened(request: HttpRequest, reader: User) -> list[Model]:
    """Return the records opened last that the reader may still see, the last one first."""
    entries = request.session.get(_KEY, [])
    found: dict[tuple[str, int], Model] = {}
    for label in {label for label, _key in entries}:
        keys = [key for name, key in entries if name == label]
        rows = apps.get_model(label)._default_manager.visible_to(reader)
        found |= {(label, row.pk): row for row in rows.filter(pk__in=keys)}
    return [found[label, key] for label, key in entries if (label, key) in found]
