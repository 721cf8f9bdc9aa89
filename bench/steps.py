"""The steps of the main job, each measured in a process of its own, so that peaks do not mix.

`python -m bench.steps all FOLDER ROWS` prepares the database of DATABASE_URL and a list of so
many rows, runs every step in order, and prints one line of JSON for each.
"""

from __future__ import annotations

import csv
import io
import json
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.core.files import File
from django.core.management import call_command
from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from dashboards.demo import Person, people, write_list
from enrollment.actions.imports import start_applying, upload_list, work_through
from enrollment.actions.invoices import issue_invoice
from enrollment.actions.payments import post_payment
from enrollment.actions.sponsors import create_decree, create_sponsor
from enrollment.models import Decree, ImportBatch, Invoice
from enrollment.sheets.reader import open_list
from registry.models import Membership, Region, User
from registry.reference import load_reference
from registry.roles import Role

PRICE_OF_A_YEAR_IDR = 201_600
FLOOR_TABLE = "bench_floor"
FLOOR_TABLE_SQL = """
CREATE TABLE bench_floor (
    nik varchar(16) UNIQUE, name varchar(120), born_on date, sex varchar(1),
    village varchar(100), district varchar(100), address varchar(200),
    occupation varchar(120), income_idr bigint
)
"""
FLOOR_COLUMNS = "nik, name, born_on, sex, village, district, address, occupation, income_idr"


class Job:
    """One list of so many rows in one folder, and the database of DATABASE_URL."""

    def __init__(self, folder: Path, rows: int) -> None:
        self.rows = rows
        self.list = folder / "daftar.xlsx"
        self.raw: list[tuple[Any, ...]] = []

    def prepare(self) -> None:
        """Make the database, its people, the decree, and the list."""
        call_command("migrate", verbosity=0)
        load_reference()
        region = Region.objects.get(pk="2105")
        for name, role in (
            ("petugas", Role.OFFICER),
            ("penyelia", Role.SUPERVISOR),
            ("bendahara", Role.TREASURER),
        ):
            user = User.objects.create(username=name)
            Membership.objects.create(user=user, role=role, region=region, since=date(2019, 1, 1))
        officer = _user("petugas")
        sponsor = create_sponsor(
            code="pemkab-anambas", name="Pemkab", kind="regency", region=region, by=officer
        )
        create_decree(
            sponsor=sponsor,
            number="SK 1",
            decided_on=date(2020, 7, 14),
            region=region,
            fund="APBD",
            since=date(2020, 7, 1),
            months=12,
            wage_base_idr=1_000_000,
            ceiling_idr=self.rows * PRICE_OF_A_YEAR_IDR,
            by=officer,
        )
        with self.list.open("wb") as file:
            write_list(people(self.rows), file)

    def floor_read(self) -> None:
        """Read the file with the reader alone, into nothing."""
        book = CalamineWorkbook.from_path(str(self.list))
        for _row in book.get_sheet_by_index(0).iter_rows():
            pass

    def read(self) -> None:
        """Read the list into numbered rows."""
        found = sum(1 for _row in open_list(self.list, filename="daftar.xlsx").rows())
        _expect(found, self.rows)

    def stage(self) -> None:
        """Upload the list and check every row."""
        with self.list.open("rb") as file:
            batch = upload_list(
                decree=Decree.objects.get(),
                upload=File(file),
                filename="daftar.xlsx",
                by=_user("petugas"),
            )
            batch = work_through(batch.pk)
        _expect(batch.summary["ok"], self.rows)

    def apply(self) -> None:
        """Record the workers and enroll them."""
        batch = start_applying(batch=ImportBatch.objects.get(), by=_user("penyelia"))
        batch = work_through(batch.pk)
        _expect(batch.summary["applied"]["enrolled"], self.rows)

    def bill(self) -> None:
        """Issue the invoice of twelve months."""
        invoice = issue_invoice(
            decree=Decree.objects.get(), issued_on=date(2020, 7, 20), by=_user("bendahara")
        )
        _expect(invoice.workers, self.rows)

    def pay(self) -> None:
        """Post the payment that covers everybody."""
        invoice = Invoice.objects.get()
        payment = post_payment(
            invoice=invoice,
            reference="BRK 1",
            amount_idr=invoice.total_idr,
            paid_on=date(2020, 7, 21),
            by=_user("bendahara"),
        )
        _expect(payment.outcome["months_opened"], self.rows * 12)

    def verify(self) -> None:
        """Prove that money and cover agree."""
        call_command("verify", format="json", stdout=io.StringIO())

    def before_floor_insert(self) -> None:
        """Make an empty table with a unique NIK, and the rows."""
        with connection.cursor() as cursor:
            cursor.execute(FLOOR_TABLE_SQL)
        self.raw = [_values(person) for person in people(self.rows)]

    def floor_insert(self) -> None:
        """Insert the rows raw."""
        _insert_raw(self.raw)


def _insert_raw(values: list[tuple[Any, ...]]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            text = io.StringIO()
            csv.writer(text).writerows(values)
            text.seek(0)
            cursor.copy_expert(
                f"COPY {FLOOR_TABLE} ({FLOOR_COLUMNS}) FROM STDIN (FORMAT csv)", text
            )
        else:
            marks = ", ".join(["%s"] * len(values[0]))
            cursor.executemany(
                f"INSERT INTO {FLOOR_TABLE} ({FLOOR_COLUMNS}) VALUES ({marks})", values
            )


def _values(person: Person) -> tuple[Any, ...]:
    return (
        person.nik,
        person.name,
        person.born_on.isoformat(),
        person.sex,
        person.village,
        person.district,
        person.address,
        person.occupation,
        person.income_idr,
    )


STEPS: Final = ("floor_read", "floor_insert", "read", "stage", "apply", "bill", "pay", "verify")


def measured(step: str, folder: Path, rows: int) -> dict[str, Any]:
    """Return seconds and peak memory of one step, in this process."""
    job = Job(folder, rows)
    if prepare := getattr(job, f"before_{step}", None):
        prepare()
    began = time.perf_counter()
    getattr(job, step)()
    seconds = time.perf_counter() - began
    return {"step": step, "rows": rows, "seconds": seconds, "peak_mb": _peak_mb()}


def _peak_mb() -> float:
    """Return the most memory that this process held."""
    status = Path("/proc/self/status")
    if status.exists():  # of this program alone: getrusage knows the peak of the parent, too
        held = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(held.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024


def in_order(folder: Path, rows: int) -> None:
    """Prepare, then run each step in a process of its own."""
    Job(folder, rows).prepare()
    connection.close()
    for step in STEPS:
        subprocess.run(
            [sys.executable, "-m", "bench.steps", step, str(folder), str(rows)], check=True
        )


def _user(username: str) -> User:
    return User.objects.get(username=username)


def _expect(found: int, rows: int) -> None:
    if found != rows:
        raise SystemExit(f"expected {rows}, found {found}: the measurement would mean nothing")


if __name__ == "__main__":
    name, place, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    if name == "all":
        in_order(place, count)
    else:
        print(json.dumps(measured(name, place, count)), flush=True)
