"""`manage.py lapse_self_paid`: drop the orders of self-payers who owe for too long."""

from typing import Any

from django.core.management.base import CommandParser

from enrollment.actions.orders import lapse_unpaid
from registry.commands import Facts, JsonCommand, actor_named, day_argument, region_coded, today


class Command(JsonCommand):
    """Lapses what is unpaid for more than three months in a row; run every day, or again."""

    help = "Drop the unpaid orders of workers who owe more than three months in a row."

    def arguments(self, parser: CommandParser) -> None:
        """Add on whose behalf, in which region, and the day."""
        parser.add_argument("--actor", required=True, help="User name of who takes orders.")
        parser.add_argument("--region", help="Kemendagri code; default: all that the actor serves.")
        parser.add_argument("--on", type=day_argument, help="Default: today.")

    def run(self, options: dict[str, Any]) -> Facts:
        """Return how many workers lapsed, and by their card numbers which."""
        actor = actor_named(options["actor"])
        region = region_coded(options["region"]).pk if options["region"] else ""
        on = options["on"] or today()
        lapsed = lapse_unpaid(on=on, by=actor, region_code=region)
        return {"on": on, "lapsed": len(lapsed), "cards": [each.card_number for each in lapsed]}
