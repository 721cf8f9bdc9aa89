"""Commands as a script runs them, for tests."""

import json

import pytest
from django.core.management import call_command

from enrollment.tests.factories import ani, budi, citra, nur
from registry.models import Occupation
from registry.tests.factories import make_region


def make_cast() -> None:
    """Make everybody of the office, the village of their lists, and its occupation."""
    for person in (ani, budi, nur, citra):
        person()
    make_region("2105011001")
    Occupation.objects.create(slug="nelayan_pesisir", label_id="Nelayan", label_en="Fisher")


def run_command(
    capsys: pytest.CaptureFixture[str], name: str, *arguments: object
) -> tuple[int, dict | str]:
    """Return how a command ended, and its JSON, or where it printed none what stands on stderr."""
    code = 0
    try:
        call_command(name, *map(str, arguments), "--format", "json")
    except SystemExit as ended:
        code = int(ended.code or 0)
    printed = capsys.readouterr()
    return code, json.loads(printed.out) if printed.out else printed.err


def options(*given: dict[str, str], **changes: str) -> list[str]:
    """Return facts as the options of a command."""
    facts: dict[str, str] = {}
    for some in given:
        facts |= some
    facts |= {name.replace("_", "-"): value for name, value in changes.items()}
    return [part for name, value in facts.items() for part in (f"--{name}", value)]
