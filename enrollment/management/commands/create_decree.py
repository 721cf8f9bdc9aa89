"""`manage.py create_decree`: record the decree by which a sponsor pays."""

from typing import Any, Final

from django.core.management.base import CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.actions.sponsors import create_decree
from enrollment.management.decrees import sponsor_coded
from enrollment.models import Decree
from enrollment.queries.money import decree_budget
from enrollment.rules.contributions import NoSuchBase
from registry.commands import (
    BadArgument,
    Facts,
    JsonCommand,
    actor_named,
    check_fields,
    count_argument,
    day_argument,
    month_argument,
    programs_argument,
    region_coded,
    rupiah_argument,
)
from registry.formats import rupiah_text
from registry.programs import Fund, Program

MOST_MONTHS: Final = 60
_AS_GIVEN: Final = (
    "number",
    "decided_on",
    "title",
    "fund",
    "since",
    "months",
    "ceiling_idr",
    "quota",
)


class Command(JsonCommand):
    """Records a decree as its page does, and says how many workers its ceiling pays for."""

    help = "Record a decree (SK)."

    def arguments(self, parser: CommandParser) -> None:
        """Add what is recorded of a decree, and who records it."""
        parser.add_argument("--number", required=True)
        parser.add_argument("--date", required=True, type=day_argument, dest="decided_on")
        parser.add_argument("--title", default="")
        parser.add_argument("--sponsor", required=True, help="Its code.")
        parser.add_argument("--region", required=True, help="Kemendagri code, such as 2105.")
        parser.add_argument("--fund", required=True, choices=[fund.value for fund in Fund])
        parser.add_argument("--since", required=True, type=month_argument)
        parser.add_argument("--months", required=True, type=count_argument)
        parser.add_argument("--wage-base", required=True, type=rupiah_argument)
        parser.add_argument(
            "--programs", type=programs_argument, default=(Program.JKK, Program.JKM)
        )
        parser.add_argument("--ceiling-idr", required=True, type=rupiah_argument)
        parser.add_argument("--quota", type=count_argument, help="Workers at most.")
        parser.add_argument("--actor", required=True, help="User name of who records it.")

    @transaction.atomic
    def run(self, options: dict[str, Any]) -> Facts:
        """Return the number, and how many workers the ceiling pays for all months."""
        actor = actor_named(options["actor"])
        if options["months"] > MOST_MONTHS:
            raise BadArgument(
                _("A decree pays for %(most)s months at most.") % {"most": MOST_MONTHS}
            )
        given = {name: options[name] for name in ("number", "title", "ceiling_idr", "quota")}
        check_fields(Decree(**given), *given)
        try:
            decree = create_decree(
                sponsor=sponsor_coded(options["sponsor"], seen_by=actor),
                region=region_coded(options["region"]),
                with_jht=Program.JHT in options["programs"],
                wage_base_idr=options["wage_base"],
                by=actor,
                **{name: options[name] for name in _AS_GIVEN},
            )
        except NoSuchBase as error:
            raise BadArgument(
                _("No band has the wage base %(base)s. The nearest are %(nearest)s.")
                % {
                    "base": rupiah_text(options["wage_base"]),
                    "nearest": ", ".join(map(rupiah_text, error.nearest)),
                }
            ) from error
        # by the law that those who decided knew
        budget = decree_budget(decree, known_on=decree.decided_on)
        return {"number": decree.number, "affordable_workers": budget.affordable_workers}
