"""The pages of the first floor in the navigation."""

from django.utils.translation import gettext_lazy as _

from registry.navigation import Place
from registry.roles import Permission

PLACES = (
    Place(
        _("Workers"),
        "worker_list",
        Permission.REGISTER_VIEW,
        order=20,
        hint=_("Find a person, and see the cover over the years"),
    ),
    Place(
        _("Lists of workers"),
        "batch_list",
        Permission.REGISTER_VIEW,
        order=30,
        hint=_("From the sheet of a village to enrollment, checked row by row"),
    ),
    Place(
        _("Sponsors and decrees"),
        "sponsor_list",
        Permission.REGISTER_VIEW,
        order=40,
        hint=_("Who pays, by which decree, and what its ceiling buys"),
    ),
    Place(
        _("Invoices and payments"),
        "invoice_list",
        Permission.REGISTER_VIEW,
        order=50,
        hint=_("What was billed, and what is still to be paid"),
    ),
    Place(
        _("Payments"),
        "payment_list",
        Permission.REGISTER_VIEW,
        order=60,
        hint=_("Money received, what it paid for, and unused credit"),
    ),
    Place(
        _("Contribution reliefs"),
        "relief_list",
        Permission.REGISTER_VIEW,
        order=80,
        hint=_("Reliefs published after an invoice, which become credit"),
    ),
    Place(
        _("Reported participants"),
        "reported_list",
        Permission.FIGURES_VIEW,
        order=90,
        hint=_("Wage earners and other segments, as their offices report them"),
    ),
    Place(
        _("Contribution calculator"),
        "quote",
        None,
        order=95,
        hint=_("What a month of cover costs, step by step and by which clause"),
    ),
)
