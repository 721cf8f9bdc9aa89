"""`manage.py start`: from whatever state the database is in to a served page, in one command."""

import errno
import signal
import socket
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from waitress.server import create_server

from dashboards.management.job_worker import JobWorker
from enrollment.models import Sponsor
from registry.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from registry.models import Region

THREADS = 8  # each holds a connection to the database


def end_cleanly(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Leave through every `finally` on Ctrl-C and SIGTERM, also where a shell ignores SIGINT."""
    raise SystemExit(0)


def open_listener(host: str, port: int) -> socket.socket:
    """Return a socket that holds the port, so that a taken one is known before any work."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sentence = (
                f"Port {port} is taken by another program. "
                f"Stop that program, or choose another port: ./start --port {port + 1}"
            )
        else:
            sentence = f"Cannot listen on {host} port {port}: {error.strerror}."
        raise CommandError(sentence, returncode=2) from error
    return listener


class Command(BaseCommand):
    """Prepares the database, starts the job worker, serves, and prints the address."""

    help = "Migrate, load what is missing, start the job worker and serve the pages."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add where to listen."""
        parser.add_argument("--host", default="127.0.0.1", help="Address to listen on.")
        parser.add_argument("--port", type=int, default=8000, help="Port to listen on.")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        """Serve until Ctrl-C or SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, end_cleanly)
        listener = open_listener(host, port)
        try:
            self.prepare()
        except OperationalError as error:
            raise CommandError(f"The database cannot be used: {error}", returncode=2) from error
        server = create_server(get_wsgi_application(), sockets=[listener], threads=THREADS)
        worker = JobWorker(["worker"], report=self.stderr.write)
        try:
            self.greet(host, port)
            server.run()
        finally:
            worker.stop()
            server.close()
            self.say("Stopped.")

    def say(self, sentence: str) -> None:
        """Print at once, also into a pipe or a log file."""
        self.stdout.write(sentence)
        self.stdout.flush()

    def prepare(self) -> None:
        """Bring the database up to date and fill what is empty; quick when nothing is to do."""
        if self.migrate() or not Region.objects.exists():
            self.say("Loading the reference data …")
            call_command("load_reference", stdout=StringIO())
        if settings.DEMO_MODE and not Sponsor.objects.exists():
            self.say("Loading the demo: 4,839 workers, about a minute …")
            call_command("seed_demo", stdout=StringIO())
        connections.close_all()
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # WhiteNoise warns without

    def migrate(self) -> bool:
        """Apply the migrations that are missing and return whether there were any."""
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        self.say("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)
        return True

    def greet(self, host: str, port: int) -> None:
        """Print where to go and, in the demo, as whom."""
        self.say(f"\nLindung is running at http://{host}:{port}\n\n")
        if settings.DEMO_MODE:
            for account in DEMO_ACCOUNTS:
                self.say(f"  {account.username:<16} {account.role.label}")
            self.say(f"\n  Password of each: {DEMO_PASSWORD}\n\n")
        self.say("Stop with Ctrl-C.")
