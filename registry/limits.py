"""How often a visitor may ask for a page that is open to everybody."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.http import HttpRequest

from registry.requests import visitor_address

_MINUTE_S = 60


def limited(request: HttpRequest, key: str, per_minute: int) -> bool:
    """Count this visit, and tell whether the visitor's address has had its share of this minute.

    Each process counts for itself (the cache is its memory), so that several processes let
    through several times as much: enough against guessing, without another server to run.
    """
    minute = int(time.time()) // _MINUTE_S
    counter = f"visits:{key}:{visitor_address(request)}:{minute}"
    cache.add(counter, 0, timeout=2 * _MINUTE_S)
    try:
        return cache.incr(counter) > per_minute
    except ValueError:
        # forgotten between the two steps: the count begins again
        return False
