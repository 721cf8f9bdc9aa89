"""The job worker beside the server: a process of its own that never outlives its parent.

The child reads its standard input, whose other end the parent holds. However the parent ends,
also by kill -9, the system closes that end, and the child stops. This holds on Linux and macOS
alike, unlike the kernel's own signal at the death of a parent.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from django.core.management import execute_from_command_line

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE_S = 20.0  # a chunk of a list ends well within this
PAUSE_S = 3.0  # between the end of a worker and the start of the next


class JobWorker:
    """A management command in a child process, started again whenever it ends by itself."""

    def __init__(self, command: Sequence[str], *, report: Callable[[str], None]) -> None:
        """Keep the command, and where to report that it had to be started again."""
        self._command = [sys.executable, "-m", __name__, *command]
        self._report = report
        self._stopping = threading.Event()
        self._process = self._begin()
        self._watch = threading.Thread(target=self._keep_running, daemon=True)
        self._watch.start()

    def _begin(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches the parent alone, which then stops the child.
        return subprocess.Popen(
            self._command, cwd=PROJECT, stdin=subprocess.PIPE, start_new_session=True
        )

    def _keep_running(self) -> None:
        while not self._stopping.is_set():
            code = self._process.wait()
            if self._stopping.wait(PAUSE_S):
                return
            self._report(f"The job worker ended with {code} and is started again.")
            self._process = self._begin()

    def stop(self) -> None:
        """Let the worker finish what it holds, and end it when that takes too long."""
        self._stopping.set()
        self._process.terminate()
        self._watch.join(PATIENCE_S)
        self._process.kill()  # does nothing to a process that has ended


def end_with_parent() -> None:
    """Ask this process to stop when the other end of its standard input closes."""
    os.read(sys.stdin.fileno(), 1)  # unbuffered: a buffer's lock held here would break the exit
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(PATIENCE_S)
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
    execute_from_command_line(["manage.py", *sys.argv[1:]])
