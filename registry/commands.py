"""The manner of every command that answers in JSON: what it prints, and how it ends.

Exit 0: done. Exit 1: a rule or a permission said no, `{"refused": {"code", "message"}}` on
stdout. Exit 2: a bad argument, something unknown or unreadable, a missing parameter, a crash;
the sentence on stderr.
"""

from __future__ import annotations

import json
import sys
import traceback
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.dates import parse_day
from registry.law.parameters import MissingParameter
from registry.models import Region, User
from registry.money import parse_rupiah
from registry.months import parse_month
from registry.programs import Program
from registry.refusals import Refused

REFUSED: Final = 1
FAILED: Final = 2
Facts = Mapping[str, Any]


class BadArgument(Exception):
    """What was asked cannot be looked up or read; the message says what, and what to do."""


class JsonCommand(BaseCommand):
    """A command whose result is facts, printed as JSON or as lines for people."""

    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the arguments of this command, and the choice of the form of its answer."""
        self.arguments(parser)
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def arguments(self, parser: CommandParser) -> None:
        """Add the arguments of this command."""

    def run(self, options: dict[str, Any]) -> Facts:
        """Do the work and return its facts."""
        raise NotImplementedError

    def exit_code(self, facts: Facts) -> int:
        """Return how the command ends when its work is done."""
        return 0

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, print, and leave with the exit code that the outcome asks for."""
        try:
            facts = self.run(options)
        except (Refused, PermissionDenied) as refusal:
            code = getattr(refusal, "code", "permission_denied")
            self.show({"refused": {"code": code, "message": str(refusal)}}, options["format"])
            sys.exit(REFUSED)
        except BadArgument as error:
            self._fail(str(error))
        except MissingParameter as error:
            self._fail(_("The law files lack a value: %(what)s.") % {"what": error})
        except Exception as error:
            if options.get("traceback"):
                self.stderr.write(traceback.format_exc())
            kind = type(error).__name__
            self._fail(
                _("The command broke off (%(kind)s): %(what)s. --traceback shows where.")
                % {"kind": kind, "what": error}
            )
        else:
            self.show(facts, options["format"])
            if code := self.exit_code(facts):
                sys.exit(code)

    def show(self, facts: Facts, form: str) -> None:
        """Print the facts."""
        if form == "json":
            self.stdout.write(json.dumps(facts, ensure_ascii=False, cls=DjangoJSONEncoder))
        else:
            for line in lines(facts):
                self.stdout.write(line)

    def _fail(self, sentence: str) -> None:
        self.stderr.write(sentence)
        sys.exit(FAILED)


def lines(facts: Facts, indent: str = "") -> Iterator[str]:
    """Yield facts for people: one a line, what lies within one indented below it."""
    for name, value in facts.items():
        if isinstance(value, Mapping) and value:
            yield f"{indent}{name}:"
            yield from lines(value, indent + "  ")
        elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
            yield f"{indent}{name}:"
            for item in value:
                first, *rest = lines(item)
                yield f"{indent}  - {first}"
                yield from (f"{indent}    {line}" for line in rest)
        elif isinstance(value, list):
            yield f"{indent}{name}: {', '.join(map(str, value)) or '-'}"
        else:
            yield f"{indent}{name}: {'-' if value is None or value == {} else value}"


def _argument(read: Callable[[str], Any], form: str) -> Callable[[str], Any]:
    """Return a reader for argparse, whose refusal shows how to write the value."""

    def reader(text: str) -> Any:
        try:
            return read(text)
        except ValueError as error:
            raise ArgumentTypeError(
                _("“%(text)s” cannot be read. Write it like %(form)s.")
                % {"text": text, "form": form}
            ) from error

    return reader


def _programs(text: str) -> tuple[Program, ...]:
    named = {part.strip().upper() for part in text.split(",")}
    if unknown := named - set(Program):
        raise ValueError(unknown)
    if not {Program.JKK, Program.JKM} <= named:
        raise ValueError("JKK and JKM are compulsory together")
    return tuple(program for program in Program if program in named)


def _at_least_one(read: Callable[[str], int]) -> Callable[[str], int]:
    def reader(text: str) -> int:
        if (number := read(text)) < 1:
            raise ValueError(number)
        return number

    return reader


day_argument = _argument(parse_day, "2020-07-21")
month_argument = _argument(parse_month, "2020-07")
rupiah_argument = _argument(_at_least_one(parse_rupiah), "975542400")
count_argument = _argument(_at_least_one(int), "12")
programs_argument = _argument(_programs, "JKK,JKM / JKK,JKM,JHT")


def actor_named(username: str) -> User:
    """Return the user on whose behalf a command acts."""
    if user := User.objects.filter(username=username, is_active=True).first():
        return user
    raise BadArgument(_("There is no active user “%(name)s”. Check --actor.") % {"name": username})


def region_coded(code: str) -> Region:
    """Return the region with a Kemendagri code, with or without dots."""
    if region := Region.objects.filter(pk=code.replace(".", "")).first():
        return region
    raise BadArgument(_("There is no region with the Kemendagri code “%(code)s”.") % {"code": code})


def check_fields(row: models.Model, *names: str) -> None:
    """Refuse values that the fields of a record would refuse on a form."""
    labels = {field.name: field.verbose_name for field in row._meta.fields}
    others = [name for name in labels if name not in names]
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        found = [
            f"{labels.get(name, name)}: {' '.join(sentences)}"
            for name, sentences in error.message_dict.items()
        ]
        raise BadArgument("\n".join(found)) from error


def today() -> date:
    """Return the day where the server stands: commands read the clock, actions never do."""
    return timezone.localdate()
