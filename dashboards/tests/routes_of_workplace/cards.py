"""Its pages, by what they are about: see routes.py for the groups."""

from datetime import date

from dashboards.tests.route import Route
from enrollment.queries.card_statement import statement_of
from registry.roles import Permission

DOOR: tuple[Route, ...] = (
    Route("card_verify", parts=lambda world: [statement_of(world.worker, date(2199, 2, 1))]),
)
PLACES: tuple[Route, ...] = ()
RECORDS: tuple[Route, ...] = ()
FORMS: tuple[Route, ...] = (
    Route(
        "card_create",
        right=Permission.WORKER_REGISTER,
        data=lambda world: {"decree": world.decree.pk, "layout": "ten"},
    ),
)
ACTS: tuple[Route, ...] = ()
CHOICES: tuple[Route, ...] = ()
