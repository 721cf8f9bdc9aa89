"""Named places that upper floors fill, so that lower floors need not know them.

An upper floor registers in its AppConfig.ready(), by dotted path because models are not
yet to be imported then; a lower floor asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from registry.models import User


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
# of records that rest on a worker's death, by the day of death
death_dependents = CoverDependents()


class MergeObjections:
    """Why upper floors will not let two records of a person become one."""

    def __init__(self) -> None:
        self._askers: list[str] = []

    def register(self, asker: str) -> None:
        """Let the function at `asker` name its reasons against giving up a record."""
        if asker not in self._askers:
            self._askers.append(asker)

    def against(self, *, kept: Model, given_up: Model) -> list[str]:
        """Return the sentences that stand against it; empty where nothing does."""
        return [
            sentence
            for asker in self._askers
            for sentence in import_string(asker)(kept=kept, given_up=given_up)
        ]


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page that an upper floor fills: its template and what the template needs."""

    template: str
    context: dict[str, Any]


class WorkerPanels:
    """What upper floors show on the page of a worker, to this reader."""

    def __init__(self) -> None:
        self._makers: list[str] = []

    def register(self, maker: str) -> None:
        """Let the function at `maker` return its Panel, or None where it has nothing to show."""
        if maker not in self._makers:
            self._makers.append(maker)

    def of(self, worker: Model, reader: User) -> list[Panel]:
        """Return the panels in the order in which they were registered."""
        made = (import_string(maker)(worker, reader) for maker in self._makers)
        return [panel for panel in made if panel is not None]


@dataclass(frozen=True, slots=True)
class Story:
    """One thing that an upper floor tells in a worker's history, in words, with lines below."""

    at: datetime
    words: str
    notes: tuple[str, ...] = ()


class WorkerStories:
    """What upper floors tell in the history of a worker, to this reader."""

    def __init__(self) -> None:
        self._tellers: list[str] = []

    def register(self, teller: str) -> None:
        """Let the function at `teller` return its stories about a worker."""
        if teller not in self._tellers:
            self._tellers.append(teller)

    def of(self, worker: Model, reader: User) -> list[Story]:
        """Return all stories, in no order."""
        return [
            story for teller in self._tellers for story in import_string(teller)(worker, reader)
        ]


@dataclass(frozen=True, slots=True)
class PackTable:
    """A table that an upper floor adds to the auditor's pack of a decree."""

    title: str
    headings: Sequence[str]
    rows: Iterator[Sequence[Any]]


class PackTables:
    """What upper floors add to the auditor's pack of a decree."""

    def __init__(self) -> None:
        self._makers: list[str] = []

    def register(self, maker: str) -> None:
        """Let the function at `maker` return its table about a decree."""
        if maker not in self._makers:
            self._makers.append(maker)

    def about(self, decree: Model, reader: User) -> list[PackTable]:
        """Return the tables, as far as the reader may see what they hold."""
        made = (import_string(maker)(decree, reader) for maker in self._makers)
        return [table for table in made if table is not None]


merge_objections = MergeObjections()
worker_panels = WorkerPanels()
worker_stories = WorkerStories()
pack_tables = PackTables()
