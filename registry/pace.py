"""How long long work will still take, from what it has done so far."""

from __future__ import annotations

from typing import Final

# before that a rate says more about the start than about the work
_LEAST_ELAPSED_S: Final = 2.0


def seconds_left(*, done: int, total: int, elapsed_s: float) -> int | None:
    """Return how many seconds the rest takes at the rate so far; None while there is no rate."""
    if done <= 0 or total <= 0 or elapsed_s < _LEAST_ELAPSED_S:
        return None
    return round(max(total - done, 0) * elapsed_s / done)
