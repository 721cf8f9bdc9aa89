"""Measure cards, letters, a renewal and the list of cover that ends.

    DEMO_MODE=1 DATABASE_URL=sqlite:///var/bench.sqlite3 python -m bench.cards --workers 5000
    DEMO_MODE=1 sh scripts/with_postgres.sh python -m bench.cards --workers 100000

Prints rows of a table in Markdown: seconds, and the ratio to a floor measured in the same run,
making as many QR codes alone. At most 5,000 cards are printed, whatever the number of workers.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import islice
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
django.setup()

import segno  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402

from enrollment.actions.renewing import renew_decree  # noqa: E402
from enrollment.exports.cards import write_cards  # noqa: E402
from enrollment.exports.lapse_letter import write_letters  # noqa: E402
from enrollment.models import (  # noqa: E402
    CoveragePeriod,
    Decree,
    Enrollment,
    Invoice,
    InvoiceLine,
    InvoiceRate,
    Sponsor,
    Worker,
)
from enrollment.queries.cards import cards_of, workers_with_a_card  # noqa: E402
from enrollment.queries.lapse_letters import notices, periods_to_write_about  # noqa: E402
from enrollment.rules.cards import Layout  # noqa: E402
from enrollment.rules.lapsing import LapseChoice  # noqa: E402
from enrollment.rules.matching import name_key  # noqa: E402
from registry.bulk import insert_rows  # noqa: E402
from registry.models import Membership, Occupation, Region, User  # noqa: E402
from registry.months import add_months, first_of_month  # noqa: E402
from registry.reference import load_reference  # noqa: E402
from registry.roles import Permission, Role  # noqa: E402

PRINTED = 5000
PRICE_IDR = 16_800
MONTHS = 12
SITE = "https://lindung.example.go.id/"
RIGHT = Permission.WORKER_REGISTER
NAMES = ("Abdul Karim", "Siti Aminah", "Raja Hamzah", "Muhammad Yusuf", "Nur Hidayah")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock, and those of the processor, which another's work does not lengthen."""

    clock_s: float
    cpu_s: float


def timed(act: Callable[[], object]) -> Spent:
    """Return what one run takes."""
    clock, cpu = time.perf_counter(), time.process_time()
    act()
    return Spent(time.perf_counter() - clock, time.process_time() - cpu)


def opened(client: Client, url: str) -> None:
    """Open a page that must be there."""
    assert client.get(url).status_code == 200


def user(name: str, role: str, region: Region) -> User:
    """Return a user who holds a role."""
    made = User.objects.create(username=name)
    Membership.objects.create(user=made, role=role, region=region, since=date(2019, 1, 1))
    return made


@transaction.atomic
def prepare(workers: int, ends: date) -> tuple[Decree, User, User]:
    """Return a decree of so many workers whose paid year ends in a month, and its staff."""
    region = Region.objects.get(pk="2105")
    officer, supervisor = user("o", Role.OFFICER, region), user("s", Role.SUPERVISOR, region)
    since = add_months(ends, -MONTHS)
    sponsor = Sponsor.objects.create(code="pemkab", name="Pemkab", kind="regency", region=region)
    decree = Decree.objects.create(
        sponsor=sponsor,
        number="SK 1",
        decided_on=since,
        region=region,
        fund="APBD",
        since=since,
        months=MONTHS,
        wage_base_idr=1_000_000,
        ceiling_idr=10**12,
        created_by=officer,
    )
    villages = list(
        Region.objects.within("2105").filter(level="village").values_list("pk", flat=True)
    )
    work = list(Occupation.objects.values_list("pk", flat=True))
    columns = ("nik", "name", "name_key", "born_on", "sex", "village", "occupation")
    insert_rows(
        Worker,
        columns,
        (
            (
                f"210501{n:010d}",
                NAMES[n % len(NAMES)],
                name_key(NAMES[n % len(NAMES)]),
                date(1970, 1, 1) + timedelta(days=n % 9000),
                "L",
                villages[n % len(villages)],
                work[n % len(work)] if work else None,
            )
            for n in range(workers)
        ),
    )
    _pay(decree, officer, workers)
    return decree, officer, supervisor


def _pay(decree: Decree, officer: User, workers: int) -> None:
    since, until, amount = decree.since, decree.until, MONTHS * PRICE_IDR
    invoice = Invoice.objects.create(
        number="1",
        decree=decree,
        issued_on=since,
        due_on=since,
        workers=workers,
        worker_months=workers * MONTHS,
        total_idr=workers * amount,
        allocated_idr=workers * amount,
        created_by=officer,
    )
    rate = InvoiceRate.objects.create(invoice=invoice, jkk_idr=10_000, jkm_idr=6_800, citations=[])
    ids = list(Worker.objects.order_by("pk").values_list("pk", flat=True))
    insert_rows(
        Enrollment,
        ("decree", "worker", "since", "until", "position"),
        ((decree.pk, pk, since, until, place) for place, pk in enumerate(ids)),
    )
    columns = "invoice rate enrollment worker position since until months monthly_idr amount_idr"
    members = Enrollment.objects.order_by("pk").values_list("pk", "worker_id", "position")
    insert_rows(
        InvoiceLine,
        (*columns.split(), "allocated_idr", "member_since"),
        (
            (
                *(invoice.pk, rate.pk, pk, worker, place, since, until, MONTHS, PRICE_IDR),
                *(amount, amount, since),
            )
            for pk, worker, place in list(members)
        ),
    )
    lines = InvoiceLine.objects.values_list("pk", "worker_id")
    insert_rows(
        CoveragePeriod,
        ("worker", "line", "since", "until", "monthly_idr"),
        ((worker, pk, since, until, PRICE_IDR) for pk, worker in list(lines)),
    )


def print_cards(reader: User, decree: Decree, layout: Layout, on: date) -> None:
    """Print the cards of at most 5,000 workers into a file."""
    chosen = {"decree": decree.pk}
    workers = workers_with_a_card(reader, chosen=chosen, on=on, right=RIGHT)[:PRINTED]
    source = iter(workers)

    def cards() -> Any:
        while part := list(islice(source, 500)):
            yield from cards_of(part, on=on, reader=reader)

    with tempfile.TemporaryFile() as file:
        write_cards(file, cards(), layout=layout, site=SITE, on=on)


def print_letters(reader: User, on: date) -> None:
    """Print the letters of at most 5,000 workers into a file."""
    choice = LapseChoice(60)
    periods = periods_to_write_about(reader, on=on, choice=choice, right=RIGHT)[:PRINTED]
    with tempfile.TemporaryFile() as file:
        write_letters(file, notices(periods, on=on, reader=reader), on=on)


def codes(count: int) -> None:
    """Make so many QR codes, the floor of printing cards."""
    for n in range(count):
        url = f"{SITE}card/{n:011d}-AK-202612-ABCDEFGHIJKLMNOPQRSTUV/"
        segno.make_qr(url, error="m", mask=2, boost_error=False)


def main() -> None:
    """Prepare, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=PRINTED)
    workers = parser.parse_args().workers
    call_command("migrate", verbosity=0)
    load_reference()
    today = date.today()  # noqa: DTZ011 (as the server stands)
    decree, officer, supervisor = prepare(workers, add_months(first_of_month(today), 1))
    printed = min(workers, PRINTED)
    floor = timed(lambda: codes(printed))
    found: list[tuple[str, Spent, Spent | None]] = [(f"{printed:,} QR codes (floor)", floor, floor)]
    for layout in (Layout.TEN, Layout.ONE):
        spent = timed(partial(print_cards, officer, decree, layout, today))
        found.append((f"{printed:,} cards, {layout} to a page", spent, floor))
    found.append((f"{printed:,} letters", timed(lambda: print_letters(officer, today)), floor))
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    for query in ("", "?by=village", "?by=sponsor&village=210501"):
        opened(client, "/lapses/")
        spent = timed(partial(opened, client, f"/lapses/{query}"))
        found.append((f"page of cover that ends, {workers:,} workers {query}", spent, None))
    spent = timed(
        lambda: renew_decree(
            decree=decree,
            number="SK 2",
            decided_on=today,
            since=decree.until,
            months=MONTHS,
            ceiling_idr=10**12,
            on=today,
            by=supervisor,
        )
    )
    found.append((f"renewal of {workers:,} workers", spent, None))
    print("| work | seconds | of the processor | × floor |\n|---|---|---|---|")
    for name, took, beside in found:
        ratio = f"{took.cpu_s / beside.cpu_s:.1f}" if beside else ""
        print(f"| {name} | {took.clock_s:.2f} | {took.cpu_s:.2f} | {ratio} |")


if __name__ == "__main__":
    main()
