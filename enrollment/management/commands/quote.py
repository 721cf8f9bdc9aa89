"""`manage.py quote`: what contributions cost, month by month, with the clauses."""

from typing import Any

from django.core.management.base import CommandParser

from enrollment.rules.contributions import MemberFacts, MonthQuote, band_for_income, quote
from registry.commands import (
    Facts,
    JsonCommand,
    count_argument,
    day_argument,
    month_argument,
    programs_argument,
    rupiah_argument,
    today,
)
from registry.programs import Fund, Program, Sector


class Command(JsonCommand):
    """Quotes with the function that invoices use."""

    help = "Quote the contributions of workers who receive no wage."

    def arguments(self, parser: CommandParser) -> None:
        """Add the facts that make a price."""
        parser.add_argument("--income", type=rupiah_argument, required=True)
        parser.add_argument(
            "--programs", type=programs_argument, default=(Program.JKK, Program.JKM)
        )
        parser.add_argument("--from", type=month_argument, required=True, dest="since")
        parser.add_argument("--months", type=count_argument, default=1)
        parser.add_argument(
            "--sector", choices=[sector.value for sector in Sector], default=Sector.OTHER.value
        )
        parser.add_argument(
            "--fund", choices=[fund.value for fund in Fund], default=Fund.SELF.value
        )
        parser.add_argument("--workers", type=count_argument, default=1)
        parser.add_argument("--as-known-on", type=day_argument, help="Default: today.")
        parser.add_argument(
            "--registered-in", type=month_argument, help="First month; default: long before."
        )
        parser.add_argument("--not-paid-up", action="store_true", help="Contributions are owed.")
        parser.add_argument("--employer", action="store_true", help="The worker employs others.")

    def run(self, options: dict[str, Any]) -> Facts:
        """Return the wage base, each month of one worker, and the total of all workers."""
        known_on = options["as_known_on"] or today()
        band = band_for_income(options["income"], on=options["since"], known_on=known_on)
        months = quote(
            wage_base_idr=band.wage_base_idr,
            programs=options["programs"],
            since=options["since"],
            months=options["months"],
            facts=MemberFacts(
                fund=Fund(options["fund"]),
                sector=Sector(options["sector"]),
                member_since=options["registered_in"],
                paid_up=not options["not_paid_up"],
                employer=options["employer"],
            ),
            known_on=known_on,
        )
        return {
            "wage_base_idr": band.wage_base_idr,
            "total_idr": sum(month.total_idr for month in months) * options["workers"],
            "months": [_month(month) for month in months],
        }


def _month(quoted: MonthQuote) -> Facts:
    return {
        "month": f"{quoted.month:%Y-%m}",
        "jkk_idr": quoted.jkk_idr,
        "jkm_idr": quoted.jkm_idr,
        "jht_idr": quoted.jht_idr,
        "total_idr": quoted.total_idr,
        "citations": [
            {
                "act": citation.source,
                "clause": citation.clause,
                "checked": citation.checked is not None,
            }
            for citation in quoted.citations
        ],
    }
