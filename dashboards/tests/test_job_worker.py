"""The job worker's process: started again when it ends, gone when its parent is gone."""

import queue
import signal
import subprocess
import sys

from django.conf import settings

from dashboards.management.job_worker import JobWorker

# A management command that says its process number and then holds on, as a worker does.
HOLD_ON = [
    "shell",
    "--no-imports",
    "-c",
    "import os, time; print(os.getpid(), flush=True); time.sleep(600)",
]
PARENT = f"""
import threading
from dashboards.management.job_worker import JobWorker
worker = JobWorker({HOLD_ON!r}, report=print)
threading.Event().wait()
"""


def test_worker_ends_when_its_parent_is_killed():
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True
    )
    worker_pid = int(parent.stdout.readline())

    parent.kill()
    rest = parent.stdout.read()  # ends when both have closed it: when both are gone

    assert worker_pid != parent.wait()
    assert rest == ""


def test_worker_that_ends_by_itself_is_started_again(monkeypatch):
    monkeypatch.setattr("dashboards.management.job_worker.PAUSE_S", 0.0)
    reports: queue.Queue[str] = queue.Queue()

    worker = JobWorker(["version"], report=reports.put)
    sentences = [reports.get(timeout=60), reports.get(timeout=60)]
    worker.stop()

    assert sentences == ["The job worker ended with 0 and is started again."] * 2


def test_worker_is_ended_by_stop():
    worker = JobWorker(HOLD_ON, report=print)

    worker.stop()

    assert worker._process.wait() == -signal.SIGTERM
