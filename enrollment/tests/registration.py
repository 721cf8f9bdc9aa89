"""One person to register: as the action takes the facts, and as the page takes what is typed."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from enrollment.actions.registering import Registered, register_worker
from enrollment.models import Decree
from enrollment.tests.factories import VILLAGE, budi, make_decree
from registry.models import Occupation
from registry.programs import Sector
from registry.tests.factories import make_region

# an invented woman, born on 5 August 1988
NIK: Final = "2105014508880000"
AUGUST: Final = date(2020, 8, 13)
AFFIRMED: Final = {"works": True, "not_ill": True}


def make_occupation(slug: str = "pengolah_ikan", **changes: Any) -> Occupation:
    """Return a kind of work: a fish processor unless changed."""
    values = {"label_id": "Pengolah ikan", "label_en": "Fish processor"} | changes
    return Occupation.objects.get_or_create(slug=slug, defaults=values)[0]


def make_rider() -> Occupation:
    """Return the work of an ojek rider, which PP 50/2025 counts as transport."""
    return make_occupation(
        "ojek", label_id="Tukang ojek", label_en="Ojek rider", sector=Sector.TRANSPORT
    )


def facts(decree: Decree | None = None, **changes: Any) -> dict[str, Any]:
    """Return what register_worker asks about Nuraini: under a decree, or with her own money."""
    own = {} if decree else {"months": 3, "wage_base_idr": 1_000_000}
    values: dict[str, Any] = {
        "nik": NIK,
        "name": "Nuraini Mahmud",
        "born_on": date(1988, 8, 5),
        "sex": "P",
        "village": make_region(VILLAGE),
        "occupation": make_occupation(),
        "second_occupation": None,
        "phone": "081234567890",
        "address": "Jalan Pantai 4",
        "income_idr": 1_000_000,
        "photo": None,
        "statements": AFFIRMED,
        "attested_by_name": "",
        "another_person": False,
        "decree": decree,
        "months": None,
        "wage_base_idr": None,
        "with_jht": False,
        "on": AUGUST,
    }
    return values | own | changes


def register(decree: Decree | None = None, **changes: Any) -> Registered:
    """Return what came of registering Nuraini, by Budi."""
    return register_worker(**facts(decree, **changes), by=changes.pop("by", None) or budi())


def sponsored(**changes: Any) -> Registered:
    """Return Nuraini registered under a decree of the regency."""
    return register(make_decree(), **changes)


def typed(payer: object = "own", **changes: Any) -> dict[str, Any]:
    """Return what an officer types and ticks for Nuraini, whose village and work are on record."""
    make_region(VILLAGE)
    make_occupation()
    return written(payer, **changes)


def written(payer: object = "own", **changes: Any) -> dict[str, Any]:
    """Return what an officer types and ticks for Nuraini."""
    values = {
        "nik": NIK,
        "name": "Nuraini Mahmud",
        "born_on": "5 Agustus 1988",
        "sex": "P",
        "village": "Terempa",
        "address": "",
        "phone": "0812-3456-7890",
        "occupation": "pengolah ikan",
        "second_occupation": "",
        "payer": str(payer),
        "months": "3",
        "income_idr": "1.000.000",
        "works": "on",
        "not_ill": "on",
        "attested_by_name": "",
    }
    return values | changes
