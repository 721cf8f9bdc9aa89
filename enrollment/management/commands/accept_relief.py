"""`manage.py accept_relief`: turn a relief published later into the payer's credit."""

from typing import Any

from django.core.management.base import CommandParser

from enrollment.actions.reliefs import accept_relief
from enrollment.management.decrees import invoice_numbered
from enrollment.queries.money import payer_credit_idr
from enrollment.queries.reliefs import reliefs_waiting
from registry.commands import Facts, JsonCommand, actor_named, day_argument, today


class Command(JsonCommand):
    """Accepts one relief that reaches an invoice, or all that wait for it."""

    help = "Accept the reliefs published after an invoice was issued, as credit of its payer."

    def arguments(self, parser: CommandParser) -> None:
        """Add the invoice, the relief, and who accepts it."""
        parser.add_argument("--invoice", required=True, help="Its number.")
        parser.add_argument("--relief", help="Such as reliefs.pp49_2020; default: all waiting.")
        parser.add_argument("--actor", required=True, help="User name of who accepts it.")
        parser.add_argument("--on", type=day_argument, help="Default: today.")

    def run(self, options: dict[str, Any]) -> Facts:
        """Return what each relief released, and the payer's credit after it."""
        actor = actor_named(options["actor"])
        on = options["on"] or today()
        invoice = invoice_numbered(options["invoice"], seen_by=actor)
        keys = (
            [options["relief"]]
            if options["relief"]
            else [
                waiting.relief.key
                for waiting in reliefs_waiting(actor, known_on=on)
                if waiting.invoice.pk == invoice.pk
            ]
        )
        released = {
            key: accept_relief(invoice=invoice, relief_key=key, on=on, by=actor) for key in keys
        }
        decree = invoice.decree
        return {
            "invoice": invoice.number,
            "released_idr": released,
            "credit_idr": payer_credit_idr(decree.sponsor, decree.fund),
        }
