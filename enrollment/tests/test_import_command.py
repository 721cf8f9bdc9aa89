"""`manage.py import_workers` and the worker process, with small lists."""

from functools import partial
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from enrollment.actions.imports import upload_list
from enrollment.jobs import enqueue_batch
from enrollment.models import ImportBatch, Worker
from enrollment.models.imports import HEARTBEAT_LIMIT
from enrollment.tests.factories import budi, make_decree, make_worker, nik_of
from enrollment.tests.shell import make_cast, options, run_command

pytestmark = pytest.mark.django_db

HEADING = "NIK;Nama;Tgl Lahir;L/P;Desa;Pekerjaan"


@pytest.fixture
def cast() -> None:
    """Everybody of the office, and where they work."""
    make_cast()


@pytest.fixture
def run(capsys):
    """`run("import_workers", path, …)` returns the exit code and what was printed."""
    return partial(run_command, capsys)


@pytest.fixture
def write_csv(tmp_path):
    """`write_csv(row, …)` writes a list with the usual headings and returns its path."""

    def write(*rows: str, name: str = "daftar.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join([HEADING, *rows]) + "\n", encoding="utf-8")
        return path

    return write


def person(serial: int) -> str:
    """Return the row of the serial-th invented fisher."""
    nik = nik_of(serial)
    born = f"{nik[6:8]}/{nik[8:10]}/19{nik[10:12]}"
    return f"{nik};Sabri {serial};{born};L;Terempa;Nelayan"


def uploaded(path: Path) -> ImportBatch:
    """Return the batch of a list that was sent in the browser and not yet gone through."""
    upload = ContentFile(path.read_bytes(), name=path.name)
    return upload_list(decree=make_decree("SK 1"), upload=upload, filename=path.name, by=budi())


def test_import_checks_a_list_and_shows_every_problem_of_every_row(cast, run, write_csv):
    make_decree("SK 1")
    path = write_csv(person(1), "21050112;Sabri 2;x;Q;Terempa;Nelayan", person(1), ";;;;;")

    code, printed = run("import_workers", path, "--decree", "SK 1", "--actor", "budi")

    batch = ImportBatch.objects.get()
    assert code == 0
    assert printed == {
        "batch": batch.pk,
        "rows": 3,
        "ok": 1,
        "refused": 2,
        "warned": 0,
        "problems": {
            "birth_date_unreadable": 1,
            "duplicate_in_file": 1,
            "nik_length": 1,
            "sex_unreadable": 1,
        },
        "rows_with_problems": [
            {
                "sheet": batch.rows.get(row=3).sheet,
                "row": 3,
                "codes": ["nik_length", "birth_date_unreadable", "sex_unreadable"],
            },
            {"sheet": batch.rows.get(row=4).sheet, "row": 4, "codes": ["duplicate_in_file"]},
        ],
        "applied": {"workers_created": 0, "workers_matched": 0, "enrolled": 0},
    }
    assert not Worker.objects.exists()


def test_import_applies_by_a_second_person_and_the_same_bytes_change_nothing(cast, run, write_csv):
    make_decree("SK 1")
    make_worker(2)
    path = write_csv(person(1), person(2))
    arguments = [path, "--decree", "SK 1", "--actor", "budi", "--apply", "--approver", "nur"]

    first = run("import_workers", *arguments)
    second = run("import_workers", *arguments)

    assert first[0] == 0
    assert first[1]["applied"] == {"workers_created": 1, "workers_matched": 1, "enrolled": 2}
    assert second == first
    assert Worker.objects.count() == 2


@pytest.mark.parametrize(
    ("named", "attested_by"),
    [(["--attested-by", "Haji Ramli"], "Haji Ramli"), ([], "Nur")],
    ids=["the village head", "nobody, so the second person"],
)
def test_import_keeps_who_attests_the_rows(cast, run, write_csv, named, attested_by):
    make_decree("SK 1")
    arguments = ["--decree", "SK 1", "--actor", "budi", "--apply", "--approver", "nur", *named]

    run("import_workers", write_csv(person(1)), *arguments)

    assert ImportBatch.objects.get().attestation.attested_by_name == attested_by


def test_import_sends_repaired_rows_into_the_same_batch(cast, run, write_csv):
    make_decree("SK 1")
    broken = write_csv(person(1), person(2).replace(";L;", ";Q;"))
    repaired = write_csv(person(2), name="perbaikan.csv")

    _, before = run("import_workers", broken, "--decree", "SK 1", "--actor", "budi")
    code, after = run(
        "import_workers",
        repaired,
        "--decree",
        "SK 1",
        "--actor",
        "budi",
        "--batch",
        before["batch"],
    )

    assert (before["ok"], before["refused"]) == (1, 1)
    assert (code, after["batch"], after["ok"], after["refused"]) == (0, before["batch"], 2, 0)


def test_a_list_without_a_ready_row_is_a_result_and_no_refusal(cast, run, write_csv):
    make_decree("SK 1")
    path = write_csv(person(1).replace(";L;", ";Q;"))

    code, printed = run(
        "import_workers",
        path,
        *options({"decree": "SK 1", "actor": "budi", "approver": "nur"}),
        "--apply",
    )

    assert code == 0
    assert printed["applied"]["enrolled"] == 0


def test_whoever_sent_a_list_cannot_apply_it(cast, run, write_csv):
    make_decree("SK 1")

    code, printed = run(
        "import_workers",
        write_csv(person(1)),
        *options({"decree": "SK 1", "actor": "budi", "approver": "budi"}),
        "--apply",
    )

    assert code == 1
    assert printed["refused"]["code"] == "permission_denied"
    assert not Worker.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("daftar.xlsx", b"%PDF-1.7 no list"), ("kosong.csv", b"")],
    ids=["a PDF by another name", "an empty file"],
)
def test_a_file_that_is_no_list_ends_with_2_and_says_why(cast, run, tmp_path, name, content):
    make_decree("SK 1")
    path = tmp_path / name
    path.write_bytes(content)

    code, complaint = run("import_workers", path, "--decree", "SK 1", "--actor", "budi")

    assert code == 2
    assert complaint.strip()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(
    "extra", [["--apply"], ["--batch", "99"]], ids=["no approver", "no such list"]
)
def test_an_import_that_lacks_something_ends_with_2(cast, run, write_csv, extra):
    make_decree("SK 1")

    code, _ = run(
        "import_workers", write_csv(person(1)), "--decree", "SK 1", "--actor", "budi", *extra
    )

    assert code == 2


def test_a_file_that_is_not_there_ends_with_2(cast, run, tmp_path):
    make_decree("SK 1")

    code, complaint = run(
        "import_workers", tmp_path / "no.xlsx", "--decree", "SK 1", "--actor", "budi"
    )

    assert code == 2
    assert "no.xlsx" in complaint


# the worker looks after its connection to the database, which a test's transaction would hold
@pytest.mark.django_db(transaction=True)
def test_the_worker_goes_through_a_list_that_waits(cast, write_csv):
    batch = uploaded(write_csv(person(1)))
    enqueue_batch(batch)

    call_command("worker", "--once")

    batch.refresh_from_db()
    assert batch.status == ImportBatch.Status.STAGED


@pytest.mark.django_db(transaction=True)
def test_the_worker_revives_a_list_whose_worker_was_killed(cast, write_csv):
    batch = uploaded(write_csv(person(1)))
    ImportBatch.objects.update(heartbeat_at=timezone.now() - 2 * HEARTBEAT_LIMIT)

    call_command("worker", "--once")

    batch.refresh_from_db()
    assert batch.status == ImportBatch.Status.STAGED
