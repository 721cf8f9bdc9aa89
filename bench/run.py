"""Measure the main job: read, stage and check, apply, bill, pay, on lists of any size.

    python bench/run.py --rows 5000 100000 --engine sqlite postgresql [--write FILE]

Prints a table in Markdown: rows a second, seconds, peak memory of the step's process, and the
ratio to the floor measured in the same run: reading the same file with the reader alone,
inserting the same rows raw. PostgreSQL runs in a private cluster that scripts/with_postgres.sh
makes for the run; it does not wait for the disk.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ENGINES = ("sqlite", "postgresql")
# what each step is measured against
FLOORS = {
    "read": ("floor_read",),
    "stage": ("floor_read", "floor_insert"),
    "apply": ("floor_insert",),
    "bill": ("floor_insert",),
    "pay": ("floor_insert",),
}
NAMES = {
    "floor_read": "floor: read with calamine",
    "floor_insert": "floor: insert raw",
    "stage": "stage and check",
}
Measure = dict[str, Any]


def measures(engine: str, rows: int) -> list[Measure]:
    """Return the measures of every step on a new database."""
    with tempfile.TemporaryDirectory(prefix="lindung-bench-") as folder:
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "MEDIA_ROOT": f"{folder}/media",
            "DEMO_MODE": "1",
            "DEBUG": "0",
        }
        command = [sys.executable, "-m", "bench.steps", "all", folder, str(rows)]
        if engine == "postgresql":
            command = ["sh", "scripts/with_postgres.sh", *command]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True, text=True
        )
    return [json.loads(line) for line in done.stdout.splitlines()]


def table(engine: str, found: list[Measure]) -> Iterator[str]:
    """Yield the rows of the table, in Markdown."""
    seconds = {measure["step"]: measure["seconds"] for measure in found}
    for measure in found:
        step, took = str(measure["step"]), measure["seconds"]
        floor = sum(seconds[name] for name in FLOORS.get(step, ()))
        cells = [
            engine,
            f"{measure['rows']:,}",
            NAMES.get(step, step),
            f"{took:.2f}",
            f"{measure['rows'] / took:,.0f}",
            f"{measure['peak_mb']:.0f}",
            f"{took / floor:.1f}" if floor else "",
        ]
        yield f"| {' | '.join(cells)} |"


def heading() -> Iterator[str]:
    """Yield what the figures were measured on, and the head of the table."""
    yield (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}."
    )
    yield ""
    yield "| engine | rows | step | seconds | rows/s | peak MB | × floor |"
    yield "|---|---:|---|---:|---:|---:|---:|"


def main() -> None:
    """Measure what was asked for, and print it as it comes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="+", default=[5_000])
    parser.add_argument("--engine", choices=ENGINES, nargs="+", default=["sqlite"])
    parser.add_argument("--write", type=Path, help="Also write the table into this file.")
    options = parser.parse_args()
    lines = list(heading())
    print(*lines, sep="\n", flush=True)
    for engine in options.engine:
        for rows in options.rows:
            for line in table(engine, measures(engine, rows)):
                lines.append(line)
                print(line, flush=True)
    if options.write:
        options.write.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
