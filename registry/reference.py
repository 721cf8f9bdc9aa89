"""Load the reference data that come with the project; what has not changed is left alone.

Each part is a list with files of its own. The trail keeps the checksum of what was loaded, so
that a second run does nothing, and what an administrator corrected since is overwritten only
by files that have changed.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import models, transaction

from registry.models import (
    AuditEvent,
    Bank,
    Holiday,
    LabourForce,
    Occupation,
    Region,
)

ATTRIBUTION: Final = (
    "Kode wilayah: Kemendagri (Kepmendagri 300.2.2-2430/2025), via cahyadsn/wilayah (MIT). "
    "Statistik: BPS. ISCO-08 © ILO."
)
LOADED: Final = "reference.loaded"
_BATCH: Final = 4000
_TRUSTED: Final = {"A", "B"}
_WEIGHTING: Final = {
    "SP2010": "SP2010",
    "SUPAS2015": "SUPAS2015",
    "SP2020_assumed": "SP2020 (perkiraan)",
    "unknown": "",
}

Row = dict[str, str]
Figure = tuple[dict[str, Any], dict[str, Any], str]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one part: its rows, or that nothing had changed since the last time."""

    part: str
    rows: int
    changed: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One list of reference data: its files, its table, and how it is written."""

    name: str
    model: type[models.Model]
    files: tuple[str, ...]
    load: Callable[[Path], int]

    def checksum(self, folder: Path) -> str:
        """Return the SHA-256 of the files together."""
        digest = hashlib.sha256()
        for name in self.files:
            digest.update((folder / name).read_bytes())
        return digest.hexdigest()


def load_reference(folder: Path | None = None) -> list[Loaded]:
    """Load every part that has changed since it was loaded, and return what was done.

    Keys decide: a row that is there is brought up to date, a new one is added, none is removed.
    """
    folder = folder or settings.REFERENCE_DIR
    return [_load(part, folder) for part in PARTS]


@transaction.atomic
def _load(part: Part, folder: Path) -> Loaded:
    checksum = part.checksum(folder)
    if last := _last_loaded(part, checksum):
        return Loaded(part.name, last.facts["rows"], changed=False)
    rows = part.load(folder)
    AuditEvent.objects.create(
        action=LOADED,
        subject_type=part.model._meta.label_lower,
        subject_id=part.name,
        facts={"sha256": checksum, "rows": rows},
    )
    return Loaded(part.name, rows, changed=True)


def _last_loaded(part: Part, checksum: str) -> AuditEvent | None:
    """Return the line of the last loading where it loaded these very files and rows stand."""
    last = (
        AuditEvent.objects.filter(
            action=LOADED, subject_type=part.model._meta.label_lower, subject_id=part.name
        )
        .order_by("-id")
        .first()
    )
    if last is None or last.facts["sha256"] != checksum:
        return None
    return last if part.model._default_manager.exists() else None


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a CSV file, packed or not, as texts by column."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _provinces(folder: Path) -> Iterator[Region]:
    for row in read_rows(folder / "regions/provinces.csv"):
        yield Region(
            code=row["code"], level=Region.Level.PROVINCE, kind="provinsi", name=row["name"]
        )


def _regencies(folder: Path) -> Iterator[Region]:
    for row in read_rows(folder / "regions/regencies.csv"):
        yield Region(
            code=row["code"],
            level=Region.Level.REGENCY,
            kind=row["type"].replace("administrasi", "adm"),
            name=row["name"],
            parent_id=row["province_code"],
            bps_code=row["bps_code"],
        )


def _districts(folder: Path) -> Iterator[Region]:
    for row in read_rows(folder / "regions/districts.csv"):
        yield Region(
            code=row["code"],
            level=Region.Level.DISTRICT,
            kind="kecamatan",
            name=row["name"],
            parent_id=row["regency_code"],
        )


def _villages(folder: Path) -> Iterator[Region]:
    for row in read_rows(folder / "regions/villages.csv.gz"):
        yield Region(
            code=row["code"],
            level=Region.Level.VILLAGE,
            kind=row["type"],
            name=row["name"],
            parent_id=row["district_code"],
            postal_code=row["postal_code"],
        )


def _load_regions(folder: Path) -> int:
    # from above downwards: a region's parent is there before it
    return sum(
        _upsert(list(level(folder))) for level in (_provinces, _regencies, _districts, _villages)
    )


def _load_occupations(folder: Path) -> int:
    return _upsert(
        [
            Occupation(
                slug=row["slug"],
                label_id=row["label_id"],
                label_en=row["label_en"],
                kbji_code=row["kbji2014_code"],
                isco_code=row["isco08_code"],
                ktp_name=row["ktp_name"],
                sector=row["sector"],
            )
            for row in read_rows(folder / "occupations/bpu_occupations.csv")
        ]
    )


def _load_banks(folder: Path) -> int:
    return _upsert(
        [
            Bank(
                code=row["code"],
                name=row["name"],
                short_name=row["short_name"],
                active=row["status"] != "merged",
            )
            for row in read_rows(folder / "banks/id_banks.csv")
        ]
    )


def _load_holidays(folder: Path) -> int:
    return _upsert(
        [
            Holiday(
                day=date.fromisoformat(row["date"]),
                kind=row["category"],
                name=row["name_id"],
                estimated=row["estimated"] == "1",
            )
            for row in read_rows(folder / "holidays/id_holidays_2019_2027.csv")
        ],
        key=("day", "name"),
    )


def _upsert(rows: list[models.Model], key: tuple[str, ...] = ()) -> int:
    """Write rows by their key, the primary one unless named, and return how many there are."""
    model = type(rows[0])
    key = key or (model._meta.pk.name,)
    written = [
        field.name
        for field in model._meta.concrete_fields
        if field.name not in key and not field.primary_key
    ]
    model._default_manager.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=list(key),
        update_fields=written,
    )
    return len(rows)


def _load_labour(folder: Path) -> int:
    sources = {row["source_id"]: row for row in read_rows(folder / "labour/sources.csv")}
    figures = [*_bps_figures(folder), *_bpjs_figures(folder)]
    for key, values, source_id in figures:
        source = sources[source_id]
        title = f"{source['title']} ({source['publisher']})"
        values |= {"source_title": title, "source_url": source["url"]}
        # row by row: these are few, and each change of one belongs into its history
        LabourForce.objects.update_or_create(**key, defaults=values)
    return len(figures)


def _bps_figures(folder: Path) -> Iterator[Figure]:
    """Yield key, values and source of what BPS published, as far as it can be relied on."""
    for row in read_rows(folder / "labour/kepri_labour_force.csv"):
        if row["indicator"] != "labour_force" or row["confidence"] not in _TRUSTED:
            continue
        key = {
            "region_id": row["region_code"],
            "publisher": "BPS",
            "year": int(row["year"]),
            "month": int(row["month"]) if row["month"] else None,
            "weighting": _WEIGHTING[row["weighting_basis"]],
        }
        yield key, _values(row) | {"derivation": row["derivation"]}, row["source_id"]


def _bpjs_figures(folder: Path) -> Iterator[Figure]:
    """Yield key, values and source of the labour force that BPJS itself divides by."""
    for row in read_rows(folder / "labour/kepri_jamsostek_coverage.csv"):
        if row["metric"] != "labour_force_used_by_bpjs" or row["confidence"] not in _TRUSTED:
            continue
        year, _, rest = row["date"].partition("-")
        key = {
            "region_id": row["region_code"],
            "publisher": "BPJS Ketenagakerjaan",
            "year": int(year),
            "month": int(rest[:2]) if rest else None,
            "weighting": "",
        }
        yield key, _values(row), row["source_id"]


def _values(row: Row) -> dict[str, Any]:
    return {
        "people": int(row["value"]),
        "confidence": row["confidence"],
        "note": row["note"],
    }


PARTS: Final = (
    Part(
        "regions",
        Region,
        (
            "regions/provinces.csv",
            "regions/regencies.csv",
            "regions/districts.csv",
            "regions/villages.csv.gz",
        ),
        _load_regions,
    ),
    Part("occupations", Occupation, ("occupations/bpu_occupations.csv",), _load_occupations),
    Part("banks", Bank, ("banks/id_banks.csv",), _load_banks),
    Part("holidays", Holiday, ("holidays/id_holidays_2019_2027.csv",), _load_holidays),
    Part(
        "labour",
        LabourForce,
        (
            "labour/kepri_labour_force.csv",
            "labour/kepri_jamsostek_coverage.csv",
            "labour/sources.csv",
        ),
        _load_labour,
    ),
)
