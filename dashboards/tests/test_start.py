"""`manage.py start` as a newcomer meets it: a real process, a new database, a served page."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest
from django.conf import settings


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    """An empty database of its own, without the demo (which takes a minute)."""
    return os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/start.sqlite3",
        "DEBUG": "1",
        "DEMO_MODE": "0",
    }


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def start(environment: dict[str, str], port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "start", "--port", str(port)],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_start_serves_the_sign_in_page_and_ends_cleanly(environment):
    port = free_port()

    server = start(environment, port)
    printed = next(line for line in server.stdout if "running" in line)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as answer:
        page = answer.read().decode()
    server.send_signal(signal.SIGTERM)
    _, complaints = server.communicate(timeout=60)

    assert f"http://127.0.0.1:{port}" in printed
    assert 'type="password"' in page
    assert (server.returncode, complaints) == (0, "")


def test_start_says_which_port_is_taken_and_what_to_do(environment, taken_port):
    server = start(environment, taken_port)

    _, complaint = server.communicate(timeout=60)

    assert server.returncode == 2
    assert complaint.strip() == (
        f"CommandError: Port {taken_port} is taken by another program. Stop that program, "
        f"or choose another port: ./start --port {taken_port + 1}"
    )


def test_start_says_that_the_database_cannot_be_used(environment, tmp_path):
    environment["DATABASE_URL"] = f"sqlite:///{tmp_path}/no/such/folder.sqlite3"

    server = start(environment, free_port())
    _, complaint = server.communicate(timeout=60)

    assert server.returncode == 2
    assert "The database cannot be used: unable to open database file" in complaint
