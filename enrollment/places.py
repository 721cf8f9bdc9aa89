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
        _("Register a worker"),
        "worker_register",
        Permission.WORKER_REGISTER,
        order=25,
        hint=_("One person, by KTP, under a decree or with own money"),
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
        _("Cover about to end"),
        "lapse_list",
        Permission.REGISTER_VIEW,
        order=45,
        hint=_("Who loses cover within 90 days, and what keeping it costs"),
    ),
    Place(
        _("Invoices and payments"),
        "invoice_list",
        Permission.REGISTER_VIEW,
        order=50,
        hint=_("What was billed, and what is still to be paid"),
        work=Permission.INVOICE_ISSUE,
    ),
    Place(
        _("Print cards"),
        "card_create",
        Permission.WORKER_REGISTER,
        order=55,
        hint=_("Cards of a decree or a region, ten to a page or with what to do"),
    ),
    Place(
        _("Payments"),
        "payment_list",
        Permission.REGISTER_VIEW,
        order=60,
        hint=_("Money received, what it paid for, and unused credit"),
        work=Permission.PAYMENT_POST,
    ),
    Place(
        _("The year's books"),
        "treasury",
        Permission.REGISTER_VIEW,
        order=65,
        hint=_("A budget year by payer, open invoices by age, and what is closed"),
        work=Permission.PERIOD_CLOSE,
    ),
    Place(
        _("Workers who pay for themselves"),
        "order_list",
        Permission.REGISTER_VIEW,
        order=65,
        hint=_("Who is paid up, who owes months, and the next order"),
    ),
    Place(
        _("Checks against the population register"),
        "population_check_list",
        Permission.REGISTER_VIEW,
        order=75,
        hint=_("Who matches, has died or moved, as the population office says"),
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
        _("Corrections"),
        "correction_list",
        Permission.WORKER_CORRECT,
        order=70,
        hint=_("Wrong NIKs, names, birth dates: proposed by one, decided by another"),
        work=Permission.CORRECTION_DECIDE,
    ),
    Place(
        _("Contribution calculator"),
        "quote",
        None,
        order=95,
        hint=_("What a month of cover costs, step by step and by which clause"),
    ),
)
