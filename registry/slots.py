"""Named places that upper floors fill, so that lower floors need not know them.

An upper floor registers in its AppConfig.ready(), by dotted path because models are not
yet to be imported then; a lower floor asks.
"""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.module_loading import import_string


class CoverDependents:
    """What upper floors hold that depends on the cover of workers in a period."""

    def __init__(self) -> None:
        self._counters: list[str] = []

    def register(self, counter: str) -> None:
        """Let the function at `counter` say how many of its records depend on such cover."""
        if counter not in self._counters:
            self._counters.append(counter)

    def count(self, worker_ids: QuerySet, *, since: date, until: date) -> int:
        """Return how many records of upper floors depend on the workers' cover of the period.

        `worker_ids` is a queryset of keys, so that 100,000 workers are one subquery.
        """
        return sum(
            import_string(counter)(worker_ids, since=since, until=until)
            for counter in self._counters
        )


cover_dependents = CoverDependents()
