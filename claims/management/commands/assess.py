"""`manage.py assess`: what stated facts give a right to, on what ground, and by when."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final, NoReturn

from django.core.management.base import CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from claims.rules.assess import assess
from claims.rules.codes import all_codes
from claims.rules.losses import LossRow, losses
from claims.rules.reading import BadFacts, read_facts
from claims.wording.answers import as_json
from claims.wording.losses import row_percent
from claims.wording.problems import problem_text
from registry.commands import BadArgument, Facts, JsonCommand, today
from registry.models import Holiday
from registry.workdays import DaysOff

_STDIN: Final = "-"


class Command(JsonCommand):
    """Assesses with the function that the claim page and the calculator use."""

    help = "Assess the facts of a claim, or list the codes that facts and answers can take."

    def arguments(self, parser: CommandParser) -> None:
        """Add the file of facts, or the wish for the codes."""
        parser.add_argument("facts", nargs="?", help="A JSON file; “-” reads standard input.")
        parser.add_argument("--codes", action="store_true", help="List losses and all codes.")

    def run(self, options: dict[str, Any]) -> Facts:
        """Return the assessment, or the codes."""
        if bool(options["facts"]) == options["codes"]:
            raise BadArgument(_("Give one file with facts, “-” for standard input, or --codes."))
        if options["codes"]:
            return {"losses": [_loss(row) for row in losses(today())], **all_codes()}
        try:
            facts = read_facts(_stated(options["facts"]))
            days_off = _days_off() if facts.complete_on else DaysOff((), joint_leave=True, years=())
            return as_json(assess(facts, days_off=days_off))
        except BadFacts as bad:
            raise BadArgument("\n".join(map(problem_text, bad.problems))) from bad

    def show(self, facts: Facts, form: str) -> None:
        """Print the answer; of the codes, for people, the table of losses alone."""
        if form == "text" and "losses" in facts:
            for line in _table(losses(today())):
                self.stdout.write(line)
        else:
            super().show(facts, form)


def _days_off() -> DaysOff:
    """Return the calendar of the office; the library's where no database has been made yet."""
    try:
        return Holiday.objects.days_off()
    except DatabaseError:
        return DaysOff((), joint_leave=True, years=())


def _stated(path: str) -> Any:
    """Return what a file says, its decimals exact and none of its keys twice."""
    try:
        text = sys.stdin.read() if path == _STDIN else Path(path).read_text(encoding="utf-8-sig")
        return json.loads(
            text, parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_object
        )
    except (OSError, ValueError, InvalidOperation, RecursionError) as error:
        raise BadArgument(
            _("%(path)s cannot be read as JSON: %(why)s") % {"path": path, "why": error}
        ) from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, value in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ValueError(_("stated twice: %(keys)s") % {"keys": ", ".join(twice)})
    return found


def _loss(row: LossRow) -> Facts:
    return {
        "code": row.code,
        "label_id": row.label_id,
        "label_en": row.label_en,
        "percent": _number(row.percent),
        "percent_from": _number(row.percent_from),
        "percent_to": _number(row.percent_to),
        "per_unit": row.per_unit,
        "unit": row.unit,
        "most_units": row.most_units,
        "most": row.most,
    }


def _number(percent: Decimal | None) -> float | None:
    """Return a percentage as a number of JSON; it has one place, which a float shows exactly."""
    if percent is None:
        return None
    return int(percent) if percent == int(percent) else float(percent)


def _table(rows: tuple[LossRow, ...]) -> Iterator[str]:
    """Yield a line for each loss: code, Indonesian, English, percentage, per unit or not."""
    for row in rows:
        unit = _("per unit, at most %(n)s") % {"n": row.most_units} if row.per_unit else "-"
        yield "\t".join((row.code, row.label_id, row.label_en, row_percent(row), unit))
