"""Long work of the first floor, for the worker process: a module for each kind."""

from enrollment.jobs.lists import enqueue_batch, go_through_batch, revive_stale_batches

__all__ = ["enqueue_batch", "go_through_batch", "revive_stale_batches"]
