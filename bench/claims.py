"""Measure an assessment, and the inbox of 5,000 open claims, beside their floors.

    DEMO_MODE=1 DATABASE_URL=sqlite:///var/bench.sqlite3 python -m bench.claims --claims 5000
    DEMO_MODE=1 sh scripts/with_postgres.sh python -m bench.claims --claims 5000

Prints rows of a table in Markdown: the median of many runs, and the same beside the floor.
An assessment's floor is reading its facts from JSON; the inbox's is one SELECT of a page.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from claims.models import Claim  # noqa: E402
from claims.rules.assess import assess  # noqa: E402
from claims.rules.reading import read_facts  # noqa: E402
from enrollment.models import Worker  # noqa: E402
from registry.models import Holiday, Membership, Region, User  # noqa: E402
from registry.reference import load_reference  # noqa: E402

REPORTED_AT = datetime(2020, 8, 13, 2, tzinfo=UTC)
CASES: dict[str, dict[str, Any]] = {
    "JKM, death": {"program": "JKM", "cause": "illness", "outcome": "death"},
    "JKK, death with three children": {
        "program": "JKK",
        "cause": "work_accident",
        "outcome": "death",
        "children": [{"born_on": f"{year}-05-01"} for year in (2008, 2012, 2015)],
    },
    "JKK, three losses and all costs": {
        "program": "JKK",
        "cause": "work_accident",
        "outcome": "partial_anatomical",
        "losses": [
            {"code": "right_thumb"},
            {"code": "left_index_finger"},
            {"code": "scalp_torn_off", "percent": 20},
        ],
        "temporary_incapacity_months": 14,
        "transport": [{"mode": mode, "amount_idr": 9_000_000} for mode in ("land", "sea", "air")],
        "treatment_idr": 40_000_000,
        "aids": [{"kind": "prosthesis", "amount_idr": 7_000_000}],
    },
}
COMMON: dict[str, Any] = {
    "event_on": "2020-08-12",
    "filed_on": "2020-08-13",
    "registered_on": "2017-01-12",
    "paid_months": 44,
    "wage_base_idr": 1_000_000,
    "complete_on": "2020-08-18",
    "paid_on": "2020-08-27",
}


def median_ms(act: Callable[[], object], times: int) -> float:
    """Return the median of so many runs, in milliseconds."""
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        spent.append((time.perf_counter() - begun) * 1000)
    return statistics.median(spent)


def row(what: str, found_ms: float, floor_ms: float, note: str) -> None:
    """Print one measure beside its floor."""
    ratio = f"{found_ms / floor_ms:.1f}"
    print(f"| {connection.vendor} | {what} | {found_ms:.2f} | {floor_ms:.3f} | {ratio} | {note} |")


def measure_assessments() -> None:
    """Measure facts in, answer out, with the days off of the database."""
    days_off = Holiday.objects.days_off()
    for name, facts in CASES.items():
        text = json.dumps(COMMON | facts)
        floor = median_ms(lambda text=text: json.loads(text), 2000)  # type: ignore[misc]
        found = median_ms(
            lambda text=text: assess(read_facts(json.loads(text)), days_off=days_off),  # type: ignore[misc]
            500,
        )
        row(f"assess: {name}", found, floor, "floor: json.loads")


def prepare(claims: int) -> Client:
    """Make so many open claims in Anambas, and return the examiner's browser."""
    call_command("migrate", verbosity=0)
    load_reference()
    region = Region.objects.get(pk="2105")
    user, _ = User.objects.get_or_create(username="verifikator")
    Membership.objects.get_or_create(
        user=user, role="examiner", region=region, since=date(2019, 1, 1)
    )
    today = timezone.localdate()
    villages = list(Region.objects.villages().within("2105"))
    Worker.objects.bulk_create(
        Worker(
            nik=f"{2105010101700000 + number:016d}",
            name=f"Sabri {number}",
            name_key=f"sabri {number}",
            born_on=date(1970, 1, 1),
            sex="L",
            village=villages[number % len(villages)],
        )
        for number in range(claims)
    )
    Claim.objects.bulk_create(
        Claim(
            number=f"KLM-2105-2020-{number:05d}",
            worker=worker,
            program="JKM",
            cause="illness",
            outcome="death",
            event_on=date(2020, 8, 12),
            reported_at=REPORTED_AT,
            status="reported",
            pay_by=today + timedelta(days=number % 60 - 30),
            act_by=today + timedelta(days=number % 60 - 30),
            daily_stake_idr=420_000,
            reported_by=user,
        )
        for number, worker in enumerate(Worker.objects.order_by("pk"))
    )
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def measure_inbox(claims: int) -> None:
    """Measure the first page of the inbox over HTTP, and count its queries."""
    browser = prepare(claims)

    def first_page() -> None:
        assert browser.get("/claims/").status_code == 200

    def select_a_page() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM claims_claim c JOIN enrollment_worker w ON w.id = c.worker_id "
                "WHERE w.village_id >= '2105' AND w.village_id < '2106' AND c.status = 'reported' "
                "ORDER BY c.act_by, c.id LIMIT 51"
            )
            cursor.fetchall()

    first_page()
    asked: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        first_page()
    found, floor = median_ms(first_page, 30), median_ms(select_a_page, 100)
    row(
        f"inbox of {claims:,} open claims", found, floor, f"{len(asked)} queries; floor: one SELECT"
    )


def main() -> None:
    """Measure both on the database of DATABASE_URL, which is filled for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=5000)
    claims = parser.parse_args().claims
    measure_inbox(claims)
    measure_assessments()


if __name__ == "__main__":
    main()
