"""Its pages, by what they are about: see routes.py for the groups."""

from dashboards.tests.route import Route

DOOR: tuple[Route, ...] = ()
PLACES: tuple[Route, ...] = (Route("search"),)
RECORDS: tuple[Route, ...] = ()
FORMS: tuple[Route, ...] = ()
ACTS: tuple[Route, ...] = ()
CHOICES: tuple[Route, ...] = ()
