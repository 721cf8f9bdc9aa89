"""Its pages, by what they are about: see routes.py for the groups."""

from __future__ import annotations

from typing import Any

from dashboards.tests.route import Route
from dashboards.tests.two_regencies import World
from registry.roles import Permission


def _renewal(_world: World) -> dict[str, Any]:
    return {
        "number": "SK LANJUTAN",
        "decided_on": "8/6/2021",
        "since": "Juli 2021",
        "months": "12",
        "fund": "APBD",
        "wage_base_idr": "1000000",
        "ceiling_idr": "1.000.000.000",
        "quota": "",
    }


def _purpose(_world: World) -> dict[str, Any]:
    return {"purpose": "report", "note": "Laporan Bupati", "form": "csv"}


DOOR: tuple[Route, ...] = ()
PLACES: tuple[Route, ...] = (Route("lapse_list"),)
RECORDS: tuple[Route, ...] = (Route("decree_renewal", "decree"),)
FORMS: tuple[Route, ...] = ()
ACTS: tuple[Route, ...] = (Route("decree_renew", "decree", Permission.DECREE_RENEW, _renewal),)
CHOICES: tuple[Route, ...] = ()
EXPORTS: tuple[Route, ...] = (
    Route("lapse_export", (), Permission.REGISTER_VIEW, _purpose),
    Route("renewal_export", "decree", Permission.REGISTER_VIEW, _purpose),
)
