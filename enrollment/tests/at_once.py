"""Several people at one moment: each work in a thread with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection

from registry.refusals import Refused

WRITERS = 8


def all_at_once(*works: Callable[[], Any]) -> list[Any]:
    """Start every work in a thread of its own at one moment; return what each gave or raised."""
    start = Barrier(len(works))
    outcomes: list[Any] = [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            start.wait()
            outcomes[place] = work()
        except Exception as failure:
            outcomes[place] = failure
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def failures(outcomes: list[Any]) -> list[Exception]:
    """Return what went wrong in another way than by an expected no."""
    return [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Refused)]
