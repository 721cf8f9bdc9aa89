"""What every test needs: the environment of the demo on a database and a folder of its own.

Tests never read DATABASE_URL, so that they cannot meet a person's data: they run on SQLite, or on
the PostgreSQL that TEST_DATABASE_URL names.
"""

import os
import tempfile

import django
import hypothesis
import pytest

# One folder for each process: the files of the test database, and what tests upload.
SCRATCH = tempfile.TemporaryDirectory(prefix="lindung-tests-")
for variable in ("ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "LOG_LEVEL", "PROXY_COUNT", "TIME_ZONE"):
    os.environ.pop(variable, None)
os.environ |= {
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{SCRATCH.name}/none.sqlite3",
    "DEMO_MODE": "1",
    "DJANGO_SETTINGS_MODULE": "registry.settings",
    "MEDIA_ROOT": f"{SCRATCH.name}/media",
    "SECRET_KEY": "tests",
    "TEST_SQLITE_FILE": f"{SCRATCH.name}/test.sqlite3",
}
# Here and not left to pytest-django: a conftest.py further down may import models.
django.setup()

from django.conf import settings

# Argon2 is slow on purpose; no test measures it.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A shared machine may stall: time says nothing about an example. CI runs the same examples always.
hypothesis.settings.register_profile(
    "lindung", deadline=None, derandomize=bool(os.environ.get("REQUIRE_ALL"))
)
hypothesis.settings.load_profile("lindung")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Make a skipped test a failure where everything is required."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("REQUIRE_ALL"):
        return
    if skipped := len(reporter.stats.get("skipped", [])):
        reporter.write_line(f"\n{skipped} skipped: with REQUIRE_ALL that is a failure.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
