"""Records of the first floor for tests: make only what the test does not care about.

The cast is fixed: Ani the treasurer, Budi the officer, Nur the supervisor, and Citra of another
regency, who sees nothing. A NIK ends with 0000, which belongs to nobody.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from enrollment.models import (
    Decree,
    Enrollment,
    ImportBatch,
    ImportFile,
    ImportRow,
    Sponsor,
    Worker,
)
from enrollment.rules.matching import name_key
from registry.models import Region, User
from registry.months import add_months
from registry.programs import Fund
from registry.roles import Role
from registry.tests.factories import make_region, make_user

VILLAGE = "2105011001"


def ani() -> User:
    """Return the treasurer."""
    return _member("ani", Role.TREASURER)


def budi() -> User:
    """Return the enrollment officer."""
    return _member("budi", Role.OFFICER)


def nur() -> User:
    """Return the supervisor, who applies what Budi uploads."""
    return _member("nur", Role.SUPERVISOR)


def citra() -> User:
    """Return the officer of Natuna, who sees nothing of Anambas."""
    return _member("citra", Role.OFFICER, "2103")


def _member(username: str, role: str, region_code: str = "2105") -> User:
    known = User.objects.filter(username=username).first()
    return known or make_user(username, role=role, region=make_region(region_code))


def make_sponsor(code: str = "pemkab-anambas", **changes: Any) -> Sponsor:
    """Return the sponsor of a code: the regency government unless changed."""
    values: dict[str, Any] = {
        "name": "Pemerintah Kabupaten Kepulauan Anambas",
        "kind": Sponsor.Kind.REGENCY,
        "region": changes.pop("region", None) or make_region(),
    }
    return Sponsor.objects.get_or_create(code=code, defaults=values | changes)[0]


def make_decree(number: str = "560/112/2020", **changes: Any) -> Decree:
    """Return a decree of twelve months from July 2020 at the first band, APBD."""
    sponsor = changes.pop("sponsor", None) or make_sponsor()
    values: dict[str, Any] = {
        "sponsor": sponsor,
        "decided_on": date(2020, 7, 14),
        "title": "Perlindungan pekerja bukan penerima upah",
        "region": sponsor.region,
        "fund": Fund.APBD.value,
        "since": date(2020, 7, 1),
        "months": 12,
        "wage_base_idr": 1_000_000,
        "ceiling_idr": 1_000_000_000,
        "created_by": changes.pop("created_by", None) or budi(),
    }
    return Decree.objects.create(number=number, **values | changes)


def nik_of(serial: int) -> str:
    """Return the NIK of the serial-th invented person: a birth date from 1970 on, a man."""
    day, rest = serial % 28 + 1, serial // 28
    month, year = rest % 12 + 1, 70 + rest // 12
    return f"210501{day:02d}{month:02d}{year:02d}0000"


def make_worker(serial: int = 0, **changes: Any) -> Worker:
    """Return a fisher of Terempa; each serial is another person."""
    nik = changes.pop("nik", nik_of(serial))
    name = changes.pop("name", f"Sabri {serial}" if serial else "Sabri")
    values: dict[str, Any] = {
        "name": name,
        "name_key": name_key(name),
        "born_on": date(1900 + int(nik[10:12]), int(nik[8:10]), int(nik[6:8]) % 40),
        "sex": Worker.Sex.FEMALE if int(nik[6:8]) > 40 else Worker.Sex.MALE,
        "village": changes.pop("village", None) or make_region(VILLAGE),
    }
    return Worker.objects.create(nik=nik, **values | changes)


def make_enrollment(worker: Worker | None = None, **changes: Any) -> Enrollment:
    """Return a worker's membership under a decree, for all its months unless changed."""
    decree = changes.pop("decree", None) or make_decree()
    values: dict[str, Any] = {
        "since": decree.since,
        "until": add_months(decree.since, decree.months),
    }
    return Enrollment.objects.create(
        decree=decree, worker=worker or make_worker(), **values | changes
    )


def make_batch(**changes: Any) -> ImportBatch:
    """Return a list that was checked, with its file and no rows."""
    decree = changes.pop("decree", None) or make_decree()
    uploader = changes.pop("uploaded_by", None) or budi()
    filename = changes.pop("filename", "pekerja-anambas-2020.xlsx")
    values: dict[str, Any] = {
        "status": ImportBatch.Status.STAGED,
        "summary": {"rows": 0, "ok": 0, "refused": 0, "warned": 0, "problems": {}},
    }
    batch = ImportBatch.objects.create(decree=decree, uploaded_by=uploader, **values | changes)
    ImportFile.objects.create(
        batch=batch,
        decree=decree,
        sequence=1,
        file=ContentFile(b"", name=filename),
        filename=filename,
        sha256=f"{batch.pk:064d}",
        uploaded_by=uploader,
    )
    return batch


def make_row(batch: ImportBatch, row: int, *problems: dict[str, Any], **changes: Any) -> ImportRow:
    """Return one row of a list; it is refused where a problem given is a refusal."""
    values: dict[str, Any] = {
        "sheet": "Daftar",
        "nik": nik_of(row),
        "status": ImportRow.Status.READY,
    }
    values |= {"raw": raw_row(row), "data": {"name": f"Sabri {row}", "village_text": "Terempa"}}
    codes = "".join(f"|{problem['code']}" for problem in problems)
    return ImportRow.objects.create(
        batch=batch,
        file=batch.files.get(sequence=1),
        row=row,
        problems=list(problems),
        codes=f"{codes}|" if codes else "",
        **values | changes,
    )


def raw_row(row: int) -> dict[str, str]:
    """Return what the sheet shows in a row without a problem."""
    return {
        "nik": nik_of(row),
        "name": f"Sabri {row}",
        "birth_date": "12/03/1990",
        "sex": "L",
        "village": "Terempa",
    }


def regency() -> Region:
    """Return Anambas."""
    return make_region()
