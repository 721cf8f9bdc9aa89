"""What happened to a worker, and who takes the place, by what it is about: see routes.py."""

from typing import Any

from dashboards.tests.route import Route
from dashboards.tests.two_regencies import World
from enrollment.models import WorkerEvent
from registry.formats import day_text, month_text
from registry.roles import Permission


def _death(world: World) -> list[int]:
    events = WorkerEvent.objects.within(world.region.pk)
    return [events.get(kind=WorkerEvent.Kind.DEATH).pk]


def _replacement(world: World) -> dict[str, Any]:
    return {
        "replacement": world.twin.pk,
        "reason": "ineligible",
        "from_month": month_text(world.running.since),
        "annex_number": "Lampiran 9",
        "annex_on": day_text(world.running.since),
        "works": "on",
        "not_ill": "on",
    }


DOOR: tuple[Route, ...] = ()
PLACES: tuple[Route, ...] = ()
RECORDS: tuple[Route, ...] = (
    Route("worker_event", "worker"),
    Route("replacement_list", "decree"),
    Route("annex_pdf", "workplace.annex"),
)
FORMS: tuple[Route, ...] = ()
ACTS: tuple[Route, ...] = (
    Route(
        "worker_move",
        "running.worker",
        Permission.WORKER_CORRECT,
        lambda _world: {"moved_on": "01/08/2020", "moved_to": "Batam"},
    ),
    Route(
        "worker_return",
        "away",
        Permission.WORKER_CORRECT,
        lambda world: {"returned_on": "01/09/2020", "village": world.worker.village.name},
    ),
    Route(
        "worker_work",
        "worker",
        Permission.WORKER_CORRECT,
        lambda _world: {"changed_on": "01/12/2020", "occupation": "Kerja"},
    ),
    Route(
        "event_undo",
        right=Permission.CORRECTION_DECIDE,
        data=lambda _world: {"reason": "Orang lain"},
        parts=_death,
    ),
    Route("enrollment_replace", "running", Permission.WORKER_REPLACE, _replacement),
)
CHOICES: tuple[Route, ...] = ()
