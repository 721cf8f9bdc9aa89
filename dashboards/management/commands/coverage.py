"""`manage.py coverage`: participants of a region, and their share by every denominator."""

from typing import Any

from django.core.management.base import CommandParser

from enrollment.queries.coverage import Coverage, coverage_share
from registry.commands import (
    Facts,
    JsonCommand,
    actor_named,
    day_argument,
    region_coded,
    today,
)
from registry.roles import Permission, require


class Command(JsonCommand):
    """Prints what the coverage page shows. A figure is for all who hold the command line;
    with --actor, for whom the actor's role shows it."""

    help = "Show the active participants of a region and their share of the labour force."

    def arguments(self, parser: CommandParser) -> None:
        """Add where and when."""
        parser.add_argument("--region", required=True, help="Kemendagri code, such as 2105.")
        parser.add_argument("--on", type=day_argument, help="Default: today.")
        parser.add_argument("--actor", help="User name; default: the operator of the server.")

    def run(self, options: dict[str, Any]) -> Facts:
        """Return participants and shares."""
        region = region_coded(options["region"])
        if options["actor"]:
            require(actor_named(options["actor"]), Permission.FIGURES_VIEW, region.pk)
        return facts_of(coverage_share(region, on=options["on"] or today()))


def facts_of(coverage: Coverage) -> Facts:
    """Return a coverage as JSON carries it; a share is from 0 to 1 and not rounded."""
    return {
        "participants": {
            "registry": coverage.registry,
            "reported": coverage.reported_by_segment,
            "total": coverage.total,
        },
        "shares": [
            {
                "basis": found.labour_force.basis,
                "labour_force": found.labour_force.people,
                "as_of": found.labour_force.as_of,
                "source": found.labour_force.source_title,
                "share": float(found.share),
            }
            for found in coverage.shares
        ],
    }
