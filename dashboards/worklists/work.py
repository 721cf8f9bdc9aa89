"""One thing that waits for a member of staff."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Work:
    """One thing that waits: how many, what, why, and the page that does it."""

    count: int
    title: str
    words: str
    url: str
    label: str
    is_late: bool = False
