"""The founding case from a sheet to a share, by the commands of the people who do the work."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from dashboards.demo import WORKERS, people, write_list
from dashboards.tests.bad_rows import BAD_ROWS, EXPECTED, WARNINGS, spare_for, write_mixed_list
from enrollment.actions.reported import report_participants
from enrollment.models import CoveragePeriod, Enrollment, Worker
from enrollment.queries.reliefs import reliefs_waiting
from enrollment.tests.factories import (
    ani,
    budi,
    make_decree,
    make_enrollment,
    make_sponsor,
    make_worker,
    nur,
)
from registry.models import Region
from registry.reference import load_reference
from registry.tests.kepri import kepri_folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(tmp_path, settings) -> None:
    """Anambas with its villages and occupations, and the people of its office."""
    settings.REFERENCE_DIR = kepri_folder(tmp_path / "data")
    load_reference()
    for person in (budi, nur, ani):
        person()


@pytest.fixture
def run(capsys):
    """`run("verify")` returns the facts that a command printed."""

    def call(name: str, *arguments: object) -> dict:
        call_command(name, *map(str, arguments), "--format", "json")
        return json.loads(capsys.readouterr().out)

    return call


def record_decree(run, quota: int = WORKERS) -> None:
    run(
        "create_sponsor",
        *("--code", "pemkab-anambas", "--kind", "regency", "--region", "2105"),
        *("--name", "Pemerintah Kabupaten Kepulauan Anambas", "--actor", "budi"),
    )
    run(
        "create_decree",
        *("--number", "SK 560/112/2020", "--date", "2020-07-14", "--sponsor", "pemkab-anambas"),
        *("--region", "2105", "--fund", "APBD", "--since", "2020-07", "--months", 12),
        *("--wage-base", 1_000_000, "--ceiling-idr", 1_000_000_000, "--quota", quota),
        *("--actor", "budi"),
    )


def import_list(run, path: Path) -> dict:
    people_of_it = ("--actor", "budi", "--approver", "nur", "--apply")
    return run("import_workers", path, "--decree", "SK 560/112/2020", *people_of_it)


def bill_and_pay(run) -> tuple[dict, dict]:
    invoice = run(
        "issue_invoice",
        *("--decree", "SK 560/112/2020", "--actor", "ani", "--issued-on", "2020-07-20"),
    )
    payment = run(
        "post_payment",
        *("--invoice", invoice["number"], "--reference", "BRK-20200721-0001", "--actor", "ani"),
        *("--amount-idr", invoice["total_idr"], "--paid-on", "2020-07-21"),
    )
    return invoice, payment


def assert_founding_figures(run, invoice: dict, payment: dict) -> None:
    """Assert what the press and the ledger say of July 2020."""
    assert invoice | {"number": ""} == {
        "number": "",
        "workers": 4_839,
        "worker_months": 58_068,
        "lines": 4_839,
        "total_idr": 975_542_400,
        "removed": 0,
        "not_spent_idr": 0,
    }
    assert payment == {
        "allocated_idr": 975_542_400,
        "credit_idr": 0,
        "workers_covered": 4_839,
        "months_opened": 58_068,
    }
    coverage = run("coverage", "--region", "2105", "--on", "2020-07-31")
    assert coverage["participants"] == {
        "registry": 4_839,
        "reported": {"PU": 5_060},
        "total": 9_899,
    }
    shares = {share["labour_force"]: share for share in coverage["shares"]}
    assert shares[18_944]["as_of"] == "2019"
    assert shares[18_944]["share"] == 9_899 / 18_944
    assert f"{shares[18_944]['share']:.1%}" == "52.3%"
    assert shares[21_499]["as_of"] == "2020-08"
    assert f"{shares[21_499]['share']:.1%}" == "46.0%"
    assert run("verify")["ok"]


def report_wage_earners() -> None:
    report_participants(
        region=Region.objects.get(pk="2105"),
        segment="PU",
        month=date(2019, 12, 1),
        participants=5_060,
        source="ANTARA Kepri 2019",
        by=budi(),
    )


def test_a_clean_list_becomes_paid_cover_and_the_share_of_the_press(office, run, tmp_path):
    path = tmp_path / "daftar.xlsx"
    with path.open("wb") as file:
        write_list(people(), file)
    record_decree(run)
    report_wage_earners()

    imported = import_list(run, path)
    again = import_list(run, path)
    figures = bill_and_pay(run)

    assert imported == again
    assert imported | {"batch": 0} == {
        "batch": 0,
        "rows": 4_839,
        "ok": 4_839,
        "refused": 0,
        "warned": 0,
        "problems": {},
        "rows_with_problems": [],
        "applied": {"workers_created": 4_839, "workers_matched": 0, "enrolled": 4_839},
    }
    assert_founding_figures(run, *figures)


def test_the_relief_published_later_waits_as_credit(office, run, tmp_path):
    path = tmp_path / "daftar.xlsx"
    with path.open("wb") as file:
        write_list(people(), file)
    record_decree(run)
    import_list(run, path)
    bill_and_pay(run)

    (waiting,) = reliefs_waiting(ani(), known_on=date(2020, 10, 1))
    accepted = run(
        "accept_relief",
        *("--invoice", waiting.invoice.number, "--actor", "ani", "--on", "2020-10-01"),
    )

    assert waiting.credit_idr == 482_893_488
    assert accepted["credit_idr"] == 482_893_488
    assert run("verify")["ok"]
    assert run("coverage", "--region", "2105", "--on", "2021-01-31")["participants"]["total"] == (
        4_839
    )


def test_37_bad_rows_are_named_and_keep_nobody_else_out(office, run, tmp_path):
    path = tmp_path / "daftar.xlsx"
    write_mixed_list(path)
    cover_elsewhere()
    record_decree(run)
    report_wage_earners()
    known = Worker.objects.count()

    imported = import_list(run, path)
    figures = bill_and_pay(run)

    assert BAD_ROWS == 37
    assert imported["rows"] == 4_839 + 37
    assert (imported["ok"], imported["refused"]) == (4_839, 37)
    assert imported["warned"] == len(WARNINGS)
    assert imported["problems"] == dict(EXPECTED)
    assert len(imported["rows_with_problems"]) == 37 + len(WARNINGS)
    assert imported["applied"]["enrolled"] == 4_839
    assert Worker.objects.count() == known + 4_839
    assert_founding_figures(run, *figures)


def cover_elsewhere() -> None:
    """Let a company enroll two of the bad rows' people, and record the death of a third."""
    decree = make_decree(
        "SK 9/2020", sponsor=make_sponsor("pt-laut", kind="company"), fund="CSR", months=6
    )
    village = Region.objects.get(pk="2105011001")
    for person in spare_for("already_covered"):
        worker = make_worker(nik=person.nik, name=person.name, village=village)
        make_enrollment(worker, decree=decree)
    (dead,) = spare_for("deceased")
    make_worker(nik=dead.nik, name=dead.name, village=village, deceased_on=date(2020, 5, 1))


def test_outside_the_demo_a_demo_person_is_refused(office, run, tmp_path, settings):
    settings.DEMO_MODE = False
    path = tmp_path / "daftar.xlsx"
    with path.open("wb") as file:
        write_list(people(3), file)
    record_decree(run)

    imported = import_list(run, path)

    assert imported["problems"] == {"nik_serial_zero": 3}
    assert not Enrollment.objects.exists()
    assert not CoveragePeriod.objects.exists()
