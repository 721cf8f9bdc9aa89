"""`manage.py create_sponsor`: record who pays."""

from typing import Any

from django.core.management.base import CommandParser

from enrollment.actions.sponsors import create_sponsor
from enrollment.models import Sponsor
from registry.commands import Facts, JsonCommand, actor_named, check_fields, region_coded

_KINDS = [kind for kind in Sponsor.Kind.values if kind != Sponsor.Kind.SELF]


class Command(JsonCommand):
    """Records a sponsor as its page does."""

    help = "Record a sponsor (penanggung iuran)."

    def arguments(self, parser: CommandParser) -> None:
        """Add what is recorded of a sponsor, and who records it."""
        parser.add_argument("--code", required=True, help="Such as pemkab-anambas.")
        parser.add_argument("--name", required=True)
        parser.add_argument("--kind", required=True, choices=_KINDS)
        parser.add_argument("--region", required=True, help="Kemendagri code, such as 2105.")
        parser.add_argument("--actor", required=True, help="User name of who records it.")

    def run(self, options: dict[str, Any]) -> Facts:
        """Return the code."""
        actor = actor_named(options["actor"])
        region = region_coded(options["region"])
        code, name, kind = options["code"], options["name"], options["kind"]
        check_fields(Sponsor(code=code, name=name), "code", "name")
        sponsor = create_sponsor(code=code, name=name, kind=kind, region=region, by=actor)
        return {"code": sponsor.code}
