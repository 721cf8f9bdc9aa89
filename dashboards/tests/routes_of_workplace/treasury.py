"""Its pages, by what they are about: see routes.py for the groups."""

from __future__ import annotations

from typing import Any

from dashboards.tests.route import Route
from dashboards.tests.two_regencies import World
from registry.roles import Permission


def _refund(_world: World) -> dict[str, Any]:
    return {
        "amount_idr": "1",
        "reference": "STS 2",
        "refunded_on": "22/07/2020",
        "reason": "Sisa anggaran",
    }


def _closing(world: World) -> dict[str, Any]:
    return {
        "region": world.region.pk,
        "through": "Desember 2019",
        "seen": f"{world.region.pk} 2019-12-01",
    }


DOOR: tuple[Route, ...] = ()
PLACES: tuple[Route, ...] = (Route("treasury"), Route("invoice_ageing"), Route("period_list"))
RECORDS: tuple[Route, ...] = (Route("decree_years", "decree"),)
FORMS: tuple[Route, ...] = (Route("period_close", right=Permission.PERIOD_CLOSE, data=_closing),)
ACTS: tuple[Route, ...] = (
    Route("refund_create", "payment", Permission.REFUND_POST, _refund),
    Route(
        "refund_reverse",
        "workplace.refund",
        Permission.REFUND_POST,
        lambda _world: {"reason": "Keliru"},
    ),
    Route("decree_pack", "decree", Permission.CLAIM_VIEW, lambda _world: {"form": "xlsx"}),
)
CHOICES: tuple[Route, ...] = ()
