"""Named places that upper floors fill, so that lower floors need not know them.

An upper floor registers in its AppConfig.ready(), by dotted path because models are not
yet to be imported then; a lower floor asks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.utils.module_loading import import_string


class Dependents:
    """What upper floors hold that depends on records of a lower floor."""

    def __init__(self) -> None:
        self._counters: defaultdict[str, list[str]] = defaultdict(list)

    def register(self, subject: str, counter: str) -> None:
        """Let the function at `counter` say how many records depend on given keys of `subject`."""
        if counter not in self._counters[subject]:
            self._counters[subject].append(counter)

    def count(self, subject: str, keys: Collection[int]) -> int:
        """Return how many records of upper floors depend on these keys."""
        return sum(import_string(counter)(keys) for counter in self._counters[subject])


dependents = Dependents()
