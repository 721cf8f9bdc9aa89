"""Measure the search for a worker among many, beside its floor.

    DEMO_MODE=1 DATABASE_URL=sqlite:///var/search.sqlite3 python -m bench.search --workers 100000
    DEMO_MODE=1 sh scripts/with_postgres.sh python -m bench.search --workers 1000000

One worker in twenty lives in Anambas, the others all over the country. Prints rows of a table in
Markdown: median and 95th percentile, for the reader of the whole country and of one regency. The
floor is one SELECT by primary key in the same run.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from enrollment.models import Worker  # noqa: E402
from enrollment.queries.searching import workers_found  # noqa: E402
from enrollment.rules.matching.names import name_key  # noqa: E402
from registry.bulk import insert_rows  # noqa: E402
from registry.models import Membership, Region, User  # noqa: E402
from registry.reference import load_reference, read_rows  # noqa: E402

COLUMNS = ("nik", "name", "name_key", "born_on", "sex", "village", "phone")
FIRST = date(1960, 1, 1)
TIMES = 30


def names() -> list[str]:
    """Return given names as they are spread: every tenth person is a Muhammad."""
    rows = read_rows(settings.REFERENCE_DIR / "names/malay_kepri_names.csv")
    return [row["name"] for row in rows]


def rows(workers: int) -> Iterator[tuple[Any, ...]]:
    """Yield so many invented workers, always the same."""
    dice = random.Random(2026)
    given = names()
    here = list(Region.objects.villages().within("2105").values_list("pk", flat=True))
    elsewhere = list(Region.objects.villages().values_list("pk", flat=True))
    for number in range(workers):
        village = dice.choice(here if number % 20 == 0 else elsewhere)
        words = f"{dice.choice(given)} {dice.choice(given)}"
        name = f"Muhammad {words}" if dice.random() < 0.1 else words
        born_on = FIRST + timedelta(days=dice.randrange(16_000))
        nik = f"{village[:6]}{number:010d}"
        yield nik, name, name_key(name), born_on, "L", village, f"0812{number:08d}"


def prepare(workers: int) -> None:
    """Fill the database, once."""
    call_command("migrate", verbosity=0)
    if not Region.objects.exists():
        load_reference()
    if not Worker.objects.exists():
        insert_rows(Worker, COLUMNS, rows(workers))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def reader(username: str, region_code: str) -> User:
    """Return a manager of a region, or of the country."""
    user, _ = User.objects.get_or_create(username=username)
    Membership.objects.get_or_create(
        user=user, role="manager", region_id=region_code or None, since=date(2019, 1, 1)
    )
    return User.objects.get(pk=user.pk)


def spent_ms(act: Callable[[], object]) -> list[float]:
    """Return how long each of many runs took, in milliseconds, the fastest first."""
    act()
    spent = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        act()
        spent.append((time.perf_counter() - begun) * 1000)
    return sorted(spent)


def main() -> None:
    """Measure on the database of DATABASE_URL, which is filled for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=100_000)
    workers = parser.parse_args().workers
    prepare(workers)
    somebody = Worker.objects.within("2105").order_by("-pk")[0]
    floor = spent_ms(lambda: Worker.objects.filter(pk=somebody.pk).first())[TIMES // 2]
    asked = {
        "NIK, 6 digits": somebody.nik[:6],
        "NIK, 10 digits": somebody.nik[:10],
        "NIK, whole": somebody.nik,
        "a name": somebody.name,
        "one common word": "muhammad",
        "two words, one begun": "moh. " + somebody.name.split()[-1][:4],
        "three letters": "sya",
        "telephone": somebody.phone,
        "card number": somebody.card_number,
        "nobody": "Qwxyz Vbnm",
    }
    readers = {"country": reader("nasional", ""), "regency": reader("kabupaten", "2105")}
    for whose, user in readers.items():
        for what, text in asked.items():
            spent = spent_ms(lambda text=text, user=user: workers_found(text, seen_by=user))  # type: ignore[misc]
            median, late = spent[TIMES // 2], spent[int(TIMES * 0.95)]
            print(
                f"| {connection.vendor} | {workers:,} | {whose} | {what} | {median:.1f} "
                f"| {late:.1f} | {median / floor:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
