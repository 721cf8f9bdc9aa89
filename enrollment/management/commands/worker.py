"""`manage.py worker`: the process that goes through lists."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from enrollment.jobs import revive_stale_batches
from registry.jobs import forget_expired_files, revive_stale_jobs

PAUSE_S = 1.0
SWEEP_S = 60.0  # a batch is stale when nothing was heard of it for as long


class Command(BaseCommand):
    """Does the tasks that wait, revives what a killed worker left, and waits for more.

    SIGTERM and Ctrl-C let the task in hand end first.
    """

    help = "Go through the lists that were uploaded or are to be applied, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add whether to wait for more."""
        parser.add_argument("--once", action="store_true", help="Do what waits, then end.")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        """Work until told to stop."""
        worker = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,  # return when nothing waits, so that the sweep has its turn
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        if once:
            self._sweep()
            worker.run()
            return
        worker.configure_signals()
        sweep_at = 0.0
        while worker.running:
            if time.monotonic() >= sweep_at:
                self._sweep()
                sweep_at = time.monotonic() + SWEEP_S
            worker.run()
            time.sleep(PAUSE_S)

    def _sweep(self) -> None:
        """Take up what a killed worker left, and forget what was kept long enough."""
        revive_stale_batches()
        revive_stale_jobs()
        forget_expired_files()
