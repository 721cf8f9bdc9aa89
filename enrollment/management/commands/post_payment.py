"""`manage.py post_payment`: record money received."""

from typing import Any

from django.core.management.base import CommandParser

from enrollment.actions.payments import post_payment
from enrollment.management.decrees import invoice_numbered
from enrollment.models import Payment
from registry.commands import (
    Facts,
    JsonCommand,
    actor_named,
    check_fields,
    day_argument,
    rupiah_argument,
)


class Command(JsonCommand):
    """Posts a payment as its page does; the same reference and amount return the first."""

    help = "Post a payment; the invoice names payer and fund."

    def arguments(self, parser: CommandParser) -> None:
        """Add the facts of the transfer, and who posts it."""
        parser.add_argument("--invoice", required=True, help="Its number.")
        parser.add_argument("--reference", required=True, help="Of the bank.")
        parser.add_argument("--amount-idr", required=True, type=rupiah_argument)
        parser.add_argument("--paid-on", required=True, type=day_argument)
        parser.add_argument("--sp2d-number", default="")
        parser.add_argument("--sp2d-on", type=day_argument, help="Date of the SP2D.")
        parser.add_argument(
            "--budget-year",
            type=int,
            choices=range(2000, 2100),
            metavar="YEAR",
            help="Default: of the SP2D, or of the receipt.",
        )
        parser.add_argument("--actor", required=True, help="User name of who posts it.")

    def run(self, options: dict[str, Any]) -> Facts:
        """Return what the money opened, and the credit after it."""
        actor = actor_named(options["actor"])
        names = ("reference", "sp2d_number", "sp2d_on", "amount_idr", "paid_on")
        transfer = {name: options[name] for name in names}
        check_fields(Payment(**transfer), *transfer)
        invoice = invoice_numbered(options["invoice"], seen_by=actor)
        payment = post_payment(
            invoice=invoice, by=actor, budget_year=options["budget_year"], **transfer
        )
        return payment.outcome
