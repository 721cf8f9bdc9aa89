"""Its pages, by what they are about: see routes.py for the groups."""

from dashboards.tests.route import Route
from registry.roles import Permission

DOOR: tuple[Route, ...] = ()
PLACES: tuple[Route, ...] = (Route("duplicate_list"),)
RECORDS: tuple[Route, ...] = (Route("merge_detail", "workplace.merge"),)
FORMS: tuple[Route, ...] = ()
ACTS: tuple[Route, ...] = (
    Route(
        "worker_merge",
        "worker",
        Permission.WORKER_MERGE,
        lambda world: {"other": world.twin.pk, "reason": "KTP dilihat"},
    ),
    Route(
        "merge_undo",
        "workplace.merge",
        Permission.WORKER_MERGE,
        lambda _world: {"reason": "Dua orang"},
    ),
)
CHOICES: tuple[Route, ...] = ()
