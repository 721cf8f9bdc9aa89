"""`manage.py check_population`: read in an answer of the population register."""

from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from enrollment.actions.population import start_check
from enrollment.models import PopulationCheck
from enrollment.queries.population import check_summary
from enrollment.sheets.refusals import ListRefused
from enrollment.wording.population import check_refusal_sentence
from registry.commands import (
    BadArgument,
    Facts,
    JsonCommand,
    actor_named,
    check_fields,
    day_argument,
    region_coded,
    today,
)
from registry.jobs import perform
from registry.models import Job


class Command(JsonCommand):
    """Takes an answer in as its page does, and reads it before it returns."""

    help = "Read in what the population register answered about NIKs of a region."

    def arguments(self, parser: CommandParser) -> None:
        """Add the file, the region, who checked, and who sends it."""
        parser.add_argument("file", type=Path, metavar="FILE", help="XLSX, XLS, ODS or CSV.")
        parser.add_argument("--region", required=True, help="Its Kemendagri code.")
        parser.add_argument("--source", required=True, help="Who checked, by which letter.")
        parser.add_argument("--checked-on", type=day_argument, help="Default: today.")
        parser.add_argument("--actor", required=True, help="User name of who sends it.")

    def run(self, options: dict[str, Any]) -> Facts:
        """Return the check, and what became of its rows."""
        check = _sent(options)
        job = check.job
        if job and job.is_at_work:
            job = perform(job.pk)
        if job and job.status == Job.Status.FAILED:
            raise BadArgument(job.problem)
        check.refresh_from_db()
        # another worker may be at it: then these are the counts so far
        return {"check": check.pk, **(check.summary or check_summary(check))}


def _sent(options: dict[str, Any]) -> PopulationCheck:
    path: Path = options["file"]
    actor = actor_named(options["actor"])
    region = region_coded(options["region"])
    check_fields(PopulationCheck(source=options["source"]), "source")
    try:
        with path.open("rb") as file:
            return start_check(
                region=region,
                upload=File(file, name=path.name),
                filename=path.name,
                source=options["source"],
                checked_on=options["checked_on"] or today(),
                on=today(),
                by=actor,
            )
    except ListRefused as refusal:
        raise BadArgument(check_refusal_sentence(refusal)) from refusal
    except OSError as error:
        raise BadArgument(
            _("The file %(path)s cannot be read: %(why)s.") % {"path": path, "why": error.strerror}
        ) from error
