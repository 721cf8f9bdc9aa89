"""`manage.py issue_invoice`: bill a decree."""

from typing import Any

from django.core.management.base import CommandParser

from enrollment.actions.invoices import issue_invoice
from enrollment.management.decrees import add_decree_arguments, decree_numbered
from enrollment.queries.statements import sweep_of
from registry.commands import Facts, JsonCommand, actor_named, day_argument, today


class Command(JsonCommand):
    """Issues the invoice of all months not yet billed; a second call returns the same one."""

    help = "Issue the invoice of a decree for all its months that were not billed yet."

    def arguments(self, parser: CommandParser) -> None:
        """Add the decree, who bills, and the day."""
        add_decree_arguments(parser)
        parser.add_argument("--actor", required=True, help="User name of who bills.")
        parser.add_argument("--issued-on", type=day_argument, help="Default: today.")

    def run(self, options: dict[str, Any]) -> Facts:
        """Return the invoice in figures, with how many workers the sweep before it took off."""
        actor = actor_named(options["actor"])
        decree = decree_numbered(options["decree"], sponsor_code=options["sponsor"], seen_by=actor)
        issued_on = options["issued_on"] or today()
        invoice = issue_invoice(decree=decree, issued_on=issued_on, by=actor)
        sweep = sweep_of(invoice)
        return {
            "number": invoice.number,
            "workers": invoice.workers,
            "worker_months": invoice.worker_months,
            "lines": invoice.lines.count(),
            "total_idr": invoice.total_idr,
            "removed": sweep.removed if sweep else 0,
            "not_spent_idr": sweep.not_spent_idr if sweep else 0,
        }
