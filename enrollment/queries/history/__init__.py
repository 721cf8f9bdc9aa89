"""All that happened to a worker, out of every table that tells of it, newest first."""

from enrollment.queries.history.gathering import worker_history
from enrollment.queries.history.happening import Happening

__all__ = ["Happening", "worker_history"]
