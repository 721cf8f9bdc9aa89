"""Its pages, by what they are about: see routes.py for the groups."""

from typing import Any

from django.core.files.base import ContentFile

from dashboards.tests.route import Route
from dashboards.tests.two_regencies import World
from enrollment.models import Worker
from enrollment.tests.registration import written
from registry.roles import Permission


def _pictured(world: World) -> list[Any]:
    """Return the worker with a photo."""
    worker = Worker.objects.get(pk=world.worker.pk)
    if not worker.photo:
        photos = Worker.photo.field.storage
        name = photos.save("photos/bahari.jpg", ContentFile(b"\xff\xd8\xff photo"))
        Worker.objects.filter(pk=worker.pk).update(photo=name)
    return [worker.pk]


def _own_order(_world: World) -> dict[str, Any]:
    """Return what is asked of who pays for himself, with everything affirmed."""
    return {
        "payer": "own",
        "months": "1",
        "income_idr": "1.000.000",
        "works": "on",
        "not_ill": "on",
    }


def _somebody(world: World) -> dict[str, Any]:
    """Return a new person of Anambas, whose work is on record there."""
    return written(village=world.worker.village.name, occupation="Kerja")


DOOR: tuple[Route, ...] = ()
PLACES: tuple[Route, ...] = ()
RECORDS: tuple[Route, ...] = (
    Route("worker_registered", "worker"),
    Route("worker_photo", parts=_pictured),
)
FORMS: tuple[Route, ...] = (
    Route("worker_register", right=Permission.WORKER_REGISTER, data=_somebody),
)
ACTS: tuple[Route, ...] = (
    Route("worker_enroll", "worker", Permission.WORKER_REGISTER, _own_order),
)
CHOICES: tuple[Route, ...] = ()
