"""Its pages, by what they are about: see routes.py for the groups."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboards.tests.route import Route
from dashboards.tests.two_regencies import World
from enrollment.actions.orders import place_order
from enrollment.models import Invoice
from enrollment.tests.factories import VILLAGE, make_worker
from registry.roles import Permission, Role
from registry.tests.factories import make_region, make_user

ORDERER_NIK = "2105014107950000"


def _order(_world: World) -> dict[str, Any]:
    return {"months": "1", "wage_base_idr": "1000000"}


def _own_invoice(_world: World) -> tuple[int]:
    """Return the key of an order in Anambas that waits to be paid."""
    ordered = Invoice.objects.filter(decree__sponsor__worker__nik=ORDERER_NIK).first()
    if ordered is None:
        ordered = place_order(
            worker=make_worker(
                nik=ORDERER_NIK, name="Zulkarnain Mandiri", village=make_region(VILLAGE)
            ),
            months=1,
            wage_base_idr=1_000_000,
            on=date(2020, 7, 20),
            by=make_user("penerima-pesanan", role=Role.OFFICER),
        )
    return (ordered.pk,)


DOOR: tuple[Route, ...] = ()
PLACES: tuple[Route, ...] = (Route("order_list"),)
RECORDS: tuple[Route, ...] = ()
FORMS: tuple[Route, ...] = ()
ACTS: tuple[Route, ...] = (
    Route("worker_order", "worker", Permission.WORKER_REGISTER, _order),
    Route("order_cancel", right=Permission.WORKER_REGISTER, parts=_own_invoice),
)
CHOICES: tuple[Route, ...] = ()
