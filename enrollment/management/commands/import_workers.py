"""`manage.py import_workers`: check a list of workers, and apply it where asked."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from enrollment.actions.imports import send_repair, start_applying, upload_list, work_through
from enrollment.actions.imports.applying import NothingToApply
from enrollment.management.decrees import add_decree_arguments, decree_numbered
from enrollment.models import Decree, ImportBatch
from enrollment.sheets.refusals import ListRefused
from enrollment.wording import list_refusal_sentence
from registry.commands import BadArgument, Facts, JsonCommand, actor_named
from registry.models import User


class Command(JsonCommand):
    """Stages a list as its page does, and goes through it before it returns."""

    help = "Check a list of workers under a decree; with --apply, enroll its ready rows."

    def arguments(self, parser: CommandParser) -> None:
        """Add the file, its decree, and the two persons."""
        parser.add_argument("file", type=Path, metavar="FILE", help="XLSX, XLS, ODS or CSV.")
        add_decree_arguments(parser)
        parser.add_argument("--actor", required=True, help="User name of who sends the list.")
        parser.add_argument(
            "--batch", type=int, help="Send FILE as repaired rows into this list of the decree."
        )
        _add_applying(parser)

    def run(self, options: dict[str, Any]) -> Facts:
        """Return the batch and what became of its rows."""
        if options["apply"] and not options["approver"]:
            raise BadArgument(_("A second person applies a list. Name that user with --approver."))
        actor = actor_named(options["actor"])
        approver = actor_named(options["approver"]) if options["apply"] else None
        decree = decree_numbered(options["decree"], sponsor_code=options["sponsor"], seen_by=actor)
        batch = _sent(options["file"], decree, options["batch"], by=actor)
        batch = work_through(batch.pk)
        if approver:
            batch = _applied(batch, options["attested_by"], by=approver)
        return _facts(batch)


def _add_applying(parser: ArgumentParser) -> None:
    parser.add_argument("--apply", action="store_true", help="Enroll the ready rows.")
    parser.add_argument("--approver", help="User name of the second person, who applies.")
    parser.add_argument(
        "--attested-by",
        default="",
        help="Village head whose statement stands for the rows; else the second person answers.",
    )


def _sent(path: Path, decree: Decree, batch_id: int | None, *, by: User) -> ImportBatch:
    """Return the batch that the file makes, or into which it goes as repaired rows."""
    try:
        with path.open("rb") as file:
            upload = File(file, name=path.name)
            if batch_id is None:
                return upload_list(decree=decree, upload=upload, filename=path.name, by=by)
            batch = decree.batches.filter(pk=batch_id).first()
            if batch is None:
                raise BadArgument(
                    _("The decree has no list %(batch)s. Check --batch.") % {"batch": batch_id}
                )
            return send_repair(batch=batch, upload=upload, filename=path.name, by=by)
    except ListRefused as refusal:
        raise BadArgument(list_refusal_sentence(refusal)) from refusal
    except OSError as error:
        raise BadArgument(
            _("The file %(path)s cannot be read: %(why)s.") % {"path": path, "why": error.strerror}
        ) from error


def _applied(batch: ImportBatch, attested_by_name: str, *, by: User) -> ImportBatch:
    """Apply the batch; that none of its rows is ready is a result, and no refusal."""
    try:
        started = start_applying(batch=batch, attested_by_name=attested_by_name, by=by)
        return work_through(started.pk)
    except NothingToApply:
        return batch


def _facts(batch: ImportBatch) -> Facts:
    rows = batch.rows.exclude(codes="").order_by("file_id", "pk")
    counts = {name: batch.summary[name] for name in ("rows", "ok", "refused", "warned", "problems")}
    return {
        "batch": batch.pk,
        **counts,
        "rows_with_problems": [
            {"sheet": sheet, "row": row, "codes": [code for code in codes.split("|") if code]}
            for sheet, row, codes in rows.values_list("sheet", "row", "codes")
        ],
        "applied": batch.summary["applied"],
    }
