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
        parser.add_argument("--actor", required=True, help="User name of who posts it.")

    def run(self, options: dict[str, Any]) -> Facts:
        """Return what the money opened, and the credit after it."""
        actor = actor_named(options["actor"])
        transfer = {
            name: options[name] for name in ("reference", "sp2d_number", "amount_idr", "paid_on")
        }
        check_fields(Payment(**transfer), *transfer)
        invoice = invoice_numbered(options["invoice"], seen_by=actor)
        payment = post_payment(invoice=invoice, by=actor, **transfer)
        return payment.outcome
