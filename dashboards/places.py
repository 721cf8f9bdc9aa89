"""The pages of the top floor in the navigation."""

from django.utils.translation import gettext_lazy as _

from registry.navigation import Place
from registry.roles import Permission

PLACES = (
    Place(_("Home"), "home", None, order=10, hint=_("What waits for you")),
    Place(
        _("Coverage"),
        "coverage",
        Permission.FIGURES_VIEW,
        order=55,
        work=Permission.CLAIM_DECIDE_HIGH,
        hint=_("Who is covered in a region on a day, and the share of the labor force"),
    ),
)
