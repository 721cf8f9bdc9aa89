"""Its pages, by what they are about: see routes.py for the groups."""

from typing import Any

from dashboards.tests.route import Route
from dashboards.tests.two_regencies import World
from registry.roles import Permission


def _correction(world: World) -> dict[str, Any]:
    worker = world.worker
    return {
        "name": worker.name,
        "born_on": worker.born_on.isoformat(),
        "sex": worker.sex,
        "village": worker.village_id,
        "address": "RT 9",
        "reason": "KTP",
    }


DOOR: tuple[Route, ...] = ()
PLACES = (Route("correction_list"),)
RECORDS = (Route("worker_history", "worker"),)
FORMS: tuple[Route, ...] = ()
ACTS = (
    Route("worker_correct", "worker", Permission.WORKER_CORRECT, _correction),
    Route(
        "correction_detail",
        "workplace.correction",
        Permission.CORRECTION_DECIDE,
        lambda _world: {"decision": "accept"},
        look=Permission.REGISTER_VIEW,
    ),
    Route(
        "correction_withdraw",
        "workplace.correction",
        Permission.WORKER_CORRECT,
        only_post=True,
    ),
    Route(
        "nik_reveal",
        "worker",
        Permission.NIK_REVEAL,
        lambda _world: {"why": "compare"},
        only_trail=True,
    ),
)
CHOICES: tuple[Route, ...] = ()
