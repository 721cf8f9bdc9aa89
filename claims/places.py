"""The pages of the second floor in the navigation."""

from django.utils.translation import gettext_lazy as _

from registry.navigation import Place
from registry.roles import Permission

PLACES = (
    Place(
        _("Claims"),
        "claim_list",
        Permission.CLAIM_VIEW,
        order=25,
        hint=_("Accidents and deaths: whose move it is, and how many working days are left"),
    ),
    Place(
        _("Payment files"),
        "payment_file_list",
        Permission.CLAIM_PAY,
        order=65,
        hint=_("Benefits that go to the bank together, and what the bank answered"),
    ),
    Place(
        _("Benefit calculator"),
        "benefit_calculator",
        None,
        order=94,
        hint=_("What a family would be owed, step by step and by which clause"),
    ),
)
