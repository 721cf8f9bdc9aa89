"""`manage.py relieve_self_paid`: reliefs published later become credit of self-payers."""

from typing import Any

from django.core.management.base import CommandParser

from enrollment.actions.orders import relieve_unasked
from registry.commands import Facts, JsonCommand, actor_named, day_argument, region_coded, today


class Command(JsonCommand):
    """Posts what reliefs owe on own orders; run after a relief is published, or every day."""

    help = "Turn reliefs published after the orders of self-payers into their credit."

    def arguments(self, parser: CommandParser) -> None:
        """Add on whose behalf, in which region, and the day."""
        parser.add_argument("--actor", required=True, help="User name of a treasurer.")
        parser.add_argument("--region", help="Kemendagri code; default: all that the actor serves.")
        parser.add_argument("--on", type=day_argument, help="Default: today.")

    def run(self, options: dict[str, Any]) -> Facts:
        """Return the rupiah that became credit."""
        actor = actor_named(options["actor"])
        region = region_coded(options["region"]).pk if options["region"] else ""
        on = options["on"] or today()
        return {"on": on, "released_idr": relieve_unasked(on=on, by=actor, region_code=region)}
