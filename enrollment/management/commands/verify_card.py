"""`manage.py verify_card`: whether a card is genuine, and whether the register confirms it."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from enrollment.queries.card_statement import read_statement, standing_of
from registry.commands import REFUSED, Facts, JsonCommand, today


class Command(JsonCommand):
    """Reads the statement of a card; ends with 0 for a genuine one and 1 for any other."""

    help = "Tell whether the statement on a card was signed here, and whether it still holds."

    def arguments(self, parser: CommandParser) -> None:
        """Add what is printed in the code of the card."""
        parser.add_argument("statement", help="The statement, or the whole address in the code.")

    def run(self, options: dict[str, Any]) -> Facts:
        """Return what the card states, and what the register says of it today."""
        on = today()
        stated = read_statement(options["statement"].rstrip("/").rsplit("/", 1)[-1])
        if stated is None:
            return {"genuine": False, "message": _("This statement was not signed here.")}
        return {
            "genuine": True,
            "card_number": stated.number,
            "initials": stated.initials,
            "covered_until": f"{stated.last_month:%Y-%m}",
            "register": standing_of(stated, on=on).value,
            "on": on,
        }

    def exit_code(self, facts: Facts) -> int:
        """Return 0 for a genuine card, 1 for any other."""
        return 0 if facts["genuine"] else REFUSED
